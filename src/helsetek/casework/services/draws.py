"""Announce a draw by lot, and draw when the instant of its seed has come."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors
from helsetek.casework.models import Draw, DrawAnnouncement
from helsetek.casework.permissions import may_draw
from helsetek.casework.rules import draws as rules
from helsetek.casework.rules.draws import Unit
from helsetek.common import clock, events
from helsetek.common.errors import Refusal, RuleBroken, TooLate, WrongState

log = logging.getLogger(__name__)
LONGEST_LABEL = 200


@transaction.atomic
def announce_draw(
    *,
    by: Person,
    kind: str,
    title: str,
    units: Iterable[tuple[Unit, str]],
    wanted: int | Mapping[str, int],
    seed_at: datetime,
    method: str = "simple",
    about: str = "",
    case_number: str = "",
    public_from: datetime | None = None,
) -> DrawAnnouncement:
    """Bind frame, rule and the instant of the seed, before anybody can know the seed.

    ``units`` are the frame with a label for people to each; ``wanted`` is how many, or how many of each stratum.
    ``seed_at`` is an instant to come: the seed will be the hash of the newest event in the log by then, never an older
    one than this announcement. Who announces anew leaves both announcements to be seen. ``public_from`` keeps the frame
    and the result back for a time, so that nobody is warned of a control (offentleglova § 24 first paragraph, text not
    seen); the hash of the frame is public at once.
    """
    right = may_draw(by).require()
    labels = {unit.id: (unit, label[:LONGEST_LABEL]) for unit, label in units}
    counts = {rules.ALL: wanted} if isinstance(wanted, int) else dict(wanted)
    frame = _checked(unit for unit, _label in labels.values())
    _check(frame, method, counts, seed_at)
    announcement = DrawAnnouncement.objects.create(
        kind=kind,
        title=title[:200],
        about=about,
        case_number=case_number,
        method=method,
        wanted=counts,
        frame=[[unit.id, unit.stratum, unit.size, labels[unit.id][1]] for unit in frame],
        frame_hash=rules.frame_hash(frame),
        seed_at=seed_at,
        public_from=public_from or clock.now(),
        announced_at=clock.now(),
        announced_by=by,
    )
    events.record(
        "casework.draw_announced",
        thing=f"draw:{announcement.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=case_number,
        rule_set=rules.RULE,
        data={
            "about": about,
            "frame_sha256": announcement.frame_hash,
            "method": method,
            "seed_at": seed_at,
            "units": len(frame),
            "wanted": counts,
        },
    )
    return announcement


def _checked(units: Iterable[Unit]) -> list[Unit]:
    try:
        return rules.in_order(units)
    except rules.NoDraw as error:
        log.warning("no draw: %s", error)
        raise RuleBroken(_("There is nothing to draw from, or too much.")) from error


def _check(frame: list[Unit], method: str, wanted: Mapping[str, int], seed_at: datetime) -> None:
    try:
        rules.check(frame, method=method, wanted=wanted)
    except rules.NoDraw as error:
        log.warning("no draw: %s", error)
        raise RuleBroken(_("More are to be drawn than there are, or none at all.")) from error
    if seed_at <= clock.now():
        raise RuleBroken(_("The instant of the seed must lie ahead: nobody may know the seed today."))


@transaction.atomic
def make_draw(*, by: Person | None, announcement: DrawAnnouncement) -> Draw:
    """Take the seed and draw. ``by`` is None when time brings it about. Once only; the result follows from the seed.

    Rooms above follow by ``events.subscribe("casework.drawn", …)``: the thing is ``draw:<id>``, and the data hold
    ``about`` and ``chosen``.
    """
    right = may_draw(by).require() if by else None
    announcement = DrawAnnouncement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    if Draw.objects.filter(announcement=announcement).exists():
        raise WrongState(_("The lots are already drawn."))
    if clock.now() <= announcement.seed_at:
        raise TooLate(_("The seed cannot be taken yet: its instant has not come."))
    seed_event, seed = seed_of(announcement)
    frame = selectors.units_of(announcement)
    chosen = rules.draw(frame, method=announcement.method, wanted=announcement.wanted, seed=seed)
    draw = Draw.objects.create(
        announcement=announcement,
        rule=rules.RULE,
        seed_event=seed_event,
        seed=seed,
        chosen=chosen,
        drawn_at=clock.now(),
        drawn_by=by,
    )
    events.record(
        "casework.drawn",
        thing=f"draw:{announcement.pk}",
        person_id=by.pk if by else None,
        organisation_id=right.acting_for if right else None,
        case_number=announcement.case_number,
        rule_set=rules.RULE,
        data={"about": announcement.about, "chosen": chosen, "seed": seed, "seed_event": seed_event},
    )
    return draw


def seed_of(announcement: DrawAnnouncement) -> tuple[int, str]:
    """Number and hash of the newest event by the instant of the seed, from the announcement's own event on.

    The hash of an event holds its instant to the microsecond and the hash of the one before: nobody knows it early.
    """
    own = next(
        event
        for event in events.of_thing(f"draw:{announcement.pk}")
        if event.verb == "casework.draw_announced"
    )
    newest = events.newest_until(announcement.seed_at, since=own.id) or own
    return newest.id, newest.hash


def make_due_draws() -> int:
    """What time brings about: every announced draw whose seed has come is drawn. Gives how many."""
    due = DrawAnnouncement.objects.filter(seed_at__lt=clock.now(), draw__isnull=True).order_by("id")
    made = 0
    for announcement in due:
        try:
            make_draw(by=None, announcement=announcement)
            made += 1
        except Refusal:
            log.info("draw %s is made by another worker", announcement.pk)
    return made
