"""What a party can do against a decision: see the time limits, appeal, ask; and what it sees of how that goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found as found_or_404
from helsetek.accounts.web import signed_in, who
from helsetek.casework import appealing, guards, parts, permissions, selectors, services, wording
from helsetek.casework.appealing import Appealable
from helsetek.casework.forms import AppealForm, AskForm, CommentForm
from helsetek.casework.models import Appeal, Case, PartyRequest
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.forewarnings import About
from helsetek.casework.selectors import Deadline
from helsetek.casework.selectors import appeal_progress as progress
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact, Link
from helsetek.common.web.show import deadline as shown_deadline
from helsetek.common.web.show import instant

GET_AND_POST = ["GET", "HEAD", "POST"]
ASKED = (Kind.ACCESS, Kind.REASONS, Kind.EXTENSION, Kind.SUSPENSION)


def case_or_404(person: Person, number: str) -> Case:
    """The case, for who may see it."""
    case = found_or_404(selectors.case, number)
    guards.may_see_case(person, case).require()
    return case


def appeal_or_404(person: Person, pk: int) -> Appeal:
    """The appeal, for who may see it."""
    found = found_or_404(selectors.appeal, pk)
    permissions.may_see_appeal(person, found).require()
    return found


# -- The page of a case -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartyLimit:
    """One party's receipt and time limit for one decision."""

    name: str
    deadline: Deadline | None
    how: Any


@dataclass(frozen=True, slots=True)
class Challenge:
    """One decision on the page: its limits, and what the reader can do about it."""

    decision: Appealable
    limits: list[PartyLimit]
    acts: list[Link]
    begin: bool


@require_safe
@signed_in
def challenges(request: HttpRequest, number: str) -> HttpResponse:
    """Every decision of the case with its time limits, the appeals and requests, and what the reader can do."""
    person = who(request)
    case = case_or_404(person, number)
    appeals = selectors.appeals_of(case, person)
    inside = bool(permissions.may_see_inside(person, case))
    letters = selectors.letters_of(case, sent_only=True)
    context = {
        "case": case,
        "thing": guards.address_of(case),
        "challenges": [_challenge(person, case, one, appeals) for one in selectors.appealables(case)],
        "appeals": [(one, progress.what_next(one, person)) for one in appeals],
        "requests": selectors.requests_of(case),
        "forewarnings": [(one, wording.ABOUT[About(one.about)]) for one in selectors.forewarnings_of(case)],
        "rulings": [one for one in selectors.rulings_of(case) if one.state == "prepared"] if inside else [],
        "given": [parts.file(one) for one in selectors.documents_given_to(person, case)],
        "may_ask": bool(permissions.may_ask(person, case)),
        "inside": inside,
        "letters": [(one, reverse("casework:letter", args=[one.pk])) for one in reversed(letters)],
    }
    return render(request, "casework/challenges.html", context)


def _challenge(person: Person, case: Case, decision: Appealable, appeals: list[Appeal]) -> Challenge:
    limits = []
    for party in selectors.parties_of(case):
        limit = selectors.deadline_of(decision, party.organisation_id)
        how = wording.HOW[limit.received.how] if limit else ""
        limits.append(PartyLimit(party.organisation.name, limit, how))
    about = [one for one in appeals if (one.subject, one.subject_id) == (decision.kind, decision.pk)]
    return Challenge(decision, limits, _acts(person, case, decision, about), _may_begin(person, case, about))


def _may_begin(person: Person, case: Case, about: list[Appeal]) -> bool:
    may = permissions.may_appeal(person, case)
    own = [
        one for one in about if one.organisation_id == may.acting_for and one.state in selectors.OPEN_APPEALS
    ]
    return bool(may) and not own


def _acts(person: Person, case: Case, decision: Appealable, about: list[Appeal]) -> list[Link]:
    """What else the reader can do: go on with a draft, ask for something, reverse."""
    links = []
    may = permissions.may_ask(person, case)
    if may:
        limit = selectors.deadline_of(decision, may.acting_for or 0)
        if limit is not None and not limit.is_past:
            links.append(_ask_link(case, Kind.EXTENSION, decision, _("Ask for more time")))
            if not decision.has_reasons:
                links.append(_ask_link(case, Kind.REASONS, decision, _("Ask for the reasons")))
        if any(one.state in selectors.SUBMITTED_APPEALS for one in about):
            links.append(_ask_link(case, Kind.SUSPENSION, decision, _("Ask that the decision waits")))
    own_subject = decision.kind.startswith("casework.")
    if permissions.may_prepare_answer(person, case) and not own_subject and not about:
        address = reverse("casework:reverse", args=[case.number, decision.kind, decision.pk])
        links.append(Link(_("Reverse without an appeal"), address))
        if selectors.open_forewarning(About.REVERSAL, decision.kind, decision.pk) is None:
            warn = reverse("casework:warn_of_reversal", args=[case.number, decision.kind, decision.pk])
            links.append(Link(_("Give notice of reversal"), warn))
    return links


