"""The person's own page: rights, language, contact, log; and asking for a role."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts import selectors, services
from helsetek.accounts.forms import AskForm, ContactForm, LanguageForm
from helsetek.accounts.web import signed_in, who
from helsetek.accounts.words import moments
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    person = who(request)
    context = {
        "facts": [
            Fact(_("Name"), person.name),
            Fact(_("E-mail address"), person.email or _("Not told: you get no notices by e-mail")),
        ],
        "assignments": selectors.assignments_of(person),
        "asked": selectors.requests_of(person),
        "waiting": selectors.requests_to(person),
        "language_form": LanguageForm(initial={"language": person.language}),
        "moments": moments(selectors.rights_log(person)),
        "has_ties": selectors.acts_for_the_state(person),
        "is_administrator": bool(selectors.organisations_where(person, selectors.Role.SYSTEM_ADMINISTRATOR)),
    }
    return render(request, "accounts/me.html", context)


@require_POST
@signed_in
def language(request: HttpRequest) -> HttpResponse:
    """The language of the pages (a cookie) and of the notices (the person's own)."""
    chosen = request.POST.get("language", "")
    services.choose_language(by=who(request), language=chosen)
    with override(chosen):
        messages.success(request, _("The language is chosen."))
    response = HttpResponseRedirect(redirect("accounts:me").url)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def contact(request: HttpRequest) -> HttpResponse:
    person = who(request)
    form = ContactForm(typed(request), initial={"name": person.name, "email": person.email})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.tell_contact(by=person, **form.cleaned_data)
            messages.success(request, _("Your name and address are saved."))
            return redirect("accounts:me")
    return render(request, "accounts/contact.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """What to do for somebody who has logged in and holds no role yet."""
    person = who(request)
    form = AskForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.ask_for_role(
                by=person,
                organisation_id=form.cleaned_data["organisation"],
                role=form.cleaned_data["role"],
                message=form.cleaned_data["message"],
            )
            messages.success(request, _("Your request has been sent. You will find the answer on this page."))
            return redirect("accounts:ask")
    context = {"form": form, "asked": selectors.requests_of(person), "held": selectors.roles_of(person)}
    return render(request, "accounts/ask.html", context)
