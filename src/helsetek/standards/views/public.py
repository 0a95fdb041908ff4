"""What everybody may read: the catalogue, a standard with its history, sets of requirements and their versions."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.accounts.web import found
from helsetek.common.web import exports, states
from helsetek.common.web.listing import (
    Choice,
    CodeColumn,
    DayColumn,
    FilterSet,
    Listing,
    NumberColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.parts import Fact
from helsetek.common.web.show import NOTHING, day
from helsetek.standards import selectors, sheets, wording
from helsetek.standards.models import Kind, RequirementSet, RequirementSetVersion, Standard
from helsetek.standards.permissions import may_keep_catalogue


def keeps(request: HttpRequest) -> bool:
    return bool(may_keep_catalogue(cast("Person | Visitor", request.user)))


class StandardFilters(FilterSet):
    level = StateChoice(gettext_lazy("Level"), of="standards.level")
    life = StateChoice(gettext_lazy("Life cycle"), of="standards.life")
    kind = Choice(gettext_lazy("Kind"), Kind.choices, "standard__kind")


class StandardList(Listing):
    title = gettext_lazy("Standards")
    lead = gettext_lazy(
        "Standards, profiles, code systems, guidance and national solutions in health: how binding they are, where they "
        "are in their life, and where it is written."
    )
    file_name = "standarder"
    search = ("words",)
    search_hint = gettext_lazy("Title, identifier or publisher")

    title_ = TextColumn(
        gettext_lazy("Title"), "standard__title",
        href=lambda row: reverse("standards:standard", args=[row.standard.slug]),
    )  # fmt: skip
    identifier = CodeColumn(gettext_lazy("Identifier"), "standard__identifier")
    kind = TextColumn(gettext_lazy("Kind"), "standard__get_kind_display")
    level = StatusColumn(gettext_lazy("Level"), of="standards.level")
    life = StatusColumn(gettext_lazy("Life cycle"), of="standards.life")
    publisher = TextColumn(gettext_lazy("Publisher"), "standard__publisher", on_page=False)
    version = CodeColumn(gettext_lazy("Version"), "standard__version", on_page=False)
    since = DayColumn(gettext_lazy("Since"), on_page=False)
    mandatory_for = TextColumn(gettext_lazy("Mandatory for"), "standard__mandatory_for", on_page=False)
    source = TextColumn(gettext_lazy("Source"), "standard__source", on_page=False)

    class Meta:
        order_by = "title_"

    Filters = StandardFilters


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Everything, as it stands today, or on the day asked for (``?dag=2024-01-01``)."""
    on = _day_asked(request)
    return StandardList.show(
        request, selectors.catalogue(on), "standards/catalogue.html", on=on, keeps=keeps(request)
    )


def _day_asked(request: HttpRequest) -> Any:
    try:
        return parse_date(request.GET.get("dag", ""))
    except ValueError:
        return None


@require_safe
def standard(request: HttpRequest, slug: str) -> HttpResponse:
    one = found(selectors.standard, slug)
    context = {
        "standard": one,
        "about": selectors.about(one),
        "now": selectors.standing_of(one),
        "history": list(one.standings.all())[::-1],
        "facts": _facts(one),
        "sets": [row for row in selectors.sets() if row.standard_id == one.pk],
        "keeps": keeps(request),
    }
    return render(request, "standards/standard.html", context)


def _facts(one: Standard) -> list[Fact]:
    link = Fact(_("Address"), one.url, href=one.url)
    facts = [
        Fact(_("Identifier"), one.identifier),
        Fact(_("Version"), one.version),
        Fact(_("Kind"), Kind(one.kind).label),
        Fact(_("Publisher"), one.publisher),
        Fact(_("Areas of use"), wording.areas_in_words(one.areas)),
        Fact(_("Code systems"), ", ".join(one.code_systems)),
        Fact(_("For whom it is mandatory"), one.mandatory_for),
        link,
    ]
    return [fact for fact in facts if fact.value]


# -- Requirements ---------------------------------------------------------------------------------------------------


class SetList(Listing):
    title = gettext_lazy("Sets of requirements")
    lead = gettext_lazy("What products are held against when they are declared, tested and approved.")
    file_name = "kravsett"
    search = ("title", "purpose")

    title_ = TextColumn(gettext_lazy("Set"), "title", href=lambda row: row["href"])
    type = StatusColumn(gettext_lazy("Type of approval"), of="standards.type")
    number = NumberColumn(gettext_lazy("Version"), "number")
    count = NumberColumn(gettext_lazy("Requirements"), "count")
    published_at = DayColumn(gettext_lazy("Published"), "published_at")
    state = StatusColumn(gettext_lazy("State"), of="standards.version")

    class Meta:
        order_by = "title_"


