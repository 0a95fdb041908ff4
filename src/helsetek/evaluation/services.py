"""Acts: bring a file, save a run, publish it, withdraw it. Each records one event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

import helsetek.engines.economics.effects as model
from helsetek.accounts.selectors import Person
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.hashing import canonical, sha256
from helsetek.common.web import show
from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.assumptions.layers import Layer
from helsetek.engines.economics.errors import AnalysisError, AssumptionsError
from helsetek.engines.economics.outputs.result import as_json, result
from helsetek.engines.economics.sensitivity import tornado

from . import faults, permissions, rules, selectors
from .calculating import changing, observing, prepared, reading
from .models import AssumptionsFile, IndicatorLink, Publication, Run
from .selectors import Subject


@lru_cache
def engine_version() -> str:
    """The version of the software, and a short hash of the engine's own code: what a run was calculated by."""
    folder = Path(model.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    return f"{metadata.version('helsetek')}+{sha256(code)[:8]}"


def _acting_for(by: Person) -> int:
    """The organisation for which the person is an analyst."""
    acting_for = permissions.may_write(by).require().acting_for
    assert acting_for is not None  # noqa: S101 - yes() of may_write always names it
    return acting_for


# -- Files ------------------------------------------------------------------------------------------


def upload_file(*, by: Person, file_name: str, content: bytes) -> AssumptionsFile:
    """Keep an assumptions file that somebody brings. Raises NotAllowed, and RuleBroken with every fault of the file."""
    acting_for = _acting_for(by)
    try:
        layers, assumptions = reading.brought(file_name, content)
    except AssumptionsError as error:
        said = [faults.said(fault) for fault in error.faults]
        raise RuleBroken(_("The file cannot be used as it is."), {"file": said}) from error
    _try(assumptions)
    with transaction.atomic():
        file = _keep(by, acting_for, layers, name=layers[-1].name, uploaded=True)
        events.record(
            "evaluation.file_uploaded",
            thing=f"assumptions_file:{file.pk}",
            person_id=by.pk,
            organisation_id=acting_for,
            data={"name": file.name, "hash": assumptions.hash},
        )
    return file


def _try(assumptions: Assumptions) -> None:
    """A file is kept only if every page of it can be calculated."""
    try:
        ready = prepared.ready(assumptions)
        prepared.simulated(ready)
        tornado(ready.problem)
    except RuleBroken as error:
        raise RuleBroken(str(error), {"file": [str(error)]}) from error
    except AnalysisError as error:
        sentence = faults.told(str(error))
        raise RuleBroken(sentence, {"file": [sentence]}) from error


def _keep(
    by: Person, organisation_id: int, layers: list[Layer], *, name: str, uploaded: bool
) -> AssumptionsFile:
    stored = reading.to_store(layers)
    content = sha256(canonical(stored))
    if not uploaded:
        found = AssumptionsFile.objects.filter(sha256=content, uploaded=False).first()
        if found:
            return found
    return AssumptionsFile.objects.create(
        name=name,
        layers=stored,
        sha256=content,
        uploaded=uploaded,
        kept_at=clock.now(),
        kept_by=by,
        organisation_id=organisation_id,
    )


# -- Runs -------------------------------------------------------------------------------------------


def save_run(
    *,
    by: Person,
    subject: Subject,
    name: str,
    note: str = "",
    changes: Mapping[str, float] | None = None,
    draws: int = prepared.SAVED_DRAWS,
    seed: int = 0,
    synthetic: bool = False,
) -> Run:
    """Calculate and keep a run for good. ``changes`` are further numbers by assumption. Raises NotAllowed, RuleBroken.

    65,536 draws take 0.1–0.3 s: the reason why this is done at once and not by the worker.
    """
    acting_for = _acting_for(by)
    name, note = _checked(name, note, draws, seed)
    assumptions = changing.applied(subject.assumptions, changes or {})
    results = _results(assumptions, draws, seed)
    with transaction.atomic():
        file = _file_of(by, acting_for, subject)
        run = Run.objects.create(
            name=name,
            note=note,
            file=file,
            changes=_all_changes(subject, changes or {}, file),
            hash=assumptions.hash,
            engine=engine_version(),
            seed=seed,
            draws=draws,
            results=json.loads(as_json(results)),
            made_at=clock.now(),
            made_by=by,
            organisation_id=acting_for,
            synthetic=synthetic,
        )
        _record("run_saved", run, by, acting_for, data={"name": name, "hash": run.hash, "engine": run.engine})
    return run


def _checked(name: str, note: str, draws: int, seed: int) -> tuple[str, str]:
    name, note = name.replace("\0", "").strip(), note.replace("\0", "").strip()
    wrong: dict[str, list[str]] = {}
    if not name or len(name) > rules.LONGEST_NAME:
        wrong["name"] = [_("Give the run a name of at most 200 characters, so that others know it again.")]
    if len(note) > rules.LONGEST_NOTE:
        wrong["note"] = [_("Keep the note within 4,000 characters.")]
    if draws not in rules.DRAWS:
        wrong["draws"] = [_("Choose one of the numbers of draws in the list.")]
    if not 0 <= seed <= rules.LARGEST_SEED:
        wrong["seed"] = [_("The seed is a whole number from 0 to 4294967295.")]
    if wrong:
        raise RuleBroken(_("The run was not saved."), wrong)
    return name, note


def _results(assumptions: Assumptions, draws: int, seed: int) -> dict[str, object]:
    ready = prepared.ready(assumptions)
    simulation = prepared.simulated(ready, draws=draws, seed=seed)
    return result(ready.problem, simulation, nodes_error=ready.error)


def _file_of(by: Person, organisation_id: int, subject: Subject) -> AssumptionsFile:
    if subject.run is not None:
        return subject.run.file
    if subject.file is not None:
        return subject.file
    layers = list(reading.shipped_layers(subject.key))
    return _keep(by, organisation_id, layers, name=f"{subject.key}.toml", uploaded=False)


def _all_changes(subject: Subject, changes: Mapping[str, float], file: AssumptionsFile) -> dict[str, float]:
    """The changes from the file itself: those of the run one went on from, and the new ones over them."""
    before = subject.run.changes if subject.run else {}
    base = reading.of_stored(file.layers)
    both = {**before, **changes}
    return {key: value for key, value in both.items() if value != changing.stated_number(base, key)}


# -- Publication ------------------------------------------------------------------------------------


@transaction.atomic
def publish(*, by: Person, run: Run) -> Publication:
    """Let everybody read the run. Raises NotAllowed, WrongState."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    acting_for = permissions.may_publish(by, run).require().acting_for
    if run.publications.filter(withdrawn_at__isnull=True).exists():
        raise WrongState(_("The run is published already."))
    publication = Publication.objects.create(run=run, published_at=clock.now(), published_by=by)
    _record("run_published", run, by, acting_for, from_state="saved", to_state="published")
    return publication


@transaction.atomic
def withdraw(*, by: Person, run: Run, reason: str) -> Publication:
    """Take the run back from what everybody reads; it is kept. Raises NotAllowed, WrongState, RuleBroken."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    acting_for = permissions.may_publish(by, run).require().acting_for
    reason = reason.replace("\0", "").strip()
    if not reason or len(reason) > rules.LONGEST_REASON:
        sentence = _("Say in a sentence or two why the run is withdrawn.")
        raise RuleBroken(sentence, {"reason": [sentence]})
    publication = run.publications.filter(withdrawn_at__isnull=True).first()
    if publication is None:
        raise WrongState(_("The run is not published."))
    publication.withdrawn_at, publication.withdrawn_by = clock.now(), by
    publication.reason = reason
    publication.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    _record(
        "run_withdrawn", run, by, acting_for, from_state="published", to_state="withdrawn", reasons=reason
    )
    return publication


def _record(
    act: str, run: Run, by: Person, organisation_id: int | None, *, from_state: str = "", to_state: str = "",
    reasons: str = "", data: dict[str, object] | None = None,
) -> None:  # fmt: skip
    events.record(
        f"evaluation.{act}",
        thing=f"analysis_run:{run.pk}",
        person_id=by.pk,
        organisation_id=organisation_id,
        from_state=from_state,
        to_state=to_state,
        reasons=reasons,
        data=data or {},
    )


# -- What is observed ---------------------------------------------------------------------------------


@transaction.atomic
def link_indicator(
    *,
    by: Person,
    indicator: str,
    analysis: str,
    key: str,
    kind: str,
    quantity: str,
    factor: float,
    relative_error: float,
    reason: str,
) -> IndicatorLink:
    """Say which assumption an indicator speaks of, and why; an empty key says that it speaks of none.

    Kept beside the earlier ones: what was learnt under another choice can be told again. Raises NotAllowed, RuleBroken.
    """
    acting_for, reason = _acting_for(by), reason.replace("\0", "").strip()
    wrong: dict[str, list[str]] = {}
    if key and key not in changing.keys_of(reading.shipped_analysis(analysis)):
        wrong["key"] = [_("The analysis has no such assumption.")]
    if kind not in observing.KINDS or quantity not in observing.QUANTITIES:
        wrong["kind"] = [_("Choose from the list.")]
    if not 1e-9 <= abs(factor) <= 1e9:
        wrong["factor"] = [_("Give a factor that is not zero.")]
    if not 0.001 <= relative_error <= 10:
        wrong["relative_error"] = [_("Give a relative error between 0.001 and 10.")]
    if not reason or len(reason) > rules.LONGEST_REASON:
        wrong["reason"] = [_("Say in a sentence or two why.")]
    if wrong:
        raise RuleBroken(_("The choice was not saved."), wrong)
    link = IndicatorLink.objects.create(
        indicator=indicator,
        analysis=analysis,
        key=key,
        kind=kind,
        quantity=quantity,
        factor=factor,
        relative_error=relative_error,
        reason=reason[:2000],
        made_at=clock.now(),
        made_by=by,
    )
    events.record(
        "evaluation.indicator_linked",
        thing=f"indicator_link:{link.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        reasons=link.reason,
        data={"indicator": indicator, "analysis": analysis, "key": key, "kind": kind, "quantity": quantity},
    )
    return link


def save_updated_run(*, by: Person, language: str) -> Run:
    """Keep the analysis with the assumptions moved by what is observed up to today. Raises NotAllowed, RuleBroken.

    The run holds the moved values; the log of observations itself moves the spreads too (``helsetek analyse reweight``).
    """
    _acting_for(by)
    found = selectors.observed(language)
    if not found.moved:
        raise RuleBroken(_("Nothing is observed of any assumption yet."))
    note = _("Moved by %(count)d observations. The log of observations has the SHA-256 %(hash)s.")
    return save_run(
        by=by,
        subject=selectors.subject(by, found.analysis),
        name=_("With what the projects report, %(day)s") % {"day": show.day(clock.today())},
        note=note % {"count": len(found.observations), "hash": sha256(found.log)},
        changes={one.key: one.updated for one in found.moved},
        synthetic=any(one.result.synthetic for one in found.seen if one.observation),
    )
