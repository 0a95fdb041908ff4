"""How reports and payments move. What is handed in, paid, or on its way to the bank is never touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from helsetek.grants.rules.agreements import CHANGEABLE, OPEN_REPORTS, Due, Part


def moved_reports(reports: tuple[Due, ...], days: list[date]) -> tuple[Due, ...]:
    """The reports as they follow from new days: ``days`` are when reports are due, the last one the final report's.

    Open progress reports take the days in order; what is left of the days becomes new reports, what is left of the
    reports falls away. A report that the directorate has asked about again stays. The final one has the last number.
    """
    *wanted, last_day = days
    final = next(report for report in reports if report.kind == "final")
    progress = [report for report in reports if report.kind != "final"]
    fixed = [r for r in progress if r.state not in OPEN_REPORTS or r.state == "returned"]
    still_open = [r for r in progress if r.state == "due"]
    answered = max((r.due_on for r in fixed if r.state != "dropped"), default=date.min)
    wanted = [day for day in wanted if answered < day < last_day]
    kept = [
        report.model_copy(update={"due_on": day}) for report, day in zip(still_open, wanted, strict=False)
    ]
    gone = [report.model_copy(update={"state": "dropped"}) for report in still_open[len(wanted) :]]
    first_new = final.number
    new = [
        Due(number=first_new + n, kind="progress", due_on=day)
        for n, day in enumerate(wanted[len(still_open) :])
    ]
    last = final.model_copy(update={"due_on": last_day, "number": first_new + len(new)})
    return tuple(sorted([*fixed, *kept, *gone, *new, last], key=lambda report: report.number))


def following(parts: tuple[Part, ...], before: tuple[Due, ...], now: tuple[Due, ...]) -> tuple[Part, ...]:
    """The instalments after the reports have moved: what waits for a report goes with it.

    What waited for a report that has fallen away waits for the final one.
    """
    by_number = {report.number: report for report in before}
    by_id = {report.id: report for report in now if report.id}
    final = next(report for report in now if report.kind == "final")
    found = []
    for part in parts:
        if part.state not in CHANGEABLE or not part.waits_for:
            # A number may have passed to another report: follow the report, not the number.
            old = by_number.get(part.waits_for)
            waits = by_id[old.id].number if old and old.id in by_id else part.waits_for
            found.append(part.model_copy(update={"waits_for": waits}))
            continue
        report = by_id.get(by_number[part.waits_for].id, final)
        report = final if report.state == "dropped" else report
        found.append(part.model_copy(update={"waits_for": report.number, "due_on": report.due_on}))
    return tuple(found)


def all_wait_for(parts: tuple[Part, ...], report: Due) -> tuple[Part, ...]:
    """Nothing more is paid before this report is approved."""
    update = {"waits_for": report.number, "due_on": report.due_on}
    return tuple(part.model_copy(update=update) if part.state in CHANGEABLE else part for part in parts)


def put_back(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Payments that are prepared or attested to an account that no longer holds go back to the plan."""
    on_the_way = {"prepared", "attested"}
    return tuple(p.model_copy(update={"state": "planned"}) if p.state in on_the_way else p for p in parts)


@dataclass(frozen=True)
class Cut:
    """What is left of the instalments, and what came free from each envelope, in øre."""

    parts: tuple[Part, ...]
    freed: dict[int, int]


def cut(parts: tuple[Part, ...], amount_ore: int) -> Cut:
    """Take a sum off what is not yet paid, the last instalment first. Raises ValueError if there is not that much."""
    left, freed, kept = amount_ore, dict[int, int](), list[Part]()
    for part in sorted(parts, key=lambda one: one.number, reverse=True):
        take = min(part.amount_ore, left) if part.state in CHANGEABLE else 0
        left -= take
        if take:
            freed[part.envelope_id] = freed.get(part.envelope_id, 0) + take
        whole = take and take == part.amount_ore
        kept.append(
            part.model_copy(update={"state": "cancelled"})
            if whole
            else part.model_copy(update={"amount_ore": part.amount_ore - take})
        )
    if left:
        raise ValueError("There is not that much left to be paid.")
    return Cut(tuple(reversed(kept)), freed)


def added(parts: tuple[Part, ...], amount_ore: int, envelope_id: int, day: date) -> tuple[Part, ...]:
    """One instalment more, to be paid at once: the project is under way."""
    number = max((part.number for part in parts), default=0) + 1
    new = Part(number=number, envelope_id=envelope_id, amount_ore=amount_ore, due_on=day)
    return (*parts, new)


def shifted_reports(reports: tuple[Due, ...], days: int) -> tuple[Due, ...]:
    """Every report that is not handed in, so many days later."""
    return tuple(
        r.model_copy(update={"due_on": r.due_on + timedelta(days=days)}) if r.state in OPEN_REPORTS else r
        for r in reports
    )


def shifted_parts(parts: tuple[Part, ...], days: int, since: date) -> tuple[Part, ...]:
    """Every payment that was still to come when the hold began, so many days later."""
    return tuple(
        p.model_copy(update={"due_on": p.due_on + timedelta(days=days)})
        if p.state in CHANGEABLE and p.due_on >= since
        else p
        for p in parts
    )
