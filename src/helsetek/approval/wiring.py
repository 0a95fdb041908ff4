"""What this room tells the rooms below when the app starts: words, guards, machines, to-dos, menu."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, state, todo, verbs
from helsetek.casework.selectors import Case
from helsetek.casework.todo import Todo
from helsetek.common import events
from helsetek.common.answers import Answer, no
from helsetek.common.events import Event
from helsetek.common.web import navigation, states
from helsetek.scheme import offers
from helsetek.standards import selectors as standards

from . import permissions, selectors, wording
from .models import Application, Surveillance
from .rules.machines import APPLICATION, KIT_RUN, SURVEILLANCE
from .services import kit_runs
from .services import surveillance as watching

_BY_OFFICER = (
    "taken",
    "more_asked",
    "documents_passed",
    "sent_to_testing",
    "recommended",
)
ROLES = {
    **{f"approval.{act}": Role.CASE_OFFICER for act in _BY_OFFICER},
    "approval.decided": Role.DECISION_MAKER,
    "approval.sent_back": Role.DECISION_MAKER,
}


def connect() -> None:
    verbs.register(wording.TEXTS, internal=wording.INTERNAL, roles=ROLES)
    states.register("approval.application", wording.APPLICATION)
    states.register("approval.status", wording.STATUS)
    states.register("approval.outcome", wording.OUTCOME)
    states.register("approval.surveillance", wording.SURVEILLANCE)
    states.register("approval.kit_run", wording.KIT_RUN)
    states.register("approval.kind", wording.KIND)
    state.register(APPLICATION, words="approval.application")
    state.register(SURVEILLANCE, words="approval.surveillance")
    state.register(KIT_RUN, words="approval.kit_run")
    chores.register("approval.kit_runs", kit_runs.carry_out_next, every=timedelta(seconds=2))
    guards.register(
        permissions.PAGE, may_open_page, change=may_change_page, case_of=case_of_page, hold=hold_page
    )
    guards.register_case(permissions.CASE, may_see_case, address=address_of_case)
    guards.register_case(permissions.SURVEILLANCE_CASE, may_see_watched, address=address_of_watched)
    events.subscribe("casework.drawn", lots_were_drawn)
    todo.register(work_of_the_vendor)
    todo.register(work_of_the_authority)
    offers.register_addresses(where_standards_are)
    menu()


def _application(pk: int) -> Application | None:
    rows = Application.objects.select_related("case", "configuration__product", "version__set")
    return rows.filter(pk=pk).first()


def may_open_page(person: Person, application_id: int) -> Answer:
    found = _application(application_id)
    return permissions.may_see(person, found) if found else no(_("There is no such application."))


def may_change_page(person: Person, application_id: int) -> Answer:
    found = _application(application_id)
    return permissions.may_write(person, found) if found else no(_("There is no such application."))


def case_of_page(application_id: int) -> Case | None:
    found = _application(application_id)
    return found.case if found else None


def hold_page(application_id: int) -> None:
    list(Application.objects.select_for_update().filter(pk=application_id).values_list("pk"))


def may_see_case(person: Person, case: Case) -> Answer:
    found = Application.objects.filter(case=case).values_list("pk", flat=True).first()
    return may_open_page(person, found or 0)


def address_of_case(case: Case) -> str:
    return reverse("approval:application", args=[case.approval_application.pk])


def may_see_watched(person: Person, case: Case) -> Answer:
    found = Surveillance.objects.filter(case=case).first()
    return permissions.may_see_surveillance(person, found) if found else no(_("There is no such case."))


def address_of_watched(case: Case) -> str:
    return reverse("approval:surveillance", args=[case.surveillance.pk])


def where_standards_are(names: list[str]) -> dict[str, str]:
    """Calls and the catalogue are neighbours; this room stands above both."""
    slugs = standards.addresses_of_names(names)
    return {name: reverse("standards:standard", args=[slug]) for name, slug in slugs.items()}


def lots_were_drawn(event: Event) -> None:
    if event.data.get("about") == watching.DRAWN:
        watching.open_what_was_drawn(numbers=event.data["chosen"], draw=event.thing)


# -- What waits for whom -------------------------------------------------------------------------------------------


def work_of_the_vendor(person: Person) -> list[Todo]:
    if accounts.holds_anywhere(person, Role.VENDOR) is None:
        return []
    rows = selectors.applications_seen_by(person)
    words = {
        "draft": _("Fill in and send: %(title)s"),
        "more_information": _("Answer: %(title)s"),
        "testing": _("Test: %(title)s"),
    }
    own = set(permissions.vendor_of(person))
    found = [
        _todo(words[row.state], row, "approval.write", row.answer_by)
        for row in rows.filter(state__in=words)
        if (row.configuration.product.vendor_id in own) == (row.state != "testing")
    ]
    watched = selectors.surveillance_seen_by(person).filter(
        state__in=["findings", "plan_approved", "correcting"]
    )
    return found + [
        Todo(
            _("Correct: %(title)s") % {"title": row.case.title},
            reverse("approval:surveillance", args=[row.pk]),
            None,
            row.case.number,
            "approval.correct",
        )
        for row in watched
    ]


def work_of_the_authority(person: Person) -> list[Todo]:
    found: list[Todo] = []
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is not None:
        found += _of_officer(person)
    if accounts.holds_anywhere(person, Role.DECISION_MAKER) is not None:
        rows = selectors.applications_seen_by(person).filter(state="reviewed")
        found += [
            _todo(_("Decide on approval: %(title)s"), row, "approval.decide", row.due_at) for row in rows
        ]
    return found


def _of_officer(person: Person) -> list[Todo]:
    rows = selectors.applications_seen_by(person)
    words = {"document_control": _("Control the documents: %(title)s"), "testing": _("Test: %(title)s")}
    found = [
        _todo(words[row.state], row, "approval.handle", row.due_at)
        for row in rows.filter(state__in=words, case__officer=person)
        if row.state != "testing" or row.version.set.approval_type == "b"
    ]
    found += [
        _todo(_("Review: %(title)s"), row, "approval.review", row.due_at)
        for row in rows.filter(state="review")
        if permissions.may_review(person, row)
    ]
    count = rows.filter(state="submitted").count()
    if count:
        text = ngettext(
            "%(count)s application for approval that nobody has taken",
            "%(count)s applications for approval that nobody has taken",
            count,
        )
        address = f"{reverse('approval:applications')}?state=submitted"
        found.append(Todo(text % {"count": count}, address, None, "", "approval.take"))
    waiting = (
        selectors.surveillance_seen_by(person)
        .filter(state__in=["open", "plan_proposed", "corrected"])
        .count()
    )
    if waiting:
        text = ngettext(
            "%(count)s case of surveillance that waits", "%(count)s cases of surveillance that wait", waiting
        )
        found.append(Todo(text % {"count": waiting}, reverse("approval:watch"), None, "", "approval.watch"))
    return found


def _todo(words: str, row: Application, kind: str, due_at: object) -> Todo:
    address = reverse("approval:application", args=[row.pk])
    return Todo(words % {"title": row.case.title}, address, due_at, row.case.number, kind)  # type: ignore[arg-type]


def sells_or_handles(request: HttpRequest) -> bool:
    if not isinstance(request.user, Person):
        return False
    return accounts.holds_anywhere(request.user, Role.VENDOR) is not None


def handles(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and permissions.is_inside(request.user) is not None


def menu() -> None:
    navigation.add(gettext_lazy("Approved products"), "approval:register", order=16)
    navigation.add(gettext_lazy("My products"), "approval:products", order=41, show=sells_or_handles)
    navigation.add(gettext_lazy("Approvals"), "approval:applications", order=42, show=handles)
    navigation.add(gettext_lazy("Surveillance"), "approval:watch", order=43, show=handles)
