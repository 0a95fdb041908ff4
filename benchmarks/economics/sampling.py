"""How good are the draws? Error of the mean by kind of point, and whether the interval told covers the truth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import qmc

from helsetek.engines.economics.preparing import prepare
from helsetek.engines.economics.simulation import simulate

SEEDS, POINTS = 20, 4096


def main() -> None:
    problem = prepare("2024").problem
    truth = simulate(problem, draws=2**20, seed=10**6).mean()
    inputs = len(problem.inputs)

    def mean_of(u: np.ndarray) -> np.ndarray:
        inner = np.ascontiguousarray(np.clip(u, 1e-9, 1 - 1e-9).T)
        return np.asarray(problem.net(problem.draws_from(inner)).mean(axis=1))

    many = qmc.Sobol(inputs, rng=np.random.default_rng(77))
    independent = np.mean([mean_of(many.random(4096)) for _ in range(256)], axis=0)

    def error(sample: Callable[[int], np.ndarray]) -> np.ndarray:
        """Root mean square error over the seeds; the copula is left out here and in the truth alike."""
        means = np.array([mean_of(sample(seed)) for seed in range(SEEDS)])
        return np.asarray(np.sqrt(((means - independent) ** 2).mean(axis=0)))

    kinds = {
        "random": lambda seed: np.random.default_rng(seed).uniform(size=(POINTS, inputs)),
        "Latin hypercube": lambda seed: qmc.LatinHypercube(inputs, rng=np.random.default_rng(seed)).random(
            POINTS
        ),
        "scrambled Sobol": lambda seed: qmc.Sobol(inputs, rng=np.random.default_rng(seed)).random(POINTS),
    }
    errors = {name: error(sample) for name, sample in kinds.items()}
    for name, value in errors.items():
        times = np.round(errors["random"] / value, 1)
        print(f"{name:18} RMSE of the mean at {POINTS} points: {np.round(value, 4)}  random is {times} x")
    covered = np.zeros(len(truth))
    for seed in range(100):
        low, high = simulate(problem, draws=4096, seed=seed).interval()
        covered += (low <= truth) & (truth <= high)
    print(f"the 95 % interval covers the mean of 1,048,576 points in {covered.astype(int)} of 100 seeds")


if __name__ == "__main__":
    main()
