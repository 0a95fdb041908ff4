"""Severe and mild assessors: seen, and taken out of the scores by a model that is checked on made-up data."""

from __future__ import annotations

from statistics import fmean

import numpy as np
import pytest

from helsetek.grants.rules.severity import Scoring, TooFew, adjust, profiles

APPLICATIONS, ASSESSORS = 60, 8


def test_known_severities_are_found_and_taken_out() -> None:
    """Sixty applications with two assessors each, whose severities are known: the model finds them."""
    draw = np.random.default_rng(20240115)
    quality = draw.normal(55, 11, APPLICATIONS)
    severity = np.array([-12.0, -8.0, -4.0, -1.0, 1.0, 4.0, 8.0, 12.0])
    scorings = [
        Scoring(thing, int(who), float(quality[thing] + severity[who] + draw.normal(0, 3)))
        for thing in range(APPLICATIONS)
        for who in draw.choice(ASSESSORS, 2, replace=False)
    ]
    found = adjust(scorings)
    by_model = np.array([found.severities[who] for who in range(ASSESSORS)])
    assert np.abs(by_model - severity).max() < 3
    raw = [fmean([one.score for one in scorings if one.thing == thing]) for thing in range(APPLICATIONS)]
    adjusted = [found.scores[thing] for thing in range(APPLICATIONS)]
    assert np.abs(adjusted - quality).mean() < 0.5 * np.abs(raw - quality).mean()
    assert found.between_assessors == pytest.approx(severity.var(), rel=0.6)
    assert found.left_over == pytest.approx(9, rel=0.5)
    assert 0 < found.share_of_assessors < 1


def test_too_little_to_tell_from() -> None:
    with pytest.raises(TooFew):
        adjust([Scoring(1, 1, 50), Scoring(1, 2, 60)])


def test_groups_that_share_nothing_cannot_be_compared() -> None:
    one = [Scoring(thing, who, 50.0 + thing) for thing in range(5) for who in (1, 2)]
    other = [Scoring(thing, who, 50.0 + thing) for thing in range(5, 10) for who in (3, 4)]
    with pytest.raises(TooFew, match="groups"):
        adjust(one + other)


def test_who_stands_out() -> None:
    """Against the others on the same cases; one who gives everybody the same is seen too."""
    given = {1: (40, 60, 80), 2: (42, 62, 82), 3: (20, 40, 60), 4: (60, 61, 60)}
    scorings = [Scoring(thing, who, score) for who, own in given.items() for thing, score in enumerate(own)]
    found = {one.assessor: one for one in profiles(scorings)}
    assert profiles(scorings)[0].assessor == 3
    assert found[3].distance == pytest.approx(fmean([20 - 142 / 3, 40 - 183 / 3, 60 - 222 / 3]))
    assert found[3].stands_out
    assert not found[1].is_outlier
    assert found[4].too_flat


def test_alone_there_is_no_distance() -> None:
    assert profiles([Scoring(1, 1, 50)])[0].distance is None
