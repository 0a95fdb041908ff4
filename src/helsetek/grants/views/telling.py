"""Send the letters of a round: what will be sent, the confirmation, and the progress."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants import addresses
from helsetek.grants.models import Decision
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.selectors import ranking
from helsetek.grants.services import notifying
from helsetek.grants.views import rounds, working
from helsetek.scheme.selectors import Allotment


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def round_letters(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the round says to whom; then, with a confirmation, everybody is told."""
    allotment = rounds.found(request, slug, number)
    if request.method == "POST":
        permissions.may_notify(who(request), allotment).require()
        return _send(request, allotment)
    return _page(request, allotment)


def _send(request: HttpRequest, allotment: Allotment) -> HttpResponse:
    if request.POST.get("sure") != "1":
        return _page(request, allotment, _("Tick that the letters are to be sent."), status=422)
    leave_out = request.POST.get("leave_out") == "1"
    try:
        progress = notifying.notify_round(
            by=who(request), allotment=allotment, leave_out=leave_out, seconds=working.SECONDS
        )
    except (RuleBroken, WrongState) as refusal:
        return _page(request, allotment, str(refusal), status=422)
    if progress.is_finished:
        messages.success(request, _("All letters are sent, and everybody has been told."))
        return _done(request, allotment)
    context = rounds.frame(request, allotment, "round_letters") | {
        "progress": progress,
        "leave_out": leave_out,
    }
    return render(request, "grants/inside/sending.html", context)


def _done(request: HttpRequest, allotment: Allotment) -> HttpResponse:
    address = addresses.round_of(allotment, "round_letters")
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _page(request: HttpRequest, allotment: Allotment, problem: str = "", status: int = 200) -> HttpResponse:
    decisions = ranking.standing_decisions(allotment).values()
    made = [decision for decision in decisions if decision.decided_at is not None]
    context = rounds.frame(request, allotment, "round_letters") | {
        "counts": _counts(made),
        "made": len(made),
        "prepared": len(decisions) - len(made),
        "undecided": ranking.undecided(allotment).count(),
        "progress": notifying.progress(allotment),
        "may": bool(permissions.may_notify(who(request), allotment)),
        "problem": problem,
    }
    return render(request, "grants/inside/round_letters.html", context, status=status)


def _counts(made: list[Decision]) -> list[tuple[str, int, int]]:
    """How many letters of each kind, and what they give, in the order of the outcomes."""
    kinds = ("granted", "partial", "increased", "refused", "dismissed")
    found = {kind: [one for one in made if one.outcome == kind] for kind in kinds}
    return [(kind, len(rows), sum(one.amount_ore for one in rows)) for kind, rows in found.items() if rows]
