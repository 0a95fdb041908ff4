"""The page ``/design/``: every component with sample data, to look at and to test. Not in production."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helsetek.common import clock

from .forms import DayField, InstantField, MoneyField, UploadField, rows
from .gallery_charts import charts
from .gallery_samples import awards, samples
from .kept_form import typed
from .listing import (
    AtLeast,
    FilterSet,
    InstantColumn,
    Listing,
    MoneyColumn,
    NumberColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from .pages import is_autosave
from .parts import State
from .show import clock_time
from .states import register


class SampleForm(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(label="Tittel på prosjektet", help_text="Kort og gjenkjennelig.", max_length=120)
    summary = forms.CharField(
        label="Sammendrag",
        widget=forms.Textarea,
        max_length=600,
        help_text="Hva skal dere gjøre, og hvorfor?",
    )
    measure = forms.ChoiceField(
        label="Virkemiddel", choices=[("", "Velg"), ("innfore", "Innføring"), ("anskaffe", "Anskaffelse")]
    )
    sum_ore = MoneyField(label="Søknadssum", help_text="Hele kroner, uten merverdiavgift.")
    closes_at = InstantField(label="Frist", required=False)
    start = DayField(label="Oppstart", required=False)
    scale = forms.ChoiceField(
        label="Ambisjonsnivå",
        widget=forms.RadioSelect,
        choices=[("1", "Starte"), ("2", "Spre"), ("3", "Drive felles")],
    )
    areas = forms.MultipleChoiceField(
        label="Områder",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("a", "Digital hjemmeoppfølging"), ("b", "Medisinsk utstyr"), ("c", "Journal")],
    )
    agreement = UploadField(
        label="Samarbeidsavtale", required=False, max_size=5_000_000, endings=("pdf", "docx")
    )
    true = forms.BooleanField(label="Opplysningene er riktige")


class SampleRow(forms.Form):
    what = forms.CharField(label="Hva", max_length=100)
    year = forms.ChoiceField(label="År", choices=[("2025", "2025"), ("2026", "2026")])
    sum_ore = MoneyField(label="Sum")


SampleRows = rows(SampleRow, title="Budsjettlinjer", row_title="Linje", add="Legg til en linje", most=10)


register(
    "design.award",
    {
        "sent": State("Sendt", "info"),
        "granted": State("Innvilget", "success"),
        "partly": State("Delvis innvilget", "warning"),
        "refused": State("Avslått", "danger"),
    },
)


class AwardList(Listing):
    """A list of computed rows."""

    title = "Tildelinger"
    file_name = "tildelinger"
    search = ("number", "title", "lead")

    number = TextColumn("Sak", href=lambda award: f"#{award.number}")
    name = TextColumn("Prosjekt", "title")
    lead = TextColumn("Leder")
    state = StatusColumn("Status", of="design.award")
    members = NumberColumn("Deltakere")
    sum_ore = MoneyColumn("Beløp")
    sent_at = InstantColumn("Sendt")

    class Meta:
        order_by = "-sum_ore"

    class Filters(FilterSet):
        state = StateChoice("Status", of="design.award")
        sum_ore = AtLeast("Beløp fra", "sum_ore")


@require_safe
def design_list(request: HttpRequest) -> HttpResponse:
    """A list page with search, filters, sorting, pages and export."""
    _not_in_production()
    return AwardList.show(request, awards())


def _not_in_production() -> None:
    if settings.HELSETEK_ENV == "production":
        raise Http404


def design(request: HttpRequest) -> HttpResponse:
    """Show every component. A post shows the form with its errors; autosave answers as a room's view would."""
    _not_in_production()
    if is_autosave(request):
        return JsonResponse({"saved": clock_time(clock.now()), "revision": 1})
    form = SampleForm(typed(request), request.FILES or None, initial={"sum_ore": 125_000_000})
    lines = SampleRows(
        typed(request), prefix="lines", initial=[{"what": "Prosjektleder", "sum_ore": 60_000_000}]
    )
    if request.method == "POST" and not lines.asked and form.is_valid() and lines.is_valid():
        messages.success(request, "Alt er i orden.")
    return render(request, "common/design.html", {"form": form, "lines": lines, **samples(), **charts()})
