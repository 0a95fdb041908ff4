"""The auditor's pages: the accounts to be confirmed, and the confirmation. No more of the case than that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import found, signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    FilterSet,
    InstantColumn,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact
from helsetek.common.web.show import kroner
from helsetek.grants.forms.reports import AuditorForm
from helsetek.grants.models import Report
from helsetek.grants.permissions import reports as may
from helsetek.grants.selectors import audits
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.selectors.audits import Standing
from helsetek.grants.selectors.grants import granted_ore
from helsetek.grants.services import reporting
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme
from helsetek.scheme.wording import AUDIT_STANDARDS


class AuditList(Listing):
    title = gettext_lazy("Accounts to confirm")
    lead = gettext_lazy("The final accounts of grants to the organisations that you audit.")
    file_name = "revisjon"
    search = ("grant__application__case__number", "grant__application__case__title")
    search_hint = gettext_lazy("case number or project")

    number = TextColumn(
        gettext_lazy("Case"),
        "grant__application__case__number",
        href=lambda row: reverse("grants:confirm_accounts", args=[row.pk]),
    )
    project = TextColumn(gettext_lazy("Project"), "grant__application__case__title")
    lead_name = TextColumn(gettext_lazy("Lead"), "grant__application__lead__name")
    state = StatusColumn(gettext_lazy("State"), of="grants.report")
    due_at = InstantColumn(gettext_lazy("Due"))

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="grants.report")


@require_safe
@signed_in
def audits_to_do(request: HttpRequest) -> HttpResponse:
    return AuditList.show(request, audits.accounts_seen_by(who(request)), "grants/audits.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_accounts(request: HttpRequest, pk: int) -> HttpResponse:
    """The accounts line by line with their vouchers, and the confirmation."""
    person, report = who(request), found(selectors.report, pk)
    may.may_see_accounts(person, report.grant).require()
    right = may.may_confirm_accounts(person, report.grant)
    right.require()
    standing = audits.standing(report, selectors.data_of(report))
    form = AuditorForm(typed(request), request.FILES or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        with refusals_in(form):
            reporting.confirm_accounts(
                by=person,
                report=report,
                file_name=file.name if file else "",
                content=file.read() if file else b"",
                opinion=said["opinion"],
                reservations=said["reservations"],
                years=said.get("years", ()),
            )
            messages.success(request, _("The auditor's confirmation is added."))
            return redirect("grants:confirm_accounts", pk)
    return render(request, "grants/auditor.html", _context(report, form, standing))


def _context(report: Report, form: AuditorForm, standing: Standing) -> dict[str, Any]:
    grant, data = report.grant, selectors.data_of(report)
    terms, language = scheme.terms(grant.application.call_version), get_language() or "nb"
    lines = selectors.budget_lines(grant)
    spent = {(one.organisation_id, one.category, one.year): one.spent_ore for one in data.spent}
    return {
        "report": report,
        "case": grant.application.case,
        "form": form,
        "open": report.state in reporting.OPEN and grant.state == "accepted",
        "audit": standing,
        "confirmations": audits.confirmations_of(report),
        "rows": [(line, spent.get(line.key)) for line in lines],
        "partners": {
            pk: one.name
            for pk, one in registry.organisations({line.organisation_id for line in lines}).items()
        },
        "categories": {one.code: one.label.in_language(language) for one in terms.cost_categories},
        "facts": [
            Fact(_("Lead"), grant.application.lead.name),
            Fact(_("Granted"), kroner(granted_ore(grant))),
            Fact(_("Standard"), AUDIT_STANDARDS[standing.standard]),
            *(
                Fact(_("Spent in %(year)d") % {"year": y}, kroner(ore))
                for y, ore in sorted(standing.by_year.items())
            ),
        ],
    }
