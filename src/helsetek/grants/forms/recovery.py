"""Forms around money that comes back: claims, waivers, stops of payment, statements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField, MoneyField, UploadField
from helsetek.common.web.show import day, kroner
from helsetek.grants.models import ClaimGround, EntryKind, Instalment, StopGround
from helsetek.grants.models.reconciliation import ClosingAct, Source
from helsetek.grants.rules.recovery import MOST_PARTS
from helsetek.grants.rules.statements import LARGEST_STATEMENT

LONG = forms.Textarea(attrs={"rows": 8})


class FindBreachForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[(one.value, one.label) for one in (ClaimGround.BREACH, ClaimGround.PAID_TOO_MUCH)],
        widget=forms.RadioSelect,
    )
    amount = MoneyField(label=_("How much it can cost"), min_ore=1)
    reason = forms.CharField(
        label=_("What has happened"),
        help_text=_("The facts, and which terms they concern. The party reads this in the notice."),
        max_length=8000,
        widget=LONG,
    )


class NoticeForm(forms.Form):
    amount = MoneyField(label=_("How much may be claimed back"), min_ore=1)
    reason = forms.CharField(
        label=_("What has happened"),
        help_text=_("The party reads this in the notice."),
        max_length=8000,
        widget=LONG,
    )


class StatementForm(forms.Form):
    statement = forms.CharField(
        label=_("Your statement"),
        help_text=_("Say if something is wrong, and what shows how the money was used."),
        max_length=8000,
        widget=LONG,
    )


class PrepareClaimForm(forms.Form):
    amount = MoneyField(label=_("How much is claimed back"), help_text=_("Write 0 if nothing is claimed."))
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("The rule, the facts, and what was weighed, with the party's statement."),
        max_length=8000,
        widget=LONG,
    )


class PaymentForm(forms.Form):
    amount = MoneyField(label=_("Sum that has come in"), min_ore=1)
    on = DayField(label=_("The day it came in"))
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, help_text=_("For example the bank's reference.")
    )


class PlanForm(forms.Form):
    """Equal parts, one each month: what almost every plan is."""

    first_on = DayField(label=_("The first part is due"))
    count = forms.IntegerField(
        label=_("Number of parts, one each month"),
        min_value=1,
        max_value=MOST_PARTS,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )


class SetOffForm(forms.Form):
    instalment = forms.TypedChoiceField(label=_("Payment"), coerce=int, widget=forms.RadioSelect)
    amount = MoneyField(
        label=_("Sum to set off"),
        required=False,
        help_text=_("Leave it empty to set off as much as there is."),
        min_ore=1,
    )

    def __init__(self, *arguments: Any, payments: list[Instalment], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["instalment"].choices = [  # type: ignore[attr-defined]
            (
                row.pk,
                f"{row.grant.application.case.number} · {row.number} · {kroner(row.amount_ore)} · {day(row.due_on)}",
            )
            for row in payments
        ]


class WaiverForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is proposed"),
        choices=[
            (EntryKind.WAIVER.value, _("To waive it")),
            (EntryKind.WRITE_OFF.value, _("To write it off")),
        ],
        widget=forms.RadioSelect,
    )
    amount = MoneyField(label=_("Sum"), min_ore=1)
    reason = forms.CharField(
        label=_("Reasons"), help_text=_("The party reads this in the letter."), max_length=4000, widget=LONG
    )


class WaiverAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Yes, the claim is given up")), ("no", _("No, the claim stands"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Reasons"),
        required=False,
        help_text=_("Needed where the answer is no."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StopForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[(one.value, one.label) for one in StopGround if one is not StopGround.LATE_REPORT],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why the payments are stopped"),
        help_text=_("The party reads this in a letter."),
        max_length=4000,
        widget=LONG,
    )
    without_notice = forms.CharField(
        label=_("Why notice cannot be given first"),
        help_text=_("Only when it cannot wait. The letter says it too."),
        max_length=4000,
        required=False,
        widget=LONG,
    )

    def __init__(self, *arguments: Any, warned: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if warned:
            del self.fields["without_notice"]


class StatementFileForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Where the file comes from"), choices=Source.choices, widget=forms.RadioSelect
    )
    file = UploadField(
        label=_("File"),
        help_text=_(
            "From the bank: camt.053 or camt.054 (XML). Or a list with the columns day, sum and reference (Excel or CSV)."
        ),
        endings=("xml", "csv", "xlsx"),
        max_size=LARGEST_STATEMENT,
    )


class CloseDifferenceForm(forms.Form):
    act = forms.ChoiceField(
        label=_("What has been done"), choices=ClosingAct.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
