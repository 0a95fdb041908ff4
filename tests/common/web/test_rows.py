"""Many rows of one little form: added and removed by the server alone, and nothing typed is lost."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils import translation

from helsetek.common.web.forms import MoneyField, rows


class CostForm(forms.Form):
    what = forms.CharField(label="Hva")
    sum_ore = MoneyField(label="Sum")


Costs = rows(CostForm, title="Kostnader", row_title="Kostnad", most=3)


def sent(*lines: tuple[str, str], **more: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"c-TOTAL_FORMS": str(len(lines)), "c-INITIAL_FORMS": "0", **more})
    for number, (what, kroner) in enumerate(lines):
        data.update({f"c-{number}-what": what, f"c-{number}-sum_ore": kroner})
    return data


def test_the_rows_that_were_filled_in_are_kept() -> None:
    costs = Costs(sent(("Lønn", "100"), ("", "")), prefix="c")
    assert costs.is_valid()
    assert costs.kept == [{"what": "Lønn", "sum_ore": 10_000}]


def test_add_gives_one_more_row_and_judges_nothing() -> None:
    costs = Costs(sent(("Lønn", "tull"), **{"add-row": "c"}), prefix="c")
    assert costs.asked
    assert len(costs.shown()) == 2
    html = str(costs)
    assert 'value="tull"' in html
    assert "Skriv beløpet" not in html


def test_add_for_other_rows_is_not_for_these() -> None:
    assert not Costs(sent(("Lønn", "100"), **{"add-row": "other"}), prefix="c").asked


def test_remove_takes_the_row_away_and_keeps_the_others() -> None:
    costs = Costs(sent(("Lønn", "100"), ("Reise", "200"), **{"remove-row": "c-0"}), prefix="c")
    assert [form["what"].value() for form in costs.shown()] == ["Reise"]
    again = sent(("Lønn", "100"), ("Reise", "200"), **{"c-0-DELETE": "on"})
    costs = Costs(again, prefix="c")
    assert costs.is_valid()
    assert costs.kept == [{"what": "Reise", "sum_ore": 20_000}]


def test_a_row_that_was_removed_need_not_be_right() -> None:
    costs = Costs(sent(("", "tull"), ("Reise", "200"), **{"c-0-DELETE": "on"}), prefix="c")
    assert costs.is_valid()
    assert costs.kept == [{"what": "Reise", "sum_ore": 20_000}]


def test_there_cannot_be_more_than_the_most() -> None:
    costs = Costs(sent(*[("Lønn", "1")] * 4), prefix="c")
    assert not costs.is_valid()
    assert costs.non_form_errors()


def test_absurd_numbers_of_rows_do_no_harm() -> None:
    data = sent(("Lønn", "1"), **{"add-row": "c"})
    data["c-TOTAL_FORMS"] = "99999999999"
    assert len(Costs(data, prefix="c").forms) <= 23
    data["c-TOTAL_FORMS"] = "abc"
    assert len(Costs(data, prefix="c").forms) <= 23


def test_each_row_has_its_own_button() -> None:
    with translation.override("nb"):
        html = str(Costs(sent(("Lønn", "100"), ("Reise", "200")), prefix="c"))
    assert 'name="remove-row" value="c-0"' in html
    assert 'name="remove-row" value="c-1"' in html