def _ask_link(case: Case, kind: Kind, decision: Appealable, label: str) -> Link:
    address = reverse("casework:ask", args=[case.number, kind.value])
    return Link(label, f"{address}?vedtak={decision.kind}:{decision.pk}")


# -- Appeals ------------------------------------------------------------------------------------------


@require_POST
@signed_in
def begin_appeal(request: HttpRequest, number: str) -> HttpResponse:
    person = who(request)
    case = case_or_404(person, number)
    permissions.may_appeal(person, case).require()
    subject, pk = _about(request.POST.get("vedtak", ""))
    made = services.begin_appeal(by=person, case=case, subject=subject, subject_id=pk)
    return redirect("casework:write_appeal" if made.state == "draft" else "casework:appeal", made.pk)


def _about(given: str) -> tuple[str, int]:
    """«grants.decision:17» as kind and id."""
    kind, _colon, pk = given.rpartition(":")
    if not kind or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return kind, int(pk)


@require_safe
@signed_in
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal: what state, what next, who, by when; what it says, what was ruled, its own log."""
    person = who(request)
    found = appeal_or_404(person, pk)
    inside = bool(permissions.may_see_inside(person, found.case))
    log = selectors.timeline(found.case.number, internal=selectors.is_staff_of_case(person))
    own = [row for row in log if row.thing == f"appeal:{found.pk}" and row.verb != "casework.appeal_saved"]
    rulings = [one for one in selectors.rulings_of(found.case) if one.appeal_id == found.pk]
    context = {
        "appeal": found,
        "case": found.case,
        "next": progress.what_next(found, person),
        "facts": _facts(found),
        "rulings": [
            (one, wording.KINDS[Kind(one.kind)], wording.outcome(one.kind, one.outcome))
            for one in rulings
            if inside or one.state == "decided"
        ],
        "moments": [parts.moment(row) for row in reversed(own)],
        "inside": inside,
        "may_write": found.state == "draft" and bool(permissions.may_write_appeal(person, found)),
        "may_withdraw": found.state in ("draft", "submitted", "prepared", "sent_on")
        and bool(permissions.may_sign_appeal(person, found)),
        "is_late_now": _is_late_now(found),
    }
    return render(request, "casework/appeal.html", context)


def _limit(found: Appeal) -> Deadline | None:
    decision = selectors.appealable(found.case, found.subject, found.subject_id)
    return selectors.deadline_of(decision, found.organisation_id) if decision else None


def _is_late_now(found: Appeal) -> bool:
    limit = _limit(found) if found.state == "draft" else None
    return found.late or (limit is not None and limit.is_past)


def _facts(found: Appeal) -> list[Fact]:
    limit = _limit(found)
    facts = [
        Fact(_("Decision"), found.subject_title),
        Fact(_("Party that appeals"), found.organisation.name),
        Fact(
            _("Time limit"),
            shown_deadline(limit.at) if limit else _("Has not begun to run"),
            hint=str(wording.HOW[limit.received.how]) if limit else "",
        ),
    ]
    if found.submitted_at:
        late = _("After the time limit") if found.late else _("In time")
        facts.append(Fact(_("Sent"), instant(found.submitted_at), hint=late))
    if found.comments_due_at:
        facts.append(Fact(_("Comments before"), shown_deadline(found.comments_due_at)))
    return facts


@require_http_methods(GET_AND_POST)
@signed_in
def write_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the appeal. It can be saved as often as one likes, and is sent by a signatory."""
    person = who(request)
    found = appeal_or_404(person, pk)
    permissions.may_write_appeal(person, found).require()
    initial = {name: getattr(found, name) for name in ("wrong", "change", "late_why", "revision")}
    form = AppealForm(typed(request), initial=initial, late=_is_late_now(found))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.save_appeal(by=person, appeal=found, **form.cleaned_data)
            messages.success(request, _("The appeal is saved. It is not sent yet."))
            return redirect("casework:appeal", pk)
    context = {"form": form, "appeal": found, "case": found.case, "late": _is_late_now(found)}
    return render(request, "casework/write_appeal.html", context)


