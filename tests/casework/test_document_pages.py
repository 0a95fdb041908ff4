"""The one door to every file: with the right of its page, as a file to save, under its own name."""

from __future__ import annotations

import uuid
from email.message import Message

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from helsetek.casework import selectors, services, storage
from helsetek.casework.models import Case, Document
from helsetek.casework.uploads import LARGEST_REQUEST
from tests.cast import Cast
from tests.visiting import browser_of

from .conftest import PAGE
from .files import PDF, docx


@pytest.fixture
def document(case: Case, cast: Cast) -> Document:
    return services.add_document(
        by=cast.anne, case=case, page=PAGE, page_id=case.pk, title="Plan",
        file_name="Søknad – Ålesund «plan».pdf", content=PDF,
    )  # fmt: skip


def address(document: Document) -> str:
    return reverse("casework:document", args=[document.pk])


def send(cast: Cast, case: Case, who: str = "anne", **fields: object) -> HttpResponse:
    where = reverse("casework:add_document", args=[PAGE, case.pk])
    return browser_of(getattr(cast, who)).post(where, {"next": "/thing/1/", **fields})  # type: ignore[return-value]


def file(
    name: str = "plan.pdf", content: bytes = PDF, claimed: str = "application/pdf"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, claimed)


def test_it_is_handed_over_to_be_saved_and_never_shown(document: Document, cast: Cast) -> None:
    response = browser_of(cast.guri).get(address(document))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    header = Message()
    header["Content-Disposition"] = response["Content-Disposition"]
    assert header.get_content_disposition() == "attachment"
    assert header.get_filename() == "Søknad – Ålesund «plan».pdf"


@pytest.mark.parametrize("who", ["trond", "ingrid", "tor", "nils"])
def test_who_may_not_open_the_page_may_not_open_the_file(document: Document, cast: Cast, who: str) -> None:
    response = browser_of(getattr(cast, who)).get(address(document))
    assert response.status_code == 403
    assert PDF not in response.content


def test_unknown_removed_and_damaged_files_are_answered(document: Document, cast: Cast) -> None:
    browser = browser_of(cast.anne)
    assert browser.get(reverse("casework:document", args=[uuid.uuid4()])).status_code == 404
    storage.path_of(document.pk).write_bytes(b"something else")
    assert browser.get(address(document)).status_code == 409
    services.remove_document(by=cast.anne, document=document)
    assert browser.get(address(document)).status_code == 404


def test_adding_a_file_and_coming_back(case: Case, cast: Cast) -> None:
    response = send(cast, case, file=file(), title="Framdriftsplan")
    assert response.headers["Location"] == "/thing/1/"
    [document] = selectors.documents_of(PAGE, case.pk)
    assert (document.title, document.file_name, document.case) == ("Framdriftsplan", "plan.pdf", case)


def test_coming_back_is_never_to_another_site(case: Case, cast: Cast) -> None:
    assert send(cast, case, file=file(), next="https://evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (file(content=docx()), "ikke av den typen navnet sier"),
        (file("plan.exe"), "filtypen"),
        (file(content=b""), "tom"),
        (file("plan.docx", docx(extra={"word/vbaProject.bin": b"x"}), ""), "makroer"),
        (None, ""),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_the_title_is_kept(
    case: Case, cast: Cast, bad: SimpleUploadedFile | None, words: str
) -> None:
    response = send(cast, case, title="Framdriftsplan", **({"file": bad} if bad else {}))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Framdriftsplan" in text
    assert "error" in text
    assert words in text
    assert not Document.objects.exists()


def test_a_request_that_is_too_large_is_answered_at_the_field(case: Case, cast: Cast) -> None:
    """The file is read past and never stored, not even on the way in."""
    response = send(cast, case, file=file("stor.txt", b"x" * (LARGEST_REQUEST + 1), "text/plain"))
    assert response.status_code == 200
    assert "høyst 20 MB" in response.content.decode()
    assert not Document.objects.exists()


def test_a_request_without_end_is_cut_off_and_still_answered(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helsetek.casework.uploads.LARGEST_REQUEST", 100)
    monkeypatch.setattr("helsetek.casework.uploads._CUT_OFF", 500)
    response = send(cast, case, file=file("stor.txt", b"x" * 5_000, "text/plain"))
    assert response.status_code == 200
    assert "høyst 20 MB" in response.content.decode()


def test_only_who_may_change_the_page_gets_the_form(case: Case, cast: Cast) -> None:
    for who in ("cecilie", "guri", "tor"):
        assert send(cast, case, who, file=file()).status_code == 403
    unknown = reverse("casework:add_document", args=["no.such.page", 1])
    assert browser_of(cast.anne).get(unknown).status_code == 404


def test_taking_away_asks_first(document: Document, case: Case, cast: Cast) -> None:
    where = reverse("casework:remove_document", args=[document.pk])
    browser = browser_of(cast.anne)
    assert "Vil du fjerne dokumentet?" in browser.get(where).content.decode()
    assert selectors.documents_of(PAGE, case.pk) == [document]
    assert browser.post(f"{where}?next=/thing/1/").headers["Location"] == "/thing/1/"
    assert selectors.documents_of(PAGE, case.pk) == []
