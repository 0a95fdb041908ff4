"""The yearly plan: drafted by one controller, approved by another; the rest of the cases drawn by lot."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.casework.rules.draws import Unit
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.events import Event
from helsetek.control.models import How, Plan, Selection
from helsetek.control.parameters import parameter
from helsetek.control.permissions import may_approve, may_plan
from helsetek.control.rules.machines import PLAN
from helsetek.control.selectors import plans as selectors
from helsetek.control.selectors.plans import Candidate

from .common import filled

MOST = 500


@transaction.atomic
def draw_up(*, by: Person, year: int, by_risk: int, by_lot: int, note: str = "") -> Plan:
    """Write the plan of a year, or write it anew while it is a draft: the points are read again, as of today.

    ``by_risk`` cases with the most points are selected; ``by_lot`` more are drawn among the rest once it is approved.
    """
    right = may_plan(by).require()
    found = selectors.candidates(clock.today())
    _check(year, by_risk, by_lot, len(found), note)
    begun = {"by_risk": by_risk, "by_lot": by_lot, "scale_of": clock.today()}
    begun |= {"drafted_by": by, "drafted_at": clock.now()}
    # Two who begin at once write the same plan, one after the other.
    plan, _begun = Plan.objects.select_for_update().get_or_create(year=year, defaults=begun)
    target = state.move(PLAN, "draw_up", plan.state)
    plan.by_risk, plan.by_lot, plan.note, plan.scale_of = by_risk, by_lot, note.strip(), clock.today()
    plan.drafted_by, plan.drafted_at, plan.state = by, clock.now(), target
    plan.save()
    plan.selections.filter(how=How.RISK).delete()
    kept = set(plan.selections.values_list("grant_id", flat=True))
    chosen = [one for one in found if one.grant_id not in kept][:by_risk]
    Selection.objects.bulk_create(_selection(plan, one, How.RISK) for one in chosen)
    _record("control.plan_drawn_up", plan, by, right.acting_for, before=target, data=_counts(plan, chosen))
    return plan


def _check(year: int, by_risk: int, by_lot: int, there_are: int, note: str) -> None:
    this_year = clock.today().year
    wrong: dict[str, list[str]] = {}
    if not this_year <= year <= this_year + 1:
        wrong["year"] = [_("A plan is made for this year or the next.")]
    if by_risk < 0 or by_lot < 0 or not 1 <= by_risk + by_lot <= MOST:
        wrong["by_risk"] = [_("Between 1 and %(most)d cases are controlled in a year.") % {"most": MOST}]
    elif by_risk + by_lot > there_are:
        wrong["by_risk"] = [_("There are %(count)d cases that can be controlled.") % {"count": there_are}]
    if len(note) > 4000:
        wrong["note"] = [_("Write at most %(count)d characters.") % {"count": 4000}]
    if wrong:
        raise RuleBroken(_("The plan was not saved."), wrong)


def _selection(plan: Plan, one: Candidate, how: str, reason: str = "") -> Selection:
    parts = [[part.factor, part.value, part.points] for part in one.scored.parts]
    return Selection(plan=plan, grant_id=one.grant_id, how=how, points=one.points, parts=parts, reason=reason)


def _counts(plan: Plan, chosen: list[Candidate]) -> dict[str, object]:
    cases = {one.number: one.points for one in chosen}
    return {"by_risk": plan.by_risk, "by_lot": plan.by_lot, "scale_of": plan.scale_of, "points": cases}


@transaction.atomic
def add_by_hand(*, by: Person, plan: Plan, case_number: str, reason: str) -> Selection:
    """Select a case that the points did not bring up, with a reason that stands in the plan."""
    plan = _locked(plan)
    right = may_plan(by).require()
    if plan.state != "draft":
        raise WrongState(_("The plan is handed over: cases are added while it is a draft."))
    reason = filled("reason", reason, _("Say why this case is to be controlled."), longest=2000)
    one = next((c for c in selectors.candidates(clock.today()) if c.number == case_number), None)
    if one is None or plan.selections.filter(grant_id=one.grant_id).exists():
        sentence = _("No case with this number can be controlled, or it is in the plan already.")
        raise RuleBroken(sentence, {"case_number": [sentence]})
    selection = _selection(plan, one, How.HAND, reason)
    selection.save()
    _record(
        "control.case_added",
        plan,
        by,
        right.acting_for,
        before=plan.state,
        reasons=reason,
        data={"case": case_number},
    )
    return selection


@transaction.atomic
def hand_over(*, by: Person, plan: Plan) -> Plan:
    """Let another controller look at the draft."""
    plan = _locked(plan)
    right = may_plan(by).require()
    before, plan.state = plan.state, state.move(PLAN, "hand_over", plan.state)
    plan.save(update_fields=["state"])
    _record("control.plan_handed_over", plan, by, right.acting_for, before=before)
    return plan


@transaction.atomic
def send_back(*, by: Person, plan: Plan, reason: str) -> Plan:
    plan = _locked(plan)
    right = may_approve(by, plan).require()
    before, target = plan.state, state.move(PLAN, "send_back", plan.state)
    plan.answer = filled("reason", reason, _("Say what must be changed."), longest=4000)
    plan.state = target
    plan.save(update_fields=["state", "answer"])
    _record("control.plan_sent_back", plan, by, right.acting_for, before=before, reasons=plan.answer)
    return plan


@transaction.atomic
def approve(*, by: Person, plan: Plan) -> Plan:
    """Approve another's plan. The draw of the lots is announced with it: the seed comes after everything is bound."""
    plan = _locked(plan)
    right = may_approve(by, plan).require()
    before, plan.state = plan.state, state.move(PLAN, "approve", plan.state)
    plan.approved_by, plan.approved_at, plan.answer = by, clock.now(), ""
    plan.save()
    if plan.by_lot:
        _announce(by, plan)
    cases = list(plan.selections.values_list("grant__application__case__number", flat=True))
    _record("control.plan_approved", plan, by, right.acting_for, before=before, data={"cases": sorted(cases)})
    return plan


