"""A grant's own page, and the answer to the offer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    DayColumn,
    FilterSet,
    Listing,
    MoneyColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Tab
from helsetek.grants.forms.payments import AcceptForm
from helsetek.grants.models import Grant
from helsetek.grants.permissions import payments as may
from helsetek.grants.permissions import reports as may_report
from helsetek.grants.selectors import grants as selectors
from helsetek.grants.services import acceptance, closing
from helsetek.grants.views import grant_page


class GrantList(Listing):
    title = gettext_lazy("Grants")
    lead = gettext_lazy("What has been granted, accepted and paid.")
    file_name = "tilskudd"
    search = ("application__case__number", "application__case__title", "application__lead__name")

    number = TextColumn(
        gettext_lazy("Case"),
        "application__case__number",
        href=lambda row: reverse("grants:grant", args=[row.pk]),
    )
    name = TextColumn(gettext_lazy("Project"), "application__case__title")
    lead_name = TextColumn(gettext_lazy("Lead"), "application__lead__name")
    granted = MoneyColumn(gettext_lazy("Granted"))
    paid = MoneyColumn(gettext_lazy("Paid"))
    state = StatusColumn(gettext_lazy("State"), of="grants.grant")
    offered_at = DayColumn(gettext_lazy("Offered"))

    class Meta(Listing.Meta):
        order_by = "-offered_at"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="grants.grant")


@require_safe
@signed_in
def grants(request: HttpRequest) -> HttpResponse:
    words = {"title": GrantList.title, "lead": GrantList.lead, "tabs": list_tabs("grants")}
    return GrantList.show(request, selectors.grants_seen_by(who(request)), "grants/grants.html", **words)


def list_tabs(current: str) -> list[Tab]:
    """Grants, and the amendments of their agreements."""
    pages = (("grants", _("Grants")), ("amendments", _("Amendments")))
    return [Tab(label, reverse(f"grants:{name}"), name == current) for name, label in pages]


@require_safe
@signed_in
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_grant(request, pk)
    return render(request, "grants/grant.html", grant_page.context(who(request), found))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_grant(request, pk)
    may.may_accept(who(request), found).require()
    form = AcceptForm(typed(request), initial={"account_number": selectors.last_account(found)})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            acceptance.accept(
                by=who(request), grant=found, account_number=form.cleaned_data["account_number"]
            )
            messages.success(request, _("The grant is accepted. Thank you."))
            return redirect("grants:grant", pk)
    return render(request, "grants/accept.html", {"form": form} | grant_page.context(who(request), found))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_grant(request, pk)
    may.may_accept(who(request), found).require()
    address = reverse("grants:grant", args=[pk])
    return confirm(
        request,
        title=_("Say no to the grant?"),
        text=_("The money goes back to the scheme and can be given to others. This cannot be undone."),
        label=_("Say no to the grant"),
        reason=_("Why do you say no?"),
        act=lambda reason: acceptance.decline(by=who(request), grant=found, reason=reason),
        then=address,
        back=address,
        done=_("You have said no to the grant."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_grant(request, pk)
    may_report.may_judge_report(who(request), found).require()
    address = reverse("grants:grant", args=[pk])
    return confirm(
        request,
        title=_("Close the case?"),
        text=closing.what_hinders_closing(found) or _("Everything is reported, paid and settled."),
        label=_("Close the case"),
        act=lambda _reason: closing.close(by=who(request), grant=found),
        then=address,
        back=address,
        done=_("The case is closed."),
        color="accent",
    )


def found_grant(request: HttpRequest, pk: int) -> Grant:
    try:
        found = selectors.grant(pk)
    except Grant.DoesNotExist as error:
        raise Http404 from error
    may_report.may_see_grant(who(request), found).require()
    return found
