"""Time limits, lateness, reversal and what can be ruled: the rules alone, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from helsetek.casework import parameters
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Ground, Hindrance, How, Kind
from helsetek.casework.rules.letter_text import blocks, fill, strange_places
from helsetek.casework.rules.reasons import Reasons
from helsetek.common.instants import end_of, oslo

SENT = oslo(2026, 11, 9, 13)


def test_what_is_recorded_holds_before_opening_and_opening_before_presumption() -> None:
    """Forvaltningsloven § 29: the time runs from when notice has reached the party."""
    opened, recorded = oslo(2026, 11, 10, 9), oslo(2026, 11, 20, 12)
    ask = lambda **given: rules.receipt(  # noqa: E731
        SENT, **({"opened": None, "recorded": None, "presumed_after": 5} | given)
    )
    assert ask(opened=opened, recorded=recorded).how is How.RECORDED  # type: ignore[union-attr]
    assert ask(opened=opened) == rules.Receipt(opened, How.OPENED)
    presumed = ask()
    assert presumed is not None
    assert presumed.how is How.PRESUMED
    assert presumed.at.date() == date(2026, 11, 16)  # five working days after Monday 9 November
    assert ask(opened=oslo(2026, 12, 1)) == presumed, "nobody moves the limit by not opening"
    assert ask(presumed_after=0) is None, "where nothing is presumed, nothing runs"


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (oslo(2026, 11, 10, 9), date(2026, 12, 1)),  # three weeks to the day
        (oslo(2026, 11, 10, 23, 59), date(2026, 12, 1)),  # the hour of receipt says nothing
        (oslo(2026, 12, 4), date(2026, 12, 28)),  # Christmas Day and the weekend give way
        (oslo(2026, 3, 12), date(2026, 4, 7)),  # Maundy Thursday gives way to the day after Easter Monday
    ],
)
def test_three_weeks_from_receipt_to_the_end_of_the_day(received, last_day) -> None:  # type: ignore[no-untyped-def]
    """Forvaltningsloven §§ 29 and 30."""
    limit = rules.deadline(received, 3)
    assert limit == end_of(last_day)
    assert rules.is_late(limit, limit)
    assert not rules.is_late(oslo(last_day.year, last_day.month, last_day.day, 23, 59, 59), limit)


def test_an_extension_moves_the_limit_and_never_back() -> None:
    received = oslo(2026, 11, 10)
    assert rules.deadline(received, 3, date(2026, 12, 15)) == end_of(date(2026, 12, 15))
    assert rules.deadline(received, 3, date(2026, 11, 20)) == rules.deadline(received, 3)


def test_no_limit_runs_where_nothing_has_come() -> None:
    assert not rules.is_late(oslo(2030, 1, 1), None)


def test_a_late_appeal_is_never_tried_after_a_year() -> None:
    """Forvaltningsloven § 31 third paragraph."""
    decided = oslo(2024, 2, 29, 12)
    assert rules.can_be_excused(decided, oslo(2025, 2, 28, 23), 1)
    assert not rules.can_be_excused(decided, oslo(2025, 3, 1), 1)
    assert rules.outcomes(Kind.FIRST, late=True, excusable=False) == (rules.DISMISSED,)
    assert rules.UPHELD in rules.outcomes(Kind.FIRST, late=True)
    assert rules.needs_excuse(Kind.FIRST, rules.CHANGED, late=True)
    assert not rules.needs_excuse(Kind.FIRST, rules.DISMISSED, late=True)


@pytest.mark.parametrize(
    ("ground", "to_harm", "told", "noticed", "now", "answer"),
    [
        (Ground.NO_HARM, False, SENT, None, oslo(2030, 1, 1), None),
        (Ground.NO_HARM, True, SENT, None, SENT, Hindrance.HARMS),
        (Ground.INVALID, True, SENT, None, oslo(2030, 1, 1), None),
        (Ground.NOT_TOLD, True, None, None, SENT, None),
        (Ground.NOT_TOLD, True, SENT, None, SENT, Hindrance.TOLD),
        (Ground.SUPERIOR, False, SENT, None, oslo(2030, 1, 1), None),
        (Ground.SUPERIOR, True, SENT, None, SENT, Hindrance.NOTICE_LATE),
        (Ground.SUPERIOR, True, SENT, oslo(2026, 12, 2), SENT, Hindrance.NOTICE_LATE),
        (Ground.SUPERIOR, True, SENT, oslo(2026, 11, 30, 23), oslo(2027, 2, 9, 23), None),
        (Ground.SUPERIOR, True, SENT, oslo(2026, 11, 30), oslo(2027, 2, 10), Hindrance.TOO_LATE),
    ],
)
def test_reversal_without_appeal(ground, to_harm, told, noticed, now, answer) -> None:  # type: ignore[no-untyped-def]
    """Forvaltningsloven § 35: what benefits, what nobody was told of, what is invalid; the superior's time limits."""
    found = rules.hinders_reversal(
        ground, to_harm=to_harm, told_at=told, noticed_at=noticed, now=now, notice_weeks=3, months=3
    )
    assert found == answer


def test_every_ruling_on_an_appeal_moves_it_somewhere() -> None:
    """Forvaltningsloven §§ 33–34."""
    ends = {
        (kind, outcome): rules.APPEAL.find(rules.act_on_appeal(kind, outcome), state)
        for kind, state in ((Kind.FIRST, "prepared"), (Kind.ANEW, "prepared"), (Kind.BODY, "sent_on"))
        for outcome in rules.OUTCOMES[kind]
    }
    assert all(ends.values())
    assert ends[Kind.FIRST, rules.UPHELD].target == ends[Kind.FIRST, rules.IN_PART].target == "sent_on"  # type: ignore[union-attr]
    assert ends[Kind.FIRST, rules.ANNULLED].target == "anew"  # type: ignore[union-attr]
    assert set(rules.APPEAL.ends()) == {"settled", "withdrawn"}, "a dismissed appeal may be taken up again"


def test_access_comes_to_what_the_answers_come_to() -> None:
    assert [rules.access_outcome(given) for given in ([True, True], [True, False], [False])] == [
        rules.GIVEN,
        rules.GIVEN_IN_PART,
        rules.REFUSED,
    ]


def test_reasons_have_three_parts_and_old_ones_one() -> None:
    """Forvaltningsloven § 25."""
    assert Reasons("Rule", "", "Why").whole == "Rule\n\nWhy"
    assert Reasons("Rule", "", "Why").missing == ("facts",)
    assert Reasons(discretion="As before").whole == "As before"


def test_the_text_of_a_letter_becomes_blocks_and_its_places_are_filled() -> None:
    made = blocks("First {a}.\n\n## Heading\nUnder it.\n\n- one\n- two")
    assert [one["kind"] for one in made] == ["text", "heading", "text", "list"]
    assert fill("{a} and {b}", {"a": "x"}) == "x and {b}"
    assert strange_places("{a} {c}", {"a"}) == ["c"]


def test_references_follow_the_day_and_the_language() -> None:
    """Another administration act is on its way: references and periods are set by date."""
    day = date(2026, 11, 23)
    assert parameters.reference("appeal", day, "nb") == "forvaltningsloven § 28"
    assert parameters.reference("appeal", day, "nn") == "forvaltningslova § 28"
    assert parameters.reference("access", day, "nb") == "forvaltningsloven §§ 18 og 19"
    assert parameters.reference("late", day, "en") == "the Public Administration Act section 31"
    assert parameters.parameter("appeal_weeks", day) == 3
