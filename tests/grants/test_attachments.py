"""Documents that are part of an application: added to the draft, frozen when it is submitted, opened by its readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helsetek.casework import services as casework
from helsetek.casework.models import Document
from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.grants import addresses
from helsetek.grants.models import Application
from helsetek.grants.selectors import applications
from helsetek.grants.selectors.attachments import PAGE, attachments
from helsetek.grants.services import receipts, submission
from helsetek.scheme.selectors import Call
from tests import rounds, scenes
from tests.cast import Cast, gather
from tests.grants.afterwards import PDF
from tests.grants.paper import open_page
from tests.grants.test_two_deciders_one_envelope import at_once
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast: Cast) -> Iterator[Call]:
    call = scenes.an_open_call(cast)
    with scenes.during(call):
        yield call


@pytest.fixture
def draft(cast: Cast, call: Call) -> Application:
    return scenes.a_complete_draft(cast, call=call)


def attach(person: Any, application: Application, title: str = "Fremdriftsplan", **more: Any) -> Document:
    given = {"file_name": "plan.pdf", "content": PDF} | more
    return casework.add_document(
        by=person, case=application.case, page=PAGE, page_id=application.pk, title=title, **given
    )


def test_a_writer_adds_and_takes_away_without_script(cast: Cast, draft: Application) -> None:
    anne = browser_of(cast.anne)
    address = addresses.application(draft.pk)
    page = open_page(anne, address)
    [add] = page.tree.xpath("//section[@id='attachments']//a/@href")
    form = open_page(anne, add)
    done = form.send(title="Avtale", file=SimpleUploadedFile("avtale.pdf", PDF, "application/pdf"))
    assert done.response["Location"] == address
    assert "Avtale" in done.follow().text
    [kept] = attachments(draft)
    assert (kept.case, kept.title, kept.added_by) == (draft.case, "Avtale", cast.anne)
    [away] = [
        link for link in done.follow().tree.xpath("//section[@id='attachments']//a/@href") if "fjern" in link
    ]
    gone = open_page(anne, away).send().follow()
    assert "Avtale" not in gone.tree.xpath("string(//section[@id='attachments'])")
    assert attachments(draft) == []
    verbs = [event.verb for event in events.of_case(draft.case.number)]
    assert verbs[-2:] == ["casework.document_added", "casework.document_removed"]


@pytest.mark.parametrize("who", ["bjorn", "cecilie", "eli"])
def test_every_partner_who_writes_can_add(cast: Cast, draft: Application, who: str) -> None:
    attach(getattr(cast, who), draft)
    assert len(attachments(draft)) == 1


@pytest.mark.parametrize("who", ["siri", "aud", "guri", "frode", "rita", "ingrid", "tor"])
def test_nobody_else_can(cast: Cast, draft: Application, who: str) -> None:
    with pytest.raises(NotAllowed):
        attach(getattr(cast, who), draft)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.exe", b"MZ"),
        ("plan.odt", b"PK\x03\x04"),
        ("plan.pdf", b"ikke en pdf"),
        ("plan.pdf", b""),
        ("plan.pdf", PDF + b" " * 20_000_001),
    ],
)
def test_what_is_no_document_is_refused(cast: Cast, draft: Application, name: str, content: bytes) -> None:
    with pytest.raises(RuleBroken):
        attach(cast.anne, draft, file_name=name, content=content)
    assert attachments(draft) == []


def test_submitted_they_are_frozen_and_in_the_hash_and_the_receipt(cast: Cast, draft: Application) -> None:
    without = submission.submit(by=cast.bjorn, application=draft).content_hash
    submission.take_back(by=cast.bjorn, application=draft)
    kept = attach(cast.anne, draft)
    submitted = submission.submit(by=cast.bjorn, application=draft)
    assert submitted.content_hash != without
    for act in (
        lambda: attach(cast.anne, draft, "For sent"),
        lambda: casework.remove_document(by=cast.anne, document=kept),
    ):
        with pytest.raises(NotAllowed, match="sendt inn"):
            act()
    address = addresses.application(draft.pk)
    assert open_page(browser_of(cast.anne), address).tree.xpath("//section[@id='attachments']//a/@href") == [
        f"/dokumenter/{kept.pk}/"
    ]
    submission.take_back(by=cast.bjorn, application=draft)
    casework.remove_document(by=cast.anne, document=kept)
    assert submission.submit(by=cast.bjorn, application=draft).content_hash == without


def test_the_receipt_names_each_with_its_hash(cast: Cast, draft: Application) -> None:
    kept = attach(cast.anne, draft)
    submitted = submission.submit(by=cast.bjorn, application=draft)
    blocks = list(receipts._blocks(submitted, {}, []))
    [listed] = [block for block in blocks if block["kind"] == "list" and block["items"]]
    assert listed["items"] == [f"Fremdriftsplan (plan.pdf, 1\u00a0kB). SHA-256: {kept.sha256}"]


def test_nobody_opens_the_file_who_may_not_open_the_page(cast: Cast, draft: Application) -> None:
    """grants.md scenario 10: if the page is forbidden, its files are."""
    kept = attach(cast.anne, draft)
    submission.submit(by=cast.bjorn, application=draft)

    def answers(*names: str) -> list[int]:
        return [browser_of(getattr(cast, n)).get(f"/dokumenter/{kept.pk}/").status_code for n in names]

    assert answers("anne", "david", "siri") == [200, 200, 403]  # the auditor has the accounts only
    assert answers("guri", "hans", "ingrid", "aud", "tor", "rita") == [403] * 6
    with scenes.after(draft.call):
        assert answers("guri", "hans", "ingrid", "aud", "tor", "rita") == [200, 200, 403, 403, 403, 403]


def test_officer_and_assessors_see_them_beside_the_text(cast: Cast, draft: Application) -> None:
    kept = attach(cast.anne, draft)
    submitted = submission.submit(by=cast.bjorn, application=draft)
    application = rounds.an_eligible_application(cast, application=submitted)
    link = f"/dokumenter/{kept.pk}/"
    with rounds.at_work(application.call):
        rounds.open_assessments(cast, application)
    mine = application.assessments.get(assessor=cast.ingrid)
    with rounds.at_work(application.call):
        assert link in browser_of(cast.guri).get(addresses.of("read", application.pk)).content.decode()
        ingrid = browser_of(cast.ingrid)
        assert link in ingrid.get(addresses.assessment(mine.pk)).content.decode()
        assert ingrid.get(link).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_document_cannot_slip_in_while_it_is_submitted() -> None:
    """Two real connections: what is attached is in the hash, whoever comes first."""
    cast = gather()
    draft = scenes.a_complete_draft(cast)

    def hand_in() -> None:
        with scenes.during(draft.call):
            submission.submit(by=cast.bjorn, application=draft)

    def add() -> None:
        with scenes.during(draft.call):
            attach(cast.anne, draft)

    assert at_once(hand_in, add) in (["NotAllowed", "done"], ["done", "done"])
    draft.refresh_from_db()
    members = [cast.bodo.pk, cast.fauske.pk, cast.saltdal.pk]
    assert draft.content_hash == submission.hash_of(draft, members, applications.content(draft))
