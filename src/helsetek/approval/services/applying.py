"""The vendor's side: begin, fill in, sign and send, answer, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.approval import sealing
from helsetek.approval.models import (
    Application,
    Approval,
    Configuration,
    Declaration,
    Result,
    StatusEvent,
    TestRun,
)
from helsetek.approval.parameters import parameter
from helsetek.approval.permissions import PAGE, may_sell, may_write
from helsetek.approval.rules import papers
from helsetek.approval.rules.papers import Kind
from helsetek.approval.rules.results import Outcome, Side, unanswered
from helsetek.approval.rules.status import Status
from helsetek.approval.selectors import completeness, demands_of, outcomes_of, reference_of
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, StaleEdit, WrongState
from helsetek.common.instants import end_of
from helsetek.registry import selectors as registry
from helsetek.standards import selectors as standards
from helsetek.standards.selectors import RequirementSetVersion

from .shared import lock, move, others, record, required, within

_DECLARABLE = frozenset({Outcome.PASS.value, Outcome.FAIL.value, Outcome.NOT_APPLICABLE.value, ""})


@transaction.atomic
def begin(
    *,
    by: Person,
    configuration: Configuration,
    version: RequirementSetVersion,
    laboratory_id: int | None = None,
    replaces: Approval | None = None,
) -> Application:
    """Begin an application. The version of the set is pinned: a newer one does not touch it.

    Raises NotAllowed, RuleBroken (not published, already begun, no laboratory for type c), WrongState.
    """
    product = configuration.product
    right = may_sell(by, product.vendor_id).require()
    _check_scope(configuration, version, laboratory_id, replaces)
    case = casework.open_case(
        kind="approval.application",
        title=_("%(product)s against %(set)s")
        % {"product": f"{product.name} {configuration}", "set": standards.title_of(version.set, "nb")},
        lead_id=product.vendor_id,
        synthetic=product.synthetic,
    )
    made = Application.objects.create(
        case=case,
        configuration=configuration,
        version=version,
        actor=version.set.actor,
        laboratory_id=laboratory_id if version.set.approval_type == "c" else None,
        replaces=replaces,
        begun_at=clock.now(),
        begun_by=by,
        **_known_already(configuration, by, version),
    )
    record("begun", made, by, right.acting_for, states=("", made.state), set=str(version))
    return made


def _check_scope(
    configuration: Configuration,
    version: RequirementSetVersion,
    laboratory_id: int | None,
    replaces: Approval | None,
) -> None:
    if version.state != "published":
        raise WrongState(_("This set of requirements is not published."))
    same = Application.objects.filter(configuration=configuration, version=version)
    if same.exclude(state__in=["withdrawn", "decided"]).exists():
        raise RuleBroken(_("There is an application for this already. Go on with that one."))
    if version.set.approval_type == "c":
        lab = registry.organisations([laboratory_id or 0]).get(laboratory_id or 0)
        if lab is None or lab.kind != registry.OrganisationKind.LABORATORY:
            problem = _("Choose the accredited laboratory that tests the product.")
            raise RuleBroken(problem, {"laboratory": [problem]})
    if replaces is not None and replaces.application.configuration.product_id != configuration.product_id:
        raise RuleBroken(_("Only an approval of the same product can be replaced."))


def _known_already(
    configuration: Configuration, by: Person, version: RequirementSetVersion
) -> dict[str, Any]:
    """What is known need not be typed: it is filled in, and can be changed."""
    product = configuration.product
    name = f"{product.name} {configuration}"
    maker = f"{product.vendor.name}, {product.contact}".rstrip(", ")
    standard = version.set.standard.title if version.set.standard else ""
    return {
        "sheet": {"maker": maker, "system": name, "intended": product.about, "formats": standard},
        "technical": {"purpose": product.about, "common": standard},
        "declaration": {"name": name, "manufacturer": maker, "standards": standard},
    }


@transaction.atomic
def save_papers(
    *, by: Person, application: Application, kind: Kind, given: Mapping[str, str], revision: int
) -> Application:
    """Keep what is written so far of one of the three papers. Raises NotAllowed, StaleEdit."""
    application = lock(application)
    right = may_write(by, application).require()
    said = papers.cleaned(kind, given)
    if revision != application.revision:
        raise StaleEdit(
            _("Somebody has saved this since you opened it."),
            theirs=getattr(application, kind.value), yours=said, revision=application.revision,
        )  # fmt: skip
    setattr(application, kind.value, said)
    application.revision += 1
    application.save(update_fields=[kind.value, "revision"])
    record("papers_saved", application, by, right.acting_for, paper=kind.value)
    return application


@transaction.atomic
def declare_on(*, by: Person, application: Application, answers: Mapping[str, tuple[str, str]]) -> None:
    """What the vendor says of each requirement: code → (outcome, note). Raises NotAllowed, RuleBroken."""
    application = lock(application)
    right = may_write(by, application).require()
    codes = {one.code for one in demands_of(application)}
    faults = {}
    for code, (outcome, note) in answers.items():
        if code not in codes or outcome not in _DECLARABLE:
            faults[code] = [_("This answer cannot be given.")]
        elif outcome in {Outcome.NOT_APPLICABLE.value, Outcome.FAIL.value} and not note.strip():
            faults[code] = [_("%(code)s: say why.") % {"code": code}]
    if faults:
        raise RuleBroken(next(iter(faults.values()))[0], faults)
    _keep(application, Side.VENDOR, answers, by)
    record("declared_on", application, by, right.acting_for, count=len(answers))


def _keep(application: Application, side: Side, answers: Mapping[str, tuple[str, str]], by: Person) -> None:
    now = clock.now()
    held = application.results.filter(side=side.value)
    held.filter(code__in=[code for code, (outcome, _note) in answers.items() if not outcome]).delete()
    Result.objects.bulk_create(
        [
            Result(
                application=application, code=code, side=side.value, outcome=outcome,
                note=within(note, code), said_at=now, said_by=by,
            )
            for code, (outcome, note) in answers.items()
            if outcome
        ],
        update_conflicts=True,
        unique_fields=["application", "code", "side"],
        update_fields=["outcome", "note", "said_at", "said_by"],
    )  # fmt: skip


@transaction.atomic
def submit(*, by: Person, application: Application, place: str, function: str) -> Application:
    """Sign the declaration and send the application.

    The declaration is sealed as canonical JSON with its hash and the system's signature, and kept ten years
    (EHDS Articles 30(3) and 39). In type a it is public from now on, as declared and not yet controlled.
    Raises NotAllowed, WrongState, RuleBroken (what is missing).
    """
    application = lock(application)
    right = may_sell(by, application.configuration.product.vendor_id).require()
    states = move(application, "submit")
    where = required(place, "place", _("Say where it is signed."), 100)
    role = required(function, "function", _("Say your function at the vendor."), 100)
    signed = f"{where}, {clock.today().isoformat()}, {by.name}, {role}"
    vendor = application.configuration.product.vendor.name
    application.declaration = {**application.declaration, "signed": f"{signed}, {vendor}"}
    _check_whole(application)
    now = clock.now()
    application.submitted_at = now
    application.due_at = end_of(clock.today() + timedelta(days=parameter("handling_days")))
    application.save(update_fields=["state", "declaration", "submitted_at", "due_at"])
    sealed = _seal(application, by)
    if application.version.set.approval_type == "a":
        _declare_publicly(application, by)
    casework.notify(
        _officers(), kind="approval.submitted", key=f"approval.submitted:{application.pk}",
        path=f"/godkjenningssaker/{application.pk}/", case=application.case, data={"title": application.case.title},
    )  # fmt: skip
    record("submitted", application, by, right.acting_for, states=states, sha256=sealed.sha256)
    return application


def _check_whole(application: Application) -> None:
    lacking = [line for part in completeness(application) for line in part.lacking]
    if lacking:
        raise RuleBroken(_("The application is not complete."), {"": lacking[:20]})


def _seal(application: Application, by: Person) -> Declaration:
    sealed = sealing.seal(
        {
            "reference": reference_of(application),
            "declaration": application.declaration,
            "information_sheet": application.sheet,
            "requirements": {
                "set": application.version.set.slug,
                "version": application.version.number,
                "sha256": application.version.content_hash,
                "answers": outcomes_of(application, Side.VENDOR),
            },
            "test_runs": list(application.runs.order_by("sha256").values_list("sha256", flat=True)),
            "documents": sorted(one.sha256 for one in cases.documents_of(PAGE, application.pk)),
            "signed_at": clock.now(),
            "language": "nb",
        }
    )
    today = clock.today()
    return Declaration.objects.create(
        application=application,
        content=sealed.content,
        sha256=sealed.sha256,
        jws=sealed.jws,
        key=sealed.key,
        signed_at=clock.now(),
        signed_by=by,
        kept_until=_years_after(today, parameter("kept_years")),
    )


def _years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _declare_publicly(application: Application, by: Person) -> None:
    today = clock.today()
    approval = Approval.objects.create(application=application, begun_on=today)
    StatusEvent.objects.create(
        approval=approval, status=Status.DECLARED.value, on=today, said_at=clock.now(), said_by=by,
        legal_basis="EHDS art. 39",
    )  # fmt: skip


def _officers() -> list[Person]:
    return list(accounts.people_with(Role.CASE_OFFICER))


@transaction.atomic
def answer(*, by: Person, application: Application, text: str) -> Application:
    """Send the application back with what was asked for. The declaration stands as it was signed.

    Raises NotAllowed, WrongState, RuleBroken.
    """
    application = lock(application)
    right = may_sell(by, application.configuration.product.vendor_id).require()
    states = move(application, "answer")
    text = required(text, "text", _("Say what you have added or changed."))
    application.answer_by = None
    application.save(update_fields=["state", "answer_by"])
    officer = application.case.officer
    casework.notify(
        others([officer] if officer else [], by), kind="approval.answered",
        key=f"approval.answered:{application.pk}:{clock.now().isoformat()}",
        path=f"/godkjenningssaker/{application.pk}/", case=application.case, data={"title": application.case.title},
    )  # fmt: skip
    record("answered", application, by, right.acting_for, states=states, reasons=text)
    return application


@transaction.atomic
def withdraw(*, by: Person, application: Application, reason: str) -> Application:
    """Take the application back. What was declared in public is withdrawn with it. Raises NotAllowed, WrongState."""
    application = lock(application)
    right = may_sell(by, application.configuration.product.vendor_id).require()
    states = move(application, "withdraw")
    application.save(update_fields=["state"])
    approval = Approval.objects.filter(application=application).first()
    if approval is not None:
        StatusEvent.objects.create(
            approval=approval, status=Status.WITHDRAWN_BY_VENDOR.value, on=clock.today(),
            reason=reason.strip()[:4000], said_at=clock.now(), said_by=by,
        )  # fmt: skip
    record("withdrawn", application, by, right.acting_for, states=states, reasons=reason.strip()[:4000])
    return application


def not_declared(application: Application) -> list[str]:
    """Codes the vendor has not answered yet."""
    return unanswered(demands_of(application), outcomes_of(application, Side.VENDOR))


def has_run(application: Application) -> bool:
    return TestRun.objects.filter(application=application).exists()
