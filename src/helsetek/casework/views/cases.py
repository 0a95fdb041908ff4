"""What belongs to a case: messages, letters, events and impartiality."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import guards, permissions, selectors, services
from helsetek.casework.forms import ImpartialityForm, MessageForm, SubstituteForm
from helsetek.casework.models import Case, ImpartialityDeclaration
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in


def _case(request: HttpRequest, number: str) -> tuple[Person, Case]:
    """The case, for who may see it."""
    person = who(request)
    case = get_object_or_404(Case.objects.select_related("officer"), number=number)
    guards.may_see_case(person, case).require()
    return person, case


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_messages(request: HttpRequest, number: str) -> HttpResponse:
    """What has been written on the case, and a form for those who may write."""
    person, case = _case(request, number)
    may_write = permissions.may_write_message(person, case)
    form = MessageForm(typed(request)) if may_write else None
    if request.method == "POST":
        may_write.require()
    if request.method == "POST" and form and form.is_valid():
        with refusals_in(form):
            services.write_message(by=person, case=case, text=form.cleaned_data["text"])
            messages.success(request, _("The message is sent."))
            return redirect("casework:messages", case.number)
    return render(request, "casework/messages.html", {"case": case, "form": form, **_frame(case)})


@require_safe
@signed_in
def case_letters(request: HttpRequest, number: str) -> HttpResponse:
    _person, case = _case(request, number)
    return render(request, "casework/letters.html", {"case": case, **_frame(case)})


@require_safe
@signed_in
def case_events(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that has happened in the case, from the event log."""
    _person, case = _case(request, number)
    return render(request, "casework/events.html", {"case": case, **_frame(case)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def impartiality(request: HttpRequest, number: str) -> HttpResponse:
    """Declare one's impartiality; those who run the case see the conflicts that need a substitute."""
    person = who(request)
    permissions.may_declare(person).require()
    case = get_object_or_404(Case, number=number)
    form = ImpartialityForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.declare_impartiality(
                by=person,
                case=case,
                conflict=form.cleaned_data["conflict"],
                ground=form.cleaned_data["ground"],
            )
            messages.success(request, _("Your declaration is recorded."))
            return redirect("casework:impartiality", case.number)
    context = {
        "case": case,
        "form": form,
        "newest": selectors.newest_declaration(person, case),
        "by_itself": permissions.belongs_to_a_party(person, case),
        "conflicts": selectors.open_conflicts(case) if permissions.may_run_case(person) else [],
    }
    return render(request, "casework/impartiality.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def substitute(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Name who steps in for somebody with a conflict."""
    person = who(request)
    permissions.may_run_case(person).require()
    found = get_object_or_404(
        ImpartialityDeclaration.objects.select_related("case", "person"), pk=declaration_id, conflict=True
    )
    people = {one.pk: one for one in selectors.possible_substitutes(found)}
    form = SubstituteForm(typed(request), people=list(people.values()))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.name_substitute(
                by=person, declaration=found, substitute=people[form.cleaned_data["substitute"]]
            )
            messages.success(request, _("The substitute is named."))
            return redirect("casework:impartiality", found.case.number)
    return render(
        request, "casework/substitute.html", {"case": found.case, "declaration": found, "form": form}
    )


def _frame(case: Case) -> dict[str, str]:
    return {"thing": guards.address_of(case)}
