"""The public pages: all organisations, and each of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.common.charts import Chart, Dot, norway
from helsetek.common.web import show
from helsetek.common.web.listing import Choice, Column, FilterSet, Listing, NumberColumn, TextColumn
from helsetek.common.web.parts import Fact

from . import panels, selectors
from .facts import MunicipalityFacts
from .models import Organisation, OrganisationKind


def _kinds() -> list[tuple[str, Any]]:
    return list(OrganisationKind.choices)


def _named(kind: str) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in selectors.of_kind(kind).values_list("pk", "name")]


def _counties() -> list[tuple[str, str]]:
    return _named(OrganisationKind.COUNTY)


def _regions() -> list[tuple[str, str]]:
    return _named(OrganisationKind.REGIONAL_HEALTH_AUTHORITY)


class KindColumn(Column):
    """The kind in words; «fictitious» for what was made for the demonstration."""

    def render(self, record: Organisation) -> str:
        return self.value(record)

    def value(self, record: Organisation) -> str:
        kind = str(OrganisationKind(record.kind).label)
        return f"{kind} ({_('fictitious')})" if record.synthetic else kind


class OrganisationList(Listing):
    title = gettext_lazy("Organisations")
    lead = gettext_lazy(
        "Municipalities and others who take part in the scheme, and what is publicly known of them."
    )
    file_name = "organisasjoner"
    search = ("name", "municipality__number", "organisation_number")
    search_hint = gettext_lazy("Name, municipality number or organisation number")

    name = TextColumn(
        gettext_lazy("Name"), "name", href=lambda row: reverse("registry:organisation", args=[row.pk])
    )
    kind = KindColumn(gettext_lazy("Kind"), "kind")
    number = TextColumn(gettext_lazy("Municipality number"), "municipality__number")
    county = TextColumn(gettext_lazy("County"), "municipality__county__name")
    region = TextColumn(gettext_lazy("Health region"), "municipality__regional_health_authority__name")
    inhabitants = NumberColumn(gettext_lazy("Inhabitants"), "inhabitants")
    centrality = NumberColumn(
        gettext_lazy("Centrality class"), "municipality__centrality_class", on_page=False
    )
    kostra = TextColumn(gettext_lazy("KOSTRA group"), "municipality__kostra_group", on_page=False)
    trust = TextColumn(gettext_lazy("Health trust"), "municipality__health_trust__name", on_page=False)
    organisation_number = TextColumn(
        gettext_lazy("Organisation number"), "organisation_number", on_page=False
    )

    class Meta:
        order_by = "name"

    class Filters(FilterSet):
        kind = Choice(gettext_lazy("Kind"), _kinds)
        county = Choice(gettext_lazy("County"), _counties, "municipality__county")
        region = Choice(gettext_lazy("Health region"), _regions, "municipality__regional_health_authority")


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    return OrganisationList.show(request, selectors.with_facts())


@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    try:
        found = selectors.organisation(organisation_id)
    except (Organisation.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    facts = selectors.facts_of([found.pk]).get(found.pk)
    near = selectors.facts_of(selectors.neighbours_of(found.pk)) if facts else {}
    context = {
        "organisation": found,
        "kind": OrganisationKind(found.kind).label,
        "facts": _facts(found, facts),
        "map": _map(facts, list(near.values())) if facts else None,
        "neighbours": sorted(near.values(), key=lambda one: one.name),
        "numbers": selectors.numbers_of(found.pk),
        "origins": selectors.origins_of(found.pk),
        "successors": selectors.successors_of(found.pk),
        "panels": panels.drawn(request, found),
    }
    return render(request, "registry/organisation.html", context)


def _facts(organisation: Organisation, facts: MunicipalityFacts | None) -> list[Fact]:
    known = [Fact(_("Kind"), OrganisationKind(organisation.kind).label)]
    if organisation.organisation_number:
        known.append(Fact(_("Organisation number"), organisation.organisation_number))
    if facts:
        known += [
            Fact(_("Municipality number"), facts.number),
            Fact(_("County"), facts.county),
            Fact(_("Inhabitants"), show.number(facts.inhabitants)),
            Fact(_("Centrality class"), facts.centrality_class, _("1 is most central, 6 least")),
            Fact(_("KOSTRA group"), facts.kostra_group),
            Fact(_("Health region"), facts.regional_health_authority),
            Fact(_("Health trust"), facts.health_trust),
        ]
    return [*known, Fact(_("Letters are written in"), _language(organisation))]


def _language(organisation: Organisation) -> str:
    return _("Nynorsk") if selectors.letter_language(organisation) == "nn" else _("Bokmål")


def _map(facts: MunicipalityFacts, near: list[MunicipalityFacts]) -> Chart:
    return norway(
        _("Where it is"),
        [*(_dot(one) for one in near), Dot(facts.latitude, facts.longitude, facts.name)],
        land=selectors.places(),
        summary=_("%(name)s and the municipalities that share a land border with it.") % {"name": facts.name},
        label=_("Municipality"),
    )


def _dot(one: MunicipalityFacts) -> Dot:
    address = reverse("registry:organisation", args=[one.organisation_id])
    return Dot(one.latitude, one.longitude, one.name, color="neutral", href=address)
