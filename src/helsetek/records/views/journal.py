"""The public journal: a list that anybody may search and take out, its entries, and a feed of the newest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    CodeColumn,
    DayColumn,
    FilterSet,
    FromDay,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
    ToDay,
)
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact
from helsetek.records import permissions
from helsetek.records.forms.journal import WithholdForm
from helsetek.records.models import JournalEntry
from helsetek.records.paragraphs import law_of, paragraphs
from helsetek.records.selectors import journal as selectors
from helsetek.records.services import journal as acts

NEWEST = 50


def address(entry: JournalEntry) -> str:
    return reverse("records:entry", args=[entry.year, entry.number])


class ExemptionColumn(TextColumn):
    """The paragraph, as it is cited."""

    def render(self, value: str) -> str:
        return law_of(value) or show.NOTHING

    def value(self, value: str) -> str:
        return law_of(value)


class WithheldChoice(Choice):
    def filter(self, queryset: Any, value: str) -> Any:
        if not value:
            return queryset
        return queryset.exclude(exemption="") if value == "withheld" else queryset.filter(exemption="")


class JournalList(Listing):
    title = gettext_lazy("Public journal")
    lead = gettext_lazy(
        "Everything that comes in and goes out in the cases of the scheme. Ask to see a document from its own page."
    )
    file_name = "offentlig-journal"
    search = ("shown_title", "correspondent", "case__number", "case_title")
    search_hint = gettext_lazy("words, organisation or case number")

    dated = DayColumn(gettext_lazy("Dated"))
    title_shown = TextColumn(gettext_lazy("Document"), "shown_title", href=address)
    direction = StatusColumn(gettext_lazy("Direction"), of="records.direction")
    correspondent = TextColumn(gettext_lazy("From or to"))
    case_number = CodeColumn(gettext_lazy("Case"), "case__number")
    case_title = TextColumn(gettext_lazy("Title of the case"))
    exemption = ExemptionColumn(gettext_lazy("Withheld by"))
    journalled_at = DayColumn(gettext_lazy("Journalled"), on_page=False)
    label = CodeColumn(gettext_lazy("Journal number"), "label", orderable=False)

    class Filters(FilterSet):
        direction = StateChoice(gettext_lazy("Direction"), of="records.direction")
        since = FromDay(gettext_lazy("From and with"), "dated")
        until = ToDay(gettext_lazy("To and with"), "dated")
        withheld = WithheldChoice(
            gettext_lazy("Withheld or open"),
            [("withheld", gettext_lazy("Withheld")), ("open", gettext_lazy("Open"))],
        )


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    return JournalList.show(request, selectors.public_entries(), "records/journal.html")


@require_safe
def entry(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What everybody may know of one entry, and the way to ask for the document."""
    shown = found(selectors.public_entry, year, number)
    return render(request, "records/entry.html", {"entry": shown, **_about(request, shown)})


def _about(request: HttpRequest, shown: JournalEntry) -> dict[str, Any]:
    others = [one for one in selectors.public_of_case(shown.case) if one.pk != shown.pk]
    keeps = isinstance(request.user, Person) and bool(permissions.may_keep_journal(request.user, shown.case))
    return {
        "facts": _facts(shown),
        "paragraph": paragraphs().get(shown.exemption),
        "others": others,
        "keeps": keeps,
    }


def _facts(shown: JournalEntry) -> list[Fact]:
    way = _("From") if shown.direction == "in" else _("To")
    return [
        Fact(_("Journal number"), shown.label),
        Fact(_("Case"), f"{shown.reference}, {shown.case_title}"),
        Fact(way, shown.correspondent or show.NOTHING),
        Fact(_("Dated"), show.day(shown.dated)),
        Fact(_("Journalled"), show.day(shown.journalled_at)),
        Fact(_("Withheld by"), law_of(shown.exemption) or _("Nothing")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withhold(request: HttpRequest, entry_id: int) -> HttpResponse:
    """For those who keep the journal: withhold an entry, or open it again."""
    person, shown = who(request), found(selectors.entry, entry_id)
    permissions.may_keep_journal(person, shown.case).require()
    initial = {"paragraph": shown.exemption, "shown_title": shown.shown_title}
    form = WithholdForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            acts.withhold(by=person, entry=shown, **form.cleaned_data)
            messages.success(request, _("The journal shows it so from now on."))
            return redirect(address(shown))
    return render(request, "records/withhold.html", {"entry": shown, "form": form, "back": address(shown)})


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest entries, for those who follow along: ``kind`` is ``atom`` or ``rss``."""
    made = feed_of(selectors.public_entries()[:NEWEST], kind, reverse("records:feed", args=[kind]))
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    made.write(response, "utf-8")
    return response


def feed_of(entries: QuerySet[JournalEntry], kind: str, own: str) -> SyndicationFeed:
    maker = Atom1Feed if kind == "atom" else Rss201rev2Feed
    made = maker(
        title=_("Public journal of the health technology scheme"),
        link=f"{settings.SITE_ADDRESS}{reverse('records:journal')}",
        description=_("The newest entries."),
        feed_url=f"{settings.SITE_ADDRESS}{own}",
        language="nb",
    )
    for one in entries:
        made.add_item(
            title=one.shown_title,
            link=f"{settings.SITE_ADDRESS}{address(one)}",
            description=f"{one.reference} {one.case_title}. {one.correspondent}. {law_of(one.exemption)}".strip(),
            pubdate=one.journalled_at,
            updateddate=one.journalled_at,
            unique_id=f"{settings.SITE_ADDRESS}{address(one)}",
        )
    return made
