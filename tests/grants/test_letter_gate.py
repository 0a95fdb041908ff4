"""The letter of grant: not there before it is sent, then for the parties, and never to be taken away or exchanged.

Of the same meaning as the innovation funding service's tests of the grant offer letter (reference scenario 8).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helsetek.casework import services as casework
from helsetek.casework.models import Letter
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.grants.models import Decision
from helsetek.grants.selectors import reports
from helsetek.grants.services import notifying, reporting
from helsetek.scheme import selectors as scheme
from tests import rounds
from tests.cast import Cast
from tests.grants.afterwards import PDF, an_accepted_grant, report_of
from tests.rounds import at_work
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast: Cast) -> Iterator[Decision]:
    """Decided, the letters made ready, none of them sent."""
    allotment = rounds.a_decided_round(cast)
    with at_work(allotment.call):
        notifying.notify_round(by=cast.guri, allotment=scheme.allotment(allotment.pk), seconds=60)
        yield rounds.decisions_of(allotment)[0]


def letter_of(decision: Decision) -> Letter:
    return Letter.objects.get(case=decision.application.case, kind__startswith="grants.")


def statuses(cast: Cast, path: str, *names: str) -> list[int]:
    return [browser_of(getattr(cast, name)).get(path).status_code for name in names]


def test_no_letter_before_there_is_a_decision(cast: Cast) -> None:
    allotment = rounds.a_prepared_round(cast)
    assert not Letter.objects.filter(kind__startswith="grants.").exists()
    assert scheme.allotment(allotment.pk).notified_at is None


def test_a_letter_that_lies_ready_is_opened_by_no_party(cast: Cast, decision: Decision) -> None:
    path = f"/dokumenter/{letter_of(decision).document_id}/"
    assert statuses(cast, path, "anne", "bjorn", "cecilie", "david", "tor") == [403] * 5
    assert statuses(cast, path, "guri", "hans") == [200, 200]
    assert statuses(cast, f"/vedtak/{decision.pk}/brev/", "anne", "bjorn", "david") == [403] * 3


def test_sent_it_is_opened_by_the_parties_and_by_no_stranger(cast: Cast, decision: Decision) -> None:
    while not notifying.notify_round(
        by=cast.guri, allotment=scheme.allotment(decision.allotment_id)
    ).is_finished:
        pass
    letter = letter_of(decision)
    path, button = f"/dokumenter/{letter.document_id}/", f"/brev/{letter.pk}/"
    anne = browser_of(cast.anne)
    first = anne.get(path)
    assert (first.status_code, first["Location"]) == (302, button), "opening is receiving: it has a button"
    assert anne.post(button)["Content-Type"] == "application/pdf"
    assert [row.how for row in letter.receipts.all()] == ["opened"]
    assert statuses(cast, path, "anne", "bjorn") == [200] * 2, "received for Bodø, it is opened straight away"
    assert statuses(cast, path, "david") == [302], "each party receives for itself"
    assert statuses(cast, path, "tor", "aud", "nils") == [403] * 3
    assert browser_of(cast.tor).post(button).status_code == 403


@pytest.mark.parametrize("who", ["anne", "bjorn", "guri", "hans", "rita"])
def test_nobody_takes_a_letter_or_a_receipt_away(cast: Cast, decision: Decision, who: str) -> None:
    person = getattr(cast, who)
    receipt = decision.application.receipt
    assert receipt is not None
    for document in (letter_of(decision).document, receipt):
        with pytest.raises(NotAllowed):
            casework.remove_document(by=person, document=document)
        answer = browser_of(person).post(f"/dokumenter/{document.pk}/fjern/")
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brev.docx", PDF),
        ("brev.exe", b"MZ"),
        ("brev.pdf", b"ikke pdf"),
        ("brev.pdf", PDF + b" " * 20_000_000),
    ],
)
def test_what_the_auditor_sends_is_a_pdf_of_a_decent_size(cast: Cast, name: str, content: bytes) -> None:
    grant = an_accepted_grant(cast)
    report = report_of(grant)
    with clock.at(report.due_at.replace(hour=9)), pytest.raises(RuleBroken):
        reporting.confirm_accounts(by=cast.siri, report=report, file_name=name, content=content)
    assert reports.report(report.pk).auditor_confirmation is None
