"""The formal check: take the case, answer the points, ask for more, and find it eligible or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants import addresses
from helsetek.grants.models import Application, FormalCheck, InformationRequest
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.rules import formal
from helsetek.grants.rules.formal import Answered
from helsetek.grants.rules.sections import SectionKey

from .common import lock_application, move, record, required_text, within

# An applicant must have time to answer; forvaltningsloven § 17 asks that the case be well lit, not that it be quick.
LEAST_TIME_TO_ANSWER = timedelta(days=2)
CHECKED_IN = ("submitted", "eligible", "inadmissible", "more_information")


@transaction.atomic
def take_case(*, by: Person, application: Application) -> Application:
    """Become the officer of the case, also after somebody else."""
    application = lock_application(application.pk)
    permissions.may_take(by, application).require()
    casework.assign_officer(by=by, case=application.case, officer=by)
    return application


@transaction.atomic
def save_formal_check(
    *, by: Person, application: Application, answers: Mapping[str, Answered]
) -> FormalCheck:
    """Save the sheet as far as it has come."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    _checkable(application)
    sheet = _save_sheet(by, application, answers)
    record("grants.formal_check_saved", application, by, acting_for, data=_points(answers))
    return sheet


@transaction.atomic
def find_eligible(
    *, by: Person, application: Application, answers: Mapping[str, Answered] | None = None
) -> Application:
    """Take the application on for assessment: every formal point is met."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    answers = _saved_or(by, application, answers)
    if not formal.all_met(answers):
        raise RuleBroken(_("Every formal point must be answered and met before the application is taken on."))
    states = move(application, "find_eligible")
    record("grants.found_eligible", application, by, acting_for, states=states, data=_points(answers))
    return application


@transaction.atomic
def find_inadmissible(
    *, by: Person, application: Application, reason: str, answers: Mapping[str, Answered] | None = None
) -> Application:
    """Propose that the application is dismissed (avvist), with the reason. It is decided, and told, with the round."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    answers = _saved_or(by, application, answers)
    reason = required_text(
        reason, "reason", formal.LONGEST_REASON, _("Write why the application should be dismissed.")
    )
    if not formal.not_met(answers):
        raise RuleBroken(_("An application can only be dismissed when a formal point is not met."))
    FormalCheck.objects.filter(application=application).update(reason=reason)
    states = move(application, "find_inadmissible")
    data = _points(answers)
    record("grants.found_inadmissible", application, by, acting_for, states=states, reasons=reason, data=data)
    return application


@transaction.atomic
def reinstate(*, by: Person, application: Application, reason: str) -> Application:
    """Take back the finding that an application is inadmissible, before it is decided."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    reason = required_text(reason, "reason", formal.LONGEST_REASON, _("Write why it is taken up again."))
    states = move(application, "reinstate")
    FormalCheck.objects.filter(application=application).update(reason="")
    record("grants.reinstated", application, by, acting_for, states=states, reasons=reason)
    return application


@transaction.atomic
def ask_for_information(
    *, by: Person, application: Application, sections: Iterable[str], text: str, due_at: datetime
) -> InformationRequest:
    """Ask for more on named sections, with a date. Only those sections open; the earlier answers are kept."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    text = required_text(text, "text", 4000, _("Write what you need to know."))
    keys = _sections(sections)
    if due_at < clock.now() + LEAST_TIME_TO_ANSWER:
        sentence = _("Give the applicant at least two days to answer.")
        raise RuleBroken(sentence, {"due_at": [sentence]})
    states = move(application, "ask_for_information")
    request = _open_request(by, application, keys, text, due_at)
    _tell_applicants(application, request)
    data = {"request": request.pk, "sections": keys, "due_at": due_at, "before": request.before}
    record("grants.information_asked", application, by, acting_for, states=states, reasons=text, data=data)
    return request


@transaction.atomic
def go_on_without_answer(*, by: Person, application: Application) -> Application:
    """Go on with what there is, when the date has passed and nobody has answered."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    request = application.information_requests.filter(answered_at__isnull=True).first()
    if request is not None and request.due_at > clock.now():
        raise WrongState(_("The applicant still has time to answer."))
    states = move(application, "go_on_without_answer")
    if request is not None:
        request.answered_at, request.unanswered = clock.now(), True
        request.save()
    record("grants.information_not_given", application, by, acting_for, states=states)
    return application


def _checkable(application: Application) -> None:
    if application.state not in CHECKED_IN:
        raise WrongState(_("The formal check is over for this application."))


def _saved_or(
    by: Person, application: Application, answers: Mapping[str, Answered] | None
) -> Mapping[str, Answered]:
    """The answers given now, saved; or those saved before."""
    if answers is not None:
        _save_sheet(by, application, answers)
        return answers
    sheet = FormalCheck.objects.filter(application=application).first()
    return {code: Answered(**answer) for code, answer in (sheet.answers if sheet else {}).items()}


def _save_sheet(by: Person, application: Application, answers: Mapping[str, Answered]) -> FormalCheck:
    kept = {
        code: asdict(Answered(answers[code].met, within(answers[code].note, code, formal.LONGEST_NOTE)))
        for code in formal.CODES
        if code in answers
    }
    sheet, _made = FormalCheck.objects.update_or_create(
        application=application,
        defaults={"answers": kept, "saved_at": clock.now(), "saved_by": by},
    )
    return sheet


def _points(answers: Mapping[str, Answered]) -> dict[str, object]:
    """What goes in the log: which points are met, not the notes (they are on the sheet)."""
    return {"points": {code: answers[code].met for code in formal.CODES if code in answers}}


def _sections(sections: Iterable[str]) -> list[str]:
    chosen = set(sections)
    keys = [key.value for key in SectionKey if key.value in chosen]
    if not keys or len(keys) != len(chosen):
        sentence = _("Choose which sections the applicant should answer more on.")
        raise RuleBroken(sentence, {"sections": [sentence]})
    return keys


def _open_request(
    by: Person, application: Application, keys: list[str], text: str, due_at: datetime
) -> InformationRequest:
    versions = application.section_versions.filter(key__in=keys).order_by("number")
    before = dict(versions.values_list("key", "number"))
    for key, number in before.items():
        application.section_versions.filter(key=key, number=number).update(kept=True)
    return InformationRequest.objects.create(
        application=application,
        sections=keys,
        text=text,
        due_at=due_at,
        asked_by=by,
        asked_at=clock.now(),
        before=before,
    )


def _tell_applicants(application: Application, request: InformationRequest) -> None:
    casework.notify(
        speakers_for(application),
        kind="grants.information_asked",
        key=f"information:{request.pk}",
        path=addresses.application(application.pk),
        case=application.case,
        data={
            "number": application.case.number,
            "title": application.case.title,
            "text": request.text,
            "due_at": request.due_at,
        },
    )


def speakers_for(application: Application) -> list[Person]:
    """Writers and signatories of the lead: who is told what concerns the application."""
    return accounts.people_of([application.lead_id], Role.WRITER, Role.SIGNATORY)
