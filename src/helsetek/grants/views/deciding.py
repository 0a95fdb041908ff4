"""Decisions: prepared one by one or all at once, read, made, sent back, reopened; and a look at the letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.web import signed_in, who
from helsetek.casework.rules.reasons import Reasons
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    Column,
    FilterSet,
    Listing,
    MoneyColumn,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.states import states
from helsetek.grants import addresses
from helsetek.grants.forms.rounds import DismissForm, PrepareForm
from helsetek.grants.models import Application, Decision
from helsetek.grants.permissions import assessments as reading
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.selectors import assessments, decision_texts, letters, ranking
from helsetek.grants.selectors import handling as selectors
from helsetek.grants.selectors.decision_texts import Draft
from helsetek.grants.selectors.departures import before_deciding
from helsetek.grants.services import decisions as services
from helsetek.grants.services import previews
from helsetek.grants.services import rounds as batch
from helsetek.grants.views import assessors, handling, working
from helsetek.grants.views import rounds as round_views
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment

# -- One decision -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prepare_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the decision on one application, in the allotment that is open."""
    person = who(request)
    application = handling.found(person, pk)
    allotment = _open_allotment(application)
    draft = _draft(application, allotment) if allotment else None
    may = bool(permissions.may_prepare(person, application))
    form = _prepare_form(request, draft) if draft and may else None
    if request.method == "POST":
        permissions.may_prepare(person, application).require()
        if form is not None and allotment is not None and form.is_valid():
            with refusals_in(form):
                services.prepare(
                    by=person, allotment=allotment, application=application, **_prepared_from(form)
                )
                messages.success(request, _("The decision is prepared. Somebody else makes it."))
                return redirect(addresses.of("prepare_decision", pk))
    context = handling.frame(request, application, "prepare_decision") | {
        "form": form,
        "allotment": allotment,
        "decisions": selectors.decisions_of(application),
        "recommendation": assessments.recommendation(application),
        **handling.departed(person, application),
    }
    return render(request, "grants/inside/prepare_decision.html", context)


def _prepared_from(form: PrepareForm | DismissForm) -> dict[str, Any]:
    """What the service is given: the reasons in their parts (forvaltningsloven § 25)."""
    given = dict(form.cleaned_data)
    reasons = Reasons(given.pop("rule"), given.pop("facts"), given.pop("reasons"))
    return {"amount_ore": 0, **given, "reasons": reasons}


def _open_allotment(application: Application) -> Allotment | None:
    """The allotment that has not been told, if the application can have a decision in it now."""
    if application.state not in ("recommended", "inadmissible", "notified"):
        return None
    allotment = scheme.allotments_of(application.call).filter(notified_at__isnull=True).last()
    if allotment is None:
        return None
    standing = ranking.standing_decisions(allotment).get(application.pk)
    return None if standing is not None and standing.decided_at is not None else allotment


def _draft(application: Application, allotment: Allotment) -> Draft | None:
    """What the form is filled with: the prepared decision, or what the ranking and the finding propose."""
    standing = ranking.standing_decisions(allotment).get(application.pk)
    if standing is not None:
        parts = standing.reasons_in_parts
        return Draft(
            application,
            standing.amount_ore,
            standing.on_reserve_list,
            parts.discretion,
            standing.conditions,
            rule=parts.rule,
            facts=parts.facts,
        )
    if application.state == "inadmissible":
        return decision_texts.draft_of_dismissal(application)
    rows = ranking.ranking(allotment)
    row = next((row for row in rows if row.application.pk == application.pk), None)
    return decision_texts.draft_of_row(row, ranking.totals(allotment, rows)) if row else None


def _prepare_form(request: HttpRequest, draft: Draft) -> PrepareForm | DismissForm:
    initial = {
        "amount_ore": draft.amount_ore,
        "on_reserve_list": draft.on_reserve_list,
        "rule": draft.rule,
        "facts": draft.facts,
        "reasons": draft.reasons,
        "conditions": draft.conditions,
    }
    kind = DismissForm if draft.application.state == "inadmissible" else PrepareForm
    return kind(typed(request), initial=initial)


def _found(request: HttpRequest, pk: int) -> Decision:
    try:
        decision = selectors.decision(pk)
    except Decision.DoesNotExist as error:
        raise Http404 from error
    reading.may_see_handling(who(request), decision.application).require()
    return decision


def _links(person: Any, decision: Decision) -> dict[str, bool]:
    """Which acts the page offers: none that would be refused."""
    standing = decision.reopened_at is None
    may = standing and decision.notified_at is None and bool(permissions.may_decide(person, decision))
    return {
        "decide": may and decision.decided_at is None,
        "send_back": may and decision.decided_at is None,
        "reopen": may and decision.decided_at is not None,
    }


