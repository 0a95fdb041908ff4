"""Plans, and the cases they choose between, with their points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helsetek.casework import selectors as casework
from helsetek.casework.selectors import DrawAnnouncement
from helsetek.common import clock
from helsetek.common.web.show import kroner, number
from helsetek.control.models import Control, Finding, Plan, Selection
from helsetek.control.parameters import parameter
from helsetek.control.rules import risk
from helsetek.control.rules.risk import Facts, Part, Scored
from helsetek.control.rules.words import FACTORS, GRAVITIES
from helsetek.grants.selectors import risk as grants
from helsetek.grants.selectors.risk import Known

__all__ = [
    "Candidate",
    "Plan",
    "Selection",
    "about",
    "candidates",
    "draw_of",
    "plan",
    "plans",
    "said",
    "scale",
    "selections_of",
]
UNDER_WAY = ("planned", "noticed", "handed_in", "draft_sent", "stated")
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that can be controlled, with its points and the reasons for them in the reader's language."""

    known: Known
    scored: Scored

    @property
    def grant_id(self) -> int:
        return self.known.grant_id

    @property
    def number(self) -> str:
        return self.known.case_number

    @property
    def title(self) -> str:
        return self.known.title

    @property
    def lead(self) -> str:
        return self.known.lead

    @property
    def granted_ore(self) -> int:
        return self.known.granted_ore

    @property
    def points(self) -> int:
        return self.scored.points

    @property
    def why(self) -> str:
        return "; ".join(said(self.scored.parts))


def plan(pk: int) -> Plan:
    """Raises Plan.DoesNotExist."""
    return Plan.objects.select_related("drafted_by", "approved_by").get(pk=pk)


def plans() -> QuerySet[Plan]:
    return Plan.objects.select_related("drafted_by", "approved_by")


def selections_of(plan: Plan) -> QuerySet[Selection]:
    return plan.selections.select_related(
        "grant__application__case", "grant__application__lead", "control__case"
    )


def scale(day: date) -> dict[str, list[tuple[int, int]]]:
    """The scale of points as it held on a day."""
    return {name: [(a, b) for a, b in parameter(f"points_{name}", day)] for name in FACTORS}


def candidates(day: date) -> list[Candidate]:
    """The cases that can be controlled and are not under control, the most points first."""
    now = clock.now()
    rows = grants.to_weigh(ended_after=now - parameter("controlled_for_years", day) * _YEAR)
    taken = Control.objects.filter(state__in=UNDER_WAY).values("grant_id")
    known = {one.case_number: one for one in grants.known_of(rows.exclude(pk__in=taken))}
    weights, steps = _weight_of_findings(day, now), scale(day)
    scored = [risk.score(number, _facts(one, weights), steps) for number, one in known.items()]
    return [Candidate(known[one.id], one) for one in risk.in_order(scored)]


def _facts(known: Known, weights: dict[int, int]) -> Facts:
    return Facts(
        amount=known.granted_ore,
        first_time=int(not known.earlier_grants),
        earlier_findings=weights.get(known.lead_id, 0),
        late_reports=known.late_reports,
        partners=known.partners,
        changes=known.changes,
        claims=known.claims,
    )


def _weight_of_findings(day: date, now: datetime) -> dict[int, int]:
    """How much earlier findings weigh, by lead: this year's findings are next year's risk."""
    weight = dict(zip(GRAVITIES, parameter("weight_of_findings", day), strict=True))
    since = now - parameter("findings_count_for_years", day) * _YEAR
    found = Finding.objects.filter(control__reported_at__gte=since)
    sums: dict[int, int] = {}
    for lead, gravity in found.values_list("control__grant__application__lead_id", "gravity"):
        sums[lead] = sums.get(lead, 0) + weight[gravity]
    return sums


def said(parts: list[Part] | tuple[Part, ...]) -> list[str]:
    """Why a case has its points, one sentence for each circumstance that gives any."""
    return [_sentence(part) for part in parts if part.points]


def _sentence(part: Part) -> str:
    value = kroner(part.value) if part.factor == "amount" else number(part.value)
    words = {
        "amount": _("granted %(value)s: %(points)s"),
        "first_time": _("the lead's first grant: %(points)s"),
        "earlier_findings": _("earlier findings of weight %(value)s: %(points)s"),
        "late_reports": _("late reports, %(value)s: %(points)s"),
        "partners": _("partners, %(value)s: %(points)s"),
        "changes": _("changes of the agreement, %(value)s: %(points)s"),
        "claims": _("claims for repayment, %(value)s: %(points)s"),
    }
    return words[part.factor] % {"value": value, "points": part.points}


def about(plan: Plan) -> str:
    """How the plan is named in the draw of its lots."""
    return f"control_plan:{plan.pk}"


def draw_of(plan: Plan) -> DrawAnnouncement | None:
    return next(iter(casework.draws_about(about(plan))), None)
