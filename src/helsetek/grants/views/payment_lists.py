"""The lists of the payment room: what can be prepared, what waits to be attested, and the files to the bank."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.common.web.listing import (
    AtLeast,
    Column,
    DayColumn,
    FilterSet,
    FromDay,
    InstantColumn,
    Listing,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
    TextColumn,
    ToDay,
)
from helsetek.grants.models import Instalment

PAYMENTS = "payments"  # the form that the boxes belong to


class TickColumn(Column):
    """A box for each payment, sent with the form under the list."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Choose"), "pk", in_file=False, orderable=False)

    def render(self, record: Instalment) -> SafeString:
        return format_html(
            '<input class="ds-input" type="checkbox" form="{}" name="chosen" value="{}" aria-label="{} {}">',
            PAYMENTS,
            record.pk,
            record.grant.application.case.number,
            record.number,
        )


class PaymentState(StatusColumn):
    """The state; under it what the bank answered, and who prepared the payment."""

    def render(self, value: str, record: Instalment) -> SafeString:  # type: ignore[override]
        notes = [record.problem] if record.problem else []
        if record.state == "prepared" and record.prepared_by is not None:
            notes.append(_("prepared by %(name)s") % {"name": record.prepared_by.name})
        under = format_html_join("", '<span class="hs-note gr-line">{}</span>', ((note,) for note in notes))
        return format_html("{}{}", super().render(value), under)


class PaymentList(Listing):
    file_name = "utbetalinger"
    search = (
        "grant__application__case__number",
        "grant__application__case__title",
        "grant__application__lead__name",
    )
    search_hint = gettext_lazy("case number, project or recipient")

    case = TextColumn(
        gettext_lazy("Case"),
        "grant__application__case__number",
        href=lambda row: reverse("grants:grant", args=[row.grant_id]),
    )
    number = NumberColumn(gettext_lazy("No."))
    recipient = TextColumn(gettext_lazy("Recipient"), "grant__application__lead__name")
    account = TextColumn(gettext_lazy("Account"), "grant__account", orderable=False)
    amount_ore = MoneyColumn(gettext_lazy("Amount"))
    set_off = MoneyColumn(gettext_lazy("Taken by set-off"))
    net = MoneyColumn(gettext_lazy("Leaves for the recipient"))
    when = Column(gettext_lazy("Paid when"), "released_when", orderable=False)
    due_on = DayColumn(gettext_lazy("Day"))
    state = PaymentState(gettext_lazy("State"), of="grants.instalment")
    problem = TextColumn(gettext_lazy("The bank's answer"), on_page=False)

    class Meta:
        order_by = "due_on"

    class Filters(FilterSet):
        amount_ore = AtLeast(gettext_lazy("Amount, at least"), "amount_ore")
        since = FromDay(gettext_lazy("From"), "due_on")
        until = ToDay(gettext_lazy("To"), "due_on")


class PreparingList(PaymentList):
    """For those who prepare."""

    tick = TickColumn()

    class Meta:
        order_by = "due_on"
        sequence = ("tick", "...")


class AttestingList(PreparingList):
    """For those who attest: they may also send a payment back."""

    send_back = Column(gettext_lazy("Send back"), "pk", in_file=False, orderable=False)

    class Meta:
        order_by = "due_on"
        sequence = ("tick", "...")

    def render_send_back(self, record: Instalment) -> SafeString:
        return format_html(
            '<a class="ds-link" href="{}">{}<span class="ds-sr-only"> {} {}</span></a>',
            reverse("grants:send_back", args=[record.pk]),
            _("Send back"),
            record.grant.application.case.number,
            record.number,
        )


class AnswerColumn(InstantColumn):
    """When the bank answered; «waiting» until then."""

    empty_values = ()

    def render(self, value: Any) -> SafeString:
        return super().render(value) if value else SafeString(_("waiting"))


class PaymentFileList(Listing):
    file_name = "betalingsfiler"
    search = ("message_id", "made_by__name")
    search_hint = gettext_lazy("file or who made it")

    message_id = TextColumn(
        gettext_lazy("File"), href=lambda row: reverse("casework:document", args=[row.document_id])
    )
    made_at = InstantColumn(gettext_lazy("Made"))
    made_by = TextColumn(gettext_lazy("File made by"), "made_by__name")
    payments = NumberColumn(gettext_lazy("Payments"), "payment_count")
    sum_ore = MoneyColumn(gettext_lazy("Sum"))
    answered_at = AnswerColumn(gettext_lazy("The bank's answer"))

    class Meta:
        order_by = "-made_at"

    class Filters(FilterSet):
        since = FromDay(gettext_lazy("Made from"), "made_at__date")
        until = ToDay(gettext_lazy("Made to"), "made_at__date")