@require_http_methods(GET_AND_POST)
@signed_in
def send_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    person = who(request)
    found = appeal_or_404(person, pk)
    permissions.may_sign_appeal(person, found).require()
    back = reverse("casework:appeal", args=[pk])
    return confirm(
        request,
        title=_("Send the appeal?"),
        text=_("«%(title)s» is appealed on behalf of %(place)s. When it is sent, the text cannot be changed.")
        % {"title": found.subject_title, "place": found.organisation.name},
        label=_("Send the appeal"),
        act=lambda reason: services.submit_appeal(by=person, appeal=found),
        then=back,
        back=back,
        done=_("The appeal is sent. A receipt lies among the letters of the case."),
        color="accent",
    )


@require_http_methods(GET_AND_POST)
@signed_in
def withdraw_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    person = who(request)
    found = appeal_or_404(person, pk)
    permissions.may_sign_appeal(person, found).require()
    back = reverse("casework:appeal", args=[pk])
    return confirm(
        request,
        title=_("Withdraw the appeal?"),
        text=_("The decision then stands as it is. You can appeal again only while the time limit runs."),
        label=_("Withdraw"),
        act=lambda reason: services.withdraw_appeal(by=person, appeal=found, reason=reason),
        then=back,
        back=back,
        done=_("The appeal is withdrawn."),
    )


@require_http_methods(GET_AND_POST)
@signed_in
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """What the party says to the statement that has gone to the appeal body."""
    person = who(request)
    found = appeal_or_404(person, pk)
    permissions.may_write_appeal(person, found).require()
    form = CommentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.comment_on_statement(by=person, appeal=found, comments=form.cleaned_data["comments"])
            messages.success(request, _("Your comments are sent on to the appeal body."))
            return redirect("casework:appeal", pk)
    return render(request, "casework/comment.html", {"form": form, "appeal": found, "case": found.case})


# -- Requests -----------------------------------------------------------------------------------------


@require_http_methods(GET_AND_POST)
@signed_in
def ask(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Ask for documents, reasons, more time, or that a decision waits."""
    if kind not in {one.value for one in ASKED}:
        raise Http404
    person, wanted = who(request), Kind(kind)
    case = case_or_404(person, number)
    permissions.may_ask(person, case).require()
    subject, pk = ("", 0) if wanted is Kind.ACCESS else _about(request.GET.get("vedtak", ""))
    decision = selectors.appealable(case, subject, pk) if subject else None
    if wanted is not Kind.ACCESS and decision is None:
        raise Http404
    form = AskForm(typed(request), kind=wanted)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.ask(
                by=person,
                case=case,
                kind=wanted,
                subject=subject,
                subject_id=pk,
                words=form.cleaned_data["text"],
                until=form.cleaned_data.get("until"),
            )
            messages.success(request, _("Your request is sent, and will be answered."))
            return redirect("casework:challenges", number)
    context = {
        "form": form,
        "case": case,
        "kind": wanted,
        "decision": decision,
        "title": _asked_title(wanted),
    }
    return render(request, "casework/ask.html", context)


def _asked_title(kind: Kind) -> str:
    return {
        Kind.ACCESS: _("Ask to see documents of the case"),
        Kind.REASONS: _("Ask for the reasons"),
        Kind.EXTENSION: _("Ask for more time"),
        Kind.SUSPENSION: _("Ask that the decision waits"),
    }[kind]


@require_safe
@signed_in
def party_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request and its answer."""
    person = who(request)
    found: PartyRequest = found_or_404(selectors.request, pk)
    guards.may_see_case(person, found.case).require()
    inside = bool(permissions.may_see_inside(person, found.case))
    rulings = [one for one in selectors.rulings_of(found.case) if one.request_id == found.pk]
    waiting = any(one.state == "prepared" for one in rulings)
    context = {
        "asked": found,
        "case": found.case,
        "rulings": [
            (one, wording.outcome(one.kind, one.outcome))
            for one in rulings
            if inside or one.state == "decided"
        ],
        "may_answer": found.state == "open"
        and not waiting
        and bool(permissions.may_prepare_answer(person, found.case)),
        "inside": inside,
    }
    return render(request, "casework/request.html", context)


def room_fields(case: Case, subject: str, subject_id: int) -> dict[str, Any]:
    """What the case's room asks about a change; nothing for what is ruled here."""
    if subject.startswith("casework."):
        return {}
    return appealing.remedy_of(case).fields(case, subject, subject_id)
