"""The tool that keeps the catalogues in line with the code: it finds every message, and every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
plain = _("Save (the draft)")
many = ngettext("%(n)d row", "%(n)d rows", 2)
verb = pgettext("verb", "Open")
long = _(
    "a long "
    "one"
)
"""
TEMPLATE = """{% load i18n %}
   <p>{% translate "It's “fine” (really)" %}</p>
{% blocktranslate trimmed with name=x count n=y %}
  One {{ name }}
{% plural %}
  {{ n }} of {{ name }}
{% endblocktranslate %}
      {% page_heading title=_("Budget") lead=_('The "whole" sum') %}
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("common", "grants"):
        (tmp_path / name / "templates").mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "grants" / "views.py").write_text(CODE)
    (tmp_path / "grants" / "templates" / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "ROOMS_FOLDER", tmp_path)
    return tmp_path / "grants"


def catalogue(room: Path, language: str = "nb") -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def translate(room: Path, pairs: dict[str, str], language: str = "nb") -> None:
    path = catalogue(room, language)
    text = path.read_text()
    for english, norwegian in pairs.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{norwegian}"')
    path.write_text(text)


def faults(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert messages.main(["check", "grants"]) == 1
    return capsys.readouterr().out


def test_every_kind_of_message_is_found(room: Path) -> None:
    found = {messages.key_of(message) for message in messages.spoken(messages.wanted_messages("grants"))}
    assert found == {
        ("", "Save (the draft)"),
        ("", "%(n)d row"),
        ("verb", "Open"),
        ("", "a long one"),
        ("", "It's “fine” (really)"),
        ("", "One %(name)s"),
        ("", "Budget"),
        ("", 'The "whole" sum'),
    }


def test_what_is_translated_is_kept_and_nothing_churns(room: Path) -> None:
    messages.main(["update", "grants"])
    translate(room, {"Budget": "Budsjett"})
    before = catalogue(room).read_text()
    (room / "views.py").write_text("\n\n\n" + CODE)
    messages.main(["update", "grants"])
    assert catalogue(room).read_text() == before
    assert 'msgstr "Budsjett"' in before


def test_the_same_words_get_the_same_translation_in_another_room(room: Path) -> None:
    messages.main(["update", "grants"])
    translate(room, {"Budget": "Budsjett"})
    (room.parent / "common" / "pages.py").write_text('from x import gettext as _\n_("Budget")\n')
    messages.main(["update", "common"])
    assert 'msgstr "Budsjett"' in catalogue(room.parent / "common").read_text()


def test_missing_and_obsolete_messages_are_named(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main(["update", "grants"])
    (room / "views.py").write_text(CODE.replace("a long", "another long"))
    said = faults(capsys)
    assert "grants nb: missing: 'another long one'" in said
    assert "grants nn: obsolete: 'a long one'" in said


def test_other_placeholders_are_named(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / "views.py").write_text('from x import gettext as _\n_("Sum %(sum)s of %(all)s")\n')
    messages.main(["update", "grants"])
    translate(room, {"Sum %(sum)s of %(all)s": "Sum %(summ)s av %(all)s"})
    assert "other placeholders than the English text: 'Sum %(sum)s of %(all)s'" in faults(capsys)


def test_fuzzy_messages_are_named(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main(["update", "grants"])
    translate(room, {"Budget": "Budsjett"})
    path = catalogue(room)
    path.write_text(path.read_text().replace('msgid "Budget"', '#, fuzzy\nmsgid "Budget"'))
    assert "grants nb: fuzzy: 'Budget'" in faults(capsys)


def test_a_room_that_does_not_exist_is_refused(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        messages.main(["check", "kitchen"])
    assert "no such room: kitchen" in capsys.readouterr().err
