"""Search for rules of the grant: which rules give most net benefit, cost least, and reach most small municipalities?

All rules are tried at the same draws (common random numbers), so that differences between rules are not noise.
What does not depend on the rule is calculated once by the same effect functions as everywhere else: the net benefit
of one joiner at each node. What is left for each rule is the choice of the municipalities and three sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.effects import flows
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.exposure import Choice
from helsetek.engines.economics.ledger import book
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.quadrature import compressed
from helsetek.engines.economics.register import Nodes, Register
from helsetek.engines.economics.world import Array, World

Floats = NDArray[np.float64]
SMALL = 5000.0
POINTS = 6
OBJECTIVES = ("net", "paid", "small")


@dataclass(frozen=True)
class Rule:
    """A grant rule. Money in NOK per municipality; budget in MNOK, present value of all grants."""

    rate: float
    floor: float
    cap: float
    least_partners: float
    step_down: float
    adoption_share: float
    budget: float

    def fault(self) -> str:
        """What is wrong with the rule, or an empty text."""
        if not 0 <= self.rate <= 1 or not 0 <= self.step_down <= 1 or not 0 <= self.adoption_share <= 1:
            return "rate, step_down and adoption_share lie between 0 and 1."
        if not 0 <= self.floor <= self.cap or self.least_partners < 1 or self.budget < 0:
            return "floor ≤ cap, least_partners ≥ 1 and budget ≥ 0."
        return ""


@dataclass(frozen=True)
class Outcome:
    """Expected net benefit (MNOK), grants paid (MNOK present value) and small municipalities reached of a rule."""

    rule: Rule
    net: float
    paid: float
    small: float


class PolicyModel:
    """One alternative at fixed draws, ready for any number of rules."""

    def __init__(
        self, problem: Problem, alternative: str, draws: Floats, nodes: Nodes, small: Floats
    ) -> None:
        self.problem = Problem(problem.assumptions.only([alternative]), nodes)
        if self.problem.assumptions.analysis.uptake != "choice":
            raise AnalysisError(
                'Rules are searched where municipalities choose: uptake = "choice", as in 2024 or rapport-2022-opptak.'
            )
        self.nodes, self.small = nodes, small.reshape(-1, 1)
        self._whole, self._draws = problem, draws
        self.arrays = _one_alternative(problem, alternative, draws)
        self.world = self.problem.world(self.arrays)
        self.choice = Choice(self.world)
        p = self.world.p
        self.count = _flat(p.municipalities * nodes.weight)
        self.effort = _flat(p.own_effort * self.choice.power("effort_size"))
        self.benefit = self._benefit()
        self.response = _flat(p.responsiveness)
        self.pull = _flat(p.attraction + p.midt_pull * nodes.midt)
        self.friction, self.reference = (
            float(p[name].flat[0]) for name in ("coalition_friction", "adoption_reference")
        )
        self.fixed = self._fixed()
        self.per_krone = self._per_krone()
        self._joiner: dict[float, tuple[Floats, Floats]] = {}
        self._timing: dict[float, tuple[Floats, Floats]] = {}

    def _benefit(self) -> Floats:
        p = self.world.p
        mean = p.weeks_saved * p.week_cost + p.introduction_saving * (p.population / p.municipalities)
        return _flat(mean * np.exp(self.nodes.log_size * p.benefit_size))

    # What does not depend on the rule ------------------------------------------------------------------------

    def _net(self, changes: Mapping[str, Array], *, each: bool) -> Floats:
        """Net benefit with some parameters changed; ``each``: per node when all join, else of nobody joining."""
        nodes = replace(self.nodes, fold=np.eye(self.nodes.count))
        world = self.problem.world({**self.arrays, **changes}, nodes)
        joined = np.full((1, 1, self.nodes.count, 1), 1.0 if each else 0.0)
        world.once("choice", lambda: _sure(world, joined))
        null = self._whole.null_flows(self._whole.null_world(self._draws, self.nodes))
        net = book(flows(world), null, world).net()
        world.forget()
        return np.asarray(net[0, 0])

    def _fixed(self) -> Floats:
        """Net benefit of the scheme with no grants and no joiners: setting up, running, networks."""
        return self._net({"grant": ZERO}, each=False)[:1]

    def _per_krone(self) -> Floats:
        """What a granted krone costs society: tax cost and real use."""
        unit = self._net({"grant": ONE}, each=False)[:1] - self.fixed
        value = (self.world.masks["scheme"] * self.world.weights("none")).sum(axis=1)
        return -unit / value[0]

    def joiner(self, partners: float) -> tuple[Floats, Floats]:
        """Net benefit of a joiner at each node without its grant: of procurement, and of introduction."""
        if partners not in self._joiner:
            joint = {"grant": ZERO, "partners": np.maximum(self.arrays["partners"], partners)}
            both = self._net(joint, each=True) - self.fixed
            procurement = self._net({**joint, "introduction_saving": ZERO}, each=True) - self.fixed
            self._joiner[partners] = (procurement / self.count, (both - procurement) / self.count)
        return self._joiner[partners]

    def timing(self, step_down: float) -> tuple[Floats, Floats]:
        """With the grant falling by ``step_down`` a year: its mean size when paid, and its present value, per krone."""
        if step_down not in self._timing:
            staying = _flat(self.choice.staying())
            weights = self.world.weights("none")
            years = [n for n, year in enumerate(self.problem.assumptions.analysis.years) if self._joins(year)]
            mean, value = np.zeros_like(staying), np.zeros_like(staying)
            for k, position in enumerate(years):
                joining = staying**k - staying ** (k + 1)
                left = (1 - step_down) ** k
                mean += joining * left
                value += joining * left * _flat(weights[:, position : position + 1])
            self._timing[step_down] = (mean / (1 - staying ** len(years)), value)
        return self._timing[step_down]

    def _joins(self, year: int) -> bool:
        return year in self.problem.assumptions.analysis.joining_years

    # One rule -------------------------------------------------------------------------------------------------

    def outcome(self, rule: Rule) -> Outcome:
        """The expected outcome of a rule over the draws."""
        net, paid, small = (float(values.mean()) for values in self.at_draws(rule))
        return Outcome(rule, net, paid, small)

    def at_draws(self, rule: Rule) -> tuple[Floats, Floats, Floats]:
        """Net benefit, grants paid and small municipalities reached at each draw."""
        mean_size, value = self.timing(rule.step_down)
        grant = np.clip(self.effort * rule.rate, rule.floor * 1e-6, rule.cap * 1e-6)
        joining = grant * mean_size
        joining += self.benefit
        joining /= self.effort
        np.log(joining, out=joining)
        joining *= -self.response
        joining -= self.pull - self.friction * np.log2(rule.least_partners)
        np.exp(joining, out=joining)
        joining += 1
        np.divide(self.count, joining, out=joining)
        procurement, introduction = self._values(rule)
        gain = np.einsum("np,np->p", joining, procurement + introduction)
        small = np.einsum("np,n->p", joining, self.small[:, 0])
        grant *= value
        paid = np.einsum("np,np->p", joining, grant)
        part = np.minimum(1.0, rule.budget / np.maximum(paid, 1e-300))
        return part * (gain - self.per_krone[0] * paid) + self.fixed[0], part * paid, part * small

    def _values(self, rule: Rule) -> tuple[Floats, Floats]:
        """A joiner's worth, as far as the grant may be spent on each purpose."""
        procurement, introduction = self.joiner(rule.least_partners)
        for_procurement = min(1.0, (1 - rule.adoption_share) / (1 - self.reference))
        return procurement * for_procurement, introduction * min(1.0, rule.adoption_share / self.reference)


