"""Stop and start the payments of a grant; and the grant's ledger, posting by posting."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as casework
from helsetek.casework import verbs
from helsetek.casework.forms.forewarnings import NoticeForm
from helsetek.casework.rules.forewarnings import About, Missing
from helsetek.common import charts, money
from helsetek.common.charts import Chart
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import Choice, Column, FilterSet, InstantColumn, Listing, MoneyColumn
from helsetek.common.web.pages import confirm
from helsetek.common.web.parts import Link
from helsetek.grants.forms.recovery import StopForm
from helsetek.grants.models import Grant, PaymentStop
from helsetek.grants.permissions import recovery as may
from helsetek.grants.permissions import reports as may_report
from helsetek.grants.services import stops
from helsetek.grants.views.claim_parts import form_view, grant_or_404, show_form
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account

COLORS = {
    "reserved": "warning",
    "granted": "brand1",
    "accepted": "accent",
    "paid": "brand2",
    "reported": "brand2",
    "approved": "success",
    "unspent": "danger",
    "claimed": "danger",
    "returned": "info",
    "written_off": "neutral",
}


class PostingList(Listing):
    title = gettext_lazy("Postings")
    file_name = "tilskuddsregnskap"
    search = ("verb", "envelope__name")
    search_hint = gettext_lazy("envelope or act")

    at = InstantColumn(gettext_lazy("When"))
    source = Column(gettext_lazy("From"), "get_source_display", order_by=("source",))
    target = Column(gettext_lazy("To"), "get_target_display", order_by=("target",))
    amount_ore = MoneyColumn(gettext_lazy("Sum"))
    meaning = Column(gettext_lazy("What it means"), orderable=False)
    envelope = Column(gettext_lazy("Envelope"), "envelope")
    verb = Column(gettext_lazy("Act"))

    class Meta:
        order_by = "at"

    class Filters(FilterSet):
        target = Choice(gettext_lazy("To"), lambda: Account.choices)

    def render_verb(self, value: str) -> str:
        return str(verbs.known(value).text)

    def value_verb(self, value: str) -> str:
        return self.render_verb(value)


@require_safe
@signed_in
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    may_report.may_see_grant(who(request), grant).require()
    case = grant.application.case
    held = scheme.balances_of_case(case.number)
    own = {name: ore for name, ore in held.accounts().items() if name in COLORS}
    context = {
        "grant": grant,
        "case": case,
        "accounts": [(str(Account(name).label), ore) for name, ore in own.items()],
        "total": sum(own.values()),
        "chart": _chart(own),
        "balances": held,
    }
    rows = scheme.postings_of_case(case.number)
    return PostingList.show(request, rows, "grants/recovery/ledger.html", **context)


def _chart(own: dict[str, int]) -> Chart | None:
    bars = [
        charts.Bar(str(Account(name).label), float(money.nok(ore)), COLORS[name])
        for name, ore in own.items()
        if ore
    ]
    if not bars:
        return None
    return charts.bars(
        _("Where the money of the grant is"),
        bars,
        label=_("Account"),
        value=_("Sum"),
        shown=lambda kr: show.kroner(round(kr * money.ORE_IN_KRONE)),
    )


@form_view
@signed_in
def stop_payments(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    may.may_stop_payments(who(request), grant).require()
    missing = casework.missing_notice(About.STOP, stops.SUBJECT, pk)
    lead = _("Nothing leaves for this grant until the stop is lifted. The recipient gets a letter at once.")
    return show_form(
        request,
        StopForm(typed(request), warned=missing is None),
        lambda data: stops.stop_payments(by=who(request), grant=grant, **data),
        title=_("Stop the payments"),
        lead=f"{lead} {_said(missing)}".strip(),
        label=_("Stop the payments"),
        done=_("The payments are stopped."),
        back=reverse("grants:grant", args=[pk]),
        kicker=grant.application.case.number,
        act_first=_warn_link(pk) if missing is Missing.NO_NOTICE else None,
    )


def _said(missing: Missing | None) -> str:
    """Whether the party has been warned, in a sentence."""
    if missing is None:
        return _("Notice has been given, and the party has spoken or had its time.")
    if missing is Missing.TIME_LEFT:
        return _("Notice has been given, and the party still has time to state its view.")
    return _("The party is given notice first, so that it can state its view.")


def _warn_link(pk: int) -> Link:
    return Link(_("Give notice first"), reverse("grants:warn_of_stop", args=[pk]))


@form_view
@signed_in
def warn_of_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give notice that payments may be stopped."""
    grant = grant_or_404(pk)
    may.may_stop_payments(who(request), grant).require()
    return show_form(
        request,
        NoticeForm(typed(request)),
        lambda data: stops.give_notice_of_stop(by=who(request), grant=grant, **data),
        title=_("Give notice of a stop"),
        lead=_("A letter goes to the recipient at once, with the time for its statement."),
        label=_("Send the notice"),
        done=_("The notice is sent."),
        back=reverse("grants:grant", args=[pk]),
        kicker=grant.application.case.number,
    )


@form_view
@signed_in
def lift_stop(request: HttpRequest, pk: int) -> HttpResponse:
    stop = PaymentStop.objects.select_related("grant__application__case").filter(pk=pk).first()
    if stop is None:
        raise Http404
    grant: Grant = stop.grant
    may.may_stop_payments(who(request), grant).require()
    address = reverse("grants:grant", args=[grant.pk])
    return confirm(
        request,
        title=_("Let payments go again?"),
        text=str(stop.get_ground_display()),
        label=_("Lift the stop"),
        reason=_("Why can payments go again?"),
        act=lambda reason: stops.lift(by=who(request), stop=stop, reason=reason),
        then=address,
        back=address,
        done=_("Payments can go again."),
        color="accent",
    )
