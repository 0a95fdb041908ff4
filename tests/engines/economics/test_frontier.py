"""Cost and effect: the example printed in dampack's tests (acceptance check 11)."""

from helsetek.engines.economics.frontier import frontier


def test_the_published_example() -> None:
    costs = [55_000, 35_000, 25_000, 10_000, 12_000, 5_000]
    effects = [5, 4, 3, 2, 1.5, 1]
    found = {s.name: (s.standing, s.ratio) for s in frontier(["F", "E", "C", "D", "A", "B"], costs, effects)}
    assert found["A"] == ("dominated", None)
    assert found["C"] == ("extendedly dominated", None)
    assert [found[name][1] for name in "BDEF"] == [None, 5_000, 12_500, 20_000]
