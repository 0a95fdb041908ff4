"""The report's figure of section 5.1.18 for any round: the grant against centrality, the bubble by inhabitants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helsetek.common import charts, money
from helsetek.common.charts import Chart, Point
from helsetek.common.web import show
from helsetek.grants.selectors.awards import Award
from helsetek.registry.selectors import MunicipalityFacts

MEASURES = ("innbygger", "belop")


@dataclass(frozen=True)
class RoundRow:
    """One award: who leads, how central the lead is, how many live in the municipalities that take part."""

    lead: str
    project: str
    centrality: int
    centrality_class: int
    municipalities: int
    inhabitants: int
    amount_ore: int
    synthetic: bool

    @property
    def per_inhabitant(self) -> float:
        """Kroner."""
        return float(money.nok(self.amount_ore)) / self.inhabitants if self.inhabitants else 0.0

    @property
    def per_inhabitant_rounded(self) -> int:
        return round(self.per_inhabitant)


def rows(awards: Iterable[Award], facts: dict[int, MunicipalityFacts]) -> list[RoundRow]:
    """Awards led by a municipality; others have no centrality and are left out."""
    found = []
    for award in awards:
        lead = facts.get(award.lead_id)
        if lead is None or award.amount_ore <= 0:
            continue
        members = [facts[pk] for pk in award.member_ids if pk in facts]
        found.append(
            RoundRow(
                lead=award.lead,
                project=award.title,
                centrality=lead.centrality_index,
                centrality_class=lead.centrality_class,
                municipalities=len(members),
                inhabitants=sum(one.inhabitants for one in members),
                amount_ore=award.amount_ore,
                synthetic=award.synthetic,
            )
        )
    return sorted(found, key=lambda row: -row.centrality)


def figure(found: list[RoundRow], measure: str) -> Chart:
    """The bubble chart; ``measure`` is kroner per inhabitant or the amount."""
    each = measure == "innbygger"
    points = [
        Point(
            row.centrality,
            row.per_inhabitant if each else float(money.nok(row.amount_ore)) / 1e6,
            row.lead,
            float(row.inhabitants),
        )
        for row in found
    ]
    return charts.scatter(
        _("Grant per inhabitant against centrality") if each else _("Grant against centrality"),
        points,
        x_label=_("Centrality of the lead (index)"),
        y_label=_("kr per inhabitant") if each else _("Million kr"),
        label=_("Leading municipality"),
        size_label=_("Inhabitants"),
        summary=_summary(found, each),
        x_shown=lambda x: show.number(round(x)),
        y_shown=lambda y: show.decimal(round(y, 0 if each else 2), 0 if each else 2),
        size_shown=lambda n: show.number(round(n)),
    )


def _summary(found: list[RoundRow], each: bool) -> str:
    if len(found) < 2:
        return _("Each bubble is a grant; its size is the inhabitants of the municipalities that take part.")
    central = [row for row in found if row.centrality_class <= 3]
    far = [row for row in found if row.centrality_class > 3]
    if not central or not far or not each:
        return _("Each bubble is a grant; its size is the inhabitants of the municipalities that take part.")
    return _(
        "Led from the three most central classes: %(central)s kr per inhabitant; from the others: %(far)s kr."
    ) % {
        "central": show.number(round(_mean(central))),
        "far": show.number(round(_mean(far))),
    }


def _mean(found: list[RoundRow]) -> float:
    people = sum(row.inhabitants for row in found)
    return float(money.nok(sum(row.amount_ore for row in found))) / people if people else 0.0
