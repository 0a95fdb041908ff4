"""Who got what: a list to search and take out, and a page for each award."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.common import charts
from helsetek.common.charts import Chart, Dot, Legend
from helsetek.common.web import show
from helsetek.common.web.listing import (
    Choice,
    Column,
    FilterSet,
    Listing,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.parts import Fact
from helsetek.grants.selectors.awards import Award, awards_public
from helsetek.portal.selectors import awards as selectors
from helsetek.portal.selectors.awards import Got
from helsetek.registry.points import Point, points


class ProjectColumn(TextColumn):
    """The project, with a link to its page here or at the source, if there is one."""

    def render(self, value: str, record: Got) -> SafeString | str:
        href = record.href or record.source_address
        return format_html('<a class="ds-link" href="{}">{}</a>', href, value) if href else value


class AwardTable(Listing):
    title = gettext_lazy("Who got what")
    lead = gettext_lazy("Every grant that has been told: to whom, for what, and how much.")
    file_name = "tildelinger"
    search = ("title", "members_text", "area_label", "county", "call")
    search_hint = gettext_lazy("project, municipality or area")

    project = ProjectColumn(gettext_lazy("Project"), "title")
    lead_name = TextColumn(gettext_lazy("Lead"), "lead")
    others = NumberColumn(gettext_lazy("Partners"))
    members = TextColumn(gettext_lazy("Participants"), "members_text", on_page=False)
    county = TextColumn(gettext_lazy("County"), on_page=False)
    area = TextColumn(gettext_lazy("Area"), "area_label")
    year = Column(gettext_lazy("Year"))
    call = TextColumn(gettext_lazy("Call"), on_page=False)
    requested_ore = MoneyColumn(gettext_lazy("Applied for"), on_page=False)
    amount_ore = MoneyColumn(gettext_lazy("Granted"))
    state = StatusColumn(gettext_lazy("State"), of="portal.award")
    changed = TextColumn(gettext_lazy("Changed"), on_page=False)
    origin = TextColumn(gettext_lazy("Origin"), in_file=False)
    mark = TextColumn(gettext_lazy("Origin"), on_page=False)
    source_address = Column(gettext_lazy("Address of the source"), on_page=False)

    class Meta:
        order_by = "-year"


def filters_for(rows: list[Got]) -> type[FilterSet]:
    """Filters with the choices that the rows hold."""

    def choices(name: str) -> list[tuple[str, str]]:
        return [
            (value, value)
            for value in sorted({str(getattr(row, name)) for row in rows if getattr(row, name)})
        ]

    areas = sorted({(row.area, row.area_label) for row in rows if row.area}, key=lambda pair: pair[1])
    leads = sorted({(str(row.lead_id), row.lead) for row in rows if row.lead_id}, key=lambda pair: pair[1])

    origins = [("no", _("Reported facts")), ("yes", _("Synthetic"))]

    class Filters(FilterSet):
        year = Choice(_("Year"), choices("year")[::-1])
        area = Choice(_("Area"), areas)
        county = Choice(_("County"), choices("county"))
        lead = Choice(_("Lead"), leads, field_name="lead_id")
        synthetic = Choice(_("Origin"), origins, field_name="synthetic_key")

    return Filters


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    rows = selectors.who_got_what()
    table = type("AwardTableNow", (AwardTable,), {"Filters": filters_for(rows)})
    context: dict[str, Any] = {
        "sum_ore": sum(row.amount_ore for row in rows),
        "has_synthetic": any(row.synthetic for row in rows),
    }
    return table.show(request, rows, "portal/awards.html", **context)  # type: ignore[attr-defined,no-any-return]


@require_safe
def award(request: HttpRequest, grant_id: int) -> HttpResponse:
    """What everybody may know of one grant."""
    found = next((one for one in awards_public() if one.grant_id == grant_id), None)
    if found is None:
        raise Http404
    places = points()
    titles = selectors.call_titles([found.call_id])
    area = selectors.area_labels([found.call_id]).get(found.area, "")
    context = {
        "award": found,
        "area": area,
        "call_title": titles.get(found.call_id, ""),
        "facts": _facts(found, area, places),
        "map": map_of_members(found, places) if places else None,
    }
    return render(request, "portal/award.html", context)


def _facts(award: Award, area: str, places: dict[int, Point]) -> list[Fact]:
    people = sum(places[pk].inhabitants for pk in award.member_ids if pk in places)
    rows = [
        Fact(_("Granted"), show.kroner(award.amount_ore)),
        Fact(_("Applied for"), show.kroner(award.requested_ore)),
        Fact(_("Paid so far"), show.kroner(award.paid_ore)),
        Fact(_("Told"), show.day(award.told_at)),
        Fact(_("Area"), area or show.NOTHING),
    ]
    if award.changed:
        rows.insert(1, Fact(_("Changed"), selectors.changed_in_words(award.changed)))
    if people:
        rows.append(Fact(_("Inhabitants in the municipalities"), show.number(people)))
    return rows


def map_of_members(award: Award, places: dict[int, Point]) -> Chart:
    """Norway with the lead and its partners."""
    dots = [
        Dot(
            places[pk].latitude,
            places[pk].longitude,
            name,
            color="brand1" if pk == award.lead_id else "accent",
        )
        for pk, name in award.members
        if pk in places
    ]
    return charts.norway(
        _("Who takes part"),
        dots,
        land=[(one.latitude, one.longitude) for one in places.values()],
        summary=_("%(lead)s leads; %(count)s take part in all.")
        % {"lead": award.lead, "count": len(award.members)},
        label=_("Municipality"),
        legend=[Legend("brand1", _("Lead")), Legend("accent", _("Partner"))],
    )
