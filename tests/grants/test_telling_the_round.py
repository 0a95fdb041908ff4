"""All letters of a round are sent together; it can be stopped and resumed, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import QuerySet

from helsetek.casework.models import Letter, Notice
from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Decision, Grant
from helsetek.grants.permissions.decisions import may_see_decision
from helsetek.grants.rules.ranking import OutcomeCode
from helsetek.grants.services import decisions, notifying, review
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment
from tests import rounds, scenes
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def letters() -> QuerySet[Letter]:
    """The letters of decisions: receipts are letters too."""
    return Letter.objects.filter(kind__in=[f"grants.{outcome}" for outcome in OutcomeCode])


def tell(cast: Cast, allotment: Allotment, **options: Any) -> notifying.Progress:
    with at_work(allotment.call):
        return notifying.notify_round(by=cast.guri, allotment=scheme.allotment(allotment.pk), **options)


class Killed(BaseException):
    """The process is gone: no code of ours gets to tidy up."""


@contextmanager
def killed_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, turn: int) -> Iterator[None]:
    """Let the process die when ``module.name`` is called for the ``turn``-th time."""
    real, calls = getattr(module, name), 0

    def dies(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == turn:
            raise Killed
        return real(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, dies)
        with pytest.raises(Killed):
            yield


def test_everybody_gets_one_letter_and_the_money_is_granted(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast, envelope_kr=2_000_000)
    progress = tell(cast, allotment)
    assert progress.is_finished
    balances = scheme.balances(allotment.envelope_id)
    assert (balances.reserved, balances.granted) == (0, 2 * 90_000_000)
    assert letters().filter(sent_at__isnull=False).count() == 3
    assert Grant.objects.filter(state="offered").count() == 2
    assert scheme.allotment(allotment.pk).notified_at is not None


def test_decided_is_not_told(cast: Cast) -> None:
    """grants.md scenario 8: nobody among the applicants sees the letter until it is sent."""
    allotment = rounds.a_decided_round(cast)
    decision = rounds.decisions_of(allotment)[0]
    with at_work(allotment.call):
        assert not may_see_decision(cast.anne, decision)
        assert may_see_decision(cast.guri, decision)
    assert not letters().exists()
    assert not Notice.objects.filter(kind="grants.decision").exists()
    tell(cast, allotment)
    decision.refresh_from_db()
    with at_work(allotment.call):
        assert may_see_decision(cast.anne, decision)
        assert not may_see_decision(cast.aud, decision)


def test_letters_that_lie_ready_are_not_seen_either(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    progress = tell(cast, allotment, seconds=60)
    assert (progress.letters, progress.told) == (3, 0)
    case = rounds.decisions_of(allotment)[0].application.case
    assert letters().filter(case=case, sent_at__isnull=True).count() == 1
    assert not letters().filter(sent_at__isnull=False).exists()


def test_writers_and_signatories_of_every_partner_are_told_once(cast: Cast) -> None:
    allotment = rounds.a_told_round(cast)
    case = rounds.decisions_of(allotment)[0].application.case
    told = Notice.objects.filter(kind="grants.decision", case=case)
    assert {notice.person.name for notice in told} == {"Anne", "Bjorn", "Cecilie", "David"}


def test_the_notice_does_not_say_what_the_answer_is(cast: Cast) -> None:
    """The answer is behind the log-in: e-mail is read by others than it is meant for."""
    rounds.a_told_round(cast, envelope_kr=2_000_000)
    for notice in Notice.objects.filter(kind="grants.decision"):
        for word in ("tilskuddsbrev", "avslag", "900"):
            assert word not in f"{notice.subject} {notice.body}".lower()


@pytest.mark.parametrize("who", ["hans", "frode", "ingrid", "anne", "bjorn", "tor"])
def test_only_case_officers_send(cast: Cast, who: str) -> None:
    """grants.md scenario 8: partners cannot send the offer; nor those who decided it."""
    allotment = rounds.a_decided_round(cast)
    with at_work(allotment.call), pytest.raises(NotAllowed):
        notifying.notify_round(by=getattr(cast, who), allotment=allotment)


def test_nothing_is_sent_before_everything_is_decided(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    decision = rounds.decisions_of(allotment)[0]
    with at_work(allotment.call):
        decisions.reopen(by=cast.hans, decision=decision, reason="Regnefeil.")
    with pytest.raises(RuleBroken, match="not decided"):
        tell(cast, allotment)
    assert not letters().exists()


def test_a_late_one_can_be_left_for_another_time(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    left = rounds.decisions_of(allotment)[0]
    with at_work(allotment.call):
        decisions.reopen(by=cast.hans, decision=left, reason="Regnefeil.")
    assert tell(cast, allotment, leave_out=True).is_finished
    assert rounds.fresh(left.application).state == "recommended"


def test_prepared_decisions_are_not_left_lying(cast: Cast) -> None:
    allotment = rounds.a_prepared_round(cast)
    with at_work(allotment.call):
        decisions.decide(by=cast.hans, decision=rounds.decisions_of(allotment)[0])
    with pytest.raises(RuleBroken, match="prepared and not made"):
        tell(cast, allotment, leave_out=True)


def test_a_round_without_decisions_cannot_be_told(cast: Cast) -> None:
    allotment = rounds.a_proposed_round(cast)
    with pytest.raises(WrongState):
        tell(cast, allotment, leave_out=True)


def test_a_dismissal_is_told_with_the_rest(cast: Cast) -> None:
    application = rounds.an_inadmissible_application(cast)
    allotment = rounds.first_allotment(application.call)
    with at_work(application.call):
        prepared = decisions.prepare(
            by=cast.guri, allotment=allotment, application=application, amount_ore=0, reasons="For sent."
        )
        decisions.decide(by=cast.hans, decision=prepared)
    tell(cast, allotment)
    assert letters().get().kind == "grants.dismissed"
    assert not Grant.objects.exists()


def test_step_by_step_it_shows_how_far_it_has_come(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    seen = []
    for _turn in range(7):
        progress = tell(cast, allotment, seconds=0)
        seen.append((progress.letters, progress.told, progress.percent))
        if progress.is_finished:
            break
    assert seen == [(1, 0, 25), (2, 0, 50), (3, 0, 75), (3, 1, 83), (3, 2, 91), (3, 3, 100)]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (notifying.casework, "make_letter"),
        (notifying.casework, "mark_sent"),
        (notifying.ledger, "move"),
        (notifying.offers, "offer_grant"),
        (notifying.casework, "notify"),
        (notifying, "record"),
        (notifying.scheme, "mark_told"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("turn", [1, 3])
def test_killed_anywhere_it_is_resumed_with_nothing_lost_and_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, turn: int
) -> None:
    turn = 1 if name == "mark_told" else turn
    allotment = rounds.a_decided_round(cast)
    with killed_at(monkeypatch, module, name, turn):
        tell(cast, allotment)
    assert tell(cast, allotment).is_finished
    told = Decision.objects.filter(allotment=allotment, notified_at__isnull=False)
    assert told.count() == letters().filter(sent_at__isnull=False).count() == Grant.objects.count() == 3
    assert letters().count() == 3
    assert scheme.balances(allotment.envelope_id).granted == 3 * 90_000_000
    for decision in told:
        acts = [event.verb for event in events.of_case(decision.application.case.number)]
        assert acts.count("grants.notified") == 1
    assert Notice.objects.filter(kind="grants.decision").count() == len(
        set(Notice.objects.filter(kind="grants.decision").values_list("person", "case"))
    )


def test_the_log_still_holds_after_it_all(cast: Cast) -> None:
    rounds.a_told_round(cast)
    assert events.verify().holds


def test_an_officer_with_a_conflict_sends_but_has_no_hand_in_the_case(cast: Cast) -> None:
    """Sending decides nothing; taking the case would."""
    application = scenes.a_submitted_application(cast)
    from helsetek.casework import services as casework

    with at_work(application.call):
        casework.declare_impartiality(
            by=cast.gunnar, case=application.case, conflict=True, ground="Broren min søker."
        )
        with pytest.raises(NotAllowed):
            review.take_case(by=cast.gunnar, application=application)
