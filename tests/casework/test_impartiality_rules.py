"""What points at a case before somebody declares, and when an act has been done again. No database."""

from __future__ import annotations

from datetime import date

from helsetek.casework import grounds
from helsetek.casework.rules.impartiality import Bond, Done, Hint, HintKind, Marked, done_again, hints

TODAY = date(2024, 2, 1)
BODO, FAUSKE, VENDOR, ELSEWHERE = 1, 2, 3, 4


def seen(*bonds: Bond, roles: tuple[int, ...] = ()) -> list[Hint]:
    return hints(bonds, roles, frozenset({BODO, FAUSKE}), [VENDOR], TODAY, 5)


def test_ties_that_point_at_a_party_or_a_vendor() -> None:
    """Forvaltningsloven § 6: who leads a party is disqualified by it; the rest is weighed."""
    assert seen(Bond(BODO, "home")) == [Hint(HintKind.HOME, BODO, "special")]
    assert seen(Bond(BODO, "employer")) == [Hint(HintKind.EMPLOYER, BODO, "special")]
    assert seen(Bond(BODO, "employer", leads=True)) == [Hint(HintKind.LEADS, BODO, "leads")]
    assert seen(Bond(FAUSKE, "board")) == [Hint(HintKind.LEADS, FAUSKE, "leads")]
    assert seen(Bond(VENDOR, "owner")) == [Hint(HintKind.VENDOR, VENDOR, "special")]
    assert seen(Bond(ELSEWHERE, "employer")) == []


def test_an_earlier_employer_counts_for_some_years() -> None:
    lately, long_ago = date(2020, 5, 1), date(2019, 1, 31)
    assert seen(Bond(BODO, "employer", until=lately)) == [Hint(HintKind.EARLIER, BODO, "special", lately)]
    assert seen(Bond(VENDOR, "employer", until=lately)) == [Hint(HintKind.VENDOR, VENDOR, "special", lately)]
    assert seen(Bond(BODO, "employer", until=long_ago)) == []
    assert seen(Bond(BODO, "home", until=lately)) == []
    assert seen(Bond(BODO, "employer", since=date(2024, 3, 1))) == []


def test_an_earlier_role_in_the_system_is_seen_once() -> None:
    assert seen(roles=(BODO, ELSEWHERE)) == [Hint(HintKind.ROLE, BODO, "special")]
    assert len(seen(Bond(BODO, "home"), roles=(BODO,))) == 1


def test_one_new_act_replaces_one_old() -> None:
    """Two assessments by the disqualified take two new ones, by others, after they were marked."""
    marked = [Marked(3, "scored", 7, after=10), Marked(4, "scored", 8, after=10)]
    log = [
        Done(3, "scored", 7),
        Done(9, "scored", 1),  # before the mark
        Done(11, "scored", 7),  # by the one who is disqualified
        Done(12, "scored", 2),
        Done(13, "decided", 2),
    ]
    assert done_again(marked, log, frozenset({7, 8})) == {3: 12}
    assert done_again(marked, [*log, Done(14, "scored", 3)], frozenset({7, 8})) == {3: 12, 4: 14}


def test_every_ground_has_its_words() -> None:
    found = grounds.grounds(TODAY)
    assert [one.reference for one in found][:5] == ["§ 6 a", "§ 6 b", "§ 6 c", "§ 6 d", "§ 6 e"]
    assert all(one.code in grounds.WORDS and one.code in grounds.SHORT for one in found)
    assert set(grounds.HINTS) == set(HintKind)
