"""What a made-up application says, so that it is complete and within every rule of its call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from helsetek.common.money import kroner
from helsetek.grants.rules.sections import SectionKey, duty_key
from helsetek.scheme.selectors import CallTerms, Measure

from .plans import Planned
from .words import FIRST_NAMES, LAST_NAMES, MEASURING, NEEDS

INDICATORS = {
    "records": ("municipalities_buying_together", Decimal(0), Decimal(8)),
    "welfare_technology": ("staff_trained", Decimal(5), Decimal(90)),
    "home_follow_up": ("staff_using_new_functions", Decimal(10), Decimal(70)),
}


@dataclass(frozen=True)
class Writer:
    """Writes the sections of one application. ``years`` are the budget's years, inside the call's window."""

    planned: Planned
    terms: CallTerms
    draw: Random

    def sections(self) -> dict[SectionKey, dict[str, Any]]:
        write = {
            SectionKey.PROJECT: self._project,
            SectionKey.PARTNERS: self._partners,
            SectionKey.GOALS: self._goals,
            SectionKey.PLAN: self._plan,
            SectionKey.BUDGET: self._budget,
            SectionKey.FUNDING: lambda: {"no_others": True, "no_unspent": True},
            SectionKey.RISK: self._risk,
            SectionKey.STANDARDS: self._standards,
        }
        return {key: made() for key, made in write.items()}

    @property
    def _activities(self) -> list[str]:
        measure = Measure(self.planned.measure)
        return [activity.code for activity in self.terms.activities if activity.measure == measure][:3]

    @property
    def _years(self) -> list[int]:
        """Larger projects go on into the second year."""
        first, last = self.terms.parameters.project_starts.year, self.terms.parameters.project_ends.year
        return [first, last] if last > first and self.planned.requested_ore > kroner(1_500_000) else [first]

    def _project(self) -> dict[str, Any]:
        names = [place.name for place in self.planned.members]
        together = ", ".join(names[:6]) + (f" og {len(names) - 6} til" if len(names) > 6 else "")
        return {
            "title": self.planned.title,
            "summary": f"Prosjektet skal {self.planned.about}. Med er {together}.",
            "area": self.planned.area,
            "measure": self.planned.measure,
            "needs": self.draw.choice(NEEDS),
            "activities": self._activities,
            "activities_text": "Arbeidsgrupper med ansatte fra alle kommunene, dialog med leverandører og opplæring.",
        }

    def _partners(self) -> dict[str, Any]:
        return {"partners": [self._partner(place.id, place.number) for place in self.planned.members]}

    def _partner(self, organisation_id: int, number: str) -> dict[str, Any]:
        return {
            "organisation_id": organisation_id,
            "tasks": "Leder prosjektet."
            if organisation_id == self.planned.lead.id
            else "Deltar i arbeidsgruppene.",
            "contact_name": f"{self.draw.choice(FIRST_NAMES)} {self.draw.choice(LAST_NAMES)}",
            "contact_email": f"prosjekt.{number}@example.org",
            "activities": self._activities[:1],
        }

    def _goals(self) -> dict[str, Any]:
        indicator, baseline, target = INDICATORS[self.planned.area]
        goal = {
            "goal": f"Kommunene skal {self.planned.about}",
            "indicator": indicator,
            "baseline": str(baseline),
            "target": str(target),
            "how_measured": MEASURING,
        }
        return {"goals": [goal]}

    def _plan(self) -> dict[str, Any]:
        window = self.terms.parameters
        starts = window.project_starts + timedelta(days=14)
        ends = min(window.project_ends, date(self._years[-1], 12, 15))
        third, middle = starts + (ends - starts) / 3, starts + (ends - starts) / 2
        lead = self.planned.lead.id
        milestones = [
            ("Behov beskrevet", third),
            ("Halvveis", middle),
            ("I bruk", ends),
        ]
        return {
            "starts": starts,
            "ends": ends,
            "milestones": [{"name": name, "on": on, "organisation_id": lead} for name, on in milestones],
        }

    def _budget(self) -> dict[str, Any]:
        """Cost so that the grant is five points under the largest share; the rest is own money and work."""
        lines: list[dict[str, Any]] = []
        own: list[dict[str, Any]] = []
        requested: list[dict[str, Any]] = []
        for year, wanted in self._wanted().items():
            share = min(
                self.terms.parameters.share_in(year), 1 - self.terms.parameters.own_contribution_share
            )
            cost = int(wanted / (share - Decimal("0.05")) / 100_000 + 1) * 100_000
            year_lines = self._lines(year, cost)
            lines += year_lines
            total = sum(line["amount_ore"] for line in year_lines)
            own += self._own(year, total - wanted)
            requested.append({"year": year, "amount_ore": wanted})
        return {"lines": lines, "own": own, "requested": requested}

    def _wanted(self) -> dict[int, int]:
        total, years = self.planned.requested_ore, self._years
        if len(years) == 1:
            return {years[0]: total}
        first = total * 55 // 100 // 100_000 * 100_000
        return {years[0]: first, years[1]: total - first}

    def _lines(self, year: int, cost_ore: int) -> list[dict[str, Any]]:
        """The lead leads; the partners share the rest alike, in whole kroner."""
        members = self.planned.members
        lead_part = cost_ore if len(members) == 1 else cost_ore * 2 // 5
        lines = self._of_member(members[0].id, year, lead_part)
        each = (cost_ore - lead_part) // max(1, len(members) - 1)
        for place in members[1:]:
            lines += self._of_member(place.id, year, each)
        return lines

    def _of_member(self, organisation_id: int, year: int, cost_ore: int) -> list[dict[str, Any]]:
        work = cost_ore * 3 // 5 // 100 * 100
        kinds = [
            ("project_work", "Prosjektleder og prosjektarbeid", work),
            ("training", "Opplæring", cost_ore - work),
        ]
        return [
            {
                "organisation_id": organisation_id,
                "category": category,
                "activity": self._activities[0],
                "text": text,
                "year": year,
                "amount_ore": amount,
            }
            for category, text, amount in kinds
        ]

    def _own(self, year: int, amount_ore: int) -> list[dict[str, Any]]:
        money = amount_ore // 2
        lead = self.planned.lead.id
        return [
            {"organisation_id": lead, "kind": "money", "year": year, "amount_ore": money},
            {"organisation_id": lead, "kind": "work", "year": year, "amount_ore": amount_ore - money},
        ]

    def _risk(self) -> dict[str, Any]:
        risks = [
            ("Leverandøren leverer senere enn avtalt", 3, 4, "Milepæler i avtalen og tett oppfølging."),
            ("Ansatte får ikke tid til opplæring", 3, 3, "Vikarer er lagt inn i budsjettet."),
        ]
        return {
            "risks": [
                {"what": what, "likelihood": likely, "consequence": grave, "measure": measure}
                for what, likely, grave, measure in risks
            ]
        }

    def _standards(self) -> dict[str, Any]:
        window = self.terms.parameters
        return {
            "demanded": [{"code": code, "how": "Stilles som krav."} for code in window.mandatory_standards],
            "solutions": [{"code": code, "how": "Skal støttes."} for code in window.national_solutions],
            "involved": "Ansatte, brukerråd, leverandører og helseforetaket.",
            "duties": [duty_key(duty) for duty in window.sharing_duties],
        }
