"""Who has which rights in an organisation; passing them on, taking them back, answering those who ask."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts import permissions, selectors, services
from helsetek.accounts.forms import AnswerForm, DelegateForm
from helsetek.accounts.web import found, signed_in, who
from helsetek.accounts.words import moments
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact
from helsetek.registry import selectors as registry


@require_safe
@signed_in
def rights(request: HttpRequest, organisation_id: int) -> HttpResponse:
    person = who(request)
    organisation = found(registry.organisation, organisation_id)
    permissions.may_see_rights(person, organisation.pk).require()
    rows = selectors.rights_in(organisation.pk)
    context = {
        "organisation": organisation,
        "rows": [(row, bool(permissions.may_revoke(person, row))) for row in rows],
        "waiting": [
            one for one in selectors.requests_in(organisation.pk) if permissions.may_answer(person, one)
        ],
        "may_delegate": bool(permissions.may_delegate(person, organisation.pk)),
        "moments": moments(selectors.changes_of_rights(organisation.pk), with_person=True),
    }
    return render(request, "accounts/rights.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delegate(request: HttpRequest, organisation_id: int) -> HttpResponse:
    person = who(request)
    organisation = found(registry.organisation, organisation_id)
    permissions.may_delegate(person, organisation.pk).require()
    form = DelegateForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.delegate(by=person, organisation_id=organisation.pk, **form.cleaned_data)
            messages.success(request, _("The right is delegated."))
            return redirect("accounts:rights", organisation.pk)
    return render(request, "accounts/delegate.html", {"form": form, "organisation": organisation})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revoke(request: HttpRequest, assignment_id: int) -> HttpResponse:
    person = who(request)
    assignment = found(selectors.assignment, assignment_id)
    permissions.may_revoke(person, assignment).require()
    back = reverse("accounts:rights", args=[assignment.organisation_id])
    words = {
        "role": selectors.role_name(selectors.Role(assignment.role)).lower(),
        "name": assignment.person.name,
        "place": assignment.organisation.name,
    }
    return confirm(
        request,
        title=_("Take back a role"),
        text=_(
            "%(name)s will no longer have the role «%(role)s» in %(place)s. What was delegated by it ends too."
        )
        % words,
        label=_("Take back"),
        act=lambda _reason: services.revoke_role(by=person, assignment=assignment),
        then=back,
        back=back,
        done=_("The role is taken back."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    person = who(request)
    asked = found(selectors.access_request, request_id)
    permissions.may_answer(person, asked).require()
    form = AnswerForm(typed(request), must_end=not permissions.is_administrator(person))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.answer_request(by=person, request=asked, **form.cleaned_data)
            messages.success(request, _("The answer is given."))
            return redirect("accounts:rights", asked.organisation_id)
    context = {"form": form, "asked": asked, "facts": _facts(asked)}
    return render(request, "accounts/answer.html", context)


def _facts(asked: selectors.AccessRequest) -> list[Fact]:
    return [
        Fact(_("Name"), asked.person.name, asked.person.email),
        Fact(_("Role"), selectors.role_name(selectors.Role(asked.role))),
        Fact(_("Organisation"), asked.organisation.name),
        Fact(_("Asked"), show.instant(asked.asked_at)),
        Fact(_("Message"), asked.message or "–"),
    ]