@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    mine = keeps(request)
    rows = [_set_row(one) for one in selectors.sets(with_drafts=mine)]
    return SetList.show(request, rows, "standards/sets.html", keeps=mine)


def _set_row(one: RequirementSet) -> dict[str, Any]:
    versions = list(one.versions.all())
    shown = [row for row in versions if row.state == "published"] or versions
    newest = shown[-1]
    return {
        "title": selectors.title_of(one),
        "purpose": selectors.purpose_of(one),
        "href": reverse("standards:version", args=[one.slug, newest.number]),
        "type": one.approval_type,
        "number": newest.number,
        "count": newest.count,  # type: ignore[attr-defined]
        "published_at": newest.published_at,
        "state": newest.state,
    }


class RequirementFilters(FilterSet):
    strength = StateChoice(gettext_lazy("Must, should or may"), of="standards.strength")
    testability = StateChoice(gettext_lazy("Tested in type"), of="standards.type")


class RequirementList(Listing):
    title = gettext_lazy("Requirements")
    file_name = "krav"
    search = ("code", "text", "source")
    search_hint = gettext_lazy("Id, text or source")

    code = CodeColumn(gettext_lazy("Id"), "code", href=lambda row: row["href"])
    text = TextColumn(gettext_lazy("Requirement"), "text", orderable=False)
    strength = StatusColumn(gettext_lazy("Must, should or may"), of="standards.strength")
    testability = StatusColumn(gettext_lazy("Tested in type"), of="standards.type")
    source = TextColumn(gettext_lazy("Source"), "source")

    class Meta:
        order_by = ()

    Filters = RequirementFilters


def visible_version(request: HttpRequest, slug: str, number: int) -> RequirementSetVersion:
    """A draft does not exist for others than those who write it."""
    one = found(selectors.version, slug, number)
    if one.state == "draft" and not keeps(request):
        raise Http404
    return one


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    one = visible_version(request, slug, number)
    mine = keeps(request) and one.state == "draft"
    context = {
        "version": one,
        "set": one.set,
        "heading": selectors.title_of(one.set),
        "purpose": selectors.purpose_of(one.set),
        "facts": _version_facts(one),
        "changes": [
            (row, [wording.FIELDS[name] for name in row.fields]) for row in selectors.changes_of(one)
        ],
        "versions": [
            row for row in one.set.versions.order_by("-number") if row.state != "draft" or keeps(request)
        ],
        "writes": mine,
        "keeps": keeps(request),
    }
    return RequirementList.show(request, _rows(one, mine), "standards/version.html", **context)


def _version_facts(one: RequirementSetVersion) -> list[Fact]:
    held = one.set
    facts = [
        Fact(_("Type of approval"), states.state_of("standards.type", held.approval_type).label),
        Fact(_("Published"), day(one.published_at) if one.published_at else NOTHING),
        Fact(_("Who answers for the set"), held.owner),
        Fact(_("Areas of use"), wording.areas_in_words(held.areas)),
    ]
    if held.standard:
        address = reverse("standards:standard", args=[held.standard.slug])
        facts.append(Fact(_("Standard"), held.standard.title, href=address))
    if held.valid_months:
        facts.append(
            Fact(_("An approval is valid for"), _("%(count)d months") % {"count": held.valid_months})
        )
    if one.content_hash:
        facts.append(Fact(_("Hash of the content (SHA-256)"), one.content_hash))
    return facts


def _rows(one: RequirementSetVersion, mine: bool) -> list[dict[str, Any]]:
    address = reverse("standards:write", args=[one.set.slug, one.number]) if mine else ""
    return [
        {
            "code": row.code,
            "href": f"{address}?code={row.code}" if mine else "",
            "text": selectors.text_of(row),
            "strength": row.strength,
            "testability": row.testability,
            "source": row.source,
        }
        for row in selectors.requirements_of(one)
    ]


_KINDS = {
    "csv": ("text/csv; charset=utf-8", "csv", sheets.as_csv),
    "xlsx": (exports._XLSX, "xlsx", sheets.as_workbook),
    "xt-ehr": ("text/csv; charset=utf-8", "csv", sheets.as_obligations),
}


@require_safe
def download(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The whole version as a file: in the columns used in Norway, or its obligations in the form of Xt-EHR."""
    one = visible_version(request, slug, number)
    if kind not in _KINDS:
        raise Http404
    content_type, ending, write = _KINDS[kind]
    name = f"{slug}-{number}{'-xt-ehr' if kind == 'xt-ehr' else ''}.{ending}"
    response = HttpResponse(write(selectors.rows_of(one)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