@require_safe
@signed_in
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a decision rests on, and the buttons of who may make it."""
    shown = _found(request, pk)
    application, person = shown.application, who(request)
    found = assessments.assessments_of(application)
    context = handling.frame(request, application, "prepare_decision") | {
        "decision": shown,
        "acts": _links(person, shown),
        "why_not": _why_not(person, shown),
        "recommendation": assessments.recommendation(application),
        "scored": assessors.scored(person, application, found),
        "result": assessments.result_of(application),
        "formal": assessments.formal_check(application),
        **handling.departed(person, application),
    }
    return render(request, "grants/inside/decision.html", context)


def _why_not(person: Any, shown: Decision) -> str:
    """To a decision maker who may not make this one: why."""
    waiting = shown.decided_at is None and shown.reopened_at is None
    if not waiting or accounts.holds_anywhere(person, Role.DECISION_MAKER) is None:
        return ""
    return permissions.may_decide(person, shown).reason


@require_POST
@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _found(request, pk)
    services.decide(by=who(request), decision=shown)
    messages.success(request, _("The decision is made. It is told with the others of the round."))
    return redirect(addresses.decision(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _found(request, pk)
    permissions.may_decide(who(request), shown).require()
    return confirm(
        request,
        title=_("Send the decision back?"),
        text=_("It is not made. The case officer prepares it anew."),
        label=_("Send it back"),
        act=lambda reason: services.send_back(by=who(request), decision=shown, reason=reason),
        then=addresses.decision(pk),
        back=addresses.decision(pk),
        reason=_("What should be done otherwise"),
        done=_("The decision is sent back."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _found(request, pk)
    permissions.may_decide(who(request), shown).require()
    return confirm(
        request,
        title=_("Reopen the decision?"),
        text=_(
            "Nobody has been told of it yet. The money it reserves is released, and the case stands as before."
        ),
        label=_("Reopen the decision"),
        act=lambda reason: services.reopen(by=who(request), decision=shown, reason=reason),
        then=addresses.decision(pk),
        back=addresses.decision(pk),
        reason=_("Why"),
        done=_("The decision is reopened."),
    )


@require_safe
@signed_in
def letter_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it would be sent, drawn now and stored nowhere."""
    shown = _found(request, pk)
    pdf = previews.draw(letters.of_decision(shown), shown)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="utkast-{shown.pk}.pdf"'},
    )


# -- The round ----------------------------------------------------------------------------------------


class DecisionList(Listing):
    file_name = "vedtak"
    search = ("application__case__number", "application__case__title", "application__lead__name")
    rows_on_a_page = 100

    number = TextColumn(
        gettext_lazy("Case"), "application__case__number", href=lambda row: addresses.decision(row.pk)
    )
    name = TextColumn(gettext_lazy("Project"), "application__case__title")
    lead = TextColumn(gettext_lazy("Lead"), "application__lead__name")
    outcome = StatusColumn(gettext_lazy("Decision"), of="grants.outcome")
    requested = MoneyColumn(gettext_lazy("Applied for"), "application__requested_ore")
    amount_ore = MoneyColumn(gettext_lazy("Given"))
    prepared_by = TextColumn(gettext_lazy("Prepared by"), "prepared_by__name")
    decided_by = TextColumn(gettext_lazy("Made by"), "decided_by__name")

    class Meta:
        order_by = "number"

    class Filters(FilterSet):
        outcome = Choice(
            gettext_lazy("Decision"),
            lambda: [(key, one.label) for key, one in states("grants.outcome").items()],
        )


class TickColumn(Column):
    """A box for each decision that is not made, sent with the form beside the list."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Choose"), "pk", in_file=False, orderable=False)

    def render(self, record: Decision) -> str:
        if record.decided_at is not None:
            return ""
        return format_html(
            '<input class="ds-input" type="checkbox" form="decide" name="decision" value="{}" aria-label="{}">',
            record.pk,
            record.application.case.number,
        )


class TickList(DecisionList):
    """The same for those who make decisions."""

    tick = TickColumn()

    class Meta:
        order_by = "number"
        sequence = ("tick", "...")


@require_safe
@signed_in
def round_decisions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The decisions of an allotment: prepared, made and told."""
    allotment = round_views.found(request, slug, number)
    person = who(request)
    rows = allotment.decisions.filter(reopened_at__isnull=True).select_related(
        "application__case", "application__lead", "prepared_by", "decided_by"
    )
    waiting = batch.to_decide(allotment).count()
    may_decide = accounts.holds_anywhere(person, Role.DECISION_MAKER) is not None
    context = round_views.frame(request, allotment, "round_decisions") | {
        "to_prepare": ranking.to_prepare(allotment),
        "waiting": waiting,
        "may_prepare": bool(permissions.may_propose(person, allotment)) and allotment.notified_at is None,
        "may_decide": may_decide,
        "departed": before_deciding(allotment) if waiting else [],
    }
    listing = TickList if may_decide and waiting else DecisionList
    return listing.show(request, rows, "grants/inside/round_decisions.html", **context)


@require_POST
@signed_in
def prepare_round(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Prepare all that is left, step by step."""
    allotment = round_views.found(request, slug, number)
    skip = working.skipped(request)
    step = batch.prepare_round(by=who(request), allotment=allotment, seconds=working.SECONDS, skip=skip)
    return working.show(
        request,
        step,
        title=_("Preparing decisions"),
        done=_("The decisions are prepared. A decision maker can make them."),
        then=addresses.round_of(allotment, "round_decisions"),
    )


@require_POST
@signed_in
def decide_round(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make all the prepared decisions, or those that were ticked, step by step."""
    allotment = round_views.found(request, slug, number)
    ids = working.ids_in(request, "decision")
    if request.POST.get("which") == "ticked" and not ids:
        messages.error(request, _("Tick the decisions that you will make."))
        return redirect(addresses.round_of(allotment, "round_decisions"))
    step = batch.decide_batch(
        by=who(request),
        allotment=allotment,
        decision_ids=ids if request.POST.get("which") == "ticked" else None,
        seconds=working.SECONDS,
        skip=working.skipped(request),
    )
    return working.show(
        request,
        step,
        title=_("Making decisions"),
        done=_("The decisions are made. They are told when the letters are sent."),
        then=addresses.round_of(allotment, "round_decisions"),
        carry=_carried(request, ids),
    )


def _carried(request: HttpRequest, ids: list[int]) -> list[tuple[str, str]]:
    """What the next step must be sent too: which were ticked, if only some were."""
    if request.POST.get("which") != "ticked":
        return []
    return [("which", "ticked"), *(("decision", str(pk)) for pk in ids)]
