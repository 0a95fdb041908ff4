"""Publish a call, publish a change to it, cancel it, and open a further allotment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import RuleResult
from helsetek.scheme import presenting, selectors, services, wording
from helsetek.scheme.forms.editors import part_of
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.rules.calls import Problem, in_the_way
from helsetek.scheme.selectors import Call, Envelope

from .drafts import GET_AND_POST
from .public import visible_call

# What is looked at before publishing: its name, the findings that belong to it, and what stands behind it.
CHECKS = (
    (gettext_lazy("Dates are in order"), ("opens_at", "closes_at", "project_"), ""),
    (gettext_lazy("All texts are in three languages"), ("",), "språklova § 14"),
    (gettext_lazy("The weights add up to 100 percent"), ("criteria",), ""),
    (
        gettext_lazy("There is money and something to use it on"),
        ("envelope", "cost_categories", "share_of_cost"),
        "",
    ),
)


class ChangeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the call is changed"),
        help_text=gettext_lazy("Shown to the public, and sent to those who have begun an application."),
        max_length=2000,
        widget=forms.Textarea,
    )


@GET_AND_POST
@signed_in
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """The checks, and the button. For a published call: what the change would be, and why."""
    may_manage_scheme(who(request)).require()
    call = visible_call(request, slug)
    is_change = call.published_at is not None
    form: forms.Form = ChangeForm(typed(request)) if is_change else forms.Form(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _publish(request, call, form.cleaned_data.get("reason", ""))
            return redirect("scheme:call", slug)
    return render(request, "scheme/publish.html", _context(call, form))


def _publish(request: HttpRequest, call: Call, reason: str) -> None:
    if call.published_at is None:
        services.publish_call(by=who(request), call=call)
        messages.success(request, _("The call is published."))
        return
    services.change_published_call(by=who(request), call=call, content=selectors.written(call), reason=reason)
    messages.success(request, _("The change is published. Those who have begun an application are told."))


def _context(call: Call, form: forms.Form) -> dict[str, Any]:
    problems = selectors.problems(call)
    return {
        "call": call,
        "form": form,
        "results": list(checks(call, problems)),
        "ready": not in_the_way(problems),
        "changes": presenting.differences_in_words(selectors.pending_differences(call))
        if call.pending
        else [],
    }


def checks(call: Call, problems: list[Problem]) -> Iterable[RuleResult]:
    """Each check with its findings, or that it is in order."""
    left = list(problems)
    texts = [problem for problem in problems if problem.what == "translation_missing"]
    for title, starts, source in CHECKS:
        mine = (
            texts if starts == ("",) else [p for p in left if p.where.startswith(starts) and p not in texts]
        )
        left = [problem for problem in left if problem not in mine]
        yield _result(call, str(title), mine, source)
    for problem in left:
        yield _result(call, wording.part(problem.where), [problem], "")


def _result(call: Call, title: str, found: list[Problem], source: str) -> RuleResult:
    if not found:
        return RuleResult("ok", title)
    why = " ".join(dict.fromkeys(f"{wording.part(p.where)}: {wording.sentence(p)}" for p in found[:5]))
    if len(found) > len(found[:5]):
        why += " " + _("And %(count)s more.") % {"count": len(found) - 5}
    outcome = "warning" if all(problem.warning for problem in found) else "not_met"
    href = reverse("scheme:edit", args=[call.slug, part_of(found[0].where)])
    return RuleResult(outcome, title, why=why, source=source, href=href)  # type: ignore[arg-type]


@GET_AND_POST
@signed_in
def drop_change(request: HttpRequest, slug: str) -> HttpResponse:
    may_manage_scheme(who(request)).require()
    call = visible_call(request, slug)
    back = reverse("scheme:publish", args=[slug])
    return confirm(
        request,
        title=_("Throw away the change?"),
        text=_("What is published stands as it is. What you have written of the change is lost."),
        label=_("Throw away"),
        act=lambda reason: services.drop_change(by=who(request), call=call),
        then=reverse("scheme:call", args=[slug]),
        back=back,
        done=_("The change is thrown away."),
    )


@GET_AND_POST
@signed_in
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    may_manage_scheme(who(request)).require()
    call = visible_call(request, slug)
    page = reverse("scheme:call", args=[slug])
    return confirm(
        request,
        title=_("Cancel the call?"),
        text=_("Nobody can apply any more. Those who have begun are told, and the public sees the reason."),
        label=_("Cancel the call"),
        reason=_("Why the call is cancelled"),
        act=lambda reason: services.cancel_call(by=who(request), call=call, reason=reason),
        then=page,
        back=page,
        done=_("The call is cancelled."),
    )


class AllotmentForm(forms.Form):
    envelope = forms.ModelChoiceField(
        label=gettext_lazy("Envelope"),
        queryset=Envelope.objects.none(),
        empty_label=gettext_lazy("Choose an envelope"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["envelope"].queryset = selectors.envelopes()  # type: ignore[attr-defined]


@GET_AND_POST
@signed_in
def allotment(request: HttpRequest, slug: str) -> HttpResponse:
    """Open one more round over the same applications, for money that has come to since."""
    may_manage_scheme(who(request)).require()
    call = visible_call(request, slug)
    form = AllotmentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.open_allotment(by=who(request), call=call, envelope=form.cleaned_data["envelope"])
            messages.success(request, _("A further allotment is open."))
            return redirect("scheme:call", slug)
    return render(
        request,
        "scheme/allotment.html",
        {"call": call, "form": form, "allotments": selectors.allotments_of(call)},
    )
