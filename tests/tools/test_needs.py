"""What the tests need is installed when we may, and named when we may not: never skipped in silence."""

from pathlib import Path

import pytest

from tools import needs, postgres


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELSETEK_CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)


def test_whoever_may_not_install_is_told_what_to_install(
    nothing_installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    wish = "The tests need chromium and postgresql. As root: apt-get install chromium postgresql"
    assert needs.provide() == wish


def test_a_database_without_its_programs_says_what_to_install(nothing_installed: None) -> None:
    with pytest.raises(postgres.NoPostgres, match="apt-get install postgresql"), postgres.throw_away():
        pass


def test_another_browser_may_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.touch()
    monkeypatch.setenv("HELSETEK_CHROMIUM", str(browser))
    assert needs.find_browser() == str(browser)
