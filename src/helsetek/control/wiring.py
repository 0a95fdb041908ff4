"""What this room tells the rooms below when the app starts: words, guards, tasks, chores, menu."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, state, todo, verbs
from helsetek.casework.selectors import Case
from helsetek.casework.todo import Todo
from helsetek.common import events
from helsetek.common.answers import Answer, no
from helsetek.common.instants import end_of
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State
from helsetek.records import archiving

from . import permissions
from .models import Control, Finding, Plan
from .rules.machines import CONTROL, FINDING, PLAN
from .services import controls as services
from .services import plans

PAGE = "control.control"
PLAN_STATES = {
    "draft": State(gettext_lazy("Draft"), "neutral"),
    "proposed": State(gettext_lazy("Waits for another controller"), "warning"),
    "approved": State(gettext_lazy("Approved"), "success"),
}
CONTROL_STATES = {
    "planned": State(gettext_lazy("Opened, no notice yet"), "neutral"),
    "noticed": State(gettext_lazy("Waits for the party"), "warning"),
    "handed_in": State(gettext_lazy("Being gone through"), "info"),
    "draft_sent": State(gettext_lazy("Draft sent, waits for a statement"), "warning"),
    "stated": State(gettext_lazy("The party has stated its view"), "info"),
    "reported": State(gettext_lazy("Reported, followed up"), "info"),
    "closed": State(gettext_lazy("Closed"), "success"),
    "called_off": State(gettext_lazy("Called off"), "neutral"),
}
FINDING_STATES = {
    "open": State(gettext_lazy("To be mended"), "warning"),
    "answered": State(gettext_lazy("Answered"), "info"),
    "closed": State(gettext_lazy("Closed"), "success"),
}
TEXTS = {
    "control.plan_drawn_up": gettext_lazy("The control plan was drawn up"),
    "control.case_added": gettext_lazy("A case was added to the control plan by hand"),
    "control.plan_handed_over": gettext_lazy("The control plan was handed over for approval"),
    "control.plan_sent_back": gettext_lazy("The control plan was sent back"),
    "control.plan_approved": gettext_lazy("The control plan was approved"),
    "control.opened": gettext_lazy("A control was opened"),
    "control.taken_over": gettext_lazy("A control was taken over"),
    "control.noticed": gettext_lazy("Notice of control was sent"),
    "control.handed_in": gettext_lazy("What the control asked for was handed in"),
    "control.more_asked": gettext_lazy("More was asked for in the control"),
    "control.visited": gettext_lazy("A visit was recorded"),
    "control.finding_written": gettext_lazy("A finding was written"),
    "control.finding_taken_out": gettext_lazy("A finding was taken out"),
    "control.draft_sent": gettext_lazy("The draft report of the control was sent"),
    "control.view_stated": gettext_lazy("The party stated its view of the draft"),
    "control.reported": gettext_lazy("The report of the control was sent"),
    "control.finding_answered": gettext_lazy("A finding was answered"),
    "control.finding_not_enough": gettext_lazy("The answer to a finding was not enough"),
    "control.finding_closed": gettext_lazy("A finding was closed"),
    "control.called_off": gettext_lazy("The control was called off"),
    "control.closed": gettext_lazy("The control was closed"),
}
INTERNAL = {
    "control.plan_drawn_up",
    "control.case_added",
    "control.plan_handed_over",
    "control.plan_sent_back",
    "control.plan_approved",
    "control.opened",
    "control.taken_over",
    "control.finding_written",
    "control.finding_taken_out",
}
# The acts by which somebody uses the controller's role in a case.
ROLES = dict.fromkeys(
    (
        "control.opened",
        "control.taken_over",
        "control.noticed",
        "control.more_asked",
        "control.visited",
        "control.finding_written",
        "control.finding_taken_out",
        "control.draft_sent",
        "control.reported",
        "control.finding_not_enough",
        "control.finding_closed",
        "control.called_off",
        "control.closed",
    ),
    Role.CONTROLLER,
)
_OPEN_TO_PARTY = ("noticed", "draft_sent", "reported")
_OPEN_TO_CONTROLLER = ("planned", "noticed", "handed_in", "draft_sent", "stated", "reported")


def connect() -> None:
    verbs.register(TEXTS, internal=INTERNAL, roles=ROLES)
    for machine, words in ((PLAN, PLAN_STATES), (CONTROL, CONTROL_STATES), (FINDING, FINDING_STATES)):
        states.register(f"control.{machine.name}", words)
        state.register(machine, words=f"control.{machine.name}")
    guards.register(PAGE, may_open, change=may_change, case_of=_case_of, hold=_hold)
    guards.register_case(services.KIND, _may_see_case, address=_address)
    events.subscribe("casework.drawn", plans.take_the_drawn)
    archiving.register_hindrance(cases_under_control, gettext_lazy("a control is open"))
    chores.register("control.remind", services.remind, every=timedelta(hours=6))
    navigation.add(gettext_lazy("Control"), "control:controls", order=70, show=_reads)
    for source in (approve_plans, open_controls, go_on, answer_controls):
        todo.register(source)


def cases_under_control(case_ids: set[int]) -> set[int]:
    """Cases of grants that are being controlled: not archived, and nothing of them deleted, until it is closed."""
    rows = Control.objects.filter(grant__application__case_id__in=case_ids)
    rows = rows.exclude(state__in=["closed", "called_off"])
    return set(rows.values_list("grant__application__case_id", flat=True))


def _reads(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(permissions.may_read_plans(request.user))


def _control(pk: int) -> Control | None:
    return (
        Control.objects.select_related(
            "case", "controller", "grant__application__lead", "grant__application__case"
        )
        .filter(pk=pk)
        .first()
    )


def may_open(person: Person, page_id: int) -> Answer:
    control = _control(page_id)
    return permissions.may_see(person, control) if control else no(_("There is no such control."))


def may_change(person: Person, page_id: int) -> Answer:
    """The party while something is asked of it, the controller until the end."""
    control = _control(page_id)
    if control is None:
        return no(_("There is no such control."))
    if control.state in _OPEN_TO_CONTROLLER and (right := permissions.may_control(person, control)):
        return right
    if control.state in _OPEN_TO_PARTY:
        return permissions.may_answer(person, control)
    return no(_("Documents cannot be added now."))


def _case_of(page_id: int) -> Case | None:
    control = _control(page_id)
    return control.case if control else None


def _hold(page_id: int) -> None:
    Control.objects.select_for_update().filter(pk=page_id).first()


def _may_see_case(person: Person, case: Case) -> Answer:
    control = Control.objects.filter(case=case).first()
    return may_open(person, control.pk) if control else no(_("There is no such control."))


def _address(case: Case) -> str:
    control = Control.objects.filter(case=case).first()
    return reverse("control:control", args=[control.pk]) if control else ""


# -- What waits ---------------------------------------------------------------------------------------


def approve_plans(person: Person) -> list[Todo]:
    """For controllers: plans that another has drafted."""
    if not permissions.may_plan(person):
        return []
    return [
        Todo(
            _("Look through the control plan for %(year)d") % {"year": plan.year},
            reverse("control:plan", args=[plan.pk]),
            None,
            "",
            "control.approve_plan",
        )
        for plan in Plan.objects.filter(state="proposed").exclude(drafted_by=person)
    ]


def open_controls(person: Person) -> list[Todo]:
    """For controllers: selected cases that nobody has opened yet, in one line a plan."""
    if not permissions.may_plan(person):
        return []
    found = []
    for plan in Plan.objects.filter(state="approved"):
        count = plan.selections.filter(control__isnull=True).count()
        if count:
            title = _("Open controls of the plan for %(year)d (%(count)d)") % {
                "year": plan.year,
                "count": count,
            }
            found.append(Todo(title, reverse("control:plan", args=[plan.pk]), None, "", "control.open"))
    return found


def go_on(person: Person) -> list[Todo]:
    """For the controller of a control: what has come, and what must be sent."""
    words = {
        "planned": _("Send notice of control: %(title)s"),
        "handed_in": _("Go through what is handed in: %(title)s"),
        "stated": _("Finish the report of control: %(title)s"),
    }
    own = Control.objects.filter(controller=person).select_related("case", "grant__application__case")
    found = [_todo(words[control.state], control) for control in own.filter(state__in=words)]
    answered = Finding.objects.filter(control__controller=person, control__state="reported", state="answered")
    controls = {
        f.control_id: f.control
        for f in answered.select_related("control__case", "control__grant__application__case")
    }
    found += [
        _todo(_("Look at the answers to findings: %(title)s"), control) for control in controls.values()
    ]
    done = own.filter(state="reported").exclude(findings__state__in=["open", "answered"])
    return found + [_todo(_("Close the control: %(title)s"), control) for control in done]


def answer_controls(person: Person) -> list[Todo]:
    """For writers and signatories of the lead: what a control asks of them, and by when."""
    leads = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    if not leads:
        return []
    own = Control.objects.filter(grant__application__lead_id__in=leads).select_related(
        "case", "grant__application__case"
    )
    found = [_todo(_("Hand in to the control: %(title)s"), c, c.due_at) for c in own.filter(state="noticed")]
    signed_for = accounts.organisations_where(person, Role.SIGNATORY)
    drafts = own.filter(state="draft_sent", grant__application__lead_id__in=signed_for)
    found += [
        _todo(_("State your view of the draft report: %(title)s"), c, c.statement_due_at) for c in drafts
    ]
    findings = Finding.objects.filter(
        control__grant__application__lead_id__in=leads, control__state="reported", state="open"
    ).select_related("control__case", "control__grant__application__case")
    return found + [
        _todo(_("Mend a finding of the control: %(title)s"), f.control, end_of(f.due_on)) for f in findings
    ]


def _todo(words: str, control: Control, due: object = None) -> Todo:
    return Todo(
        words % {"title": control.grant.application.case.title},
        reverse("control:control", args=[control.pk]),
        due,  # type: ignore[arg-type]
        control.case.number,
        "control.go_on",
    )
