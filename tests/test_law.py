"""docs/law.md is kept: each duty has a rule and a test that exist, and each paragraph that the code cites has a line."""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "helsetek"
PAGE = ROOT / "docs" / "law.md"
_CODE = re.compile(r"`([^`]+)`")
_ENDINGS = (".py", ".toml", ".typ", ".html", ".txt", ".md")
# Words that name no source: what is left of a source without a paragraph must be found in its test.
_NOT_NAMES = {"bestemmelser", "chapter", "paragraph", "looked", "forskrift", "formats", "deposit"}

# Laws as the code names them. A paragraph of one of these that a docstring cites needs a line on the page.
LAWS = (
    "forvaltningsloven", "forvaltningslova", "offentleglova", "offentlighetsloven", "språklova", "arkivlova",
    "bevilgningsreglementet", "bokføringsloven", "bokføringsloven", "forsinkelsesrenteloven", "domstolloven",
    "riksrevisjonsloven", "personopplysningsloven", "tvangsfullbyrdelsesloven", "foreldelsesloven",
)  # fmt: skip
# «6», «11 d», «6–10», «3, 12, 29», «24 and 25».
_ONE = r"[0-9]+(?: [a-f]\b)?"
_MANY = rf"{_ONE}(?:\s*(?:[–,-]|and|og)\s*{_ONE})*"
_CITED = re.compile(rf"\b({'|'.join(LAWS)})\s+§§?\s*({_MANY})", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    number: int
    source: str
    duty: str
    rule: str
    test: str

    def __str__(self) -> str:
        return f"docs/law.md:{self.number} ({self.source})"


def lines() -> list[Line]:
    found = []
    for number, text in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in text.strip().strip("|").split(" | ")]
        if (
            text.startswith("|")
            and len(cells) == 4
            and cells[0] != "source"
            and not cells[0].startswith("---")
        ):
            found.append(Line(number, *cells))
    return found


def paths_in(cell: str) -> list[str]:
    """The files and folders a cell names: with a stroke or an ending."""
    return [name for name in _CODE.findall(cell) if "/" in name or name.endswith(_ENDINGS)]


def names_after(cell: str) -> dict[str, list[str]]:
    """Each path with the names (functions, classes, constants, parameters) that follow it before the next path."""
    found: dict[str, list[str]] = {}
    path = ""
    for name in _CODE.findall(cell):
        if name in paths_in(cell):
            path = name
            found.setdefault(path, [])
        elif path:
            found[path].append(name)
    return found


@lru_cache
def text_of(path: Path) -> str:
    """A file's text; of a folder all its Python, TOML and Typst."""
    if path.is_dir():
        files = [one for one in sorted(path.rglob("*")) if one.suffix in (".py", ".toml", ".typ")]
        return "\n".join(one.read_text(encoding="utf-8") for one in files)
    return path.read_text(encoding="utf-8")


def has_name(path: Path, name: str) -> bool:
    """Whether the file defines the name: a function, class, constant, field, table of parameters."""
    last = re.escape(name.rpartition(".")[2].removesuffix("()"))
    defined = rf"^\s*(?:async )?(?:def|class) {last}\b|^\s*{last}\s*[:=]|^\[{last}\]|name=\"{last}\""
    return re.search(defined, text_of(path), re.MULTILINE) is not None


def wrong_rules(line: Line) -> list[str]:
    found = [] if paths_in(line.rule) else ["names no rule"]
    for path, names in names_after(line.rule).items():
        place = SOURCE / path
        if not place.exists():
            found.append(f"its rule {path} is not there")
            continue
        found += [f"{path} has no {name}" for name in names if not has_name(_room_of(name) or place, name)]
    return found


def _room_of(name: str) -> Path | None:
    """A name such as ``registry.selectors.letter_language`` is looked for in its own room."""
    room = SOURCE / name.partition(".")[0]
    return room if "." in name and room.is_dir() else None


def wrong_tests(line: Line) -> list[str]:
    named = [name for name in paths_in(line.test) if name.startswith("tests/")]
    missing = [f"its test {name} is not there" for name in named if not (ROOT / name).exists()]
    if missing or not named:
        return missing or ["names no test"]
    words = "\n".join(text_of(ROOT / name) for name in named)
    return [] if is_cited(line.source, words) else [f"none of its tests cites it: {', '.join(named)}"]


def is_cited(source: str, words: str) -> bool:
    """A paragraph by its number (within a range too); a source without one by its name."""
    wanted = paragraphs(source)
    if wanted:
        return bool(wanted & paragraphs(words))
    articles = set(re.findall(r"art\. ([0-9]+)", source))
    if articles:
        return bool(articles & set(re.findall(r"\bart(?:icle|\.) ?([0-9]+)", words, re.IGNORECASE)))
    plain = re.sub(r"\(.*?\)", "", source)
    names = {name.lower() for name in re.findall(r"[\w/]{6,}|PDF/\w+|ISA \d+|[0-9]+\.[0-9.]+[0-9]", plain)}
    return any(name in words.lower() for name in names - _NOT_NAMES)


def paragraphs(text: str) -> set[int]:
    """The numbers after § and §§: «§§ 6–10», «§ 11 d, § 17», «§§ 24 and 25»."""
    found: set[int] = set()
    for given in re.findall(rf"§§?\s*({_MANY})", text):
        found |= numbers(given)
    return found


def numbers(given: str) -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(r"([0-9]+)(?:\s*[a-z]?\s*[–-]\s*([0-9]+))?", given):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def cited_by_law(text: str) -> set[tuple[str, int]]:
    return {(_one_name(law), number) for law, given in _CITED.findall(text) for number in numbers(given)}


def _one_name(law: str) -> str:
    return {"forvaltningslova": "forvaltningsloven", "offentlighetsloven": "offentleglova"}.get(
        law.lower(), law.lower()
    )


def docstrings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [text for node in ast.walk(tree) if isinstance(node, kinds) and (text := ast.get_docstring(node))]


def test_the_page_is_read() -> None:
    assert len(lines()) >= 23


@pytest.mark.parametrize("line", lines(), ids=str)
def test_each_duty_has_a_rule_and_a_test_that_cites_it(line: Line) -> None:
    assert wrong_rules(line) + wrong_tests(line) == [], str(line)


def test_each_paragraph_that_the_code_cites_has_a_line() -> None:
    known = {pair for line in lines() for pair in cited_by_law(line.source)}
    missing = {
        f"{path.relative_to(SOURCE)}: {law} § {number}"
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        for text in docstrings(path)
        for law, number in cited_by_law(text) - known
    }
    assert not missing, "no line in docs/law.md for: " + "; ".join(sorted(missing))


def test_the_check_finds_what_is_wrong() -> None:
    bad = Line(1, "forvaltningsloven § 99", "", "`grants/nothing.py` `f`", "`tests/nothing.py`")
    assert wrong_rules(bad) == ["its rule grants/nothing.py is not there"]
    assert wrong_tests(bad) == ["its test tests/nothing.py is not there"]
    uncited = Line(
        1, "forvaltningsloven § 99", "", "`casework/permissions` `no_such_name`", "`tests/test_house.py`"
    )
    assert wrong_tests(uncited) == ["none of its tests cites it: tests/test_house.py"]
    assert paragraphs("§§ 6–10 and § 11 d, § 17") == {6, 7, 8, 9, 10, 11, 17}
    assert cited_by_law("see forvaltningsloven §§ 24 and 25.") == {
        ("forvaltningsloven", 24),
        ("forvaltningsloven", 25),
    }
