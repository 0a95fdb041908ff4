"""Runs of test kits, and what the tester finds on each requirement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.approval.models import Application, Comment, TestRun
from helsetek.approval.permissions import may_comment, may_see, may_test, vendor_of
from helsetek.approval.rules.results import BY_HAND, NotARun, Outcome, Side, read_run, untested
from helsetek.approval.rules.surveillance import Flag
from helsetek.approval.selectors import demands_of, outcomes_of
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.hashing import canonical, sha256

from .applying import _keep
from .shared import lock, move, others, record, required, vendors_people

LARGEST_RUN = 5_000_000
_OPEN = frozenset({"draft", "document_control", "more_information", "testing", "review"})


@transaction.atomic
def add_run(*, by: Person, application: Application, content: bytes) -> TestRun:
    """Keep the result of a run of the kit, by whoever ran it. The same result twice is kept once.

    What it says of requirements is the tester's proposal, and the vendor's evidence: nothing is decided by it.
    Raises NotAllowed, WrongState, RuleBroken.
    """
    application = lock(application)
    right = may_see(by, application).require()
    if application.state not in _OPEN:
        raise WrongState(_("Runs cannot be added to the application now."))
    if len(content) > LARGEST_RUN:
        _refuse(_("The file is larger than 5 MB."))
    try:
        data = json.loads(content)
        run = read_run(data)
    except (ValueError, RecursionError, NotARun):
        _refuse(_("This is no result of a test run. Use the JSON that «helsetek conformance run» writes."))
    kit = application.version.set.kit
    if kit and run.kit != kit:
        _refuse(
            _("The run is of the kit «%(run)s»; this set is tested by «%(kit)s».")
            % {"run": run.kit, "kit": kit}
        )
    digest = sha256(canonical(data))
    made, new = TestRun.objects.get_or_create(
        application=application,
        sha256=digest,
        defaults={
            "kit": run.kit,
            "kit_version": run.version,
            "outcome": run.outcome.value,
            "run_hash": run.sha256,
            "content": data,
            "added_at": clock.now(),
            "added_by": by,
            "by_vendor": application.configuration.product.vendor_id in vendor_of(by),
        },
    )
    if new:
        record("run_added", application, by, right.acting_for, sha256=digest, outcome=made.outcome)
    return made


def _refuse(sentence: str) -> None:
    raise RuleBroken(sentence, {"file": [sentence]})


@transaction.atomic
def find_results(*, by: Person, application: Application, found: Mapping[str, tuple[str, str]]) -> None:
    """What the tester found: code → (outcome, note). A fail turned into a pass needs a note, and is flagged.

    Raises NotAllowed, WrongState, RuleBroken.
    """
    application = lock(application)
    right = may_test(by, application).require()
    if application.state != "testing":
        raise WrongState(_("The application is not being tested."))
    before = outcomes_of(application, Side.AUTHORITY)
    codes = {one.code for one in demands_of(application)}
    faults, improved = {}, []
    for code, (outcome, note) in found.items():
        if code not in codes or outcome not in {*BY_HAND, ""}:
            faults[code] = [_("This answer cannot be given.")]
        elif outcome not in {Outcome.PASS, ""} and not note.strip():
            faults[code] = [_("%(code)s: say why.") % {"code": code}]
        elif before.get(code) == Outcome.FAIL and outcome == Outcome.PASS:
            improved.append(code)
            if not note.strip():
                faults[code] = [_("%(code)s: say why it now passes.") % {"code": code}]
    if faults:
        raise RuleBroken(next(iter(faults.values()))[0], faults)
    _keep(application, Side.AUTHORITY, found, by)
    changed = {
        code: [before[code], out] for code, (out, _note) in found.items() if before.get(code, out) != out
    }
    flags: dict[str, Any] = {"flags": [Flag.RESULT_IMPROVED.value], "codes": improved} if improved else {}
    record("results_found", application, by, right.acting_for, changed=changed, **flags)


@transaction.atomic
def finish_testing(*, by: Person, application: Application) -> Application:
    """All that is to be tested has an outcome: on to review. Raises NotAllowed, WrongState, RuleBroken."""
    application = lock(application)
    right = may_test(by, application).require()
    states = move(application, "finish_testing")
    left = untested(
        demands_of(application),
        outcomes_of(application, Side.AUTHORITY),
        application.version.set.approval_type,
    )
    if left:
        sentence = _("These are not tested yet: %(codes)s.") % {"codes": ", ".join(left[:20])}
        raise RuleBroken(sentence)
    application.save(update_fields=["state"])
    record("testing_finished", application, by, right.acting_for, states=states)
    return application


@transaction.atomic
def comment(*, by: Person, application: Application, code: str, text: str) -> Comment:
    """Write on a requirement, or on the application. The other side is told. Raises NotAllowed, RuleBroken."""
    application = lock(application)
    right = may_comment(by, application).require()
    if code and code not in {one.code for one in demands_of(application)}:
        raise RuleBroken(_("There is no such requirement in this set."))
    made = Comment.objects.create(
        application=application,
        code=code,
        text=required(text, "text", _("Write a comment first.")),
        written_at=clock.now(),
        written_by=by,
        organisation_id=right.acting_for or 0,
    )
    vendor = application.configuration.product.vendor_id
    officer = application.case.officer
    readers = ([officer] if officer else []) if right.acting_for == vendor else vendors_people(vendor)
    casework.notify(
        others(readers, by), kind="approval.comment", key=f"approval.comment:{made.pk}",
        path=f"/godkjenningssaker/{application.pk}/", case=application.case,
        data={"title": application.case.title, "code": code},
    )  # fmt: skip
    record("commented", application, by, right.acting_for, code=code)
    return made
