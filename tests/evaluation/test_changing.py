"""Changing an assumption: in the address, in a form, and as a file to go on with."""

import tomllib

import pytest
from django.utils import translation

from helsetek.common.errors import RuleBroken
from helsetek.evaluation.calculating import changing, prepared, reading, results

REPORT = reading.shipped_analysis("rapport-2022")


def net(changes: dict[str, float]) -> dict[str, float]:
    return results.net(prepared.ready(changing.applied(REPORT, changes)).problem)


def test_a_change_in_the_address_is_read_back_as_it_was_written() -> None:
    changes = {"vendors": 9.0, "introduction_saving@nivaa3": 34.2}
    assert changing.read(changing.written(changes), REPORT) == changes


def test_what_is_as_stated_is_no_change() -> None:
    assert changing.read("vendors:8.5", REPORT) == {}


def test_the_number_of_table_5_turns_the_sign_of_level_3() -> None:
    assert round(net({})["nivaa3"]) == 3
    assert round(net({"introduction_saving@nivaa3": 34.2})["nivaa3"]) == -65
    assert round(net({"introduction_saving@nivaa3": 34.2, "vendor_gain_counted": 0})["nivaa3"]) == -94


def test_a_number_may_be_typed_as_norwegians_do() -> None:
    assert changing.checked(REPORT, {"week_cost": "17 500,5"}) == {"week_cost": 17500.5}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"vendors": "ni"}, "Leverandører i konkurransen: skriv et tall"),
        ({"vendors": ""}, "skriv et tall"),
        ({"vendors": "nan"}, "skriv et tall"),
        ({"vendors": "1e400"}, "skriv et tall"),
        ({"vendors": "-1"}, "kan ikke være under null"),
        ({"week_cost": "1e15"}, "er for stort. Enheten er kr per ukesverk"),
        ({"uptake_share@nivaa1": "63"}, "er en andel fra 0 til 1"),
        ({"leverandorer": "9"}, "ingen forutsetning «leverandorer»"),
        ({"vendors@nivaa9": "9"}, "ingen forutsetning «vendors@nivaa9»"),
    ],
)
def test_what_does_not_hold_is_told_by_name_and_mend(typed: dict[str, str], said: str) -> None:
    with translation.override("nb"), pytest.raises(RuleBroken) as error:
        changing.checked(REPORT, typed)
    assert said in error.value.fields[next(iter(typed))][0]


def test_a_joint_effort_of_one_is_no_share() -> None:
    assert changing.checked(REPORT, {"joint_effort@null": "1.5"}) == {"joint_effort@null": 1.5}


def test_what_cannot_be_calculated_is_refused_in_words() -> None:
    with translation.override("nb"), pytest.raises(RuleBroken, match=r"«partners» = 0\.0 kan ikke brukes"):
        prepared.ready(changing.applied(REPORT, {"partners": 0.0}))


def test_an_endless_address_is_refused() -> None:
    with pytest.raises(RuleBroken, match="too many changes"), translation.override("en"):
        changing.read("vendors:9," * 2000, REPORT)


def test_every_slider_reaches_what_is_stated() -> None:
    for name in reading.shipped_names():
        for lever in changing.levers(reading.shipped_analysis(name), {}):
            assert lever.low <= lever.stated <= lever.high, lever.key
            assert lever.low < lever.high, lever.key
            assert 0 < lever.step < lever.high - lever.low, lever.key


def test_a_number_beyond_the_slider_moves_its_end() -> None:
    lever = next(one for one in changing.levers(REPORT, {"vendors": 99.0}) if one.key == "vendors")
    assert (lever.value, lever.high, lever.changed) == (99.0, 99.0, True)


def test_the_changes_become_a_file_that_gives_the_same_figures() -> None:
    changes = {"vendors": 9.0, "introduction_saving@nivaa3": 34.2}
    text = changing.as_file("rapport-2022", 'Mitt "forslag"', REPORT, changes)
    assert tomllib.loads(text)["analysis"]["title"] == 'Mitt "forslag"'
    _layers, brought = reading.brought("mitt.toml", text.encode())
    assert results.net(prepared.ready(brought).problem) == net(changes)
