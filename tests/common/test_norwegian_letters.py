"""Æ, ø and å sort last and are found whatever their case, on both databases."""

from __future__ import annotations

import pytest

from helsetek.common.norsk import sort_key
from helsetek.registry.models import Organisation

NAMES = ["Ås", "Ærø", "Åsnes", "Oslo", "Østre Toten", "Zefyr", "Aasen"]
IN_ORDER = ["Oslo", "Zefyr", "Ærø", "Østre Toten", "Ås", "Aasen", "Åsnes"]


@pytest.mark.django_db
def test_the_database_sorts_as_the_alphabet_does() -> None:
    for name in NAMES:
        Organisation.objects.create(kind="vendor", name=name)
    assert list(Organisation.objects.values_list("name", flat=True)) == IN_ORDER


@pytest.mark.django_db
@pytest.mark.parametrize("sought", ["åsnes", "ÅSNES", "ÅsN"])
def test_search_knows_all_letters(sought: str) -> None:
    Organisation.objects.create(kind="vendor", name="Åsnes")
    assert Organisation.objects.filter(name__icontains=sought).exists()


def test_python_sorts_alike() -> None:
    assert sorted(NAMES, key=sort_key) == IN_ORDER