ZERO, ONE = np.zeros((1, 1, 1, 1)), np.ones((1, 1, 1, 1))


def _flat(array: Array) -> Floats:
    """(nodes or 1, draws or 1) of a single alternative."""
    return np.ascontiguousarray(array[0, 0])


def _sure(world: World, joined: Floats) -> Choice:
    """A choice whose outcome is given."""
    choice = Choice(world)
    world.once("probability", lambda: joined)
    return choice


def _one_alternative(whole: Problem, alternative: str, draws: Floats) -> dict[str, Array]:
    """The arrays of one alternative at draws of the whole problem."""
    place = whole.alternatives.index(alternative)
    arrays = whole.arrays(draws)
    return {
        name: array if array.shape[0] == 1 else array[place : place + 1] for name, array in arrays.items()
    }


def policy_model(
    problem: Problem, register: Register, alternative: str, draws: Floats, *, whole_register: bool = False
) -> PolicyModel:
    """A model on a few points in each of small and larger municipalities, or on every municipality."""
    small = (register.population < SMALL).astype(float)
    if whole_register:
        return PolicyModel(problem, alternative, draws, register.full(), small)
    nodes = compressed(register, POINTS, small)
    smallest = np.log(SMALL / register.population.mean())
    return PolicyModel(problem, alternative, draws, nodes, (nodes.log_size.ravel() < smallest).astype(float))


