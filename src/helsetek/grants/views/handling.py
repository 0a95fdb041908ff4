"""The cases of the directorate: the list, the page of a case, and who takes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import permissions as impartiality
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework.forms import ConflictForm
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    AtLeast,
    Choice,
    CodeColumn,
    DayColumn,
    FilterSet,
    Listing,
    MoneyColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact, Moment, Tab
from helsetek.grants import addresses
from helsetek.grants.models import Application
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.applications import is_blind
from helsetek.grants.selectors import assessments, departures
from helsetek.grants.selectors import handling as selectors
from helsetek.grants.services import departures as considering
from helsetek.grants.services import review
from helsetek.grants.wording import in_my_language
from helsetek.scheme import selectors as scheme


def found(person: Person, pk: int) -> Application:
    """The application, for one who may see how it is handled; 404 if there is none."""
    related = ("case__officer", "call", "call_version", "lead", "collaboration")
    rows = Application.objects.select_related(*related).prefetch_related("case__declarations")
    application = rows.filter(pk=pk).first()
    if application is None:
        raise Http404
    permissions.may_see_handling(person, application).require()
    return application


# -- The list -----------------------------------------------------------------------------------------


def _calls() -> list[tuple[str, str]]:
    return [(str(call.pk), in_my_language(scheme.title(call))) for call in scheme.published_calls()]


class CaseList(Listing):
    title = gettext_lazy("Cases")
    file_name = "saker"
    search = ("case__number", "case__title", "lead__name", "case__officer__name")
    search_hint = gettext_lazy("case number, title, lead or officer")

    number = CodeColumn(gettext_lazy("Case"), "case__number", href=lambda row: addresses.handling(row.pk))
    name = TextColumn(gettext_lazy("Project"), "case__title")
    lead = TextColumn(gettext_lazy("Lead"), "lead__name")
    state = StatusColumn(gettext_lazy("State"), of=selectors.WORDS)
    officer = TextColumn(gettext_lazy("Officer"), "case__officer__name")
    requested_ore = MoneyColumn(gettext_lazy("Applied for"))
    submitted_at = DayColumn(gettext_lazy("Submitted"), on_page=False)

    class Meta:
        order_by = "number"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of=selectors.WORDS)
        call = Choice(gettext_lazy("Call"), _calls, "call")
        requested = AtLeast(gettext_lazy("Applied for, at least"), "requested_ore")


@require_safe
@signed_in
def case_list(request: HttpRequest) -> HttpResponse:
    """All cases, those that nobody has taken, and the reader's own."""
    person = who(request)
    _require_reader(person)
    which = request.GET.get("which", "")
    rows = {"mine": selectors.cases_of(person), "untaken": selectors.untaken()}.get(which, selectors.cases())
    return CaseList.show(request, rows, "grants/inside/cases.html", tabs=_tabs(request, person, which))


def _require_reader(person: Person) -> None:
    permissions.may_read_cases(person).require()


def _tabs(request: HttpRequest, person: Person, which: str) -> list[Tab]:
    own = accounts.holds_anywhere(person, Role.CASE_OFFICER) is not None
    tabs = [Tab(_("All"), request.path, current=which not in ("mine", "untaken"))]
    if own:
        counts = {"mine": selectors.cases_of(person).count(), "untaken": selectors.untaken().count()}
        words = {"mine": _("Mine"), "untaken": _("Not taken")}
        tabs += [
            Tab(words[key], f"{request.path}?which={key}", current=which == key, count=count)
            for key, count in counts.items()
        ]
    return tabs


# -- The case -----------------------------------------------------------------------------------------


@require_safe
@signed_in
def handling(request: HttpRequest, pk: int) -> HttpResponse:
    """What state the case is in, what happens next, who must act, by when, and all that has happened."""
    person, application = who(request), found(who(request), pk)
    decisions = selectors.decisions_of(application)
    context = frame(request, application, "handling") | {
        "next": selectors.what_next(application, person, decisions),
        "steps": selectors.steps(application),
        "facts": facts_of(application),
        "assessments": assessments.assessments_of(application),
        "result": assessments.result_of(application),
        "recommendation": assessments.recommendation(application),
        "decisions": decisions,
        "letters": cases.letters_of(application.case),
        "moments": _moments(application),
        "may_take": _may_take(person, application),
        "redo": cases.acts_to_redo(application.case),
        "may_leave": bool(impartiality.may_leave_standing(person, application.case)),
        **departed(person, application),
    }
    return render(request, "grants/inside/handling.html", context)


