"""Documents: stored by id outside the web root with their hash, added and taken away by those who may change the page."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from helsetek.casework import guards, selectors, services, storage
from helsetek.casework.models import Case, Document
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.hashing import sha256
from helsetek.common.models import Event
from tests.cast import Cast

from .conftest import PAGE
from .files import GOOD, PDF, docx


def add(case: Case, by: Any, **more: Any) -> Document:
    given = {
        "title": "Plan",
        "file_name": "plan.pdf",
        "content": PDF,
        "content_type": "application/pdf",
    } | more
    return services.add_document(by=by, case=case, page=PAGE, page_id=case.pk, **given)


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
def test_a_document_comes_back_as_it_was(
    case: Case, cast: Cast, name: str, content: bytes, content_type: str
) -> None:
    document = add(case, cast.anne, file_name=name, content=content, content_type="")
    assert selectors.content_of(document) == content
    assert (document.content_type, document.size) == (content_type, len(content))
    assert document.sha256 == sha256(content)
    assert selectors.documents_of(PAGE, case.pk) == [document]


def test_it_lies_outside_the_web_root_under_its_id_for_the_owner_only(case: Case, cast: Cast) -> None:
    path = storage.path_of(add(case, cast.anne, file_name="../../../evil.pdf").pk)
    assert path.is_relative_to(settings.HELSETEK_HOME / "documents")
    assert not path.is_relative_to(Path(settings.STATIC_ROOT))
    assert "evil" not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_log_tells_who_added_what(case: Case, cast: Cast) -> None:
    document = add(case, cast.anne)
    event = Event.objects.get(verb="casework.document_added")
    assert (event.person_id, event.organisation_id, event.case_number) == (
        cast.anne.pk,
        cast.bodo.pk,
        case.number,
    )
    assert event.data["sha256"] == document.sha256


@pytest.mark.parametrize("who", ["cecilie", "guri", "trond", "tor"])
def test_only_who_may_change_the_page_adds(case: Case, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        add(case, getattr(cast, who))
    assert not Document.objects.exists()


def test_where_no_guard_is_registered_nothing_is_stored(case: Case, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.add_document(
            by=cast.anne,
            case=case,
            page="test.unguarded",
            page_id=1,
            title="",
            file_name="a.pdf",
            content=PDF,
        )
    with pytest.raises(guards.NoGuard, match="register"):
        services.store_document(
            by=None, case=case, page="test.unguarded", page_id=1, title="", file_name="a.pdf", content=PDF
        )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"x" * 20_000_001, "at most 20 MB"),
        ("a.exe", PDF, "PDF, Word"),
        ("a.pdf", docx(), "not what its name says"),
        ("a.docx", docx(extra={"word/vbaProject.bin": b"x"}), "macros"),
        ("", PDF, "PDF, Word"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(
    case: Case, cast: Cast, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words) as broken:
        add(case, cast.anne, file_name=name, content=content, content_type="")
    assert broken.value.fields["file"] == [str(broken.value)]
    assert not Document.objects.exists()


def test_a_page_holds_so_many_and_no_more(case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helsetek.casework.services.documents.MOST_ON_A_PAGE", 2)
    first, _second = add(case, cast.anne), add(case, cast.anne)
    with pytest.raises(RuleBroken, match="already 2"):
        add(case, cast.anne)
    services.remove_document(by=cast.anne, document=first)
    assert add(case, cast.anne)


def test_what_is_taken_away_is_off_the_page_but_not_gone(case: Case, cast: Cast) -> None:
    document = add(case, cast.anne)
    with pytest.raises(NotAllowed):
        services.remove_document(by=cast.cecilie, document=document)
    services.remove_document(by=cast.anne, document=document)
    assert selectors.documents_of(PAGE, case.pk) == []
    assert selectors.content_of(document) == PDF
    with pytest.raises(WrongState):
        services.remove_document(by=cast.anne, document=document)
    assert Event.objects.filter(verb="casework.document_removed").count() == 1


def test_a_changed_or_missing_file_is_found_out(case: Case, cast: Cast) -> None:
    document = add(case, cast.anne)
    storage.path_of(document.pk).write_bytes(PDF + b"x")
    with pytest.raises(storage.Damaged, match="not what was stored"):
        selectors.content_of(document)
    storage.path_of(document.pk).unlink()
    with pytest.raises(storage.Damaged, match="missing"):
        selectors.content_of(document)


def test_an_act_that_is_undone_leaves_no_document(case: Case, cast: Cast) -> None:
    with transaction.atomic():
        add(case, cast.anne)
        transaction.set_rollback(True)
    assert not Document.objects.exists()
    assert not Event.objects.filter(verb="casework.document_added").exists()
