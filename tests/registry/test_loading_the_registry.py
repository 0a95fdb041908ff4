"""The registry is filled from the project's own tables, once."""

import time
from datetime import date

import pytest

from helsetek.common.models import Event
from helsetek.registry import selectors, services
from helsetek.registry.models import Border, Municipality, MunicipalityNumber, Organisation, Succession
from helsetek.registry.selectors import OrganisationKind


@pytest.fixture
def loaded(norway: None, db: None) -> None:
    """The registry as it is after the first start."""


def by_number(number: str) -> Municipality:
    return Municipality.objects.select_related("organisation", "county").get(number=number)


def test_it_holds_all_of_norway(loaded: None) -> None:
    counts = {kind.value: selectors.of_kind(kind).count() for kind in OrganisationKind}
    assert counts["municipality"] == 357
    assert (counts["county"], counts["rha"], counts["trust"]) == (15, 4, 19)
    assert (counts["directorate"], counts["association"]) == (1, 1)
    assert Border.objects.count() == 787


def test_it_knows_each_municipality(loaded: None) -> None:
    bodo = by_number("1804")
    facts = selectors.facts_of([bodo.organisation_id])[bodo.organisation_id]
    assert (facts.county, facts.regional_health_authority) == ("Nordland", "Helse Nord")
    assert facts.health_trust == "Nordlandssykehuset HF"
    assert 50_000 < facts.inhabitants < 60_000
    assert "Fauske" in " ".join(
        Organisation.objects.get(pk=one).name for one in selectors.neighbours_of(bodo.organisation_id)
    )


def test_every_inhabitant_of_norway_lives_somewhere(loaded: None) -> None:
    """SSB table 07459: 5 550 203 inhabitants on 1 January 2024."""
    from helsetek.registry.models import Population

    total = sum(Population.objects.filter(year=2024).values_list("inhabitants", flat=True))
    assert total == 5_550_203


def test_the_second_time_nothing_happens_and_it_is_quick(loaded: None) -> None:
    events = Event.objects.count()
    start = time.perf_counter()
    assert services.load_registry() == 0
    assert time.perf_counter() - start < 1
    assert Event.objects.count() == events
    assert Organisation.objects.count() == 357 + 15 + 4 + 19 + 2


def test_what_has_been_changed_is_left_alone(loaded: None) -> None:
    bodo = by_number("1804").organisation
    Organisation.objects.filter(pk=bodo.pk).update(name="Bodø – Bådåddjo", email="post@bodo.example.org")
    services.load_registry()
    bodo.refresh_from_db()
    assert bodo.name == "Bodø – Bådåddjo"


def test_kristiansand_came_out_of_a_merger_of_three_in_2020(loaded: None) -> None:
    kristiansand = by_number("4204")
    origins = selectors.origins_of(kristiansand.organisation_id)
    assert {origin.predecessor.name for origin in origins} == {"Kristiansand", "Søgne", "Songdalen"}
    assert {origin.on for origin in origins} == {date(2020, 1, 1)}


def test_aalesund_was_divided_in_2024(loaded: None) -> None:
    aalesund, haram = by_number("1508"), by_number("1580")
    assert [number.number for number in selectors.numbers_of(aalesund.organisation_id)] == ["1508", "1507"]
    assert [number.number for number in selectors.numbers_of(haram.organisation_id)] == ["1580"]
    split = selectors.origins_of(haram.organisation_id)[0]
    assert (split.kind, split.on, split.predecessor.number) == ("split", date(2024, 1, 1), "1507")


def test_a_county_that_was_divided_gave_new_numbers_to_the_same_municipalities(loaded: None) -> None:
    baerum = by_number("3201")
    numbers = selectors.numbers_of(baerum.organisation_id)
    assert [number.number for number in numbers] == ["3201", "3024", "0219"]
    assert selectors.origins_of(baerum.organisation_id) == []
    assert baerum.county.name == "Akershus"


@pytest.mark.parametrize(("day", "count"), [("2019-06-01", 422), ("2022-06-01", 356), ("2024-06-01", 357)])
def test_as_many_numbers_are_valid_as_there_were_municipalities(loaded: None, day: str, count: int) -> None:
    """SSB Klass 131: 422 municipalities in 2019, 356 from 2020, 357 from 2024."""
    assert MunicipalityNumber.objects.filter(selectors.valid(date.fromisoformat(day))).count() == count


def test_every_number_that_ended_was_followed_by_another(loaded: None) -> None:
    ended = MunicipalityNumber.objects.filter(valid_to__isnull=False)
    assert not ended.filter(successions__isnull=True).exists()
    began = MunicipalityNumber.objects.filter(valid_from__isnull=False)
    assert not began.filter(origins__isnull=True).exists()
    assert Succession.objects.count() == 427


def test_the_municipalities_of_a_day(loaded: None) -> None:
    assert selectors.municipalities(date(2026, 1, 1)).count() == 357
    names = set(selectors.municipalities(date(2022, 1, 1)).values_list("organisation__name", flat=True))
    assert "Bærum" in names
    assert "Haram" not in names


def test_letters_name_them_in_full(loaded: None) -> None:
    assert selectors.formal_name(by_number("1804").organisation) == "Bodø kommune"
    assert selectors.formal_name(by_number("1804").county) == "Nordland fylkeskommune"
    assert selectors.formal_name(selectors.directorate()) == "Helsedirektoratet"


def test_organisation_numbers_are_right_or_left_out(loaded: None) -> None:
    for organisation in Organisation.objects.all():
        organisation.full_clean()
    assert not Organisation.objects.filter(kind="municipality").exclude(organisation_number="").exists()
    assert selectors.directorate().organisation_number == "983544622"