def departed(person: Person, application: Application) -> dict[str, Any]:
    """Partners that have left, and whether the reader is the one who says what follows."""
    left = departures.departures(application)
    return {
        "departures": left,
        "may_consider": bool(left) and bool(permissions.may_handle(person, application)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """The case officer says what follows from a partner having left."""
    application = found(who(request), pk)
    permissions.may_handle(who(request), application).require()
    return confirm(
        request,
        title=_("A partner has left: what follows?"),
        text=_(
            "Whether there are still enough municipalities, and what it means for the work and the budget. "
            "The partner is then no party to the case any more, and the parties can read what you write."
        ),
        label=_("Save"),
        act=lambda note: considering.consider(by=who(request), application=application, note=note),
        then=addresses.handling(pk),
        back=addresses.handling(pk),
        reason=_("What follows from it"),
        done=_("It is noted in the case."),
        color="accent",
    )


def frame(request: HttpRequest, application: Application, page: str) -> dict[str, Any]:
    """What every page of the inside of a case shows: the heading and the tabs."""
    pk = application.pk
    pages = [
        ("handling", _("The case")),
        ("formal_check", _("Formal check")),
        ("assessors", _("Assessments")),
        ("recommendation", _("Recommendation")),
        ("state_aid", _("State aid")),
        ("prepare_decision", _("Decision")),
    ]
    if is_blind(application):
        pages.insert(2, ("blind", _("Blinding")))
    tabs = [Tab(label, addresses.of(name, pk), current=name == page) for name, label in pages]
    tabs.insert(1, Tab(_("The application"), addresses.of("read", pk)))
    return {"application": application, "case": application.case, "tabs": tabs}


def facts_of(application: Application) -> list[Fact]:
    municipalities = [party.organisation.name for party in cases.parties_of(application.case)]
    officer = application.case.officer
    return [
        Fact(_("Call"), in_my_language(scheme.title(application.call))),
        Fact(_("Lead"), application.lead.name),
        Fact(_("Partners"), ", ".join(municipalities[1:]) or show.NOTHING),
        Fact(_("Applied for"), show.kroner(application.requested_ore)),
        Fact(_("Submitted"), show.instant(application.submitted_at)),
        Fact(_("Case officer"), officer.name if officer else _("Nobody yet")),
    ]


def _may_take(person: Person, application: Application) -> bool:
    finished = application.state in ("notified", "withdrawn")
    own = application.case.officer_id == person.pk
    return not finished and not own and bool(permissions.may_take(person, application))


def _moments(application: Application) -> list[Moment]:
    """The timeline from the inside, newest first; the same act by the same person time after time is one line."""
    rows: list[cases.TimelineRow] = []
    for row in cases.timeline(application.case.number, internal=True):
        if rows and (rows[-1].verb, rows[-1].person) == (row.verb, row.person) and not row.reasons:
            rows.pop()
        rows.append(row)
    return [
        Moment(
            row.at,
            row.text,
            row.person,
            row.organisation,
            row.reasons,
            color="neutral" if row.internal else "accent",
        )
        for row in reversed(rows)
    ]


@require_POST
@signed_in
def take_case(request: HttpRequest, pk: int) -> HttpResponse:
    application = found(who(request), pk)
    review.take_case(by=who(request), application=application)
    messages.success(request, _("The case is yours."))
    return redirect(addresses.handling(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def declare_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever handles or decides the case tells of a conflict: forvaltningsloven § 8."""
    application = found(who(request), pk)
    form = ConflictForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            casework.declare_impartiality(
                by=who(request), case=application.case, conflict=True, **form.cleaned_data
            )
            messages.success(request, _("The conflict is noted. Somebody else takes over."))
            return redirect("grants:cases")
    context = frame(request, application, "") | {"form": form}
    return render(request, "grants/inside/conflict.html", context)
