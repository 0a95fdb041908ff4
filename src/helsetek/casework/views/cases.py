"""What belongs to a case: messages, letters and events."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import guards, permissions, services
from helsetek.casework.forms import MessageForm
from helsetek.casework.models import Case
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


def _frame(case: Case) -> dict[str, str]:
    return {"thing": guards.address_of(case)}
