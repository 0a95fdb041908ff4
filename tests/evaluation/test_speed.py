"""A slider is answered within a second: few queries, and no more work than needed (benchmarks/evaluation_pages.py)."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsetek.evaluation.calculating import prepared, reading
from tests.cast import Cast
from tests.evaluation.making import a_run
from tests.visiting import browser_of, visitor

KEYS = ("rapport-2022", "rapport-2022-opptak", "2024")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("part", ["resultat", "usikkerhet", "fordeling"])
def test_a_slider_on_a_shipped_analysis_asks_the_database_nothing(cast: Cast, key: str, part: str) -> None:
    client = visitor()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(f"/analyser/{key}/del/{part}/?endret=vendors:7.7").status_code == 200
    assert len(asked) == 0, [query["sql"] for query in asked]


def test_a_slider_on_a_run_reads_the_run_and_the_role_only(cast: Cast) -> None:
    run, client = a_run(cast), browser_of(cast.per)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/analyser/{run.key}/del/resultat/?endret=vendors:7.7").status_code == 200
    assert len(asked) <= 6, [query["sql"] for query in asked]


def test_the_list_of_runs_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    client, counts = browser_of(cast.per), []
    for _round in range(2):
        for number in range(3):
            a_run(cast, name=f"Kjøring {number}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/analyser/kjoringer/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("key", KEYS)
def test_a_change_is_calculated_in_a_second_also_on_a_busy_machine(cast: Cast, key: str) -> None:
    """The processor's own time, so that neighbours do not count; the bound is that of the whole answer."""
    client = visitor()
    client.get(f"/analyser/{key}/del/resultat/")
    began = time.process_time()
    assert client.get(f"/analyser/{key}/del/resultat/?endret=tender_weeks:2.31").status_code == 200
    assert time.process_time() - began < 1


def test_what_was_calculated_is_kept_and_not_calculated_again() -> None:
    assumptions = reading.shipped_analysis("rapport-2022").with_values({"vendors": 7.13})
    first = prepared.simulated(prepared.ready(assumptions))
    assert prepared.simulated(prepared.ready(assumptions)) is first
