"""Who is party to a case, now and before.

The duties (docs/law.md): forvaltningsloven § 2.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from helsetek.casework import selectors, services
from helsetek.casework.models import Case, Party
from helsetek.common import clock
from tests.cast import Cast


def names(case: Case) -> list[str]:
    return [party.organisation.name for party in selectors.parties_of(case)]


def test_the_lead_comes_first(case: Case, cast: Cast) -> None:
    services.set_members(case, [cast.alver.pk, cast.saltdal.pk])
    assert names(case) == ["Bodø", "Alver", "Saltdal"]


def test_who_leaves_stays_in_the_history(case: Case, cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=1)):
        services.set_members(case, [cast.saltdal.pk])
    assert names(case) == ["Bodø", "Saltdal"]
    left = Party.objects.get(case=case, organisation=cast.fauske)
    assert left.until is not None
    assert left.until > left.since


def test_who_comes_back_is_party_again(case: Case, cast: Cast) -> None:
    services.set_members(case, [])
    services.set_members(case, [cast.fauske.pk])
    assert names(case) == ["Bodø", "Fauske – Fuosko"]
    assert Party.objects.filter(case=case, organisation=cast.fauske).count() == 2


def test_the_same_list_again_changes_nothing(case: Case, cast: Cast) -> None:
    before = list(Party.objects.values_list("id", "until"))
    services.set_members(case, [cast.fauske.pk, cast.bodo.pk])
    assert list(Party.objects.values_list("id", "until")) == before


def test_the_database_keeps_one_lead(case: Case, cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(case=case, organisation=cast.alver, role="lead", since=clock.now())


def test_a_case_is_renamed_with_its_thing(case: Case) -> None:
    services.retitle(case, "Digital hjemmeoppfølging i Salten")
    assert selectors.case(case.number).title == "Digital hjemmeoppfølging i Salten"
