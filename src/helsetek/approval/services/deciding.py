"""The decision: made, written in a letter, told, and put in the register, in one act."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.approval.models import OUTCOMES, Application, Approval, Decision, StatusEvent
from helsetek.approval.permissions import may_decide
from helsetek.approval.rules.status import Status, last_day
from helsetek.approval.rules.surveillance import Flag
from helsetek.approval.selectors import reference_of
from helsetek.casework import services as casework
from helsetek.casework.selectors import Letter
from helsetek.common import clock
from helsetek.common.errors import RuleBroken
from helsetek.common.letters import PLAIN, Signatory
from helsetek.common.web.show import day
from helsetek.registry import selectors as registry
from helsetek.standards import selectors as standards

from .handling import unmet_musts
from .shared import lock, move, record, required, vendors_people, within
from .statuses import say

LETTER_VERSION = "1"
_STATUS = {"approved": Status.APPROVED, "conditional": Status.CONDITIONAL, "refused": Status.REFUSED}


@transaction.atomic
def decide(
    *, by: Person, application: Application, outcome: str, reasons: str, conditions: str = ""
) -> Decision:
    """Decide the application. The vendor is told by letter, and the register shows it from the same second.

    Reasons are always given (forvaltningsloven §§ 24–25). Approving against the recommendation, or although a *must*
    is not met, is flagged for a later look. Raises NotAllowed, WrongState, RuleBroken.
    """
    application = lock(application)
    right = may_decide(by, application).require()
    states = move(application, "decide")
    if outcome not in OUTCOMES:
        raise RuleBroken(_("Choose the outcome."), {"outcome": [_("Choose the outcome.")]})
    reasons = required(reasons, "reasons", _("Give the reasons for the decision."), 8000)
    conditions = within(conditions, "conditions", 8000)
    if (outcome == "conditional") != bool(conditions):
        problem = _("Conditions belong to an approval with conditions, and only there.")
        raise RuleBroken(problem, {"conditions": [problem]})
    application.save(update_fields=["state"])
    approval = _entered(application, outcome, reasons, conditions, by)
    letter = _letter(application, outcome, reasons, conditions, approval, by)
    decision = Decision.objects.create(
        application=application, outcome=outcome, reasons=reasons, conditions=conditions,
        decided_at=clock.now(), decided_by=by, letter=letter,
    )  # fmt: skip
    casework.notify(
        vendors_people(application.configuration.product.vendor_id), kind="approval.decided",
        key=f"approval.decided:{application.pk}", path=f"/godkjenningssaker/{application.pk}/",
        case=application.case, data={"title": application.case.title},
    )  # fmt: skip
    record(
        "decided", application, by, right.acting_for, states=states, reasons=reasons,
        outcome=outcome, letter=letter.document.sha256, **_flags(application, outcome),
    )  # fmt: skip
    return decision


def _flags(application: Application, outcome: str) -> dict[str, Any]:
    if outcome == "refused":
        return {}
    flags = [Flag.REFUSED_TURNED.value] if application.recommended == "refused" else []
    unmet = unmet_musts(application)
    flags += [Flag.MUST_UNMET.value] if unmet else []
    return {"flags": flags, "codes": unmet} if flags else {}


def _entered(
    application: Application, outcome: str, reasons: str, conditions: str, by: Person
) -> Approval | None:
    """The entry in the register. What was refused, and never declared in public, gets none."""
    today = clock.today()
    approval = Approval.objects.filter(application=application).first()
    if approval is None:
        if outcome == "refused":
            return None
        approval = Approval.objects.create(application=application, begun_on=today)
    if outcome != "refused":
        approval.begun_on = today
        approval.valid_until = last_day(today, application.version.set.valid_months)
        approval.save(update_fields=["begun_on", "valid_until"])
    basis = "EHDS art. 42" if outcome in {"conditional", "refused"} else ""
    say(approval, _STATUS[outcome], reason=conditions or reasons, legal_basis=basis, by=by)
    if application.replaces is not None and outcome != "refused":
        _replace(application.replaces, approval, by)
    return approval


def _replace(old: Approval, new: Approval, by: Person) -> None:
    newest = StatusEvent.objects.filter(approval=old).order_by("id").last()
    if newest and newest.status in {"declared", "approved", "conditional", "suspended"}:
        say(old, Status.REPLACED, reason=new.number, legal_basis="", by=by)


def _letter(
    application: Application,
    outcome: str,
    reasons: str,
    conditions: str,
    approval: Approval | None,
    by: Person,
) -> Letter:
    vendor = application.configuration.product.vendor
    language = registry.letter_language(vendor)
    with translation.override(language):
        title = _("Decision on approval: %(product)s") % {"product": application.configuration.product.name}
        blocks = _blocks(application, outcome, reasons, conditions, approval)
        signed = Signatory(by.name, _("Decision maker"))
    letter = casework.make_letter(
        case=application.case,
        kind="approval_decision",
        recipient_id=vendor.pk,
        template=PLAIN,
        data={"blocks": blocks},
        title=title,
        template_version=LETTER_VERSION,
        language=language,
        signed_by=[signed],
    )
    casework.mark_sent(letter)
    return letter


def _blocks(
    application: Application, outcome: str, reasons: str, conditions: str, approval: Approval | None
) -> list[dict[str, Any]]:
    said = {
        "approved": _("The product is approved in the configuration and for the requirements named here."),
        "conditional": _("The product is approved on conditions, in the configuration named here."),
        "refused": _("The product is not approved for the requirements named here."),
    }[outcome]
    reference = reference_of(application)
    words = _("%(set)s, version %(number)s")
    against = words % {
        "set": standards.title_of(application.version.set),
        "number": application.version.number,
    }
    rows = [
        [_("Product"), f"{reference['product']} {reference['version']}"],
        [_("Runs with"), reference["runs_with"] or "–"],
        [_("Requirements"), against],
    ]
    if approval is not None:
        rows.append([_("Number in the register"), approval.number])
        if approval.valid_until:
            rows.append([_("Valid to and with"), day(approval.valid_until)])
    blocks: list[dict[str, Any]] = [{"kind": "text", "text": said}, {"kind": "facts", "rows": rows}]
    if conditions:
        blocks += [{"kind": "heading", "text": _("Conditions")}, {"kind": "text", "text": conditions}]
    blocks += [{"kind": "heading", "text": _("Reasons")}, {"kind": "text", "text": reasons}]
    right = _(
        "You can appeal within three weeks from the day this letter reached you (forvaltningsloven §§ 28 and 29). Send "
        "the appeal to us, say which decision it is about and what you want changed. You may see the documents of "
        "the case (§ 18)."
    )
    return [*blocks, {"kind": "heading", "text": _("Right to appeal")}, {"kind": "text", "text": right}]
