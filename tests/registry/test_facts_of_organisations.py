"""What the registry tells the floors above."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsetek.common import clock
from helsetek.registry import selectors
from helsetek.registry.models import Border, Municipality, Population
from tests.cast import Cast, _organisation


def test_facts_of_municipalities_come_in_one_value(cast: Cast) -> None:
    facts = selectors.facts_of([cast.bodo.pk, cast.alver.pk])
    assert set(facts) == {cast.bodo.pk, cast.alver.pk}
    bodo = facts[cast.bodo.pk]
    assert (bodo.number, bodo.name, bodo.inhabitants) == ("1804", "Bodø", 53712)
    assert (bodo.centrality_class, bodo.regional_health_authority) == (3, "Helse Nord")
    assert facts[cast.alver.pk].language_form == "nn"


def test_facts_leave_out_what_is_no_municipality(cast: Cast) -> None:
    assert selectors.facts_of([cast.vendor.pk, 999_999]) == {}


def test_facts_of_many_take_two_queries(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        selectors.facts_of(Municipality.objects.values_list("organisation_id", flat=True))
    assert len(queries) <= 3


def test_the_newest_population_is_of_a_year_that_has_come(cast: Cast) -> None:
    municipality = Municipality.objects.get(organisation=cast.bodo)
    Population.objects.create(municipality=municipality, year=2026, inhabitants=54_000)
    with clock.at(datetime(2025, 5, 1, tzinfo=UTC)):
        assert selectors.facts_of([cast.bodo.pk])[cast.bodo.pk].inhabitants == 53712
    with clock.at(datetime(2026, 5, 1, tzinfo=UTC)):
        assert selectors.facts_of([cast.bodo.pk])[cast.bodo.pk].inhabitants == 54_000


def test_neighbours_are_found_from_both_sides(cast: Cast) -> None:
    one, other = sorted(
        (Municipality.objects.get(organisation=place) for place in (cast.bodo, cast.fauske)),
        key=lambda row: row.pk,
    )
    Border.objects.create(one=one, other=other)
    assert selectors.neighbours_of(cast.bodo.pk) == [cast.fauske.pk]
    assert selectors.neighbours_of(cast.fauske.pk) == [cast.bodo.pk]
    assert selectors.neighbours_of(cast.alver.pk) == []


def test_letters_go_in_nynorsk_to_those_who_ask_for_it_and_in_bokmaal_to_the_neutral(cast: Cast) -> None:
    """Språklova § 15: a body is answered in the form it has decided on."""
    assert selectors.letter_language(cast.alver) == "nn"
    assert selectors.letter_language(cast.bodo) == "nb"
    assert selectors.letter_language(cast.saltdal) == "nb"


def test_organisations_come_by_id(cast: Cast) -> None:
    assert selectors.organisations([cast.ks.pk, 999_999]) == {cast.ks.pk: cast.ks}
    assert selectors.directorate() == cast.directorate


def test_an_organisation_that_has_ceased_is_no_longer_of_its_kind(cast: Cast) -> None:
    cast.vendor.valid_to = date(2024, 1, 1)
    cast.vendor.save()
    assert cast.vendor not in selectors.of_kind("vendor")
    with clock.at(datetime(2023, 12, 31, 12, tzinfo=UTC)):
        assert cast.vendor in selectors.of_kind("vendor")


def test_a_municipality_number_is_valid_until_the_day_before_its_end(cast: Cast) -> None:
    Municipality.objects.filter(organisation=cast.steinkjer).update(valid_to=date(2024, 1, 1))
    on_the_last_day = selectors.municipalities(date(2023, 12, 31))
    assert cast.steinkjer.pk in on_the_last_day.values_list("organisation_id", flat=True)
    after = selectors.municipalities(date(2024, 1, 1))
    assert cast.steinkjer.pk not in after.values_list("organisation_id", flat=True)


def test_without_a_directorate_the_question_is_answered_in_words(db: None) -> None:
    with pytest.raises(selectors.Organisation.DoesNotExist, match="not been loaded"):
        selectors.directorate()
    assert _organisation("Helsedirektoratet", "directorate") == selectors.directorate()
