"""Watch over what is approved: open a case, write findings, agree on a plan, close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.approval.models import Approval, Finding, Surveillance
from helsetek.approval.parameters import limits
from helsetek.approval.permissions import may_correct, may_inspect, may_withdraw
from helsetek.approval.rules.surveillance import Ground, Kind, is_late_incident
from helsetek.approval.selectors import approval as approval_numbered
from helsetek.approval.selectors import entries, entry
from helsetek.casework import services as casework
from helsetek.casework.rules.draws import Unit
from helsetek.casework.selectors import DrawAnnouncement
from helsetek.common import clock
from helsetek.common.errors import RuleBroken

from .shared import (
    lock_approval,
    lock_surveillance,
    move_surveillance,
    record,
    required,
    vendors_people,
    within,
)

MOST_OPEN_COMPLAINTS = 50


def _opened(
    approval: Approval, kind: Kind, about: str, by: Person | None, *, reporter: str = "", draw: str = "",
    known_at: datetime | None = None,
) -> Surveillance:  # fmt: skip
    product = approval.application.configuration.product
    case = casework.open_case(
        kind="approval.surveillance",
        title=_("Surveillance of %(product)s (%(number)s)")
        % {"product": product.name, "number": approval.number},
        lead_id=product.vendor_id,
        synthetic=product.synthetic,
    )
    return Surveillance.objects.create(
        approval=approval, case=case, kind=kind.value, about=about, reporter=reporter[:200], draw=draw[:60],
        known_at=known_at, opened_at=clock.now(), opened_by=by,
    )  # fmt: skip


@transaction.atomic
def open_surveillance(
    *, by: Person, approval: Approval, kind: Kind, about: str, draw: str = ""
) -> Surveillance:
    """A spot check on suspicion, by lot, or after what the register shows. The vendor is told.

    Raises NotAllowed, RuleBroken.
    """
    approval = lock_approval(approval)
    right = may_inspect(by).require()
    about = required(about, "about", _("Say what is to be looked at, and why."))
    made = _opened(approval, kind, about, by, draw=draw)
    _tell_vendor(made, "opened")
    record("surveillance_opened", made, by, right.acting_for, states=("", "open"), kind=kind.value, draw=draw)
    return made


DRAWN = "approval.spot_checks"  # what a draw of ours is about
MOST_DRAWN = 50


@transaction.atomic
def announce_spot_checks(*, by: Person, count: int) -> DrawAnnouncement:
    """Announce that so many of the products in force are drawn by lot for a spot check.

    The frame is bound now, the seed is taken a minute from now, and anybody can draw again (``casework`` draws). The
    cases open by themselves when the lots are drawn. Raises NotAllowed, RuleBroken.
    """
    may_inspect(by).require()
    rows = [one for one in entries() if one.in_force]
    if not 0 < count <= min(len(rows), MOST_DRAWN):
        problem = _("Choose a number from 1 to %(most)s.") % {"most": min(len(rows), MOST_DRAWN)}
        raise RuleBroken(problem, {"count": [problem]})
    return casework.announce_draw(
        by=by,
        kind="approval",
        title=_("Spot checks of approved products"),
        units=[(Unit(one.number), f"{one.product} {one.version} ({one.vendor})") for one in rows],
        wanted=count,
        seed_at=clock.now() + timedelta(minutes=1),
        about=DRAWN,
    )


@transaction.atomic
def open_what_was_drawn(*, numbers: Iterable[str], draw: str) -> list[Surveillance]:
    """The system opens a case for each product that was drawn. What has gone out of force meanwhile is passed over."""
    made = []
    for number in numbers:
        shown = entry(approval_numbered(number))
        if shown is None or not shown.in_force:
            continue
        case = _opened(
            lock_approval(shown.approval), Kind.LOT, _("Drawn by lot for a spot check."), None, draw=draw
        )
        _tell_vendor(case, "opened")
        _tell_officers(case)
        record("surveillance_opened", case, None, None, states=("", "open"), kind=Kind.LOT.value, draw=draw)
        made.append(case)
    return made


@transaction.atomic
def complain(*, by: Person | None, approval: Approval, about: str, reporter: str = "") -> Surveillance:
    """Anybody may tell that a product does not do what it is approved for; who tells is known to the authority only.

    Raises RuleBroken.
    """
    approval = lock_approval(approval)
    about = required(about, "about", _("Tell what is wrong."))
    reporter = within(reporter, "reporter", 200)
    waiting = Surveillance.objects.filter(approval=approval, kind=Kind.COMPLAINT.value, state="open")
    if waiting.count() >= MOST_OPEN_COMPLAINTS:
        raise RuleBroken(_("Many have told of this product, and it is being looked into. Come back later."))
    made = _opened(approval, Kind.COMPLAINT, about, by, reporter=reporter)
    _tell_officers(made)
    record("complained", made, None, None, states=("", "open"))
    return made


@transaction.atomic
def report_incident(*, by: Person, approval: Approval, about: str, known_at: datetime) -> Surveillance:
    """The vendor reports a serious incident: at once, at the latest three days after it was known (EHDS Art. 44).

    A late report is taken, and it is said that it was late. Raises NotAllowed, RuleBroken.
    """
    approval = lock_approval(approval)
    right = may_withdraw(by, approval).require()
    about = required(about, "about", _("Tell what has happened, and whom it may harm."))
    if known_at > clock.now():
        problem = _("This instant has not come yet.")
        raise RuleBroken(problem, {"known_at": [problem]})
    made = _opened(approval, Kind.INCIDENT, about, by, known_at=known_at)
    _tell_officers(made)
    late = is_late_incident(known_at, made.opened_at, limits())
    record("incident_reported", made, by, right.acting_for, states=("", "open"), late=late)
    return made


@transaction.atomic
def find(*, by: Person, case: Surveillance, ground: Ground, text: str, code: str = "") -> Finding:
    """Something does not conform. From the first finding the clock of the corrective plan runs."""
    case = lock_surveillance(case)
    right = may_inspect(by, case).require()
    states = move_surveillance(case, "find")
    made = Finding.objects.create(
        surveillance=case, ground=ground.value, code=code.strip()[:80],
        text=required(text, "text", _("Say what was found.")), found_at=clock.now(), found_by=by,
    )  # fmt: skip
    case.found_on = case.found_on or clock.today()
    case.save(update_fields=["state", "found_on"])
    _tell_vendor(case, "found", made.pk)
    record("found", case, by, right.acting_for, states=states, ground=ground.value, finding=made.pk)
    return made


@transaction.atomic
def propose_plan(*, by: Person, case: Surveillance, plan: str, due_on: date) -> Surveillance:
    """The vendor says what will be done, and by when. Raises NotAllowed, WrongState, RuleBroken."""
    case = lock_surveillance(case)
    right = may_correct(by, case).require()
    states = move_surveillance(case, "propose_plan")
    case.plan = required(plan, "plan", _("Say what you will do, step by step."), 8000)
    if due_on <= clock.today():
        problem = _("Choose a day to come.")
        raise RuleBroken(problem, {"due_on": [problem]})
    case.due_on = due_on
    case.save(update_fields=["state", "plan", "due_on"])
    _tell_officers(case, f"plan:{clock.now().isoformat()}")
    record("plan_proposed", case, by, right.acting_for, states=states, due_on=due_on.isoformat())
    return case


@transaction.atomic
def answer_plan(*, by: Person, case: Surveillance, approve: bool, reason: str = "") -> Surveillance:
    """Approve the plan, or return it with the reason. Raises NotAllowed, WrongState, RuleBroken."""
    case = lock_surveillance(case)
    right = may_inspect(by, case).require()
    states = move_surveillance(case, "approve_plan" if approve else "return_plan")
    if approve:
        case.approved_on = clock.today()
    else:
        reason = required(reason, "reason", _("Say what the plan lacks."))
    case.save(update_fields=["state", "approved_on"])
    _tell_vendor(case, "approved" if approve else "returned", clock.now().isoformat())
    record(
        "plan_approved" if approve else "plan_returned",
        case,
        by,
        right.acting_for,
        states=states,
        reasons=reason,
    )
    return case


@transaction.atomic
def start_work(*, by: Person, case: Surveillance) -> Surveillance:
    """The vendor has begun to correct. Raises NotAllowed, WrongState."""
    case = lock_surveillance(case)
    right = may_correct(by, case).require()
    states = move_surveillance(case, "start_work")
    case.started_on = clock.today()
    case.save(update_fields=["state", "started_on"])
    record("work_started", case, by, right.acting_for, states=states)
    return case


@transaction.atomic
def report_corrected(*, by: Person, case: Surveillance, text: str) -> Surveillance:
    """The vendor says that it is corrected, and how it can be seen. Raises NotAllowed, WrongState, RuleBroken."""
    case = lock_surveillance(case)
    right = may_correct(by, case).require()
    states = move_surveillance(case, "report_corrected")
    text = required(text, "text", _("Say what is corrected, and how it can be seen."))
    case.corrected_on = clock.today()
    case.save(update_fields=["state", "corrected_on"])
    _tell_officers(case, f"corrected:{clock.now().isoformat()}")
    record("corrected", case, by, right.acting_for, states=states, reasons=text)
    return case


@transaction.atomic
def close(*, by: Person, case: Surveillance, text: str, act: str) -> Surveillance:
    """Close: without findings, as corrected, or unresolved. Or say that it is not corrected (``not_corrected``).

    Raises NotAllowed, WrongState, RuleBroken.
    """
    case = lock_surveillance(case)
    right = may_inspect(by, case).require()
    states = move_surveillance(case, act)
    text = required(text, "text", _("Give the reason."))
    if case.state == "closed":
        case.closed_on, case.closing = clock.today(), text
    else:  # it runs from the beginning: a new plan is needed
        case.approved_on = case.started_on = case.corrected_on = None
        case.found_on = clock.today()
        case.due_on = None
    case.save()
    _tell_vendor(case, act, clock.now().isoformat())
    record("surveillance_closed" if case.state == "closed" else "not_corrected", case, by, right.acting_for,
           states=states, reasons=text)  # fmt: skip
    return case


def _tell_vendor(case: Surveillance, what: str, key: object = "") -> None:
    product = case.approval.application.configuration.product
    casework.notify(
        vendors_people(product.vendor_id), kind="approval.surveillance",
        key=f"approval.surveillance:{case.pk}:{what}:{key}", path=f"/tilsyn/{case.pk}/", case=case.case,
        data={"title": case.case.title, "what": what},
    )  # fmt: skip


def _tell_officers(case: Surveillance, key: str = "opened") -> None:
    officer = case.case.officer
    people = [officer] if officer else accounts.people_with(Role.CASE_OFFICER)
    casework.notify(
        people, kind="approval.watched", key=f"approval.watched:{case.pk}:{key}", path=f"/tilsyn/{case.pk}/",
        case=case.case, data={"title": case.case.title},
    )  # fmt: skip
