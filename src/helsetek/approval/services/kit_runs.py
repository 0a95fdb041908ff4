"""Runs of test kits from the portal: registered addresses, the run in the background, answers by people."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.approval import kit_tools
from helsetek.approval.models import Application, Configuration, Endpoint, KitRun
from helsetek.approval.permissions import may_change_product, may_run, vendor_of
from helsetek.approval.rules.machines import KIT_RUN
from helsetek.approval.selectors.applications import reference_of
from helsetek.casework import state
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.engines.kits import KitBroken, Run, Session, ToolFault, make_report, start
from helsetek.engines.kits.addresses import origin

from . import testing
from .shared import lock, record

log = logging.getLogger(__name__)
MOST_ENDPOINTS = 10
LONGEST_RUN = timedelta(minutes=3)
LOST_AFTER = timedelta(minutes=10)


# --- addresses ---


@transaction.atomic
def add_endpoint(*, by: Person, configuration: Configuration, url: str) -> Endpoint:
    """Register an address that runs may call. Whether it is internal is looked at when it is called.

    Raises NotAllowed, RuleBroken.
    """
    right = may_change_product(by, configuration.product).require()
    url = url.strip().rstrip("/")
    sentence = _("Write an address that begins with https:// and has no password, question mark or # in it.")
    try:
        fits = origin(url).startswith("https://") and len(url) <= 400 and not set("?#") & set(url)
    except ToolFault:
        fits = False
    if not fits:
        raise RuleBroken(sentence, {"url": [sentence]})
    Configuration.objects.select_for_update().get(pk=configuration.pk)
    held = Endpoint.objects.filter(configuration=configuration, ended_at__isnull=True)
    known = held.filter(url=url).first()
    if known is not None:
        return known
    if held.count() >= MOST_ENDPOINTS:
        raise RuleBroken(_("There is room for ten addresses. Take one away first."))
    made = Endpoint.objects.create(configuration=configuration, url=url, added_at=clock.now(), added_by=by)
    _record_endpoint("endpoint_added", made, by, right.acting_for)
    return made


@transaction.atomic
def end_endpoint(*, by: Person, endpoint: Endpoint) -> Endpoint:
    """No run calls it from now on. Raises NotAllowed."""
    right = may_change_product(by, endpoint.configuration.product).require()
    endpoint = (
        Endpoint.objects.select_for_update(of=("self",))
        .select_related("configuration__product")
        .get(pk=endpoint.pk)
    )
    if endpoint.ended_at is None:
        endpoint.ended_at = clock.now()
        endpoint.save(update_fields=["ended_at"])
        _record_endpoint("endpoint_ended", endpoint, by, right.acting_for)
    return endpoint


def _record_endpoint(verb: str, endpoint: Endpoint, by: Person, acting_for: int | None) -> None:
    events.record(
        f"approval.{verb}", thing=f"product:{endpoint.configuration.product_id}", person_id=by.pk,
        organisation_id=acting_for, data={"url": endpoint.url},
    )  # fmt: skip


# --- a run ---


@transaction.atomic
def start_run(
    *, by: Person, application: Application, endpoint: Endpoint | None, inputs: Mapping[str, Any]
) -> KitRun:
    """Put a run of the set's kit in line. Secrets are encrypted until it has run, and stored nowhere else.

    Raises NotAllowed, WrongState (one is under way), RuleBroken (inputs).
    """
    application = lock(application)
    right = may_run(by, application).require()
    kit = kit_tools.kit_of(application.version.set.kit)
    if kit is None or not kit_tools.runs_here(kit):
        raise WrongState(
            _("This kit is run with the command «helsetek conformance run». Add the result here.")
        )
    given = {key: value for key, value in inputs.items() if value not in ("", None, [])}
    if endpoint is not None:
        _of_the_configuration(endpoint, application)
        given["endpoint"] = endpoint.url
    try:
        session = start(kit, given, _subject(application), moment=clock.now())
    except KitBroken as error:
        raise RuleBroken(
            _("Something is missing or written wrong: %(faults)s") % {"faults": "; ".join(error.faults)}
        ) from error
    try:
        with transaction.atomic():
            made = KitRun.objects.create(
                application=application, endpoint=endpoint, kit=kit.id, kit_version=kit.version,
                content=session.as_dict(), secrets=kit_tools.lock_away(session.secrets),
                total=len(list(kit.tests)), asked_at=clock.now(), asked_by=by,
                by_vendor=application.configuration.product.vendor_id in vendor_of(by),
            )  # fmt: skip
    except IntegrityError as error:
        raise WrongState(_("A run is under way already. Wait for it, or break it off.")) from error
    record("kit_run_started", application, by, right.acting_for, run=made.pk, kit=kit.id)
    return made


def _of_the_configuration(endpoint: Endpoint, application: Application) -> None:
    held = Endpoint.objects.filter(configuration_id=application.configuration_id, ended_at__isnull=True)
    if not held.filter(pk=endpoint.pk).exists():
        sentence = _("Choose an address that is registered for this version of the product.")
        raise RuleBroken(sentence, {"endpoint": [sentence]})


def _subject(application: Application) -> dict[str, Any]:
    """What is tested, as the report names it."""
    return {key: str(value) for key, value in reference_of(application).items() if value}


def _locked(run: KitRun) -> KitRun:
    run.application = lock(run.application)
    fresh = (
        KitRun.objects.select_for_update(of=("self",)).select_related("endpoint", "asked_by").get(pk=run.pk)
    )
    fresh.application = run.application
    return fresh


@transaction.atomic
def answer_test(*, by: Person, run: KitRun, short: str, answer: Mapping[str, Any]) -> KitRun:
    """Answer a test that asks people; the run goes on when nothing is left unanswered.

    Raises NotAllowed, WrongState, RuleBroken.
    """
    run = _locked(run)
    right = may_run(by, run.application).require()
    _same_side(by, run)
    if run.state != "waiting":
        raise WrongState(_("The run does not wait for answers."))
    session = _session(run)
    try:
        session.answer({short: {**answer, "by": by.name}})
    except KitBroken as error:
        raise RuleBroken(
            _("The answer cannot be kept: %(faults)s") % {"faults": "; ".join(error.faults)}
        ) from error
    run.content = session.as_dict()
    waiting = [
        one for one in session.results.values() if one.outcome == "wait" and one.short not in session.answers
    ]
    states = ("waiting", "waiting")
    if not waiting:
        states = _move(run, "resume")
    run.save(update_fields=["content", "state"])
    record("kit_run_answered", run.application, by, right.acting_for, run=run.pk, test=short, state=states[1])
    return run


def _same_side(by: Person, run: KitRun) -> None:
    """The vendor answers in the vendor's runs, the authority in its own."""
    ours = run.application.configuration.product.vendor_id in vendor_of(by)
    if ours != run.by_vendor:
        raise WrongState(_("This run belongs to the other side. Start a run of your own."))


