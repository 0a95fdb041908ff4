"""What has served its time, class by class: the dry run; and the proposals to delete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.records import archiving, retention
from helsetek.records.models import Disposal, DisposalItem, JournalEntry
from helsetek.records.parameters import parameter, parameter_with_source
from helsetek.records.retention import Due
from helsetek.records.rules.retention import Hold, edge, hold_of

__all__ = ["Disposal", "DisposalItem"]

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a class is kept today. ``by_itself``: the worker deletes it, without anybody's decision."""

    kind: str
    title: Words
    what: Words
    start: Words
    period: int
    unit: str
    source: str
    since: str
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the dry run. ``held``: why it is kept all the same, as a sentence; "" if it is to be deleted."""

    kind: str
    title: str
    thing: str
    shown: str
    since: datetime
    case_number: str
    held: str
    reason: str

    @property
    def fate(self) -> str:
        return "held" if self.held else "due"


def rule_of(kind: str) -> Rule:
    """The rule of a class as it holds today. Raises KeyError."""
    one = retention.classes()[kind]
    return _rule(kind, one.title, one.what, one.start, _parameter(kind), by_itself=False)


def edge_of(kind: str) -> datetime:
    """What of the class began its period before this instant has served its time."""
    return edge(clock.now(), int(parameter(_parameter(kind), clock.today())))


def _parameter(kind: str) -> str:
    return f"retention_{kind}_months"


def _rule(name: str, title: Words, what: Words, start: Words, period: str, *, by_itself: bool) -> Rule:
    held = parameter_with_source(period, clock.today())
    unit = period.rpartition("_")[2]
    return Rule(
        name, title, what, start, int(held.value), unit, held.source, held.start.isoformat(), by_itself
    )


def rules() -> list[Rule]:
    """Every class: first those that two people decide on, then what the worker deletes by itself."""
    swept = [
        _rule(one.name, one.title, one.what, one.start, one.period, by_itself=True)
        for one in retention.sweeps().values()
    ]
    return [*(rule_of(kind) for kind in retention.classes()), *swept]


def dry_run(kinds: Iterable[str] | None = None) -> list[Line]:
    """All that has served its time, with what holds it back. Nothing is changed."""
    wanted = list(retention.classes()) if kinds is None else list(kinds)
    found = {kind: list(retention.classes()[kind].due(edge_of(kind))) for kind in wanted}
    holds = Holds(due for rows in found.values() for due in rows)
    return [line for kind, rows in found.items() for line in _lines(rule_of(kind), rows, holds)]


def _lines(rule: Rule, rows: list[Due], holds: Holds) -> list[Line]:
    shown = retention.classes()[rule.kind].shown([due.thing for due in rows])
    reason = _("%(start)s more than %(months)d months ago") % {"start": rule.start, "months": rule.period}
    return [
        Line(
            kind=rule.kind,
            title=str(rule.title),
            thing=due.thing,
            shown=shown.get(due.thing, due.thing),
            since=due.since,
            case_number=holds.numbers.get(due.cases[0], "") if due.cases else "",
            held=holds.why(due),
            reason=reason,
        )
        for due in rows
    ]


class Holds:
    """What holds things back, read once for many of them."""

    def __init__(self, rows: Iterable[Due]) -> None:
        self.cases = {case for due in rows for case in due.cases}
        self.numbers = dict(casework.numbers_of(self.cases))
        self.hindered = archiving.hindered(self.cases)
        self.closed = set(archiving.closed_cases()) if self.cases else set()
        journalled = JournalEntry.objects.filter(case_id__in=self.cases)
        self.journalled = set(journalled.order_by().values_list("case_id", flat=True))

    def why(self, due: Due) -> str:
        """As a sentence in the reader's language; "" if nothing holds it."""
        hold = hold_of(
            due.cases,
            own=due.held,
            never_opened=due.never_opened,
            journalled=self.journalled,
            hindered=self.hindered,
            closed=self.closed,
        )
        if hold is Hold.HINDERED:
            return next(self.hindered[case] for case in due.cases if case in self.hindered)
        texts = {
            Hold.ARCHIVE: _("it is in the journal, and kept for the archive"),
            Hold.OPEN_CASE: _("the case is not closed"),
            Hold.OWN: due.held,
        }
        return texts[hold] if hold else ""


def due_now(kind: str, thing: str) -> tuple[Due | None, str]:
    """Whether the thing is due today, asked anew; and what holds it back, as a sentence."""
    due = next(iter(retention.classes()[kind].due(edge_of(kind), thing)), None)
    return due, Holds([due]).why(due) if due else ""


def disposals() -> QuerySet[Disposal]:
    return Disposal.objects.select_related("proposed_by", "answered_by")


def disposal(disposal_id: int) -> Disposal:
    """Raises Disposal.DoesNotExist."""
    return disposals().get(pk=disposal_id)


def waiting() -> Disposal | None:
    """The proposal that waits for another person, or is being carried out."""
    return disposals().filter(state__in=["proposed", "confirmed"]).first()


def items_of(one: Disposal) -> list[Line]:
    """What is proposed, by today's names. What is deleted has no name any more."""
    found = []
    rows = list(one.items.all())
    for kind in dict.fromkeys(row.kind for row in rows):
        data_class = retention.classes().get(kind)
        own = [row for row in rows if row.kind == kind]
        shown = data_class.shown([row.thing for row in own if row.outcome != "deleted"]) if data_class else {}
        for row in own:
            title = str(data_class.title) if data_class else kind
            name = shown.get(row.thing, row.thing)
            kept = (row.thing, name, row.since, row.case_number, row.why_kept, row.outcome)
            found.append(Line(kind, title, *kept))
    return found
