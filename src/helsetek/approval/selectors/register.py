"""The public register: entries with the status they have on any day, history, and the feed of changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from helsetek.approval.models import Approval, Product, StatusEvent
from helsetek.approval.rules.status import IN_FORCE, Said, Status, status_on
from helsetek.common import clock
from helsetek.standards import selectors as standards

_RELATED = (
    "application__case", "application__configuration__product__vendor", "application__version__set__standard",
    "application__sealed", "application__decision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One approval as the register shows it on a day: its exact scope, and its status."""

    approval: Approval
    number: str
    vendor: str
    vendor_id: int
    product: str
    product_id: int
    version: str
    runs_with: str
    areas: list[str]
    set_slug: str
    set_title: str
    set_version: int
    standard_slug: str
    standard: str
    actor: str
    approval_type: str
    status: str
    since: date
    reason: str
    legal_basis: str
    valid_until: date | None
    synthetic: bool

    @property
    def in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def words(self) -> str:
        """What a search looks in."""
        scope = f"{self.product} {self.version} {self.runs_with} {self.vendor}"
        return f"{self.number} {scope} {self.set_title} {self.standard}"


def _approvals() -> QuerySet[Approval]:
    events = Prefetch("events", StatusEvent.objects.order_by("id"), to_attr="said")
    return Approval.objects.select_related(*_RELATED).prefetch_related(events)


def entries(on: date | None = None) -> list[Entry]:
    """Every entry that was public on the day (today), as it stood then. Two queries."""
    day = on or clock.today()
    found = [_entry(row, day) for row in _approvals()]
    return [one for one in found if one is not None]


def entry(approval: Approval, on: date | None = None) -> Entry | None:
    """None before the first event."""
    return _entry(approval, on or clock.today())


def approval(number: str) -> Approval:
    """By its number, «HT-00017». Raises Approval.DoesNotExist."""
    digits = number.removeprefix("HT-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12 and number == f"HT-{int(digits):05d}"):
        raise Approval.DoesNotExist(number)
    return _approvals().get(pk=int(digits))


def _entry(row: Approval, day: date) -> Entry | None:
    said: list[StatusEvent] = row.said if hasattr(row, "said") else list(row.events.order_by("id"))
    held = [one for one in said if one.on <= day]
    status = status_on([Said(Status(one.status), one.on) for one in said], day, row.valid_until)
    if status is None:
        return None
    configuration, version = row.application.configuration, row.application.version
    product, expired = configuration.product, status is Status.EXPIRED and held[-1].status != Status.EXPIRED
    standard = version.set.standard
    return Entry(
        approval=row,
        number=row.number,
        vendor=product.vendor.name,
        vendor_id=product.vendor_id,
        product=product.name,
        product_id=product.pk,
        version=configuration.version,
        runs_with=configuration.runs_with,
        areas=product.areas,
        set_slug=version.set.slug,
        set_title=standards.title_of(version.set),
        set_version=version.number,
        standard_slug=standard.slug if standard else "",
        standard=standard.title if standard else "",
        actor=row.application.actor,
        approval_type=version.set.approval_type,
        status=status.value,
        since=row.valid_until if expired and row.valid_until else held[-1].on,
        reason="" if expired else held[-1].reason,
        legal_basis="" if expired else held[-1].legal_basis,
        valid_until=row.valid_until,
        synthetic=product.synthetic,
    )


def history(approval: Approval) -> list[StatusEvent]:
    """Everything that was said of it, the newest first."""
    return list(StatusEvent.objects.filter(approval=approval).select_related("surveillance").order_by("-id"))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the register, for the feed."""

    id: int
    at: datetime
    entry: Entry
    status: str
    on: date
    reason: str
    legal_basis: str


def changes(most: int = 100) -> list[Change]:
    """What was said last, the newest first."""
    events = list(StatusEvent.objects.order_by("-id")[:most])
    rows = {row.pk: row for row in _approvals().filter(pk__in={one.approval_id for one in events})}
    found = []
    for one in events:
        shown = _entry(rows[one.approval_id], max(one.on, clock.today()))
        if shown is not None:
            found.append(Change(one.pk, one.said_at, shown, one.status, one.on, one.reason, one.legal_basis))
    return found


def approvals_of_product(product: Product) -> list[Entry]:
    return [one for one in entries() if one.product_id == product.pk]


def approved_against(standard_slugs: Iterable[str], on: date | None = None) -> dict[str, list[Entry]]:
    """For each standard or set of requirements asked for: the entries in force on the day (today)."""
    wanted = set(standard_slugs)
    found: dict[str, list[Entry]] = {slug: [] for slug in wanted}
    for one in entries(on):
        for slug in {one.standard_slug, one.set_slug} & wanted:
            if one.in_force:
                found[slug].append(one)
    return found


def names_of_approved(on: date | None = None) -> list[tuple[str, str]]:
    """(number, name) of what is in force on the day, for choices in forms of other rooms."""
    rows = [one for one in entries(on) if one.in_force]
    return [(one.number, f"{one.product} {one.version} – {one.set_title} ({one.number})") for one in rows]
