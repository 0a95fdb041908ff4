"""What is not fit to serve from gives one sentence that says what to do."""

import errno
import socket
from pathlib import Path

import pytest

from helsetek.config.surroundings import (
    Unfit,
    check_database_address,
    prepare_home,
    reserve_port,
    why_not_written,
)


def test_a_free_port_is_held_until_the_server_has_it() -> None:
    with reserve_port("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        held.listen()
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_a_taken_port_is_named_and_another_one_proposed() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Unfit, match=rf"Port {port} is taken.*--port {port + 1}"):
            reserve_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    with pytest.raises(Unfit, match=r"cannot serve at 192\.0\.2\.1"):
        reserve_port("192.0.2.1", 0)


def test_the_home_folder_is_made_when_it_is_missing(tmp_path: Path) -> None:
    prepare_home(tmp_path / "new" / "home")
    assert list((tmp_path / "new" / "home").iterdir()) == []


def test_a_home_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(Unfit, match="cannot be written to"):
        prepare_home(tmp_path / "home")


def test_a_home_where_nobody_may_write_is_refused_in_words() -> None:
    with pytest.raises(Unfit, match="HELSETEK_HOME"):
        prepare_home(Path("/proc/helsetek"))


def test_a_nearly_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helsetek.config.surroundings.LEAST_FREE_MEGABYTES", 10**9)
    with pytest.raises(Unfit, match=r"nearly full: \d+ MB are free"):
        prepare_home(tmp_path)


def test_a_database_of_a_kind_that_is_not_tested_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somebody@somewhere/something")
    with pytest.raises(Unfit, match="postgresql://user"):
        check_database_address()


def test_a_full_disk_is_called_full(tmp_path: Path) -> None:
    assert "is full" in why_not_written(OSError(errno.ENOSPC, "No space left on device"), tmp_path)
