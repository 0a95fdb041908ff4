"""What is blacked out is gone: no text, black pixels, no metadata; and names are found however they are broken.

The duties (docs/law.md): forvaltningsloven § 13.
"""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pytest
from PIL import Image

from helsetek.records.redaction import Box, Unreadable, burn, find, picture, redact, suggest, text_of, to_pdf
from helsetek.records.redaction.terms import fold, places

TEXT = "Søker er Bodø kommune ved Kari Nordmann.\nKonto 8601 11 17947. Resten er åpent: 4 mill. kroner."


def hits(text: str, term: str) -> list[str]:
    signs = fold(text)
    return ["".join(text[number] for number in place) for place in places(signs, term)]


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("I Bodø og BODØ.", "bodø", ["Bodø", "BODØ"]),
        ("Kari\r\nNordmann", "Kari Nordmann", ["Kari\r\nNordmann"]),
        ("Nord-\r\nmann", "Nordmann", ["Nord-\r\nmann"]),
        ("Saltenregionen", "Salten", ["Salten"]),
        ("skål for Ål og Åls folk", "Ål", ["Ål", "Ål"]),
        ("Ås skrevet med løs ring", "Ås", ["Ås"]),
        ("8601.11.17947 og 8601 11 17947", "86011117947", ["8601.11.17947", "8601 11 17947"]),
        ("1 234 567", "123", []),
        ("nothing", "  ", []),
    ],
)
def test_terms_are_found_however_they_are_written(text: str, term: str, found: list[str]) -> None:
    assert hits(text, term) == found


def test_text_is_gone_and_pixels_are_black() -> None:
    pdf = to_pdf(TEXT.encode(), "text/plain")
    assert "Nordmann" in text_of(pdf)
    done = burn(
        pdf, terms=["Kari Nordmann", "86011117947", "Bodø kommune", "Ola"], boxes=[Box(1, 0.5, 0.5, 0.2, 0.1)]
    )
    assert done.hits == {"Kari Nordmann": 1, "86011117947": 1, "Bodø kommune": 1, "Ola": 0}
    assert [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(done.content)).pages] == [""]
    assert text_of(done.content).strip() == ""
    shown = picture(done.content, 1, dpi=150)
    width, height = shown.size
    wanted = [box for place in find(pdf, ["Kari Nordmann", "86011117947"]) for box in place.boxes]
    for box in [*wanted, Box(1, 0.5, 0.5, 0.2, 0.1)]:
        left, top = round(box.left * width) + 2, round(box.top * height) + 2
        right, bottom = round((box.left + box.width) * width) - 2, round((box.top + box.height) * height) - 2
        assert shown.crop((left, top, right, bottom)).convert("L").getextrema() == (0, 0)
    assert shown.convert("L").getextrema() == (0, 255)


def test_nothing_else_follows_along() -> None:
    with_secrets = pikepdf.open(io.BytesIO(to_pdf(TEXT.encode(), "text/plain")))
    with_secrets.docinfo["/Author"] = "Kari Nordmann"
    with_secrets.attachments["regneark.txt"] = b"hemmelig"
    packed = io.BytesIO()
    with_secrets.save(packed)
    content = redact(packed.getvalue(), "application/pdf", terms=["Kari"]).content
    assert (
        content == redact(packed.getvalue(), "application/pdf", terms=["Kari"]).content
    )  # the same each time
    with pikepdf.open(io.BytesIO(content)) as made:
        assert len(made.objects) < 10
        assert not made.attachments
        assert "/Info" not in made.trailer
        with made.open_metadata() as about:
            assert about.pdfa_status == "2B"
    assert b"Nordmann" not in content


def test_filled_in_fields_and_notes_are_searched_and_drawn() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 200))
    look = pdf.make_stream(b"BT /F1 20 Tf 10 10 Td (Kari Nordmann) Tj ET")
    look.update(_form())
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 250, 100], F=4,
        Contents="Kari Nordmann", AP=pikepdf.Dictionary(N=look),
    )  # fmt: skip
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
    packed = io.BytesIO()
    pdf.save(packed)
    assert burn(packed.getvalue(), terms=["Nordmann"]).hits == {"Nordmann": 1}


def _form() -> dict[str, object]:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    return {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Form,
        "/BBox": pikepdf.Array([0, 0, 200, 50]),
        "/Resources": pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
    }


def test_turned_pages_are_blacked_out_where_the_text_is_seen() -> None:
    pdf = pikepdf.open(io.BytesIO(to_pdf(TEXT.encode(), "text/plain")))
    pdf.pages[0].Rotate = 90
    packed = io.BytesIO()
    pdf.save(packed)
    before = picture(packed.getvalue(), 1, dpi=150).convert("L")
    (place,) = find(packed.getvalue(), ["Konto"])
    box = place.boxes[0]
    area = (
        round(box.left * before.width), round(box.top * before.height),
        round((box.left + box.width) * before.width), round((box.top + box.height) * before.height),
    )  # fmt: skip
    assert before.crop(area).getextrema()[0] < 100  # the word stands there
    assert area[3] - area[1] > area[2] - area[0]  # upright, as the page is turned
    done = burn(packed.getvalue(), terms=["Konto"])
    after = picture(done.content, 1, dpi=150).convert("L")
    assert after.size == before.size
    assert after.crop((area[0] + 2, area[1] + 2, area[2] - 2, area[3] - 2)).getextrema() == (0, 0)


def test_pictures_have_no_text_and_say_so() -> None:
    packed = io.BytesIO()
    Image.new("RGB", (200, 100), (200, 30, 30)).save(packed, "JPEG", exif=b"Exif\0\0secret place")
    done = redact(packed.getvalue(), "image/jpeg", terms=["x"], boxes=[Box(1, 0, 0, 0.5, 1)])
    assert done.silent == (1,)
    assert b"secret" not in done.content
    shown = picture(done.content, 1, dpi=150)
    assert max(shown.crop((10, 10, 80, 90)).convert("L").getextrema()) < 8
    assert shown.getpixel((180, 50))[0] > 150


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/zip"])
def test_what_cannot_be_drawn_is_refused(content_type: str) -> None:
    with pytest.raises(Unreadable):
        redact(b"not what it says", content_type)


def test_personal_data_is_suggested() -> None:
    text = "Ring 912 34 567 eller kari@example.org. Fnr 010190 12430, konto 8601 11 17947, sum 12 345 678."
    assert {(one.kind, one.text) for one in suggest(text)} >= {
        ("mail", "kari@example.org"),
        ("account", "8601 11 17947"),
        ("phone", "912 34 567"),
    }
