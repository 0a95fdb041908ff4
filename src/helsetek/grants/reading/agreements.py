"""An agreement in words, line by line with a steady key for each: for its page, for comparisons and for letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from helsetek.common.web import show
from helsetek.grants.models import Application
from helsetek.grants.rules.agreements import Agreement, BudgetRow, Due, Part, total
from helsetek.grants.rules.sections import GoalLine
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme

from .parts import Group, Line, Reading, Table
from .words import Words


def words_of(application: Application, *agreements: Agreement) -> Words:
    """The names of everybody that the agreements speak of, and the words of the call."""
    named = {application.lead_id}
    for agreement in agreements:
        named |= {
            agreement.lead_id,
            *agreement.partner_ids,
            *(row.organisation_id for row in agreement.budget),
        }
    names = {pk: place.name for pk, place in registry.organisations(named).items()}
    return Words(terms=scheme.terms(application.call_version), organisations=names)


def read_agreement(agreement: Agreement, words: Words) -> list[Line]:
    """Every line, in a steady order."""
    return [
        *_frame(agreement, words),
        *_partners(agreement, words),
        *(_goal(number, goal, words) for number, goal in enumerate(agreement.goals, start=1)),
        *_budget(agreement.budget, words),
        *(_report(report) for report in agreement.reports if report.state != "dropped"),
        *(_part(part, agreement.reports) for part in agreement.instalments if part.state != "cancelled"),
    ]


def _frame(agreement: Agreement, words: Words) -> Iterator[Line]:
    yield Line("granted", _("Granted"), show.kroner(agreement.granted_ore))
    yield Line("hold", _("On hold"), _("Yes") if agreement.on_hold else _("No"))
    yield Line("ends", _("The project ends"), _day(agreement.ends))
    yield Line("lead", _("Lead"), words.organisation(agreement.lead_id))
    yield Line("account", _("Account"), account(agreement.account) or _("None confirmed"))
    yield Line("activities", _("Activities"), agreement.activities)


def _day(day: date) -> str:
    """In full, with spaces where a line may break: two columns on a phone are narrow."""
    return show.day(day).replace("\u00a0", " ")


def account(number: str) -> str:
    """«8601 11 17947»."""
    return f"{number[:4]} {number[4:6]} {number[6:]}".strip()


def _partners(agreement: Agreement, words: Words) -> Iterator[Line]:
    for share in agreement.partners:
        name = words.organisation(share.organisation_id)
        label = _("Partner: %(name)s") % {"name": name}
        yield Line(f"partner.{share.organisation_id}", label, share.tasks or _("Takes part"))


def _goal(number: int, goal: GoalLine, words: Words) -> Line:
    indicator = words.indicator(goal.indicator) if goal.indicator else goal.own_indicator
    unit = words.unit(goal.indicator) if goal.indicator else goal.unit
    sides = [
        f"{show.decimal(side)} {unit}".strip() if side is not None else "–"
        for side in (goal.baseline, goal.target)
    ]
    parts = [goal.goal, indicator, " → ".join(sides), goal.how_measured]
    return Line(f"goal.{number}", _("Goal %(number)s") % {"number": number}, "\n".join(p for p in parts if p))


def _budget(rows: tuple[BudgetRow, ...], words: Words) -> Iterator[Line]:
    for row in rows:
        label = f"{words.organisation(row.organisation_id)}, {words.category(row.category)}, {row.year}"
        key = f"budget.{row.organisation_id}.{row.category}.{row.year}"
        yield Line(key, label, show.kroner(row.amount_ore))
    yield Line("budget", _("The budget in all"), show.kroner(total(rows)))


def _report(report: Due) -> Line:
    if report.kind == "final":
        return Line("report.final", _("Final report"), _day(report.due_on))
    label = _("Progress report %(number)s") % {"number": report.number}
    return Line(f"report.{report.number}", label, _day(report.due_on))


def _part(part: Part, reports: Iterable[Due]) -> Line:
    label = _("Payment %(number)s") % {"number": part.number}
    waits = next((report for report in reports if report.number == part.waits_for), None)
    words = _("%(amount)s, %(day)s") % {"amount": show.kroner(part.amount_ore), "day": _day(part.due_on)}
    if waits is None:
        return Line(f"payment.{part.number}", label, words)
    after = (
        _("when the final report is approved")
        if waits.kind == "final"
        else _("when progress report %(number)s is approved") % {"number": waits.number}
    )
    return Line(f"payment.{part.number}", label, f"{words}, {after}")


def differences(before: list[Line], after: list[Line]) -> list[tuple[str, str, str]]:
    """The lines that differ: label, before, after; in the order in which they stand."""
    old, new = ({line.key: line.value for line in lines} for lines in (before, after))
    labels = labels_of(before, after)
    return [
        (labels[key], old.get(key, ""), new.get(key, ""))
        for key in labels
        if old.get(key, "") != new.get(key, "")
    ]


def labels_of(before: list[Line], after: list[Line]) -> dict[str, str]:
    """Every key once with its label. What is only in one of the two stands with its kind."""
    order = [
        "granted",
        "hold",
        "ends",
        "lead",
        "account",
        "activities",
        "partner",
        "goal",
        "budget",
        "report",
        "payment",
    ]
    lines = {line.key: line.label for line in [*before, *after]}
    keys = sorted(
        lines, key=lambda key: (order.index(key.partition(".")[0]), key in ("report.final", "budget"))
    )
    return {key: lines[key] for key in keys}


def as_reading(agreement: Agreement, words: Words) -> Reading:
    """The whole agreement as a page shows it: what holds, the partners, the goals, and three tables."""
    goals = [_goal(number, goal, words) for number, goal in enumerate(agreement.goals, start=1)]
    return Reading(
        "agreement",
        _("The agreement"),
        groups=(
            Group("", tuple(_frame(agreement, words))),
            Group(_("The partners"), tuple(_partners(agreement, words))),
            Group(_("Goals and indicators"), tuple(goals)),
        ),
        tables=(_budget_table(agreement.budget, words), _report_table(agreement), _payment_table(agreement)),
    )


def _budget_table(rows: tuple[BudgetRow, ...], words: Words) -> Table:
    years = sorted({row.year for row in rows})
    sums: dict[tuple[str, str], dict[int, int]] = {}
    for row in rows:
        place = (words.organisation(row.organisation_id), words.category(row.category))
        sums.setdefault(place, {})[row.year] = row.amount_ore
    by_year = {year: total([row for row in rows if row.year == year]) for year in years}
    return Table(
        _("Budget"),
        (_("Partner"), _("Kind of cost"), *map(str, years), _("Sum")),
        tuple((*place, *_across(each, years)) for place, each in sums.items()),
        ((_("Sum"), "", *_across(by_year, years)),),
        numbers_from=2,
    )


def _across(sums: dict[int, int], years: list[int]) -> list[str]:
    cells = [show.kroner(sums[year]) if sums.get(year) else "" for year in years]
    return [*cells, show.kroner(sum(sums.values()))]


def _report_table(agreement: Agreement) -> Table:
    lines = [_report(report) for report in agreement.reports if report.state != "dropped"]
    return Table(
        _("Reports"), (_("Report"), _("Due")), tuple((one.label, one.value) for one in lines), numbers_from=9
    )


def _payment_table(agreement: Agreement) -> Table:
    lines = [_part(part, agreement.reports) for part in agreement.instalments if part.state != "cancelled"]
    return Table(
        _("Payments"),
        (_("Payment"), _("When")),
        tuple((one.label, one.value) for one in lines),
        numbers_from=9,
    )
