"""One control: opened, noticed, answered, visited, reported, followed up and closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.casework.selectors import Letter
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, TooLate, WrongState
from helsetek.common.instants import end_of, weeks_after
from helsetek.control.models import Control, ControlKind, Selection, Visit
from helsetek.control.parameters import parameter
from helsetek.control.permissions import may_answer, may_control, may_state_view, may_take, may_take_over
from helsetek.control.rules.machines import CONTROL
from helsetek.control.selectors import controls as selectors
from helsetek.control.selectors import letters
from helsetek.control.selectors.letters import ControlLetter

from .common import filled, locked, record, tell, tell_party

KIND = "control.control"
LEAST_DAYS = 7


@transaction.atomic
def open_control(*, by: Person, selection: Selection, kind: str, asked: str) -> Control:
    """Take a selected case and open the control, with a case number of its own. Who opens it carries it out.

    The act is recorded in the grant's case: who controls a case can then have no other hand in it.
    """
    selection = (
        Selection.objects.select_for_update(of=("self",))
        .select_related("plan", "grant__application__case", "grant__application__lead")
        .get(pk=selection.pk)
    )
    grant_case = selection.grant.application.case
    right = may_take(by, grant_case).require()
    if selection.plan.state != "approved":
        raise WrongState(_("Controls are opened when the plan is approved."))
    if Control.objects.filter(selection=selection).exists():
        raise WrongState(_("This control is opened already."))
    if kind not in ControlKind.values:
        raise RuleBroken(_("Choose a kind of control."), {"kind": [_("Choose a kind of control.")]})
    asked = filled("asked", asked, _("Say what is to be handed in, one thing a line."), longest=4000)
    control = Control.objects.create(
        case=_case_for(selection),
        grant=selection.grant,
        selection=selection,
        kind=kind,
        controller=by,
        opened_at=clock.now(),
        asked=asked,
    )
    record(
        "control.opened",
        control,
        by,
        right.acting_for,
        case_number=grant_case.number,
        data={"control_case": control.case.number, "kind": kind, "how": selection.how},
    )
    return control


def _case_for(selection: Selection) -> cases.Case:
    grant_case = selection.grant.application.case
    parties = [party.organisation_id for party in cases.parties_of(grant_case)]
    lead = selection.grant.application.lead_id
    with translation.override("nb"):
        title = _("Control: %(title)s") % {"title": grant_case.title}
    return casework.open_case(
        kind=KIND,
        title=title,
        lead_id=lead,
        member_ids=[pk for pk in parties if pk != lead],
        synthetic=grant_case.synthetic,
    )


@transaction.atomic
def take_over(*, by: Person, control: Control) -> Control:
    """Another controller, with clean hands, carries it out from now on."""
    control = locked(control)
    right = may_take_over(by, control).require()
    if control.state in ("closed", "called_off"):
        raise WrongState(_("The control is ended."))
    before, control.controller = control.controller_id, by
    control.save(update_fields=["controller"])
    record(
        "control.taken_over",
        control,
        by,
        right.acting_for,
        before=control.state,
        case_number=control.grant.application.case.number,
        data={"from": before},
    )
    return control


@transaction.atomic
def give_notice(*, by: Person, control: Control, due_on: date) -> Control:
    """Send the notice letter: the ground, what is asked, and by when (to and with ``due_on``)."""
    control = locked(control)
    right = may_control(by, control).require()
    before, target = control.state, state.move(CONTROL, "give_notice", control.state)
    due_at = _due(due_on)
    letter = _send(control, letters.notice(control, due_at))
    control.state, control.due_at = target, due_at
    control.save(update_fields=["state", "due_at"])
    tell_party(control, "control.notice", "notice", due_at=due_at)
    record("control.noticed", control, by, right.acting_for, before=before, data=_of(letter, due_at=due_at))
    return control


def _due(due_on: date) -> datetime:
    if not clock.today() + timedelta(days=LEAST_DAYS) <= due_on <= clock.today() + timedelta(days=366):
        sentence = _("Give at least %(count)d days, and at most a year.") % {"count": LEAST_DAYS}
        raise RuleBroken(sentence, {"due_on": [sentence]})
    return end_of(due_on)


@transaction.atomic
def hand_in(*, by: Person, control: Control, reply: str) -> Control:
    """The party says that everything asked for is handed in; the documents lie on the page of the control."""
    control = locked(control)
    right = may_answer(by, control).require()
    before, target = control.state, state.move(CONTROL, "hand_in", control.state)
    control.reply = filled("reply", reply, _("Say in a few words what you have handed in."))
    control.state, control.handed_in_at = target, clock.now()
    control.save(update_fields=["reply", "state", "handed_in_at"])
    tell([control.controller], control, "control.handed_in", f"handed_in:{int(clock.now().timestamp())}")
    late = control.due_at is not None and clock.arrival() >= control.due_at
    record("control.handed_in", control, by, right.acting_for, before=before, data={"late": late})
    return control


@transaction.atomic
def ask_for_more(*, by: Person, control: Control, question: str, due_on: date) -> Control:
    control = locked(control)
    right = may_control(by, control).require()
    before, target = control.state, state.move(CONTROL, "ask_for_more", control.state)
    control.question = filled("question", question, _("Say what more you ask for."), longest=4000)
    control.state, control.due_at = target, _due(due_on)
    control.save(update_fields=["question", "state", "due_at"])
    tell_party(
        control,
        "control.more",
        f"more:{int(clock.now().timestamp())}",
        due_at=control.due_at,
        question=control.question,
    )
    record("control.more_asked", control, by, right.acting_for, before=before, reasons=control.question)
    return control


@transaction.atomic
def record_visit(
    *, by: Person, control: Control, held_on: date, place: str, present: str, text: str
) -> Visit:
    """The controller's own record of a visit: when, where, who was there, what was seen and said."""
    control = locked(control)
    right = may_control(by, control).require()
    if control.state not in ("noticed", "handed_in"):
        raise WrongState(_("A visit is recorded after the notice and before the draft report."))
    if held_on > clock.today() or held_on < clock.today() - timedelta(days=366):
        sentence = _("Give the day of the visit: today or earlier.")
        raise RuleBroken(sentence, {"held_on": [sentence]})
    visit = Visit.objects.create(
        control=control,
        held_on=held_on,
        place=filled("place", place, _("Say where the visit was."), longest=200),
        present=filled("present", present, _("Say who was there, by role."), longest=2000),
        record=filled("text", text, _("Write what you saw and heard.")),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record("control.visited", control, by, right.acting_for, before=control.state, data={"held_on": held_on})
    return visit


@transaction.atomic
def send_draft(*, by: Person, control: Control, summary: str) -> Control:
    """Send the draft report: the party may state its view in the weeks that the parameter gives.

    What was asked must be handed in, or its time be up (forvaltningsloven §§ 16–17, text not seen).
    """
    control = locked(control)
    right = may_control(by, control).require()
    before, target = control.state, state.move(CONTROL, "send_draft", control.state)
    if control.state == "noticed" and control.due_at and clock.now() < control.due_at:
        raise TooLate(_("The time to hand in is not up yet. Wait, or until everything is handed in."))
    control.summary = filled("summary", summary, _("Write what you have looked at."))
    due = weeks_after(clock.now(), parameter("statement_weeks", clock.today()))
    letter = _send(control, letters.draft(control, due))
    control.state, control.statement_due_at = target, due
    control.save(update_fields=["summary", "state", "statement_due_at"])
    tell_party(control, "control.draft", "draft", due_at=due)
    record("control.draft_sent", control, by, right.acting_for, before=before, data=_of(letter, due_at=due))
    return control


@transaction.atomic
def state_view(*, by: Person, control: Control, statement: str) -> Control:
    """The party's own statement on the draft; it stands word for word in the report."""
    control = locked(control)
    right = may_state_view(by, control).require()
    before, target = control.state, state.move(CONTROL, "state_view", control.state)
    control.statement = filled("statement", statement, _("Write your view of the draft."))
    control.state, control.stated_at = target, clock.now()
    control.save(update_fields=["statement", "state", "stated_at"])
    tell([control.controller], control, "control.stated", "stated")
    record("control.view_stated", control, by, right.acting_for, before=before)
    return control


@transaction.atomic
def report(*, by: Person, control: Control, conclusion: str) -> Control:
    """Send the report. Without the party's statement only when the time for it is up."""
    control = locked(control)
    right = may_control(by, control).require()
    before, target = control.state, state.move(CONTROL, "report", control.state)
    if before == "draft_sent" and control.statement_due_at and clock.now() < control.statement_due_at:
        raise TooLate(_("The party still has time to state its view."))
    control.conclusion = filled("conclusion", conclusion, _("Write the conclusion of the control."))
    letter = _send(control, letters.final(control))
    control.state, control.reported_at = target, clock.now()
    control.save(update_fields=["conclusion", "state", "reported_at"])
    tell_party(control, "control.reported", "reported", findings=control.findings.count())
    data = _of(
        letter, findings=[[f.number, f.category, f.gravity, f.money_ore] for f in control.findings.all()]
    )
    record("control.reported", control, by, right.acting_for, before=before, data=data)
    return control


@transaction.atomic
def call_off(*, by: Person, control: Control, reason: str) -> Control:
    control = locked(control)
    right = may_control(by, control).require()
    before, target = control.state, state.move(CONTROL, "call_off", control.state)
    reason = filled("reason", reason, _("Say why the control is called off."), longest=4000)
    control.state, control.ended_at, control.conclusion = target, clock.now(), reason
    control.save(update_fields=["state", "ended_at", "conclusion"])
    if control.due_at:
        tell_party(control, "control.called_off", "called_off", reason=reason)
    record("control.called_off", control, by, right.acting_for, before=before, reasons=reason)
    return control


@transaction.atomic
def close(*, by: Person, control: Control) -> Control:
    """The end: every finding is closed with evidence."""
    control = locked(control)
    right = may_control(by, control).require()
    before, target = control.state, state.move(CONTROL, "close", control.state)
    if hindered := selectors.what_hinders_closing(control):
        raise WrongState(hindered)
    control.state, control.ended_at = target, clock.now()
    control.save(update_fields=["state", "ended_at"])
    tell_party(control, "control.closed", "closed")
    record("control.closed", control, by, right.acting_for, before=before)
    return control


def remind() -> int:
    """Tell party and controller, once, when something is overdue. Done by the worker. Gives how many are late."""
    late = list(selectors.overdue())
    for control in late:
        about = f"late:{control.state}:{control.due_at:%Y-%m-%d}"
        tell_party(control, "control.overdue", about)
        tell([control.controller], control, "control.overdue", about)
    findings = list(selectors.findings_overdue())
    for finding in findings:
        about = f"late:finding:{finding.number}:{finding.due_on}"
        tell_party(finding.control, "control.overdue", about)
        tell([finding.control.controller], finding.control, "control.overdue", about)
    return len(late) + len(findings)


def _send(control: Control, letter: ControlLetter) -> Letter:
    made = casework.make_letter(
        case=control.case, recipient_id=control.grant.application.lead_id, **letter.made_of
    )
    casework.mark_sent(made)
    return made


def _of(letter: Letter, **more: object) -> dict[str, object]:
    return {"letter": letter.pk, "sha256": letter.document.sha256, **more}
