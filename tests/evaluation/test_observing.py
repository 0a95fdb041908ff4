"""Reported effects become observations, and observations move the analysis: the loop from report to assumption."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.engines.economics.living import as_log, read_log
from helsetek.evaluation import selectors, services
from helsetek.evaluation.calculating import observing, reading
from helsetek.evaluation.calculating.observing import Link, seen
from helsetek.grants.selectors.reports import ApprovedResult
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, hand_in_all_reports, pay_all_released
from tests.scenes import INDICATOR
from tests.visiting import browser_of

RESULT = ApprovedResult(
    lead="Bodø",
    indicator="hours",
    value=Decimal(75),
    baseline=Decimal(300),
    target=Decimal(100),
    final=True,
    synthetic=False,
    case_number="2024/000001",
    report_number=2,
    before=Decimal(300),
    method="time_study",
    sample=25,
    sd=Decimal("37.5"),
    quality="good",
    measured_on=date(2026, 1, 15),
    first_mover=True,
)
WEEKS = Link("hours", "rapport-2022", "weeks_saved@nivaa3", "value", "less", 1 / 37.5, 0.2)
REPORT = reading.shipped_analysis("rapport-2022")


def test_hours_saved_become_weeks_saved_with_the_standard_error_of_the_sample() -> None:
    (one,) = seen([RESULT], {"hours": WEEKS}, REPORT)
    assert one.observation is not None
    assert (one.observation.parameter, one.observation.alternative) == ("weeks_saved", "nivaa3")
    assert one.observation.value == pytest.approx(6.0)
    assert one.observation.sd == pytest.approx(1.0 / 5)
    assert one.observation.first_mover


def test_without_a_spread_the_error_follows_the_quality_of_the_measure() -> None:
    found = [
        seen([replace(RESULT, sd=None, quality=quality)], {"hours": WEEKS}, REPORT)[0].observation
        for quality in ("good", "fair", "rough")
    ]
    assert [round(one.sd, 6) for one in found if one] == [1.2, 1.8, 3.0]


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"before": None}, WEEKS),
        ({"value": Decimal(400)}, WEEKS),  # more hours than before: no saving to observe on this scale
        ({"measured_on": None}, WEEKS),
        (
            {"sample": None},
            replace(WEEKS, key="uptake_share@nivaa3", kind="share", quantity="after", factor=0.01),
        ),
        ({}, None),
    ],
)
def test_what_cannot_be_used_says_why(changes: dict[str, object], link: Link | None) -> None:
    (one,) = seen([replace(RESULT, **changes)], {"hours": link} if link else {}, REPORT)
    assert one.observation is None
    assert one.why_not


def test_a_share_counts_those_measured() -> None:
    link = Link("hours", "rapport-2022", "uptake_share@nivaa3", "share", "after", 0.01, 0.2)
    (one,) = seen([RESULT], {"hours": link}, REPORT)
    assert one.observation is not None
    assert (one.observation.value, one.observation.trials) == (18.75, 25.0)


def test_the_log_is_read_by_the_engine_and_many_first_movers_move_no_more_than_one(tmp_path: Path) -> None:
    many = [replace(RESULT, case_number=f"2024/{n:06d}") for n in range(1, 40)]
    observations = [one.observation for one in seen(many, {"hours": WEEKS}, REPORT) if one.observation]
    log = tmp_path / "log.jsonl"
    log.write_text(as_log(observations), encoding="utf-8")
    assert read_log(log) == sorted(observations, key=lambda one: one.id)
    day = date(2026, 2, 1)
    stated = REPORT.value("weeks_saved", "nivaa3")
    one = observing.after(REPORT, observations[:1], day).value("weeks_saved", "nivaa3")
    all_of_them = observing.after(REPORT, observations, day).value("weeks_saved", "nivaa3")
    assert isinstance(stated, float)
    assert isinstance(one, float)
    assert isinstance(all_of_them, float)
    assert stated < one < all_of_them < 6.0
    assert observing.after(REPORT, observations, date(2026, 1, 1)).hash == REPORT.hash


@pytest.mark.django_db
def test_an_approved_report_moves_the_analysis_and_the_run_is_kept(cast: Cast) -> None:
    """Report → observation → updated analysis; the choice of assumption is the analyst's, and each is kept."""
    grant = an_accepted_grant(cast)
    pay_all_released(cast)
    hand_in_all_reports(cast, grant)
    choice = {
        "indicator": INDICATOR, "analysis": "rapport-2022", "key": "partners", "kind": "value",
        "quantity": "after", "factor": 1.0, "relative_error": 0.2, "reason": "Begge teller kommuner i en anskaffelse.",
    }  # fmt: skip
    assert selectors.observed("nb").observations == []
    with pytest.raises(NotAllowed):
        services.link_indicator(by=cast.guri, **choice)
    with pytest.raises(RuleBroken) as broken:
        services.link_indicator(by=cast.per, **choice | {"key": "nothing", "factor": 0.0, "reason": " "})
    assert set(broken.value.fields) == {"key", "factor", "reason"}
    services.link_indicator(by=cast.per, **choice | {"key": ""})
    services.link_indicator(by=cast.per, **choice)
    found = selectors.observed("nb")
    (one,) = found.moved
    assert (one.key, one.count, one.stated) == ("partners", 1, 11.0)
    assert 11.0 < one.updated < 22.0
    run = services.save_updated_run(by=cast.per, language="nb")
    assert run.changes == {"partners": one.updated}
    page = browser_of(cast.per).get("/analyser/observasjoner/")
    assert page.status_code == 200
    assert "partners" in page.content.decode()
    log = browser_of(cast.per).get("/analyser/observasjoner/logg.jsonl").content.decode()
    assert log == found.log