# Search ---------------------------------------------------------------------------------------------------------


def grid(choices: Mapping[str, Sequence[float]]) -> Iterator[Rule]:
    """All rules of the listed values whose floor is not above their cap."""
    names = [field.name for field in fields(Rule)]
    missing = [name for name in names if len(choices.get(name, ())) == 0]
    if missing:
        raise AnalysisError(f"Name at least one value of {', '.join(missing)}.")
    for values in product(*(choices[name] for name in names)):
        rule = Rule(*map(float, values))
        if not rule.fault():
            yield rule


def search(
    model: PolicyModel, rules: Iterable[Rule], progress: Callable[[int], None] | None = None
) -> list[Outcome]:
    """The outcome of every rule."""
    found = []
    for number, rule in enumerate(rules):
        found.append(model.outcome(rule))
        if progress and number % 1000 == 999:
            progress(number + 1)
    return found


def pareto(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those no other beats: more net benefit, less paid and more small municipalities reached, by net benefit."""
    values = np.array([[-o.net, o.paid, -o.small] for o in outcomes]).reshape(-1, 3)
    kept: list[int] = []
    front = np.empty((0, 3))
    for number in np.lexsort(values.T[::-1]):
        value = values[number]
        if not (front <= value).all(axis=1).any():
            kept.append(int(number))
            front = np.vstack([front, value])
    return [outcomes[number] for number in kept]


def refine(
    model: PolicyModel, start: Rule, score: Callable[[Outcome], float], *, rounds: int = 12
) -> Outcome:
    """Improve a rule by moving one of its numbers at a time, in ever smaller steps."""
    best = model.outcome(start)
    for step in 0.5 ** np.arange(1, rounds + 1):
        for name in ("rate", "floor", "cap", "step_down", "adoption_share"):
            for changed in _moved(best.rule, name, float(step)):
                found = model.outcome(changed)
                if score(found) > score(best):
                    best = found
    return best


def _moved(rule: Rule, name: str, step: float) -> Iterator[Rule]:
    value = getattr(rule, name)
    for factor in (1 - step, 1 + step):
        changed = replace(rule, **{name: (value or 0.1) * factor})
        if not changed.fault():
            yield changed


def regret(models: Mapping[str, PolicyModel], rules: Sequence[Rule]) -> dict[str, list[float]]:
    """Under each reading (a model each): how much less net benefit each rule gives than the best of them."""
    found = {}
    for reading, model in models.items():
        nets = [model.outcome(rule).net for rule in rules]
        found[reading] = [max(nets) - net for net in nets]
    return found
