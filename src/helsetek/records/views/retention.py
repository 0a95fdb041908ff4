"""What is deleted when it has served its time: the rules, the dry run, and proposals that two people decide on."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    CodeColumn,
    Column,
    DayColumn,
    FilterSet,
    InstantColumn,
    Listing,
    NumberColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import CANNOT_BE_UNDONE, confirm, refusals_in
from helsetek.common.web.parts import Fact
from helsetek.records import permissions, retention
from helsetek.records.forms.retention import ProposeForm
from helsetek.records.models import Disposal
from helsetek.records.selectors import retention as selectors
from helsetek.records.services import disposal as acts


def period_of(rule: selectors.Rule) -> str:
    """«24 months», «1 day»."""
    if rule.unit == "days":
        return ngettext("%(count)d day", "%(count)d days", rule.period) % {"count": rule.period}
    if rule.unit == "hours":
        return ngettext("%(count)d hour", "%(count)d hours", rule.period) % {"count": rule.period}
    return ngettext("%(count)d month", "%(count)d months", rule.period) % {"count": rule.period}


def law_of(rule: selectors.Rule) -> str:
    """The paragraph as it is cited, without what the parameter says beside it."""
    return rule.source.partition(";")[0]


class DryRunList(Listing):
    title = gettext_lazy("What has served its time")
    lead = gettext_lazy(
        "A dry run: nothing is deleted by looking. What is held back is kept, for the reason given."
    )
    file_name = "sletteliste"
    search = ("case_number", "shown", "thing")
    search_hint = gettext_lazy("case number or what it is")

    title_of_class = TextColumn(gettext_lazy("Class of data"), "title")
    shown = TextColumn(gettext_lazy("What it is"))
    case_number = CodeColumn(gettext_lazy("Case"))
    since = DayColumn(gettext_lazy("The period runs from"))
    fate = StatusColumn(gettext_lazy("Today"), of="records.fate")
    reason = TextColumn(gettext_lazy("Why"))
    held = TextColumn(gettext_lazy("Held back because"))
    thing = Column(gettext_lazy("Id"), on_page=False)

    class Meta:
        order_by = "since"

    class Filters(FilterSet):
        kind = Choice(
            gettext_lazy("Class of data"),
            lambda: [(name, one.title) for name, one in retention.classes().items()],
        )
        fate = StateChoice(gettext_lazy("Today"), of="records.fate")


class ItemList(Listing):
    file_name = "sletting"
    search = ("case_number", "shown", "thing")
    search_hint = gettext_lazy("case number or what it is")

    title_of_class = TextColumn(gettext_lazy("Class of data"), "title")
    shown = TextColumn(gettext_lazy("What it is"))
    case_number = CodeColumn(gettext_lazy("Case"))
    since = DayColumn(gettext_lazy("The period runs from"))
    outcome = StatusColumn(gettext_lazy("Outcome"), "reason", of="records.deletion")
    held = TextColumn(gettext_lazy("Kept because"))
    thing = Column(gettext_lazy("Id"), on_page=False)

    class Meta:
        order_by = "since"


class DisposalList(Listing):
    file_name = "slettinger"

    proposed_at = InstantColumn(
        gettext_lazy("Proposed"), href=lambda row: reverse("records:disposal", args=[row.pk])
    )
    state = StatusColumn(gettext_lazy("State"), of="records.disposal")
    proposed_by = TextColumn(gettext_lazy("Proposed by"), "proposed_by__name")
    answered_by = TextColumn(gettext_lazy("Answered by"), "answered_by__name")
    things = NumberColumn(gettext_lazy("Proposed in all"))
    deleted = NumberColumn(gettext_lazy("Deleted"))
    done_at = InstantColumn(gettext_lazy("Carried out"))


@require_safe
@signed_in
def rules(request: HttpRequest) -> HttpResponse:
    """The rules, what is due by them today, and the proposals so far."""
    permissions.may_archive(who(request)).require()
    lines = selectors.dry_run()
    due = Counter(line.kind for line in lines if not line.held)
    held = Counter(line.kind for line in lines if line.held)
    context = {
        "rules": [
            {
                "rule": rule,
                "period": period_of(rule),
                "law": law_of(rule),
                "by_itself": rule.by_itself,
                "due": due[rule.kind],
                "held": held[rule.kind],
            }
            for rule in selectors.rules()
        ],
        "due": due.total(),
        "waiting": selectors.waiting(),
    }
    return DisposalList.show(request, selectors.disposals(), "records/retention.html", **context)


@require_safe
@signed_in
def dry_run(request: HttpRequest) -> HttpResponse:
    permissions.may_archive(who(request)).require()
    return DryRunList.show(request, selectors.dry_run(), "records/dry_run.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """Choose classes, and hand the list to another person."""
    person = who(request)
    permissions.may_archive(person).require()
    due = Counter(line.kind for line in selectors.dry_run() if not line.held)
    form = ProposeForm(typed(request), due=due)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = acts.propose(by=person, **form.cleaned_data)
            messages.success(
                request, _("Proposed. Another controller or system administrator must confirm it.")
            )
            return redirect("records:disposal", made.pk)
    return render(request, "records/propose_deletion.html", {"form": form, "due": due.total()})


def _shown(request: HttpRequest, disposal_id: int) -> tuple[Person, Disposal]:
    person = who(request)
    permissions.may_archive(person).require()
    return person, found(selectors.disposal, disposal_id)


@require_safe
@signed_in
def disposal(request: HttpRequest, disposal_id: int) -> HttpResponse:
    person, shown = _shown(request, disposal_id)
    may = permissions.may_confirm_deletion(person, shown)
    context = {
        "disposal": shown,
        "facts": _facts(shown),
        "is_proposed": shown.state == "proposed",
        "may": bool(may),
        "why_not": may.reason,
    }
    return ItemList.show(request, selectors.items_of(shown), "records/disposal.html", **context)


def _facts(shown: Disposal) -> list[Fact]:
    rows = [
        Fact(_("Proposed"), show.instant(shown.proposed_at)),
        Fact(_("Proposed by"), shown.proposed_by.name),
        Fact(_("Proposed in all"), show.number(shown.things)),
    ]
    if shown.words:
        rows.append(Fact(_("What was written"), shown.words))
    if shown.answered_by:
        rows.append(Fact(_("Answered by"), shown.answered_by.name, hint=show.instant(shown.answered_at)))
    if shown.answer:
        rows.append(Fact(_("Why nothing is deleted"), shown.answer))
    if shown.done_at:
        rows.append(Fact(_("Carried out"), show.instant(shown.done_at)))
        rows.append(Fact(_("Deleted"), show.number(shown.deleted)))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm_disposal(request: HttpRequest, disposal_id: int) -> HttpResponse:
    person, shown = _shown(request, disposal_id)
    permissions.may_confirm_deletion(person, shown).require()
    back = reverse("records:disposal", args=[shown.pk])
    text = _("%(count)s things are deleted for good. What is held back meanwhile is kept.")
    return confirm(
        request,
        title=_("Delete what is proposed?"),
        text=f"{text % {'count': show.number(shown.things)}} {CANNOT_BE_UNDONE}",
        label=_("Confirm and delete"),
        act=lambda reason: acts.confirm(by=person, disposal=shown),
        then=back,
        back=back,
        done=_("Confirmed. It is being carried out; the list shows how far it has come."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reject_disposal(request: HttpRequest, disposal_id: int) -> HttpResponse:
    person, shown = _shown(request, disposal_id)
    back = reverse("records:disposal", args=[shown.pk])
    return confirm(
        request,
        title=_("Turn the proposal down?"),
        text=_("Nothing of it is deleted. A new proposal can be made."),
        label=_("Turn it down"),
        act=lambda reason: acts.reject(by=person, disposal=shown, reason=reason),
        then=back,
        back=back,
        reason=_("Why"),
        done=_("The proposal is turned down."),
        color="accent",
    )
