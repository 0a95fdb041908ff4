"""Draws per CPU-second of the same model by five ways of running it, in one process."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.indices import indices
from helsetek.engines.economics.preparing import prepare
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import simulate

#: Short rounds and many of them: on a shared machine the best round is the one nobody disturbed.
ROUNDS, SLOW_ROUNDS = 100, 10


def rate(run: Callable[[], int], rounds: int = ROUNDS) -> float:
    """The best number of draws per CPU-second."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        draws = run()
        best = max(best, draws / (time.process_time() - start))
    return best


def main() -> None:
    found = prepare("2024")
    points, register = found.problem, found.register
    assert register
    whole = Problem(points.assumptions, register.full())
    print(
        f"{len(points.inputs)} inputs, {len(points.assumptions.analysis.years)} years, {len(points.alternatives)} levels,"
    )
    print(
        f"{len(register)} municipalities as {found.nodes} points (error on 64 fresh draws {found.error:.1e} MNOK)\n"
    )
    draws = Stream(points, 0, 0, 4096).all()
    np.testing.assert_allclose(points.net(draws[:, :64]), whole.net(draws[:, :64]), atol=1e-3)

    few = np.ascontiguousarray(draws[:, :2048])

    def chunks() -> int:
        for _ in range(4):
            points.net(few)
        return 4 * few.shape[1]

    def sampled() -> int:
        return simulate(points, draws=2**15).draws

    def register_chunks() -> int:
        for n in range(0, 256, 32):
            whole.net(draws[:, n : n + 32])
        return 256

    def per_draw() -> int:
        for n in range(100):
            whole.net(draws[:, n : n + 1])
        return 100

    results = {
        "engine, points, draws given": rate(chunks),
        "engine, points, Sobol sampling and copula included": rate(sampled, SLOW_ROUNDS),
        "engine, every municipality, 32 draws at a time": rate(register_chunks, SLOW_ROUNDS),
        "per-draw loop, every municipality (NumPy)": rate(per_draw, SLOW_ROUNDS),
        "per-draw loop by hand (NumPy, no ledger)": rate(by_hand(whole, draws), SLOW_ROUNDS),
        "SALib's documented loop": salib_loop(whole),
        "EMA Workbench, sequential": ema(whole, draws),
    }
    engine = results["engine, points, draws given"]
    for name, value in results.items():
        print(f"{name:52} {value:12,.0f} draws/CPU-s   engine is {engine / value:7.1f} x")
    sobol(points)
    memory(points)


def by_hand(whole: Problem, draws: np.ndarray) -> Callable[[], int]:
    """The same figures by a plain function of one draw, as an analyst would write it: no ledger, no tables."""
    from by_hand import net_of_one_draw

    mine = np.array([net_of_one_draw(whole, draws[:, n]) for n in range(16)]).T
    np.testing.assert_allclose(mine, whole.net(draws[:, :16]), atol=1e-6)

    def run() -> int:
        for n in range(200):
            net_of_one_draw(whole, draws[:, n])
        return 200

    return run


def salib_loop(whole: Problem) -> float:
    """Y = np.zeros(...); for i, X in enumerate(values): Y[i] = model(X), as SALib's guide writes it."""
    from by_hand import net_of_one_draw
    from SALib.sample import sobol

    names = [record.id for record in whole.inputs]
    space = {"num_vars": len(names), "names": names, "bounds": [[1e-6, 1 - 1e-6]] * len(names)}
    values = whole.draws_from(np.ascontiguousarray(sobol.sample(space, 32, calc_second_order=False).T)).T

    def run() -> int:
        y = np.zeros((len(values), 3))
        for i, x in enumerate(values):
            y[i] = net_of_one_draw(whole, x)
        return len(values)

    return rate(run, SLOW_ROUNDS)


def ema(whole: Problem, draws: np.ndarray) -> float:
    """The same function as a Model of EMA Workbench, run by its sequential evaluator."""
    import logging

    from by_hand import net_of_one_draw
    from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator, ema_logging

    ema_logging.log_to_stderr(logging.ERROR)
    names = [f"x{n}" for n in range(len(whole.inputs))]

    def function(**given: float) -> dict[str, float]:
        net = net_of_one_draw(whole, np.array([given[name] for name in names]))
        return {f"net{k}": float(value) for k, value in enumerate(net)}

    model = Model("scheme", function=function)
    low, high = draws.min(axis=1), draws.max(axis=1)
    model.uncertainties = [
        RealParameter(n, float(a), float(b) + 1e-9) for n, a, b in zip(names, low, high, strict=True)
    ]
    model.outcomes = [ScalarOutcome(f"net{k}") for k in range(3)]

    def run() -> int:
        with SequentialEvaluator(model) as evaluator:
            evaluator.perform_experiments(scenarios=300)
        return 300

    return rate(run, SLOW_ROUNDS)


def sobol(points: Problem) -> None:
    best = min(_cpu(lambda: indices(points, points=1024)) for _ in range(SLOW_ROUNDS))
    print(
        f"\nSobol indices, all inputs and levels, {1024 * (len(points.inputs) + 2):,} evaluations: {best:.3f} CPU-s"
    )


def memory(points: Problem) -> None:
    simulate(points, draws=2**13)
    tracemalloc.start()
    simulate(points, draws=2**20)
    print(
        f"1,048,576 draws: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB at the peak, results (25 MB) included"
    )
    tracemalloc.stop()


def _cpu(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main()
