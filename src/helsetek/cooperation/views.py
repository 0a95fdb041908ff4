"""Pages of collaborations: found, look, invite, answer, leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.rules import HELD_IN
from helsetek.accounts.selectors import Person, Role, organisations_where
from helsetek.accounts.web import found as existing
from helsetek.accounts.web import signed_in, who
from helsetek.common.errors import NotAllowed
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import InstantColumn, Listing, NumberColumn, TextColumn
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation

from . import permissions, selectors, services, shown
from .forms import AgreementForm, AnswerForm, FoundForm, InviteForm, WordsForm, file_of
from .models import Collaboration

MOST_FOUND = 40
_reading_and_writing = require_http_methods(["GET", "HEAD", "POST"])


class CollaborationList(Listing):
    title = gettext_lazy("Collaborations")
    lead = gettext_lazy("Organisations that act together under one lead.")
    file_name = "samarbeid"
    search = ("name", "lead__name")
    search_hint = gettext_lazy("Name or lead")

    name = TextColumn(
        gettext_lazy("Name"), "name", href=lambda row: reverse("cooperation:collaboration", args=[row.pk])
    )
    led_by = TextColumn(gettext_lazy("Lead"), "lead__name")
    consented = NumberColumn(gettext_lazy("Have consented"), "consented")
    invited = NumberColumn(gettext_lazy("Have not answered"), "invited")
    founded_at = InstantColumn(gettext_lazy("Founded"), "founded_at")

    class Meta:
        order_by = "name"


@require_safe
@signed_in
def collaborations(request: HttpRequest) -> HttpResponse:
    person = who(request)
    if not organisations_where(person):
        raise NotAllowed(_("Collaborations are seen by those who hold a role in an organisation."))
    context = {"invitations": selectors.invitations_to(person), "may_found": bool(_own(person))}
    rows = selectors.visible_to(person)
    return CollaborationList.show(request, rows, "cooperation/collaborations.html", **context)


def _own(person: Person) -> list[Organisation]:
    """The organisations that the person can found a collaboration for."""
    ids = organisations_where(person, Role.WRITER, Role.SIGNATORY)
    return [one for one in registry.organisations(ids).values() if one.kind in HELD_IN[Role.SIGNATORY]]


@_reading_and_writing
@signed_in
def found(request: HttpRequest) -> HttpResponse:
    person = who(request)
    leads = _own(person)
    if not leads:
        raise NotAllowed(
            _("Only those who write or sign for a municipality, a county or a health trust can found one.")
        )
    near = selectors.suggestions([one.pk for one in leads])
    form = FoundForm(typed(request), request.FILES or None, leads=leads, near=near)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            made = services.found(
                by=person,
                name=given["name"],
                purpose=given["purpose"],
                lead_id=given["lead"],
                member_ids=given.get("neighbours", []),
                agreement=file_of(form),
            )
            messages.success(request, _("The collaboration is founded. Invite its members here."))
            return redirect("cooperation:invite", made.pk)
    return render(request, "cooperation/found.html", {"form": form})


@require_safe
@signed_in
def collaboration(request: HttpRequest, collaboration_id: int) -> HttpResponse:
    person = who(request)
    it = existing(selectors.collaboration, collaboration_id)
    permissions.may_see(person, it).require()
    rows = selectors.memberships_of(it)
    context = {
        "collaboration": it,
        "rows": [(row, bool(permissions.may_consent(person, row)), row.organisation_id == it.lead_id) for row in rows],
        "next": shown.what_next(it, rows, person),
        "may_change": bool(permissions.may_change(person, it)) and not it.dissolved_at,
        "map": shown.map_of(it, rows),
        "files": shown.files(selectors.documents(it)),
        "moments": shown.moments(selectors.log_of(it)),
    }  # fmt: skip
    return render(request, "cooperation/collaboration.html", context)


def _changeable(request: HttpRequest, collaboration_id: int) -> tuple[Person, Collaboration]:
    person = who(request)
    it = existing(selectors.collaboration, collaboration_id)
    permissions.may_change(person, it).require()
    return person, it


@_reading_and_writing
@signed_in
def change(request: HttpRequest, collaboration_id: int) -> HttpResponse:
    person, it = _changeable(request, collaboration_id)
    form = WordsForm(typed(request), initial={"name": it.name, "purpose": it.purpose})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.change(by=person, collaboration=it, **form.cleaned_data)
            messages.success(request, _("The change is saved, and the members are told."))
            return redirect("cooperation:collaboration", it.pk)
    return render(request, "cooperation/change.html", {"form": form, "collaboration": it})


@_reading_and_writing
@signed_in
def agreement(request: HttpRequest, collaboration_id: int) -> HttpResponse:
    person, it = _changeable(request, collaboration_id)
    form = AgreementForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = file_of(form)
        with refusals_in(form):
            if file:
                services.add_agreement(by=person, collaboration=it, agreement=file)
            messages.success(request, _("The document is kept."))
            return redirect("cooperation:collaboration", it.pk)
    return render(request, "cooperation/agreement.html", {"form": form, "collaboration": it})


@_reading_and_writing
@signed_in
def invite(request: HttpRequest, collaboration_id: int) -> HttpResponse:
    person, it = _changeable(request, collaboration_id)
    words = request.GET.get("q", "").replace("\x00", "")[:60].strip()
    choices, count = _choices(it, words)
    form = InviteForm(typed(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.invite(by=person, collaboration=it, organisation_ids=form.cleaned_data["members"])
            _say_invited(request, len(made))
            return redirect("cooperation:invite", it.pk)
    context: dict[str, Any] = {
        "form": form, "collaboration": it, "words": words, "count": count, "shown": len(choices),
        "standing": [row for row in selectors.memberships_of(it) if row.state in selectors.STANDING],
    }  # fmt: skip
    return render(request, "cooperation/invite.html", context)


def _choices(it: Collaboration, words: str) -> tuple[list[tuple[int, str]], int]:
    """What can be ticked: what was searched for, or neighbours; and how many there are in all."""
    if words:
        rows = selectors.can_be_invited(it, words)
        return [(one.pk, shown.with_kind(one)) for one in rows[:MOST_FOUND]], rows.count()
    near = selectors.suggestions(selectors.standing_ids(it))
    return [(one.organisation_id, shown.neighbour(one)) for one in near], len(near)


def _say_invited(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nobody was ticked, or all were invited already."))
        return
    text = ngettext("%(count)d was invited.", "%(count)d were invited.", count)
    messages.success(request, text % {"count": count})


@_reading_and_writing
@signed_in
def answer(request: HttpRequest, membership_id: int) -> HttpResponse:
    person = who(request)
    row = existing(selectors.membership, membership_id)
    permissions.may_consent(person, row).require()
    form = AnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if form.cleaned_data["answer"] == "yes":
                services.consent(by=person, membership=row)
                messages.success(request, _("%(name)s has joined.") % {"name": row.organisation.name})
                return redirect("cooperation:collaboration", row.collaboration_id)
            services.decline(by=person, membership=row, reason=form.cleaned_data["reason"])
            messages.success(request, _("%(name)s has declined.") % {"name": row.organisation.name})
            return redirect("cooperation:collaborations")
    context = {
        "form": form,
        "membership": row,
        "collaboration": row.collaboration,
        "others": selectors.memberships_of(row.collaboration),
        "files": shown.files(selectors.documents(row.collaboration)),
        "open": row.state == selectors.MembershipState.INVITED,
    }
    return render(request, "cooperation/answer.html", context)


@_reading_and_writing
@signed_in
def withdraw(request: HttpRequest, membership_id: int) -> HttpResponse:
    person = who(request)
    row = existing(selectors.membership, membership_id)
    permissions.may_consent(person, row).require()
    return confirm(
        request,
        title=_("Leave the collaboration"),
        text=_(
            "%(place)s will no longer be a member of «%(name)s». Applications that are not sent yet lose its part."
        )
        % {"place": row.organisation.name, "name": row.collaboration.name},
        label=_("Leave"),
        reason=_("Why the organisation leaves"),
        act=lambda reason: services.withdraw(by=person, membership=row, reason=reason),
        then=reverse("cooperation:collaborations"),
        back=reverse("cooperation:collaboration", args=[row.collaboration_id]),
        done=_("The organisation has left the collaboration."),
    )
