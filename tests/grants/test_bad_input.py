"""Bad input on decisions, acceptance, payments and reports: answered politely, what was typed is kept, nothing changes.

Sections and submission have theirs in ``test_application_pages.py`` and ``test_deadline.py``, calls and budgets in
``tests/scheme/pages``, collaborations in ``tests/cooperation``. That no form loses what was typed when the log-in
expires is proven for all at once in ``tests/access``; unknown and absurd ids likewise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helsetek.common import clock, events
from helsetek.common.money import kroner
from helsetek.grants import addresses
from helsetek.grants.models import Application, Decision, Grant, PaymentFile, ReportVersion
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import payments
from helsetek.scheme.selectors import balances
from tests import rounds, scenes
from tests.cast import Cast
from tests.grants.afterwards import (
    ACCEPTED,
    TOLD,
    an_accepted_grant,
    an_offered_grant,
    answer,
    first_instalment,
    report_of,
)
from tests.grants.paper import Page, open_page
from tests.rounds import at_work
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
NO_MONEY = ["-1", "1e9", "99999999999999999999", "NaN", "mye", "1,234", "١٢"]


# -- Sections: what is asked of the plan, and of whom ------------------------------------------------------


def test_dates_in_the_wrong_order_are_kept_and_stop_the_submission(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        page = open_page(browser_of(cast.anne), addresses.section(draft.pk, SectionKey.PLAN))
        page.send(starts="2025-06-01", ends="2024-06-01").follow()
        now = selectors.standing(draft)
        assert [status.key for status in now.lacking] == [SectionKey.PLAN]
        assert open_page(browser_of(cast.bjorn), addresses.of("submit", draft.pk)).status == 200
        refused = browser_of(cast.bjorn).post(addresses.of("submit", draft.pk))
    assert refused.status_code == 409
    assert Application.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.parametrize("day", ["2024-02-30", "31.02.2024", "i morgen", "0000-00-00", "99999-01-01"])
def test_a_day_that_is_no_day_is_refused(cast: Cast, day: str) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        before = selectors.content_of(draft).plan
        page = open_page(browser_of(cast.anne), addresses.section(draft.pk, SectionKey.PLAN))
        assert page.send(starts=day).status == 422
        assert selectors.content_of(draft).plan == before


def test_a_form_that_is_far_too_large_is_answered(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        page = open_page(browser_of(cast.anne), addresses.section(draft.pk, SectionKey.PROJECT))
        assert page.send(title="x" * 3_000_000).status == 413
        assert selectors.content_of(draft).project.title == "Felles journal"


# -- Decisions --------------------------------------------------------------------------------------------


@pytest.fixture
def decision(cast: Cast) -> Iterator[Decision]:
    allotment = rounds.a_prepared_round(cast)
    with at_work(allotment.call):
        yield rounds.decisions_of(allotment)[0]


def test_sums_that_are_none_are_not_granted(cast: Cast, decision: Decision) -> None:
    page = open_page(browser_of(cast.guri), addresses.of("prepare_decision", decision.application_id))
    for typed in [*NO_MONEY, "900000000"]:
        refused = page.send(amount_ore=typed)
        assert refused.status < 400 or refused.status == 422, typed
        assert refused.form("amount_ore").fields["amount_ore"] == typed
    decision.refresh_from_db()
    assert decision.reopened_at is None
    assert Decision.objects.filter(application=decision.application_id).count() == 1


def test_a_second_press_and_a_second_window_decide_nothing_more(cast: Cast, decision: Decision) -> None:
    one, other = (open_page(browser_of(cast.hans), addresses.decision(decision.pk)) for _ in range(2))
    assert one.send().status == 302
    assert [one.send().status, other.send().status] == [409, 409]
    verbs = [event.verb for event in events.of_case(decision.application.case.number)]
    assert verbs.count("grants.decided") == 1
    assert balances(decision.allotment.envelope_id).reserved == decision.amount_ore


def test_decisions_of_another_round_are_not_made_by_naming_them(cast: Cast, decision: Decision) -> None:
    path = addresses.round_of(decision.allotment, "round_decisions") + "fatt/"
    hans = browser_of(cast.hans)
    for foreign in ("0", "999999", "x", "9" * 40):
        assert hans.post(path, {"which": "ticked", "decision": foreign}).status_code in (200, 302)
    assert not Decision.objects.filter(decided_at__isnull=False).exists()


# -- Acceptance -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["", "123", "86011117948", "x" * 5000, "-8601111794", "86011117947\x00"])
def test_an_account_that_is_none_is_not_confirmed(cast: Cast, number: str) -> None:
    grant = an_offered_grant(cast)
    with clock.at(TOLD):
        page = open_page(browser_of(cast.bjorn), f"/tilskudd/{grant.pk}/svar/")
        refused = page.send(account_number=number, terms="on")
        assert refused.status in (200, 422)
    grant.refresh_from_db()
    assert (grant.state, grant.account) == ("offered", None)


def test_a_second_press_accepts_nothing_more(cast: Cast) -> None:
    grant = an_offered_grant(cast)
    with clock.at(TOLD):
        page = open_page(browser_of(cast.bjorn), f"/tilskudd/{grant.pk}/svar/")
        assert page.send(account_number="86011117947", terms="on").status == 302
        assert page.send(account_number="86011117947", terms="on").status < 500
    verbs = [event.verb for event in events.of_case(grant.application.case.number)]
    assert verbs.count("grants.accepted") == 1
    assert sum(grant.instalments.values_list("amount_ore", flat=True)) == kroner(1_000_000)


# -- Payments ---------------------------------------------------------------------------------------------


@pytest.fixture
def grant(cast: Cast) -> Iterator[Grant]:
    found = an_accepted_grant(cast)
    with clock.at(ACCEPTED):
        yield found


def test_a_double_click_and_the_back_button_pay_once(cast: Cast, grant: Grant) -> None:
    row = first_instalment(grant)
    kari, leif = browser_of(cast.kari), browser_of(cast.leif)
    for _press in range(2):
        assert kari.post("/utbetalinger/klargjor/", {"chosen": row.pk}).status_code == 302
    for _press in range(2):
        assert leif.post("/utbetalinger/attester/", {"chosen": row.pk}).status_code == 302
    page = open_page(kari, "/utbetalinger/filer/ny/")
    assert [page.send().status, page.send().status] == [302, 200]
    verbs = [event.verb for event in events.of_case(grant.application.case.number)]
    for verb in ("prepared", "attested", "sent"):
        assert verbs.count(f"grants.payment_{verb}") == 1
    assert PaymentFile.objects.count() == 1


def test_payments_that_are_not_on_the_list_are_not_made_by_naming_them(cast: Cast, grant: Grant) -> None:
    waiting = grant.instalments.get(number=2)  # a report releases it
    for chosen in (waiting.pk, 0, 999_999, "x", "9" * 40, "-1"):
        assert browser_of(cast.kari).post("/utbetalinger/klargjor/", {"chosen": chosen}).status_code == 302
    assert set(grant.instalments.values_list("state", flat=True)) == {"planned"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ikke xml",
        b"<a/>",
        answer("HTO-20240101-9"),
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"\x00\xff" * 500,
        b"<" * 3_000_000,
    ],
    ids=["empty", "text", "other", "not-ours", "entities", "octets", "large"],
)
def test_what_is_no_answer_from_the_bank_settles_nothing(cast: Cast, grant: Grant, content: bytes) -> None:
    row = first_instalment(grant)
    payments.prepare(by=cast.kari, instalment=row)
    payments.attest(by=cast.leif, instalment=row)
    payments.make_file(by=cast.kari)
    page = open_page(browser_of(cast.kari), "/utbetalinger/filer/svar/")
    assert page.send(file=SimpleUploadedFile("svar.xml", content, "text/xml")).status in (200, 422)
    row.refresh_from_db()
    assert row.state == "sent"


# -- Reports ----------------------------------------------------------------------------------------------


def report_page(cast: Cast, grant: Grant) -> Page:
    return open_page(browser_of(cast.anne), f"/tilskudd/rapporter/{report_of(grant).pk}/")


def test_sums_that_are_none_are_not_accounted_for(cast: Cast, grant: Grant) -> None:
    page = report_page(cast, grant)
    for typed in NO_MONEY:
        refused = page.send(holding="spent_0", spent_0=typed)
        assert refused.status in (200, 422), typed
        assert refused.form("spent_0").fields["spent_0"] == typed
    assert not ReportVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed"), [("progress", "x" * 8001), ("value_0", "1e99"), ("value_0", "mye"), ("revision", "-1")]
)
def test_what_cannot_be_a_report_is_refused(cast: Cast, grant: Grant, name: str, typed: str) -> None:
    refused = report_page(cast, grant).send(holding="spent_0", **{name: typed})
    assert refused.status in (200, 409, 422)
    assert not ReportVersion.objects.exists()


def test_two_windows_on_a_report_show_both(cast: Cast, grant: Grant) -> None:
    one, other = report_page(cast, grant), report_page(cast, grant)
    one.send(holding="spent_0", progress="Skrevet i det ene vinduet").follow()
    both = other.send(holding="spent_0", progress="Skrevet i det andre")
    assert both.status == 409
    assert "Skrevet i det ene vinduet" in both.text
    assert "Skrevet i det andre" in both.text
    assert ReportVersion.objects.count() == 1
