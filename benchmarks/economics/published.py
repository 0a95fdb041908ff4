"""Acceptance checks 10 and 11: the worked examples of two R packages, by their own data.

The data are under GPL and do not come along: give the folder of each package's source.

    python benchmarks/economics/published.py BCEA-FOLDER DAMPACK-FOLDER
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rdata

from helsetek.engines.economics.effectiveness import Outcomes, turning_point
from helsetek.engines.economics.information import conditional, evpi


def read(path: Path) -> dict[str, Any]:
    """The objects of an R data file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return dict(rdata.read_rda(path))


def outcomes(names: list[str], cost: Any, effect: Any) -> Outcomes:
    """From (draws, alternatives) as R keeps them."""
    return Outcomes(names, np.asarray(cost, float).T, np.asarray(effect, float).T)


def knowing(found: Outcomes, inputs: np.ndarray, threshold: float, degree: int) -> float:
    """EVPPI: costs and effects are regressed on the inputs, and valued afterwards."""
    cost, effect = conditional(found.costs, inputs, degree), conditional(found.effects, inputs, degree)
    return evpi(threshold * effect - cost)


def say(what: str, found: object, published: object) -> None:
    """One line: ours beside the published figure."""
    print(f"{what:58} {found!s:>32}   published {published}")


def vaccine(folder: Path) -> None:
    """BCEA's Vaccine: 1,000 simulations of status quo and vaccination."""
    data = read(folder / "data" / "Vaccine.RData")
    all_draws = outcomes(["status quo", "vaccination"], data["cost"], data["eff"])
    say("EIB at 25,000", f"{all_draws.gain(1, 25_000).mean():.4f}", 1.2284)
    say("CEAC at 25,000", f"{all_draws.acceptable(1, 25_000):.3f}", 0.529)
    say("ICER", f"{all_draws.ratio(1):,.0f}", "20,098")
    say("break-even on a grid of 100", turning_point(all_draws, 1, range(0, 50_001, 100)), "20,100")
    say("EVPI at 25,000", f"{all_draws.worth_of_knowing(25_000):.4f}", 2.4145)
    first = [f"{all_draws.worth_of_knowing(k):.4f}" for k in (0, 100, 200)]
    say("start of the EVPI grid (0, 100, 200)", " ".join(first), "0.0562 0.0573 0.0586")
    points = outcomes(["status quo", "vaccination"], data["c.pts"], data["e.pts"])
    stored = read(folder / "tests" / "testthat" / "testdata" / "EVPPI_GAM_default.RData")["EVPPI"]
    grid = np.asarray(stored["k"], float)
    for k in (20_000, 25_000, 30_000):
        place = int(np.argmin(np.abs(grid - k)))
        theirs = float(np.asarray(stored["evi"])[place])
        say(f"EVI of e.pts, c.pts at {k:,}", f"{points.worth_of_knowing(k):.5f}", f"{theirs:.5f}")
        names = [str(name) for name in np.asarray(data["vaccine_mat"].coords["dim_1"])]
        chosen = np.asarray(data["vaccine_mat"], float).T[[names.index(n) for n in ("beta.1.", "beta.2.")]]
        own = [f"{knowing(points, chosen, k, degree):.3f}" for degree in (2, 3, 4)]
        say(
            f"EVPPI of beta.1., beta.2. at {k:,}, degree 2, 3, 4",
            " ".join(own),
            f"{float(np.asarray(stored['evppi'])[place]):.3f}",
        )


def dampack(folder: Path) -> None:
    """dampack's example: 10,000 simulations of three strategies."""
    data = read(folder / "data" / "example_psa.rda")["example_psa"]
    names = [str(name) for name in data["strategies"]]
    found = outcomes(names, data["cost"], data["effectiveness"])
    say("EVPI at 100,000", f"{found.worth_of_knowing(100_000):,.2f}", "22,683.95")
    parameter = np.asarray(data["parameters"]["pFailChemo"], float)[None]
    own = [f"{knowing(found, parameter, 100_000, degree):,.0f}" for degree in (2, 3, 4)]
    say("EVPPI of pFailChemo, degree 2, 3, 4", " ".join(own), "6,189.3")


if __name__ == "__main__":
    vaccine(Path(sys.argv[1]))
    dampack(Path(sys.argv[2]))
