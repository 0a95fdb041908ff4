"""What is submitted is whole, within the rules, signed by the right person, proved, and sealed.

Of the same meaning as reference scenarios 3 (whole, then read-only) and 4 (only the signatory submits).
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from helsetek.casework import selectors as casework
from helsetek.casework.models import Notice
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.money import kroner
from helsetek.grants.models import Application, EligibilityRecord, SectionVersion
from helsetek.grants.rules.eligibility import RuleResult
from helsetek.grants.rules.sections import Requested, SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import drafting, submission
from tests import scenes
from tests.cast import Cast
from tests.grants.content import changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Application:
    return scenes.a_complete_draft(cast)


def submit(application: Application, by: object) -> Application:
    with scenes.during(application.call):
        return submission.submit(by=by, application=application)  # type: ignore[arg-type]


# -- Whole ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", list(SectionKey))
def test_a_section_left_blank_is_named(cast: Cast, key: SectionKey) -> None:
    draft = scenes.a_draft(cast)
    whole = scenes.some_content(draft)
    blank = whole.model_copy(update={key.value: type(getattr(whole, key.value))()})
    with scenes.during(draft.call):
        scenes.write_all(draft, blank)
    with pytest.raises(RuleBroken) as refused:
        submit(draft, cast.bjorn)
    assert list(refused.value.fields) == [key.value]
    assert not EligibilityRecord.objects.exists()


def test_a_broken_rule_stops_it_and_says_how_to_mend(cast: Cast) -> None:
    draft = scenes.a_draft(cast)
    whole = scenes.some_content(draft)
    too_much = changed(whole, "budget", requested=(Requested(year=2024, amount_ore=kroner(1_500_000)),))
    with scenes.during(draft.call):
        scenes.write_all(draft, too_much)
    with pytest.raises(RuleBroken) as refused:
        submit(draft, cast.bjorn)
    assert set(refused.value.fields) == {"share_of_cost", "funding_plan"}
    assert "75" in refused.value.fields["share_of_cost"][0]


def test_midt_norge_in_a_procurement_is_stopped_report_5_1_5(cast: Cast) -> None:
    together = scenes.a_collaboration(cast, members=("steinkjer",))
    draft = scenes.a_complete_draft(cast, collaboration=together)
    with pytest.raises(RuleBroken, match="Steinkjer"):
        submit(draft, cast.bjorn)


# -- Signed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["anne", "siri", "cecilie", "david", "eli", "trond", "guri", "frode", "hans", "rita", "tor"]
)
def test_only_the_leads_signatory_submits_and_nobody_is_told_of_an_attempt(
    cast: Cast, draft: Application, who: str
) -> None:
    before = Notice.objects.count()
    with pytest.raises(NotAllowed):
        submit(draft, getattr(cast, who))
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert Notice.objects.count() == before


def test_those_concerned_are_told_once_each(cast: Cast, draft: Application) -> None:
    submit(draft, cast.bjorn)
    told = Notice.objects.filter(kind="grants.submitted").values_list("person__name", flat=True)
    assert sorted(told) == ["Anne", "Bjorn", "David", "Eli"]


# -- Proved -----------------------------------------------------------------------------------------------


def test_one_event_holds_the_hash_the_sum_and_the_rule_set(cast: Cast, draft: Application) -> None:
    submitted = submit(draft, cast.bjorn)
    event = events.of_case(draft.case.number)[-1]
    assert (event.verb, event.from_state, event.to_state) == ("grants.submitted", "draft", "submitted")
    assert event.person_id == cast.bjorn.pk
    assert event.organisation_id == cast.bodo.pk
    assert event.rule_set == "2024.1"
    assert event.data["content_hash"] == submitted.content_hash
    assert event.data["requested_ore"] == submitted.requested_ore


def test_the_hash_is_of_the_content_and_changes_with_it(cast: Cast, draft: Application) -> None:
    first = submit(draft, cast.bjorn).content_hash
    with scenes.during(draft.call):
        submission.take_back(by=cast.bjorn, application=draft)
    assert submit(draft, cast.bjorn).content_hash == first
    with scenes.during(draft.call):
        submission.take_back(by=cast.bjorn, application=draft)
        funding = selectors.head(draft, SectionKey.RISK)
        assert funding is not None
        risk = {"risks": [funding.data["risks"][0] | {"measure": "Et annet tiltak."}]}
        drafting.save_section(by=cast.anne, application=draft, key=SectionKey.RISK, data=risk, revision=1)
    assert submit(draft, cast.bjorn).content_hash != first


def test_what_the_rules_saw_and_said_is_kept_and_can_be_judged_again(cast: Cast, draft: Application) -> None:
    submit(draft, cast.bjorn)
    record = EligibilityRecord.objects.get()
    stored = [RuleResult.from_data(row) for row in record.results]
    assert record.rule_set == "2024.1"
    assert {result.outcome.value for result in stored} == {"ok"}
    assert submission.judge_again(record) == stored


def test_what_stood_is_kept_for_good(cast: Cast, draft: Application) -> None:
    submit(draft, cast.bjorn)
    assert SectionVersion.objects.filter(kept=True).count() == len(SectionKey)


def test_it_is_judged_by_the_call_as_it_is_when_submitted(cast: Cast, draft: Application) -> None:
    terms = scenes.some_terms(own_contribution_share=Decimal("0.9"))
    scenes.a_changed_call(cast, draft.call, reason="Ny sats", terms=terms)
    with pytest.raises(RuleBroken) as refused:
        submit(draft, cast.bjorn)
    assert set(refused.value.fields) == {"own_contribution"}


# -- Again and back ---------------------------------------------------------------------------------------


def test_submitting_twice_is_submitting_once(cast: Cast, draft: Application) -> None:
    first, second = submit(draft, cast.bjorn), submit(draft, cast.bjorn)
    assert first.submitted_at == second.submitted_at
    assert EligibilityRecord.objects.count() == 1
    assert len([e for e in events.of_case(draft.case.number) if e.verb == "grants.submitted"]) == 1
    assert Notice.objects.filter(kind="grants.submitted").count() == 4


def test_submitted_again_after_being_taken_back_is_told_again(cast: Cast, draft: Application) -> None:
    submit(draft, cast.bjorn)
    with scenes.during(draft.call):
        submission.take_back(by=cast.bjorn, application=draft)
    submit(draft, cast.bjorn)
    assert Notice.objects.filter(kind="grants.submitted").count() == 8


@pytest.mark.parametrize("who", ["anne", "david", "guri", "tor"])
def test_only_the_leads_signatory_takes_back_and_withdraws(cast: Cast, draft: Application, who: str) -> None:
    submit(draft, cast.bjorn)
    with scenes.during(draft.call):
        with pytest.raises(NotAllowed):
            submission.take_back(by=getattr(cast, who), application=draft)
        with pytest.raises(NotAllowed):
            submission.withdraw(by=getattr(cast, who), application=draft, reason="x")


def test_withdrawing_needs_a_reason_and_is_told(cast: Cast, draft: Application) -> None:
    submit(draft, cast.bjorn)
    with scenes.during(draft.call):
        with pytest.raises(RuleBroken):
            submission.withdraw(by=cast.bjorn, application=draft, reason=" ")
        gone = submission.withdraw(by=cast.bjorn, application=draft, reason="Vi har ombestemt oss")
        assert submission.withdraw(by=cast.bjorn, application=gone, reason="Igjen").state == "withdrawn"
    assert "ombestemt" in Notice.objects.get(kind="grants.withdrawn", person=cast.eli).body
    with scenes.during(draft.call):
        with pytest.raises(WrongState):
            submission.submit(by=cast.bjorn, application=gone)
        again = drafting.begin(by=cast.anne, call=draft.call, collaboration=draft.collaboration)
    assert again.pk != gone.pk


def test_the_case_shows_its_story(cast: Cast, draft: Application) -> None:
    submit(draft, cast.bjorn)
    with clock.at(draft.call.closes_at + timedelta(days=1)):
        story = [row.verb for row in casework.timeline(draft.case.number)]
    assert story[0] == "grants.begun"
    assert story[-1] == "grants.submitted"
