"""Names taken out of text."""

from __future__ import annotations

import pytest

from helsetek.grants.rules.masking import Name, mask_of, parts_of_name, parts_of_person

MASK = mask_of(
    [
        Name("Bodø", "[kommune 1]"),
        Name("Bodø kommune", "[kommune 1]"),
        Name("Nord-Fron", "[kommune 2]"),
        Name("Kari Nordmann", "[person 1]"),
        Name("Nordmann", "[person 1]"),
        Name("974 760 673", "[nummer]"),
        Name("Ås", "[kommune 3]"),
    ]
)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Bodø kommune søker.", "[kommune 1] søker."),
        ("Bodøs plan, BODØ, bodø-prosjektet", "[kommune 1]s plan, [kommune 1], [kommune 1]-prosjektet"),
        ("post@bodo.kommune.no", "post@[kommune 1].kommune.no"),
        ("Bodø\u00a0kommune", "[kommune 1]"),
        ("Nord-Fron og nordfra", "[kommune 2] og nordfra"),
        ("Org.nr. 974760673 og 974 760 673", "Org.nr. [nummer] og [nummer]"),
        ("Kari Nordmann, Nordmanns", "[person 1], [person 1]s"),
        ("åsen og Ås", "åsen og [kommune 3]"),
        ("", ""),
    ],
)
def test_names_are_hidden(text: str, hidden: str) -> None:
    assert MASK.hide(text) == hidden
    assert not MASK.found_in(hidden)


def test_what_was_found_is_told() -> None:
    assert MASK.found_in("I bodø er 974760673 kjent") == ["974 760 673", "Bodø"]


def test_names_have_parts() -> None:
    assert parts_of_name("Fauske – Fuosko") == ["Fauske – Fuosko", "Fauske", "Fuosko"]
    assert parts_of_person("Kari Anne Nordmann") == ["Kari Anne Nordmann", "Nordmann"]
    assert parts_of_person("") == []


def test_no_names() -> None:
    assert mask_of([]).hide("Bodø") == "Bodø"
