"""Message catalogues of the rooms, with Babel alone (no gettext programs are needed).

    tools/messages.py update [ROOM ...]    bring the catalogues in line with the code, keep translations
    tools/messages.py compile              write the .mo files that Django reads (git leaves them alone)
    tools/messages.py check [ROOM ...]     name every message that is missing, fuzzy, obsolete or has other
                                           placeholders than the English one; exit code 1 if there is any

Messages in the code are English. The catalogues hold no line numbers, so that they change only when words do.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS_FOLDER = Path(__file__).resolve().parent.parent / "src" / "helsetek"
LANGUAGES = ("nb", "nn")
TEMPLATE_ENDINGS = {".html", ".txt", ".xml"}

_PLAIN = ("_", "gettext", "gettext_lazy", "gettext_noop")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(_PLAIN, None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

HEADER = """\
# Messages of the room {room}. Made by tools/messages.py; write the translations here.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

# A message is told apart by its context and its English text (the singular, where there is a plural).
Key = tuple[str, str]


def key_of(message: Message) -> Key:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", text)


# -- Reading the code -------------------------------------------------------------------------------


def wanted_messages(room: str) -> Catalog:
    """All messages that the room's Python files and templates speak."""
    catalog = Catalog(charset="utf-8")
    for path in sorted((ROOMS_FOLDER / room).rglob("*")):
        for text, context in _messages_in(path):
            catalog.add(text, context=context)
    return catalog


def _messages_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    if "migrations" in path.parts:
        return
    if path.suffix == ".py":
        yield from _extracted(path.read_bytes(), path)
    elif path.suffix in TEMPLATE_ENDINGS and {"templates", "letters"} & set(path.parts):
        yield from _extracted(_as_python(path), path)


def _as_python(path: Path) -> bytes:
    """The template's messages as calls that the Python reader understands, one on each line.

    What is not a message is blanked out by Django as runs of X, B, F, S and P; those lines are left out,
    for their indentation would confuse the reader.
    """
    python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    calls = re.findall(r"""\b(?:n?p?gettext|_)\((?:[^"'()]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\)""", python)
    return "\n".join(calls).encode()


def _extracted(source: bytes, path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    try:
        for _line, text, _comments, context in extract(
            "python", io.BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield text, context
    except SyntaxError as error:
        raise SystemExit(f"{path}: cannot be read for messages: {error}") from error


# -- Catalogues on disk -----------------------------------------------------------------------------


def rooms() -> list[str]:
    """Every room, in the order of their names."""
    return sorted(path.name for path in ROOMS_FOLDER.iterdir() if (path / "__init__.py").exists())


def catalogue_path(room: str, language: str) -> Path:
    return ROOMS_FOLDER / room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(room: str, language: str) -> Catalog:
    path = catalogue_path(room, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(room: str, language: str, catalog: Catalog) -> None:
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    path = catalogue_path(room, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = HEADER.format(room=room, language=language) + buffer.getvalue().decode("utf-8").lstrip("\n")
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def spoken(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def is_translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    return all(strings)


# -- The three commands -----------------------------------------------------------------------------


def update(chosen: list[str]) -> int:
    for language in LANGUAGES:
        elsewhere = _translations_elsewhere(language)
        for room in chosen:
            _update_one(room, language, elsewhere)
    return 0


def _translations_elsewhere(language: str) -> dict[Key, Message]:
    """What is already said in some room, to reuse its translation (common comes first)."""
    found: dict[Key, Message] = {}
    for room in ["common", *rooms()]:
        for message in spoken(read(room, language)):
            if is_translated(message) and not message.fuzzy:
                found.setdefault(key_of(message), message)
    return found


def _update_one(room: str, language: str, elsewhere: dict[Key, Message]) -> None:
    wanted = list(spoken(wanted_messages(room)))
    path = catalogue_path(room, language)
    if not wanted and not path.exists():
        return
    have = {key_of(message): message for message in spoken(read(room, language))}
    fresh = Catalog(locale=language, charset="utf-8")
    for message in wanted:
        known = _best(have.get(key_of(message)), elsewhere.get(key_of(message)), message)
        flags = known.flags & {"fuzzy"} if known else set()
        fresh.add(message.id, known.string if known else "", flags=flags, context=message.context)
    write(room, language, fresh)
    left = sum(not is_translated(message) for message in spoken(fresh))
    gone = len(set(have) - {key_of(message) for message in wanted})
    print(f"{room} {language}: {len(wanted)} messages, {left} to translate, {gone} taken out")


def _best(own: Message | None, other: Message | None, wanted: Message) -> Message | None:
    for known in (own, other):
        if known and is_translated(known) and bool(known.pluralizable) == bool(wanted.pluralizable):
            return known
    return None


def compile_all() -> int:
    for room in rooms():
        for language in LANGUAGES:
            source = catalogue_path(room, language)
            if source.exists():
                with source.with_suffix(".mo").open("wb") as file:
                    write_mo(file, read(room, language))
    return 0


@dataclass
class Findings:
    """What is wrong with one room's catalogue in one language."""

    room: str
    language: str
    lines: list[str] = field(default_factory=list)

    def add(self, what: str, key: Key) -> None:
        context, text = key
        shown = f"{text!r}" + (f" (context {context!r})" if context else "")
        self.lines.append(f"{self.room} {self.language}: {what}: {shown}")


def find_faults(room: str, language: str) -> Findings:
    """Compare the room's catalogue with what its code speaks."""
    found = Findings(room, language)
    wanted = {key_of(message): message for message in spoken(wanted_messages(room))}
    have = {key_of(message): message for message in spoken(read(room, language))}
    for key, message in wanted.items():
        known = have.get(key)
        if (
            known is None
            or not is_translated(known)
            or bool(known.pluralizable) != bool(message.pluralizable)
        ):
            found.add("missing", key)
        elif known.fuzzy:
            found.add("fuzzy", key)
        elif _placeholders_differ(known):
            found.add("other placeholders than the English text", key)
    for key in have.keys() - wanted.keys():
        found.add("obsolete", key)
    return found


_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _placeholders_differ(message: Message) -> bool:
    """A singular may leave out the number («one application»); nothing else may differ."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    allowed = {name for text in ids for name in _PLACEHOLDER.findall(text)}
    if len(ids) == 1:
        return sorted(_PLACEHOLDER.findall(strings[0])) != sorted(_PLACEHOLDER.findall(ids[0]))
    singular, plural = (set(_PLACEHOLDER.findall(text)) for text in strings)
    return not singular <= allowed or plural != set(_PLACEHOLDER.findall(ids[1]))


def check(chosen: list[str]) -> int:
    lines = [line for room in chosen for language in LANGUAGES for line in find_faults(room, language).lines]
    print("\n".join(lines) if lines else "every message is translated")
    return 1 if lines else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("update", "compile", "check"))
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="every room if none is named")
    options = parser.parse_args(arguments)
    unknown = set(options.rooms) - set(rooms())
    if unknown:
        parser.error(f"no such room: {', '.join(sorted(unknown))}. There are: {', '.join(rooms())}")
    if options.command == "compile":
        return compile_all()
    return {"update": update, "check": check}[options.command](options.rooms or rooms())


if __name__ == "__main__":
    sys.exit(main())
