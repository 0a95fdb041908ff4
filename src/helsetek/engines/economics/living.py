"""The living analysis: observations from projects update the assumptions, and any date can be replayed.

Observations are append-only. A posterior is a pure function of the set of observations dated no later than the
day asked for: their order does not matter, and leaving one out gives the earlier posterior bit for bit (sums are
exact, by math.fsum).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.assumptions import Assumptions, Parameter, Source, Spread
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.spreads import quantile
from helsetek.engines.economics.tables import ROWS

Floats = NDArray[np.float64]
KINDS = ("value", "share", "count", "result")
LARGEST_LOG = 50_000_000


@dataclass(frozen=True)
class Observation:
    """What one project reported of one assumption, in the assumption's own unit.

    ``kind``: ``value`` (a measured value with its standard error ``sd``), ``share`` (``value`` of ``trials``),
    ``count`` (``value`` events in ``trials`` units) or ``result`` (``parameter`` is a row of the tables, in MNOK).
    ``first_mover``: among the first, hence perhaps not like others.
    """

    id: str
    date: dt.date
    parameter: str
    kind: str
    value: float
    sd: float = 0.0
    trials: float = 0.0
    first_mover: bool = False
    alternative: str = ""
    project: str = ""

    def fault(self) -> str:
        """What is wrong with the observation, or an empty text."""
        if self.kind not in KINDS:
            return f"kind «{self.kind}» is not one of {', '.join(KINDS)}."
        if not all(map(math.isfinite, (self.value, self.sd, self.trials))):
            return "value, sd and trials must be finite numbers."
        if self.kind in ("value", "result") and self.sd <= 0:
            return "a value needs the standard error sd above zero."
        if self.kind == "value" and self.value <= 0:
            return "a value is above zero, since it is updated on the logarithmic scale."
        if self.kind == "result" and (self.parameter not in ROWS or not self.alternative):
            return f"a result names its alternative and a row: {', '.join(ROWS)}."
        if self.kind == "share" and not 0 <= self.value <= self.trials:
            return "a share is a count between zero and trials."
        if self.kind == "count" and (self.value < 0 or self.trials <= 0):
            return "a count is not below zero, and trials (units observed) above zero."
        return ""


# The log ----------------------------------------------------------------------------------------------------------


def append(log: Path, observation: Observation) -> str:
    """Add an observation to a log of JSON lines, chained by hash; return its hash.

    Raises AnalysisError for a fault, a known id, or a log that has been changed.
    """
    known = read_log(log) if log.exists() else []
    if fault := observation.fault():
        raise AnalysisError(f"The observation «{observation.id}» cannot be used: {fault}")
    if observation.id in {other.id for other in known}:
        raise AnalysisError(
            f"There is an observation «{observation.id}» already; observations are never changed."
        )
    previous = _last_hash(log)
    body = _body(observation)
    digest = _digest(previous, body)
    with log.open("a", encoding="utf-8") as file:
        file.write(
            json.dumps(
                {"previous": previous, "hash": digest, "observation": json.loads(body)}, ensure_ascii=False
            )
            + "\n"
        )
    return digest


def as_log(observations: Iterable[Observation]) -> str:
    """A whole log at once, in the form that ``append`` writes and ``read_log`` reads, in the order of the ids."""
    lines, previous = list[str](), ""
    for observation in sorted(observations, key=lambda one: one.id):
        body = _body(observation)
        digest = _digest(previous, body)
        record = {"previous": previous, "hash": digest, "observation": json.loads(body)}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        previous = digest
    return "".join(lines)


def read_log(log: Path) -> list[Observation]:
    """All observations, in the order they were added; AnalysisError when the chain is broken."""
    if log.stat().st_size > LARGEST_LOG:
        raise AnalysisError(f"The log {log.name} is larger than {LARGEST_LOG:,} bytes.")
    found, previous = [], ""
    for number, line in enumerate(log.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            observation = Observation(
                **{**record["observation"], "date": dt.date.fromisoformat(record["observation"]["date"])}
            )
        except (ValueError, KeyError, TypeError) as error:
            raise AnalysisError(f"{log.name}:{number}: this is no observation.") from error
        if record["previous"] != previous or record["hash"] != _digest(previous, _body(observation)):
            raise AnalysisError(f"{log.name}:{number}: the log has been changed after it was written.")
        previous = record["hash"]
        found.append(observation)
    return found


def _body(observation: Observation) -> str:
    return json.dumps(
        {**asdict(observation), "date": observation.date.isoformat()}, sort_keys=True, ensure_ascii=False
    )


def _digest(previous: str, body: str) -> str:
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _last_hash(log: Path) -> str:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return str(json.loads(lines[-1])["hash"]) if lines else ""


def until(observations: Iterable[Observation], date: dt.date) -> list[Observation]:
    """Those dated no later than the day."""
    return [observation for observation in observations if observation.date <= date]


# Conjugate updates ----------------------------------------------------------------------------------------------


def beta_update(
    alpha: float, beta: float, successes: Sequence[float], trials: Sequence[float]
) -> tuple[float, float]:
    """Beta prior, binomial observations: the posterior alpha and beta."""
    won, tried = math.fsum(successes), math.fsum(trials)
    return alpha + won, beta + tried - won


def normal_update(
    mean: float, sd: float, values: Sequence[float], sds: Sequence[float]
) -> tuple[float, float]:
    """Normal prior, normal observations with known standard errors: the posterior mean and sd."""
    precision = math.fsum([sd**-2, *(s**-2 for s in sds)])
    total = math.fsum([mean * sd**-2, *(v * s**-2 for v, s in zip(values, sds, strict=True))])
    return total / precision, precision**-0.5


def gamma_update(
    shape: float, rate: float, counts: Sequence[float], units: Sequence[float]
) -> tuple[float, float]:
    """Gamma prior, Poisson counts over observed units: the posterior shape and rate."""
    return shape + math.fsum(counts), rate + math.fsum(units)


def biased_update(
    mean: float,
    sd: float,
    values: Sequence[float],
    sds: Sequence[float],
    first: Sequence[bool],
    bias_sd: float,
) -> tuple[float, float]:
    """Normal prior where first movers share an unknown bias b ~ N(0, bias_sd): the posterior of the unbiased value.

    The bias is integrated out: however many first movers report, they never weigh more than one observation with
    standard error bias_sd.
    """
    early = [(v, s) for v, s, is_first in zip(values, sds, first, strict=True) if is_first]
    others = [(v, s) for v, s, is_first in zip(values, sds, first, strict=True) if not is_first]
    if early:
        weight = math.fsum(s**-2 for _, s in early)
        pooled = math.fsum(v * s**-2 for v, s in early) / weight
        others.append((pooled, (1 / weight + bias_sd**2) ** 0.5))
    return normal_update(mean, sd, [v for v, _ in others], [s for _, s in others])


# Assumptions --------------------------------------------------------------------------------------------------------


def updated(
    assumptions: Assumptions, observations: Iterable[Observation], as_of: dt.date, *, bias_sd: float = 0.25
) -> Assumptions:
    """The analysis as known on a day: every observed assumption with its posterior value and spread.

    Values above zero are updated on the logarithmic scale, with ``bias_sd`` the spread of a first-mover bias (0.25:
    first movers may differ by a quarter); shares by Beta-binomial, counts by Gamma-Poisson.
    """
    seen = sorted(until(observations, as_of), key=lambda observation: observation.id)
    for observation in seen:
        must_fit(assumptions, observation)
    seen = [observation for observation in seen if observation.kind != "result"]
    changed = assumptions
    for key in sorted({(o.parameter, o.alternative) for o in seen}):
        chosen = [o for o in seen if (o.parameter, o.alternative) == key]
        changed = _with_posterior(changed, key, chosen, bias_sd)
    return changed


def results_in(observations: Iterable[Observation], as_of: dt.date) -> list[Observation]:
    """The observed results, which weigh draws instead of updating assumptions."""
    return [o for o in until(observations, as_of) if o.kind == "result"]


def must_fit(assumptions: Assumptions, observation: Observation) -> None:
    """Raise AnalysisError for an observation that cannot be used in the analysis."""
    fault = observation.fault()
    if not fault and observation.alternative and observation.alternative not in assumptions.alternatives:
        fault = f"the analysis has no alternative «{observation.alternative}»."
    if not fault and observation.kind != "result" and observation.parameter not in assumptions.parameters:
        fault = f"the analysis has no assumption «{observation.parameter}»."
    if fault:
        raise AnalysisError(f"The observation «{observation.id}» cannot be used: {fault}")


def _with_posterior(
    assumptions: Assumptions, key: tuple[str, str], chosen: list[Observation], bias_sd: float
) -> Assumptions:
    name, alternative = key
    parameter = assumptions.parameters[name]
    if len({o.kind for o in chosen}) > 1:
        raise AnalysisError(f"Observations of «{name}» are of several kinds. Keep to one of them.")
    stated = assumptions.value(name, alternative or assumptions.touched(name)[-1])
    if isinstance(stated, dict) or stated <= 0:
        raise AnalysisError(f"«{name}» is not a single number above zero; it cannot be updated.")
    value, spread = _posterior(parameter, stated, chosen, bias_sd)
    dates = f"{len(chosen)} observasjoner til {max(o.date for o in chosen).isoformat()}"
    source = Source("Prosjektrapporter", f"{dates}; før: {parameter.source}")
    where = f"{name}@{alternative}" if alternative else name
    moved = assumptions.with_values({where: value})
    record = replace(moved.parameters[name], status="calibrated", source=source, spread=spread, range=None)
    return replace(moved, parameters={**moved.parameters, name: record})


def _posterior(
    parameter: Parameter, stated: float, chosen: list[Observation], bias_sd: float
) -> tuple[float, Spread]:
    if chosen[0].kind == "share":
        alpha, beta = _beta_prior(parameter, stated)
        alpha, beta = beta_update(alpha, beta, [o.value for o in chosen], [o.trials for o in chosen])
        mean = alpha / (alpha + beta)
        return mean, Spread("beta", "value", {"alpha": alpha, "beta": beta})
    if chosen[0].kind == "count":
        sd = _relative_sd(parameter, stated)
        shape, rate = gamma_update(
            sd**-2, sd**-2 / stated, [o.value for o in chosen], [o.trials for o in chosen]
        )
        return shape / rate, _factor(shape**-0.5)
    sd = _relative_sd(parameter, stated)
    logs, sds = [math.log(o.value / stated) for o in chosen], [o.sd / o.value for o in chosen]
    mean, after = biased_update(0.0, sd, logs, sds, [o.first_mover for o in chosen], bias_sd)
    return stated * math.exp(mean), _factor(after)


def _factor(relative_sd: float) -> Spread:
    """A factor with mean one."""
    sd = math.sqrt(math.log1p(relative_sd**2))
    return Spread("lognormal", "factor", {"median": math.exp(-(sd**2) / 2), "sd": sd})


def _relative_sd(parameter: Parameter, stated: float) -> float:
    """Standard deviation over value of the prior; a certain value is as uncertain as a factor of two."""
    if parameter.spread is None:
        return 0.5
    values = quantile(parameter.spread.kind, (np.arange(2048) + 0.5) / 2048, parameter.spread.numbers)
    scale = {"value": stated, "factor": 1.0, "shift": stated}[parameter.spread.on]
    return max(float(values.std()) / scale, 1e-6)


def _beta_prior(parameter: Parameter, stated: float) -> tuple[float, float]:
    """The Beta distribution with the stated mean and the prior's spread."""
    if not stated < 1:
        raise AnalysisError(f"«{parameter.id}» is {stated:g}: a share lies between 0 and 1.")
    sd = min(_relative_sd(parameter, stated) * stated, 0.95 * math.sqrt(stated * (1 - stated)))
    size = stated * (1 - stated) / sd**2 - 1
    return stated * size, (1 - stated) * size


def out_of_force(assumptions: Assumptions, day: dt.date) -> list[str]:
    """The assumptions whose days of validity do not hold the day, each with those days."""
    text = day.isoformat()
    return [
        f"«{p.id}» ({p.valid_from or '…'} – {p.valid_to or '…'})"
        for p in assumptions.parameters.values()
        if (p.valid_from and text < p.valid_from) or (p.valid_to and text > p.valid_to)
    ]
