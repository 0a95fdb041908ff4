"""Name, claimed type and content must tell the same story; nothing that runs, and nothing that unfolds without end."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.casework.rules.archives import Fault
from helsetek.casework.rules.files import LARGEST_FILE, BadFile, inspect
from helsetek.common.letters import PLAIN, render
from tests.common.letters.sample import HEAD

from .files import CSV, EXCEL, GOOD, JPEG, PDF, TEXT, WORD, docx, png, xlsx


def fault(name: str, content: bytes, claimed: str = "") -> Fault:
    with pytest.raises(BadFile) as bad:
        inspect(name, content, claimed)
    return bad.value.fault


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
@pytest.mark.parametrize("claim", ["right", "", "application/octet-stream"])
def test_everyday_files_are_taken(name: str, content: bytes, content_type: str, claim: str) -> None:
    assert inspect(name, content, content_type if claim == "right" else claim).content_type == content_type


def test_files_of_real_programs_are_taken() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Bodø", 1])  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    assert inspect("bok.xlsx", written.getvalue(), EXCEL).name == "Excel"
    assert inspect("brev.pdf", render(PLAIN, HEAD, {"blocks": []}), "application/pdf").name == "PDF"


@pytest.mark.parametrize(
    ("claim", "name"), [("text/csv; charset=utf-8", "a.csv"), ("application/vnd.ms-excel", "a.csv")]
)
def test_what_browsers_claim_of_csv(claim: str, name: str) -> None:
    assert inspect(name, CSV, claim).name == "CSV"


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.zip", "a.doc", "a", "pdf", "a.pdf.exe", ".pdf.js", ""]
)
def test_other_endings_are_refused(name: str) -> None:
    assert fault(name, PDF) is Fault.ENDING


@pytest.mark.parametrize("name", ["a.docm", "a.XLSM", "a.xlsb"])
def test_files_made_for_macros_are_refused_as_such(name: str) -> None:
    assert fault(name, docx()) is Fault.MACROS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", docx()),
        ("a.pdf", b"%PDF-1.7 cut off"),
        ("a.pdf", b"\n" + PDF),
        ("a.docx", PDF),
        ("a.docx", xlsx()),
        ("a.xlsx", docx()),
        ("a.png", JPEG),
        ("a.jpg", png()),
        ("a.jpg", JPEG[:-2]),
        ("a.txt", PDF),
        ("a.txt", b"MZ\x90 program"),
        ("a.csv", docx()),
        ("a.csv", b"a;b\x00c"),
        ("a.txt", "hei".encode("utf-16")),
        ("a.txt", b"\x7fELF"),
        ("a.txt", b"#!/bin/sh\n"),
    ],
)
def test_content_that_is_something_else_is_refused(name: str, content: bytes) -> None:
    assert fault(name, content) is Fault.CONTENT


@pytest.mark.parametrize(
    ("name", "content", "claim"),
    [
        ("a.pdf", PDF, "text/html"),
        ("a.txt", TEXT, "application/pdf"),
        ("a.png", png(), "image/jpeg"),
        ("a.csv", CSV, WORD),
    ],
)
def test_a_claim_that_does_not_fit_is_refused(name: str, content: bytes, claim: str) -> None:
    assert fault(name, content, claim) is Fault.CLAIM


def test_empty_and_oversized_files_are_refused() -> None:
    assert fault("a.pdf", b"") is Fault.EMPTY
    assert fault("a.txt", b"x" * (LARGEST_FILE + 1)) is Fault.TOO_LARGE
    assert inspect("a.txt", b"x" * LARGEST_FILE)


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
    ],
)
def test_office_files_with_anything_that_runs_are_refused(part: str) -> None:
    assert fault("a.docx", docx(extra={part: b"x"})) is Fault.MACROS


def test_a_macro_file_renamed_is_refused() -> None:
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert fault("a.docx", docx(types=types)) is Fault.MACROS


@pytest.mark.parametrize("code", [b"/JavaScript", b"/Launch"])
def test_a_pdf_that_runs_is_refused(code: bytes) -> None:
    assert fault("a.pdf", PDF.replace(b"<<>>", b"<<" + code + b" (x)>>", 1)) is Fault.ACTIVE


def test_a_zip_bomb_is_refused() -> None:
    assert fault("a.xlsx", xlsx(extra={"xl/sheet.xml": b"0" * 151_000_000})) is Fault.BOMB


def test_a_bomb_of_many_parts_is_refused() -> None:
    many = {f"word/part{number}.xml": b"" for number in range(3_100)}
    assert fault("a.docx", docx(extra=many)) is Fault.BOMB


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    """The archive's list says ten bytes; the part unpacks to millions."""
    bomb = bytearray(docx(extra={"word/lie.xml": b"0" * 3_000_000}))
    for place in _sizes_of(bytes(bomb), "word/lie.xml"):
        bomb[place : place + 4] = (10).to_bytes(4, "little")
    assert fault("a.docx", bytes(bomb)) is Fault.DAMAGED


def _sizes_of(content: bytes, part: str) -> list[int]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo(part).header_offset + 22
    listed = content.rfind(b"PK\x01\x02", 0, content.rfind(part.encode())) + 24
    return [local, listed]


def test_a_huge_picture_in_a_small_file_is_refused() -> None:
    assert fault("a.png", png(100_000, 100_000)) is Fault.BOMB


@pytest.mark.parametrize("part", ["../../etc/passwd", "/etc/passwd", "word\\..\\..\\x", "C:x"])
def test_an_archive_that_leads_out_is_refused(part: str) -> None:
    assert fault("a.docx", docx(extra={part: b"x"})) is Fault.DAMAGED


def test_a_damaged_archive_is_refused() -> None:
    whole = docx(extra={"word/big.xml": bytes(range(256)) * 100})
    assert fault("a.docx", whole[: len(whole) // 2]) is Fault.DAMAGED
    broken = bytearray(whole)
    broken[60:70] = b"\xff" * 10
    assert fault("a.docx", bytes(broken)) in {Fault.DAMAGED, Fault.CONTENT}


def answer(name: str, content: bytes) -> str:
    """The name of the kind, or why not; anything else is a crash."""
    try:
        return inspect(name, content).name
    except BadFile as bad:
        return bad.fault.value


@given(st.binary(max_size=2_000), st.sampled_from(["pdf", "docx", "xlsx", "png", "jpg", "txt", "csv"]))
def test_whatever_the_bytes_there_is_an_answer(content: bytes, ending: str) -> None:
    assert answer(f"a.{ending}", content)


@given(st.binary(max_size=200), st.integers(min_value=0, max_value=400))
def test_a_broken_archive_is_answered(noise: bytes, place: int) -> None:
    content = bytearray(docx(extra={"word/x.xml": b"hei" * 50}))
    content[place : place + len(noise)] = noise
    assert answer("a.docx", bytes(content)) in {"Word", *Fault}