def _announce(by: Person, plan: Plan) -> None:
    today, now = clock.today(), clock.now()
    selected = set(plan.selections.values_list("grant_id", flat=True))
    frame = [one for one in selectors.candidates(today) if one.grant_id not in selected]
    if not frame:
        return
    casework.announce_draw(
        by=by,
        kind="control.plan",
        title=_("Control by lot %(year)d") % {"year": plan.year},
        about=selectors.about(plan),
        units=[(Unit(one.number), one.lead) for one in frame],
        wanted=min(plan.by_lot, len(frame)),
        seed_at=now + timedelta(minutes=parameter("seed_wait_minutes", today)),
        public_from=now + timedelta(days=parameter("lots_kept_days", today)),
    )


def take_the_drawn(event: Event) -> None:
    """When lots are drawn for a plan, the cases come into it. Called inside the transaction of the draw."""
    room, _colon, number = str(event.data.get("about", "")).partition(":")
    if room != "control_plan":
        return
    plan = Plan.objects.select_for_update().get(pk=int(number))
    drawn = set(event.data["chosen"])
    rows = [one for one in selectors.candidates(clock.today()) if one.number in drawn]
    Selection.objects.bulk_create(_selection(plan, one, How.LOT) for one in rows)


def _locked(plan: Plan) -> Plan:
    Plan.objects.select_for_update().get(pk=plan.pk)
    return selectors.plan(plan.pk)


def _record(
    verb: str,
    plan: Plan,
    by: Person,
    acting_for: int | None,
    *,
    before: str,
    reasons: str = "",
    data: dict[str, object] | None = None,
) -> None:
    events.record(
        verb,
        thing=f"control_plan:{plan.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        from_state=before,
        to_state=plan.state,
        rule_set=f"risk/{plan.scale_of}",
        reasons=reasons,
        data={"year": plan.year} | (data or {}),
    )
