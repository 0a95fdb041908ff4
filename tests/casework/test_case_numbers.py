"""Each case gets the next number of its year: no number twice, none left out."""

from __future__ import annotations

import pytest
from django.db import transaction

from helsetek.casework import services
from helsetek.casework.models import Case, CaseSeries
from helsetek.casework.rules.numbers import case_number, is_case_number
from helsetek.common import clock
from helsetek.common.instants import oslo
from tests import cast as casting
from tests.cast import Cast

from .at_once import at_once


def open_one(cast: Cast) -> str:
    return services.open_case(kind="test.case", title="En sak", lead_id=cast.bodo.pk).number


def test_numbers_run_within_the_norwegian_year(cast: Cast) -> None:
    with clock.at(oslo(2023, 12, 31, 23, 59, 59)):
        assert open_one(cast) == "2023/000001"
    with clock.at(oslo(2024, 1, 1, 0, 0, 0)):  # still 2023 in UTC
        assert [open_one(cast), open_one(cast)] == ["2024/000001", "2024/000002"]


def test_a_case_that_is_not_opened_takes_no_number(cast: Cast) -> None:
    first = open_one(cast)
    with transaction.atomic():
        open_one(cast)
        transaction.set_rollback(True)
    assert int(open_one(cast)[5:]) == int(first[5:]) + 1


def test_a_full_series_says_so() -> None:
    with pytest.raises(ValueError, match="1 to 999999"):
        case_number(2024, 1_000_000)


@pytest.mark.parametrize(
    ("text", "good"), [("2024/000123", True), ("2024/123", False), ("../../etc/passwd", False)]
)
def test_what_a_case_number_looks_like(text: str, good: bool) -> None:
    assert is_case_number(text) is good


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_their_own_number() -> None:
    """Real connections at the same time, the first of the year among them: on both databases."""
    cast = casting.gather()

    def open_five() -> None:
        for _ in range(5):
            open_one(cast)

    at_once(4, open_five)
    year = clock.today().year
    assert sorted(Case.objects.values_list("number", flat=True)) == [
        case_number(year, n) for n in range(1, 21)
    ]
    assert CaseSeries.objects.get(year=year).last == 20
