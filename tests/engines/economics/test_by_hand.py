"""The engine against the same model written by hand, as one plain function of one draw (benchmarks/economics)."""

import importlib.util
from pathlib import Path

import numpy as np

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem

BY_HAND = Path(__file__).parents[3] / "benchmarks" / "economics" / "by_hand.py"


def test_the_ledger_gives_what_a_plain_function_gives(scheme: Prepared) -> None:
    spec = importlib.util.spec_from_file_location("by_hand", BY_HAND)
    assert spec
    assert spec.loader
    by_hand = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(by_hand)
    assert scheme.register
    whole = Problem(scheme.problem.assumptions, scheme.register.full())
    draws = Stream(whole, 11, 0, 32).all()
    mine = np.array([by_hand.net_of_one_draw(whole, draw) for draw in draws.T]).T
    np.testing.assert_allclose(mine, whole.net(draws), atol=1e-9)
