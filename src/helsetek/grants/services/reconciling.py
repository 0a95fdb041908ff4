"""Read what the bank and the accounting system say, hold it against what stands here, and close differences by name.

No difference closes by itself: where a later reading no longer finds it, it says so, and still waits for a person.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, events
from helsetek.common.cells import CannotRead, cells_in
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.hashing import sha256
from helsetek.grants.models import Difference, RepaymentClaim, Statement, StatementLine
from helsetek.grants.models.reconciliation import ClosingAct, Source
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.recovery import may_close_difference, may_read_statements
from helsetek.grants.rules.reconciliation import Comparison, Found, Ours, compare
from helsetek.grants.rules.statements import LARGEST_STATEMENT, Line, NotAStatement, read_camt, read_columns
from helsetek.grants.selectors import reconciliation as selectors

from .common import required_text

LONGEST = 4000
# Those say that something has been put right: then the newest comparison must agree.
MENDED = (ClosingAct.RECORDED_HERE, ClosingAct.CORRECTED_THERE)


@transaction.atomic
def read_statement(
    *,
    by: Person,
    source: str,
    file_name: str,
    content: bytes,
    since: date | None = None,
    until: date | None = None,
) -> Statement:
    """Read a statement (camt.053/054, or Excel or CSV with columns) and compare. The same file is taken once.

    The days it covers are those of its lines unless they are given. Raises RuleBroken for what cannot be read.
    """
    acting_for = may_read_statements(by).require().acting_for
    if source not in Source.values:
        raise RuleBroken(
            _("Choose where the file comes from."), {"source": [_("Choose where the file comes from.")]}
        )
    mark = sha256(content)
    if Statement.objects.filter(sha256=mark).exists():
        raise _wrong(_("This file has been read already."))
    lines = _read(content)
    first, last = (
        since or min(line.booked_on for line in lines),
        until or max(line.booked_on for line in lines),
    )
    if first > last or last > clock.today():
        raise _wrong(_("The days of the statement cannot be right: check the file."))
    statement = Statement.objects.create(
        source=source,
        file_name=file_name[:255],
        sha256=mark,
        since=first,
        until=last,
        read_at=clock.now(),
        read_by=by,
        lines_read=len(lines),
    )
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            number=number,
            booked_on=line.booked_on,
            amount_ore=line.amount_ore,
            reference=line.reference,
            text=line.text,
        )
        for number, line in enumerate(lines, start=1)
    )
    found = _compare(source)
    events.record(
        "grants.statement_read",
        thing=f"statement:{statement.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"source": source, "lines": len(lines), "sha256": mark, "differences": found},
    )
    return statement


def _wrong(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, {"file": [sentence]})


def _read(content: bytes) -> list[Line]:
    if not content or len(content) > LARGEST_STATEMENT:
        raise _wrong(_("The file is empty or too large."))
    try:
        lines = read_camt(content) if content.lstrip()[:1] == b"<" else read_columns(cells_in(content))
    except (NotAStatement, CannotRead) as error:
        raise _wrong(_("The file cannot be read: %(why)s") % {"why": error}) from error
    if not lines:
        raise _wrong(_("There are no lines in the file."))
    return lines


@transaction.atomic
def compare_again(*, by: Person) -> int:
    """Hold everything that has been read against what stands here now. Gives how many differences are open."""
    may_read_statements(by).require()
    for source in Source.values:
        _compare(source)
    return selectors.open_count()


def _compare(source: str) -> int:
    """Compare all that the source has told of; gives how many differences were found now."""
    statements = list(Statement.objects.filter(source=source))
    if not statements:
        return 0
    days = int(parameter("reconciliation_days", clock.today()))
    reach = timedelta(days=days)
    first, last = min(one.since for one in statements), max(one.until for one in statements)
    result = compare(selectors.ours(first - reach, last + reach), selectors.theirs(source), days=days)
    _keep_pairs(source, result)
    found = [one for one in result.differences if _is_told_of(one, statements, days)]
    _keep(source, found)
    return len(found)


def _is_told_of(found: Found, statements: list[Statement], days: int) -> bool:
    """What is ours alone is missing there only on days that have been told of, with time for the bank to book it."""
    if found.kind != "missing_there" or found.ours is None:
        return True
    return any(
        one.since <= found.ours.on and found.ours.on + timedelta(days=days) <= one.until for one in statements
    ) or any(
        one.since <= found.ours.on <= one.until and _told_later(one, statements, days) for one in statements
    )


def _told_later(one: Statement, statements: list[Statement], days: int) -> bool:
    return any(other.until >= one.until + timedelta(days=days) for other in statements)


def _keep_pairs(source: str, result: Comparison) -> None:
    lines = {line.pk: line for line in selectors.lines_of(source)}
    changed = [line for pk, line in lines.items() if line.thing != result.pairs.get(pk, "")]
    for line in changed:
        line.thing = result.pairs.get(line.pk, "")
    StatementLine.objects.bulk_update(changed, ["thing"], batch_size=500)


def _keep(source: str, found: list[Found]) -> None:
    """Write down what is new; mark what is open and no longer found, or found again. Nothing is closed."""
    now, there = clock.now(), {_key(source, one): one for one in found}
    known = {row.key: row for row in Difference.objects.filter(source=source)}
    for key, row in known.items():
        if row.closed_at is None and (row.agrees_since is None) != (key in there):
            row.agrees_since = None if key in there else now
            row.save(update_fields=["agrees_since"])
    for key, one in there.items():
        if key not in known:
            _write(source, key, one)


def _key(source: str, one: Found) -> str:
    line, thing = (one.theirs.line if one.theirs else ""), (one.ours.thing if one.ours else "")
    return f"{source}:{one.kind}:{line}:{thing}"


def _write(source: str, key: str, one: Found) -> None:
    ours: Ours | None = one.ours
    thing = ours.thing if ours else ""
    Difference.objects.create(
        source=source,
        kind=one.kind,
        key=key,
        line_id=one.theirs.line if one.theirs else None,
        thing=thing,
        case_number=selectors.case_of(thing) or _case_of_kid(one),
        here_ore=ours.amount_ore if ours else None,
        there_ore=one.theirs.amount_ore if one.theirs else None,
        on=one.theirs.on if one.theirs else ours.on if ours else clock.today(),
        found_at=clock.now(),
    )


def _case_of_kid(one: Found) -> str:
    """A payment with the KID of a claim belongs to that claim's case, before anybody has recorded it."""
    kid = one.theirs.reference if one.theirs else ""
    claims = RepaymentClaim.objects.filter(kid=kid).exclude(kid="")
    return claims.values_list("grant__application__case__number", flat=True).first() or ""


@transaction.atomic
def close_difference(*, by: Person, difference: Difference, act: str, reason: str) -> Difference:
    """Close a difference by a named act, with a reason. Never by the one who made the payment it concerns."""
    difference = Difference.objects.select_for_update(of=("self",)).get(pk=difference.pk)
    acting_for = may_close_difference(by, difference).require().acting_for
    if difference.closed_at is not None:
        raise WrongState(_("The difference is closed already."))
    if act not in ClosingAct.values:
        raise RuleBroken(_("Choose what has been done."), {"act": [_("Choose what has been done.")]})
    reason = required_text(reason, "reason", LONGEST, _("Write the reason."))
    if act in MENDED and difference.agrees_since is None:
        sentence = _("The newest comparison still finds the difference. Compare again when it is put right.")
        raise RuleBroken(sentence, {"act": [sentence]})
    difference.closed_at, difference.closed_by = clock.now(), by
    difference.act, difference.reason = act, reason
    difference.save()
    events.record(
        "grants.difference_closed",
        thing=f"difference:{difference.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=difference.case_number,
        reasons=reason,
        data={
            "kind": difference.kind,
            "act": act,
            "here_ore": difference.here_ore,
            "there_ore": difference.there_ore,
        },
    )
    return difference