@transaction.atomic
def cancel_run(*, by: Person, run: KitRun) -> KitRun:
    """Break it off. What has been found so far stays to be seen. Raises NotAllowed, WrongState."""
    run = _locked(run)
    right = may_run(by, run.application).require()
    _same_side(by, run)
    states = _move(run, "cancel")
    run.secrets, run.ended_at = "", clock.now()
    run.save(update_fields=["state", "secrets", "ended_at"])
    record("kit_run_cancelled", run.application, by, right.acting_for, run=run.pk, states_of_run=list(states))
    return run


def _move(run: KitRun, act: str) -> tuple[str, str]:
    before, run.state = run.state, state.move(KIT_RUN, act, run.state)
    return before, run.state


# --- the worker ---


def carry_out_next() -> bool:
    """Carry out the run that has waited longest; False when there is none. Called by the worker."""
    _find_the_lost()
    run = _begun()
    if run is None:
        return False
    try:
        session, report = _carried_out(run)
    except Exception:
        log.exception("the kit run %s failed", run.pk)
        _ended(run, None, None)
        raise
    _ended(run, session, report)
    return True


def _find_the_lost() -> None:
    """Runs whose worker was stopped in the middle wait in line again."""
    KitRun.objects.filter(state="running", begun_at__lt=clock.now() - LOST_AFTER).update(state="queued")


@transaction.atomic
def _begun() -> KitRun | None:
    rows = (
        KitRun.objects.select_for_update(of=("self",), skip_locked=True)
        if _skips()
        else KitRun.objects.select_for_update()
    )
    found = rows.filter(state="queued").order_by("asked_at", "pk").first()
    if found is None:
        return None
    _move(found, "begin")
    found.begun_at = clock.now()
    found.save(update_fields=["state", "begun_at"])
    return KitRun.objects.select_related("endpoint", "asked_by", "application__version__set").get(pk=found.pk)


def _skips() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _session(run: KitRun) -> Session:
    kit = kit_tools.kit_of(run.kit)
    if kit is None:
        raise WrongState(_("The test kit of this run is not here any more."))
    return Session.load(kit, run.content, kit_tools.take_out(run.secrets))


def _carried_out(run: KitRun) -> tuple[Session, dict[str, Any]]:
    """Outside every transaction: a system may take its time."""
    session = _session(run)
    tools, workshop = kit_tools.tools_for([run.endpoint.url] if run.endpoint else [])
    until = clock.now() + LONGEST_RUN

    def told(_test: object, _result: object) -> None:
        KitRun.objects.filter(pk=run.pk).update(done=len(session.results))

    def stop() -> bool:
        return clock.now() > until or not KitRun.objects.filter(pk=run.pk, state="running").exists()

    tools.stop = stop
    with workshop:
        Run(session, tools).go(told)
    return session, make_report(session, tools)


@transaction.atomic
def _ended(run: KitRun, session: Session | None, report: dict[str, Any] | None) -> None:
    """Keep what was found: as a test run of the application when nothing is left to be answered."""
    run = _locked(run)
    if session is not None:
        run.content, run.done = session.as_dict(), len(session.results)
    if run.state != "running":  # it was broken off meanwhile
        run.save(update_fields=["content", "done"])
        return
    waits = report is not None and report["counts"]["wait"]
    _move(run, "ask" if waits else "end")
    run.ended_at = clock.now()
    if not waits:
        run.secrets = ""
    if report is not None and not waits and may_run(run.asked_by, run.application):
        content = json.dumps(report, ensure_ascii=False, default=str).encode()
        run.result = testing.add_run(by=run.asked_by, application=run.application, content=content)
    run.save()
    outcome = report["verdict"] if report else "error"
    record("kit_run_ended", run.application, None, None, run=run.pk, outcome=outcome, state=run.state)
