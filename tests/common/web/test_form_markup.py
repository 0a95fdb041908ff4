"""One template gives every field its label, hint, error and marks, tied together for screen readers."""

from __future__ import annotations

import re

from django import forms
from django.utils import translation

from helsetek.common.web.forms import InstantField, MoneyField


class SampleForm(forms.Form):
    title = forms.CharField(label="Tittel", help_text="Kort.")
    note = forms.CharField(label="Merknad", required=False, widget=forms.Textarea, max_length=100)
    scale = forms.ChoiceField(label="Nivå", choices=[("1", "En"), ("2", "To")], widget=forms.RadioSelect)
    sum_ore = MoneyField(label="Sum")
    at = InstantField(label="Når", required=False)


def drawn(form: forms.Form) -> str:
    with translation.override("nb"):
        return str(form)


def test_hint_and_error_are_tied_to_the_field() -> None:
    html = drawn(SampleForm({}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_may_be_left_out_says_so_and_nothing_else_does() -> None:
    html = drawn(SampleForm())
    assert html.count("(valgfritt)") == 2


def test_what_is_needed_later_bears_no_mark() -> None:
    form = SampleForm()
    form.fields["note"].needed = True  # type: ignore[attr-defined]
    assert drawn(form).count("(valgfritt)") == 1


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = drawn(SampleForm())
    assert re.search(r'<legend class="ds-label">Nivå\s*</legend>', html)
    assert html.count('type="radio"') == 2


def test_every_control_has_the_class_of_the_design_system() -> None:
    html = drawn(SampleForm())
    assert html.count("ds-input") == 7  # title, note, two choices, sum, date, time


def test_a_long_text_is_counted_and_never_cut_by_the_browser() -> None:
    html = drawn(SampleForm())
    assert 'data-limit="100"' in html
    assert "maxlength" not in html


def test_the_summary_links_to_each_field_with_an_error() -> None:
    html = drawn(SampleForm({}))
    assert "3 ting må rettes" in html
    assert 'href="#id_title"' in html
    assert 'href="#id_scale_0"' in html


def test_nothing_typed_can_become_markup() -> None:
    html = drawn(SampleForm({"title": '"><script>alert(1)</script>', "sum_ore": "<b>"}))
    assert "<script>" not in html
    assert "<b>" not in html
