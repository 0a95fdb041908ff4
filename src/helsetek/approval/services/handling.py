"""The authority's side before the decision: control of documents, asking for more, review."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.approval.models import OUTCOMES, Application
from helsetek.approval.permissions import may_decide, may_handle, may_review
from helsetek.approval.rules.results import Side, unmet
from helsetek.approval.selectors import demands_of, outcomes_of
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken
from helsetek.common.instants import end_of

from .shared import lock, move, record, required, vendors_people


@transaction.atomic
def take(*, by: Person, application: Application) -> Application:
    """Take the application: who takes it is its officer, and controls the documents. Raises NotAllowed, WrongState."""
    application = lock(application)
    right = may_handle(by, application).require()
    states = move(application, "take")
    application.save(update_fields=["state"])
    application.case.officer = by
    application.case.save(update_fields=["officer"])
    record("taken", application, by, right.acting_for, states=states)
    return application


@transaction.atomic
def ask_for_more(*, by: Person, application: Application, text: str, answer_by: date) -> Application:
    """Ask the vendor for what is missing, with a date. Raises NotAllowed, WrongState, RuleBroken."""
    application = lock(application)
    right = may_handle(by, application).require()
    states = move(application, "ask_for_more")
    if answer_by <= clock.today():
        problem = _("Give the vendor time: choose a day to come.")
        raise RuleBroken(problem, {"answer_by": [problem]})
    application.asked_for = required(text, "text", _("Say what is missing."))
    application.answer_by = end_of(answer_by)
    application.save(update_fields=["state", "asked_for", "answer_by"])
    casework.notify(
        vendors_people(application.configuration.product.vendor_id), kind="approval.asked",
        key=f"approval.asked:{application.pk}:{clock.now().isoformat()}",
        path=f"/godkjenningssaker/{application.pk}/", case=application.case,
        data={"title": application.case.title, "text": application.asked_for, "by": answer_by},
    )  # fmt: skip
    record("more_asked", application, by, right.acting_for, states=states, reasons=application.asked_for)
    return application


@transaction.atomic
def pass_documents(*, by: Person, application: Application, note: str) -> Application:
    """The documents are in order: on to testing (types b and c), or to review (type a)."""
    application = lock(application)
    right = may_handle(by, application).require()
    act = "pass_documents_only" if application.version.set.approval_type == "a" else "pass_documents"
    states = move(application, act)
    application.save(update_fields=["state"])
    record("documents_passed", application, by, right.acting_for, states=states, reasons=note.strip()[:4000])
    return application


@transaction.atomic
def test_again(*, by: Person, application: Application, reason: str) -> Application:
    """Send the application back to testing. Raises NotAllowed, WrongState, RuleBroken."""
    application = lock(application)
    right = may_review(by, application).require()
    states = move(application, "test_again")
    reason = required(reason, "reason", _("Say what is to be tested again."))
    application.save(update_fields=["state"])
    record("sent_to_testing", application, by, right.acting_for, states=states, reasons=reason)
    return application


@transaction.atomic
def recommend(*, by: Person, application: Application, outcome: str, text: str) -> Application:
    """What the reviewer recommends, who is not the tester. Raises NotAllowed, WrongState, RuleBroken."""
    application = lock(application)
    right = may_review(by, application).require()
    states = move(application, "recommend")
    if outcome not in OUTCOMES:
        raise RuleBroken(_("Choose what you recommend."), {"outcome": [_("Choose what you recommend.")]})
    application.recommended = outcome
    application.recommendation = required(text, "text", _("Give the reasons for the recommendation."), 8000)
    application.recommended_by = by
    application.save(update_fields=["state", "recommended", "recommendation", "recommended_by"])
    record(
        "recommended", application, by, right.acting_for,
        states=states, reasons=application.recommendation, outcome=outcome,
    )  # fmt: skip
    return application


@transaction.atomic
def send_back(*, by: Person, application: Application, reason: str) -> Application:
    """The decision maker wants it reviewed again. Raises NotAllowed, WrongState, RuleBroken."""
    application = lock(application)
    right = may_decide(by, application).require()
    states = move(application, "send_back")
    reason = required(reason, "reason", _("Say what must be looked at again."))
    application.save(update_fields=["state"])
    record("sent_back", application, by, right.acting_for, states=states, reasons=reason)
    return application


def unmet_musts(application: Application) -> list[str]:
    """Codes of *must* requirements that are declared or found not to be met."""
    declared, found = outcomes_of(application, Side.VENDOR), outcomes_of(application, Side.AUTHORITY)
    return unmet(demands_of(application), declared, found)
