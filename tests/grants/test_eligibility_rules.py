"""Each rule answers ok, warning, not yet or not met, and says what it looked at, why, and how to mend it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants.rules.eligibility import (
    RULE_SETS,
    EarlierGrant,
    Inputs,
    Member,
    NoSuchRuleSet,
    OtherApplication,
    RuleResult,
    evaluate,
    may_be_submitted,
)
from helsetek.grants.rules.sections import (
    Budget,
    CostLine,
    Funding,
    Goals,
    OtherFunding,
    OwnLine,
    Plan,
    Project,
    Requested,
    Standards,
    UnspentGrant,
)
from helsetek.scheme.rules.terms import Measure
from tests.grants.content import changed, whole_content
from tests.grants.terms import some_terms

BODO = Member(organisation_id=1, name="Bodø", kind="municipality",
              regional_health_authority="Helse Nord", consented=True)  # fmt: skip
FAUSKE = Member(organisation_id=2, name="Fauske", kind="municipality",
                regional_health_authority="Helse Nord", consented=True)  # fmt: skip
STEINKJER = Member(organisation_id=3, name="Steinkjer", kind="municipality",
                   regional_health_authority="Helse Midt-Norge", consented=True)  # fmt: skip
VENDOR = Member(organisation_id=4, name="Journalhuset", kind="vendor", consented=True)
TRUST = Member(organisation_id=5, name="Nordlandssykehuset", kind="trust", consented=True)

TERMS = some_terms()
WHOLE = whole_content(TERMS, [1, 2], "double_entry")


def inputs(**changes: Any) -> Inputs:
    given_: dict[str, Any] = {
        "now": oslo(2025, 11, 20, 12),
        "opens_at": oslo(2025, 10, 1, 8),
        "closes_at": oslo(2025, 12, 1, 12),
        "lead_id": 1,
        "members": (BODO, FAUSKE),
        "terms": TERMS,
        "envelope_ore": kroner(50_000_000),
        "indicators": ("double_entry",),
        "content": WHOLE,
    }
    return Inputs(**(given_ | changes))


def judged(rule: str, **changes: Any) -> RuleResult:
    return next(result for result in evaluate(inputs(**changes)) if result.rule == rule)


def outcome(rule: str, **changes: Any) -> str:
    return judged(rule, **changes).outcome.value


def with_budget(**fields: Any) -> Any:
    return changed(WHOLE, "budget", **fields)


def test_a_whole_application_meets_every_rule() -> None:
    results = evaluate(inputs())
    assert {result.outcome.value for result in results} == {"ok"}
    assert may_be_submitted(results)


def test_a_blank_draft_is_answered_by_every_rule() -> None:
    results = evaluate(inputs(content=Inputs.model_fields["content"].default))
    assert len(results) == len(RULE_SETS["2024.1"])
    assert not may_be_submitted(results)
    for result in results:
        assert not result.outcome.stops or result.mend, result.rule


def test_each_rule_has_an_id_a_version_a_title_and_a_source() -> None:
    rules = RULE_SETS["2024.1"]
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.version and rule.title and rule.source for rule in rules)


def test_a_call_with_an_unknown_rule_set_is_refused_by_name() -> None:
    terms = TERMS.model_copy(update={"rule_set": "1999.9"})
    with pytest.raises(NoSuchRuleSet, match=r"1999\.9"):
        evaluate(inputs(terms=terms))


def test_the_answer_can_be_given_again_from_what_was_stored() -> None:
    stored = inputs(members=(BODO,)).model_dump(mode="json")
    results = evaluate(Inputs.model_validate(stored))
    assert results == evaluate(inputs(members=(BODO,)))
    assert [RuleResult.from_data(result.as_data()) for result in results] == results


# -- who --------------------------------------------------------------------------------------------


def test_too_few_municipalities() -> None:
    alone = judged("least_municipalities", members=(BODO, TRUST))
    assert alone.outcome == "not_yet"
    assert alone.why.params == {"count": 1, "least": 2}


def test_each_missing_consent_is_named() -> None:
    silent = [m.model_copy(update={"consented": False}) for m in (FAUSKE, STEINKJER)]
    result = judged("consents", members=(BODO, *silent))
    assert result.outcome == "not_yet"
    assert result.why.params == {"missing": ["Fauske", "Steinkjer"]}


def test_a_vendor_is_outside_the_target_group_and_a_health_trust_is_not() -> None:
    assert outcome("target_group", members=(BODO, FAUSKE, TRUST)) == "ok"
    assert judged("target_group", members=(BODO, VENDOR)).why.params == {"outside": ["Journalhuset"]}
    assert outcome("target_group", members=(TRUST, BODO), lead_id=5) == "not_met"


@pytest.mark.parametrize(
    ("measure", "said"),
    [(Measure.PROCUREMENT, "not_met"), (Measure.ADOPTION, "ok"), (None, "not_yet")],
)
def test_midt_norge_procurement_no_adoption_yes_report_5_1_5(measure: Measure | None, said: str) -> None:
    content = changed(WHOLE, "project", measure=measure)
    assert outcome("midt_norge", members=(BODO, STEINKJER), content=content) == said
    assert outcome("midt_norge", content=content) == "ok"  # nobody from there


def test_midt_norge_is_a_parameter_report_6_1_1() -> None:
    terms = some_terms(midt_norge_may_apply={Measure.PROCUREMENT: True})
    assert outcome("midt_norge", members=(BODO, STEINKJER), terms=terms) == "ok"


# -- when -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (oslo(2025, 10, 1, 7, 59, 59), "not_yet"),
        (oslo(2025, 10, 1, 8), "ok"),
        (oslo(2025, 12, 1, 11, 59, 59), "ok"),
        (oslo(2025, 12, 1, 12) - timedelta(microseconds=1), "ok"),
        (oslo(2025, 12, 1, 12), "not_met"),
        (oslo(2025, 12, 1, 12, 0, 1), "not_met"),
    ],
)
def test_the_call_is_open_to_the_second(now: Any, said: str) -> None:
    assert outcome("call_open", now=now) == said


def test_a_late_door_and_a_cancelled_call() -> None:
    late = {"now": oslo(2025, 12, 2), "late_door_until": oslo(2025, 12, 3)}
    assert outcome("call_open", **late) == "ok"
    assert outcome("call_open", **late | {"now": oslo(2025, 12, 3)}) == "not_met"
    assert outcome("call_open", cancelled=True) == "not_met"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(), "not_yet"),
        (Plan(starts=date(2026, 1, 1), ends=date(2027, 12, 31)), "ok"),
        (Plan(starts=date(2025, 12, 31), ends=date(2027, 12, 31)), "not_met"),
        (Plan(starts=date(2026, 1, 1), ends=date(2028, 1, 1)), "not_met"),
        (Plan(starts=date(2027, 1, 1), ends=date(2026, 1, 1)), "not_met"),
    ],
)
def test_dates_within_the_window(plan: Plan, said: str) -> None:
    assert outcome("dates", content=WHOLE.model_copy(update={"plan": plan})) == said


def test_a_budget_year_outside_the_window() -> None:
    assert outcome("dates", content=with_budget(requested=(Requested(year=2029, amount_ore=1),))) == "not_met"


# -- money ------------------------------------------------------------------------------------------


def costs(year: int = 2026, **by_category: int) -> tuple[CostLine, ...]:
    return tuple(
        CostLine(organisation_id=1, category=category, activity="needs", year=year, amount_ore=kroner(sum_))
        for category, sum_ in by_category.items()
    )


def asked(sum_: int, year: int = 2026) -> tuple[Requested, ...]:
    return (Requested(year=year, amount_ore=kroner(sum_)),)


def own(sum_: int) -> tuple[OwnLine, ...]:
    return (OwnLine(organisation_id=1, year=2026, amount_ore=kroner(sum_)),)


def test_own_contribution_just_enough_and_one_ore_short() -> None:
    enough = with_budget(lines=costs(staff=1_000_000), own=own(300_000))
    assert outcome("own_contribution", content=enough) == "ok"
    short = with_budget(
        lines=costs(staff=1_000_000), own=(OwnLine(organisation_id=1, year=2026, amount_ore=29_999_999),)
    )
    result = judged("own_contribution", content=short)
    assert result.outcome == "not_met"
    assert result.mend is not None
    assert result.mend.params == {"lack_ore": 1}


def test_the_share_steps_down_for_later_years_report_6_1_1() -> None:
    first = with_budget(lines=costs(2026, staff=1_000_000), requested=asked(500_000, 2026))
    later = with_budget(lines=costs(2027, staff=1_000_000), requested=asked(500_000, 2027))
    assert outcome("share_of_cost", content=first) == "ok"
    result = judged("share_of_cost", content=later)
    assert result.outcome == "not_met"
    assert result.why.params["most_share"] == "0.4"
    assert result.mend is not None
    assert result.mend.params["over_ore"] == kroner(100_000)


def test_money_cannot_be_asked_for_in_a_year_without_cost() -> None:
    content = with_budget(lines=costs(2026, staff=1_000_000), requested=asked(1, 2027))
    assert outcome("share_of_cost", content=content) == "not_met"


def test_what_is_not_covered_is_never_counted_report_4_1_2() -> None:
    partly = with_budget(lines=costs(staff=600_000, running=400_000), requested=asked(300_000))
    assert outcome("covered_costs", content=partly) == "warning"
    assert outcome("share_of_cost", content=partly) == "ok"
    too_much = with_budget(lines=costs(staff=100_000, running=900_000), requested=asked(300_000))
    assert outcome("covered_costs", content=too_much) == "not_met"


def test_the_funding_adds_up() -> None:
    short = with_budget(lines=costs(staff=1_000_000), requested=asked(400_000), own=own(500_000))
    assert judged("funding_plan", content=short).why.params == {"left_ore": kroner(100_000)}
    other = OtherFunding(giver="Fylket", amount_ore=kroner(100_000), year=2026, what="x", same_costs=False)
    assert outcome("funding_plan", content=changed(short, "funding", others=(other,))) == "ok"
    over = with_budget(lines=costs(staff=1_000_000), requested=asked(500_000), own=own(600_000))
    assert outcome("funding_plan", content=over) == "not_met"


def test_more_than_the_whole_envelope() -> None:
    assert outcome("within_envelope", envelope_ore=kroner(600_000)) == "ok"
    assert outcome("within_envelope", envelope_ore=kroner(600_000) - 1) == "not_met"
    assert outcome("within_envelope", envelope_ore=None) == "ok"


def funded(**fields: Any) -> Any:
    return WHOLE.model_copy(update={"funding": Funding(**fields)})


def test_double_funding_is_asked_and_checked() -> None:
    assert outcome("double_funding", content=funded()) == "not_yet"
    row = {"giver": "Innovasjon Norge", "what": "x", "year": 2026, "same_costs": True}
    some = funded(others=(OtherFunding(**row, amount_ore=kroner(100_000)),))
    assert outcome("double_funding", content=some) == "warning"
    twice = funded(others=(OtherFunding(**row, amount_ore=kroner(600_001)),))
    assert outcome("double_funding", content=twice) == "not_met"


def test_a_partner_in_two_applications_on_the_same_area_is_pointed_out() -> None:
    other = OtherApplication(case_number="2025/000007", member_names=("Fauske",))
    result = judged("double_funding", other_applications=(other,))
    assert result.outcome == "warning"
    assert result.why.params == {"cases": ["2025/000007 (Fauske)"]}


def test_unspent_earlier_grants_are_told_and_counted_in() -> None:
    assert outcome("unspent", content=funded(no_others=True)) == "not_yet"
    known = EarlierGrant(case_number="2024/000012", organisation="Bodø", unspent_ore=kroner(50_000))
    assert outcome("unspent", earlier_grants=(known,)) == "warning"
    row = {"reference": "2024/000012", "year": 2024, "use": "x"}
    told = funded(no_others=True, unspent=(UnspentGrant(**row, amount_ore=kroner(50_000)),))
    # The grant already asks for all that the scheme covers: what is carried in must come off it.
    result = judged("unspent", earlier_grants=(known,), content=told)
    assert result.outcome == "not_met"
    assert result.mend is not None
    assert result.mend.params == {"most_ore": kroner(550_000)}
    less = told.model_copy(update={"budget": told.budget.model_copy(update={"requested": asked(550_000)})})
    assert outcome("unspent", earlier_grants=(known,), content=less) == "ok"


@given(
    cost=st.integers(1, 10**12),
    share=st.decimals("0", "1", places=4),
    least=st.decimals("0", "1", places=4),
)
def test_at_the_limit_nothing_is_asked_beyond_it(cost: int, share: Decimal, least: Decimal) -> None:
    """Whatever the sums: the ceiling is allowed and one øre more is not; the least own sum is enough."""
    terms = some_terms(share_of_cost=({"year": 2026, "share": share},), own_contribution_share=least)
    ceiling, needed = int(cost * share), -int(-cost * least // 1)
    line = CostLine(organisation_id=1, category="staff", activity="needs", year=2026, amount_ore=cost)

    def said(rule: str, grant: int, own_: int) -> str:
        budget = Budget(
            lines=(line,),
            requested=(Requested(year=2026, amount_ore=grant),),
            own=(OwnLine(organisation_id=1, year=2026, amount_ore=own_),),
        )
        return outcome(rule, terms=terms, content=WHOLE.model_copy(update={"budget": budget}))

    assert said("share_of_cost", ceiling, needed) == ("ok" if ceiling else "not_yet")
    assert said("own_contribution", ceiling, needed) == "ok"
    if ceiling < 10**12:
        assert said("share_of_cost", ceiling + 1, needed) == "not_met"
    if needed:
        assert said("own_contribution", ceiling, needed - 1) == "not_met"


# -- what -------------------------------------------------------------------------------------------


def test_activities_belong_to_the_measure_report_4_1() -> None:
    assert outcome("activities", content=changed(WHOLE, "project", activities=())) == "not_yet"
    assert outcome("activities", content=changed(WHOLE, "project", activities=("processes",))) == "not_met"
    other = WHOLE.model_copy(update={"project": Project(measure=Measure.NETWORKS, activities=("needs",))})
    assert outcome("activities", content=other) == "not_met"


def test_a_goal_is_measured_by_the_schemes_own_indicator() -> None:
    assert outcome("indicators", content=WHOLE.model_copy(update={"goals": Goals()})) == "not_yet"
    assert outcome("indicators", indicators=("something_else",)) == "not_yet"


def test_standards_national_solutions_and_sharing() -> None:
    bare = WHOLE.model_copy(update={"standards": Standards()})
    assert judged("mandatory_standards", content=bare).why.params == {"missing": ["plo_messages"]}
    assert judged("national_solutions", content=bare).why.params == {"missing": ["kjernejournal"]}
    assert outcome("sharing_duties", content=bare) == "not_yet"
