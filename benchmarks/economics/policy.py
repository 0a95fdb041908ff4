"""100,000 rule sets × 1,024 common points on one core."""

from __future__ import annotations

import time

import numpy as np

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.policy import grid, pareto, policy_model, search
from helsetek.engines.economics.preparing import prepare

CHOICES = {
    "rate": np.linspace(0.1, 0.9, 9), "floor": np.linspace(0, 300_000, 4), "cap": np.linspace(300_000, 2_000_000, 8),
    "least_partners": (2, 4, 6, 8, 12), "step_down": (0, 0.05, 0.1, 0.15, 0.2),
    "adoption_share": (0.2, 0.3, 0.4, 0.5, 0.6), "budget": (100, 200, 300),
}  # fmt: skip


def main() -> None:
    found = prepare("2024")
    assert found.register
    model = policy_model(found.problem, found.register, "vedtatt", Stream(found.problem, 0, 0, 1024).all())
    rules = list(grid(CHOICES))[:100_000]
    wall, cpu = time.perf_counter(), time.process_time()
    outcomes = search(model, rules)
    print(
        f"{len(rules):,} rules x 1,024 points: {time.process_time() - cpu:.1f} CPU-s, {time.perf_counter() - wall:.1f} s"
    )
    front = pareto(outcomes)
    fresh = policy_model(
        found.problem, found.register, "vedtatt", Stream(found.problem, 1, 0, 1024).all(), whole_register=True
    )
    gaps = [abs(fresh.outcome(o.rule).net - o.net) for o in front[:: max(1, len(front) // 20)]]
    print(
        f"{len(front)} that no other beats; on fresh points and every municipality net moves by {max(gaps):.2f} MNOK"
    )


if __name__ == "__main__":
    main()
