"""Each letter is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) as far as can be seen without a validator."""

from __future__ import annotations

import pytest
from pypdf.generic import DictionaryObject

from .sample import letter, reader, tag_names, tags

pytestmark = pytest.mark.parametrize("language", ["nb", "nn", "en"])


def test_it_claims_both_standards(language: str) -> None:
    metadata = reader(letter(language=language)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_it_is_tagged_and_says_its_language_and_title(language: str) -> None:
    pdf = reader(letter(language=language))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[language]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Vedtak om tilskudd"


def test_headings_go_down_one_level_at_a_time(language: str) -> None:
    levels = [
        name for name in tag_names(letter(language=language)) if name in {f"/H{n}" for n in range(1, 7)}
    ]
    assert levels == ["/H1", "/H2", "/H3"]


def test_a_table_has_headings_with_scope(language: str) -> None:
    pdf = letter(language=language)
    names = tag_names(pdf)
    assert names.count("/TH") == 2
    assert names.count("/TD") == 6
    scopes = [str(tag["/A"]) for tag in tags(pdf) if tag["/S"] == "/TH"]
    assert all("/Column" in scope for scope in scopes)
    assert "/Caption" in names


def test_lists_are_lists(language: str) -> None:
    assert tag_names(letter(language=language)).count("/L") == 4  # the list, the steps, attachments, copies


def test_every_font_is_in_the_file_and_can_be_read_back(language: str) -> None:
    for page in reader(letter(language=language)).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/ToUnicode" in font.get_object()
            descriptor = _descriptor(font.get_object())
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def _descriptor(font: DictionaryObject) -> DictionaryObject:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner["/FontDescriptor"]
    assert isinstance(descriptor, DictionaryObject)
    return descriptor


def test_all_that_is_drawn_is_tagged_or_marked_as_decoration(language: str) -> None:
    """ISO 14289-1 section 7.1: no content outside a marked sequence."""
    for page in reader(letter(language=language)).pages:
        content = page.get_contents()
        assert content is not None
        depth = 0
        for _operands, operator in content.operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator in {b"Tj", b"TJ", b"Do", b"f", b"S", b"B"}:
                assert depth > 0, "something is drawn outside the tags"


def test_it_is_not_locked_and_runs_nothing(language: str) -> None:
    """ISO 19005-2 sections 6.1.3 and 6.5: no encryption, no JavaScript, nothing that starts by itself."""
    pdf = letter(language=language)
    assert not reader(pdf).is_encrypted
    assert b"/JavaScript" not in pdf
    assert "/OpenAction" not in reader(pdf).trailer["/Root"]
    assert reader(pdf).trailer["/Root"]["/OutputIntents"]
