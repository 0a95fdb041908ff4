"""The auditor confirms the accounts: which years, by which standard, for which figures; and sees nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from helsetek.casework import permissions as casework_permissions
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.grants.permissions import applications as may_apply
from helsetek.grants.permissions import reports as may
from helsetek.grants.rules.audits import accounts_hash, may_cover, periods, years_missing
from helsetek.grants.rules.reports import SpentLine
from helsetek.grants.selectors import audits
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.services import reporting
from tests.cast import Cast, give_role
from tests.grants.afterwards import PDF, an_accepted_grant, report_of, some_report
from tests.visiting import browser_of

LIMIT = 20_000_000
SMALL, LARGE = 19_999_999, 20_000_000


@pytest.mark.parametrize(
    ("by_year", "each_year", "together"),
    [
        ({2024: LARGE, 2025: LARGE}, False, [(2024, 2025)]),
        ({2024: LARGE, 2025: LARGE}, True, [(2024,), (2025,)]),
        ({2024: SMALL, 2025: LARGE}, True, [(2024, 2025)]),
        ({2024: LARGE, 2025: SMALL}, True, [(2024,), (2025,)]),
        ({2024: SMALL, 2025: SMALL, 2026: SMALL}, True, [(2024, 2025), (2026,)]),
        ({2024: SMALL, 2026: SMALL}, True, [(2024,), (2026,)]),
        ({}, True, []),
    ],
)
def test_one_confirmation_may_cover_two_years_when_the_first_is_below_the_threshold(
    by_year: dict[int, int], each_year: bool, together: Sequence[tuple[int, ...]]
) -> None:
    """The directorate's text on the sibling grant (real-scheme 1.4)."""
    found = periods(by_year, LIMIT, each_year=each_year)
    assert found == together
    assert all(may_cover(years, by_year, LIMIT, each_year=each_year) for years in found)
    assert years_missing(by_year, found) == []


def test_more_than_that_is_not_covered_by_one() -> None:
    by_year = {2024: LARGE, 2025: SMALL, 2026: SMALL}
    assert not may_cover((2024, 2025), by_year, LIMIT, each_year=True)
    assert not may_cover((2025, 2026, 2027), by_year, LIMIT, each_year=True)
    assert not may_cover((2023,), by_year, LIMIT, each_year=False)
    assert years_missing(by_year, [(2024,)]) == [2025, 2026]


def test_the_hash_is_of_the_figures_whatever_their_order() -> None:
    one = SpentLine(organisation_id=1, category="a", year=2024, spent_ore=5)
    two = one.model_copy(update={"year": 2025})
    assert accounts_hash([one, two]) == accounts_hash([two, one])
    assert accounts_hash([one]) != accounts_hash([one.model_copy(update={"spent_ore": 6})])


@pytest.mark.django_db
def test_the_auditor_confirms_these_figures_and_sees_nothing_else_of_the_case(cast: Cast) -> None:
    grant = an_accepted_grant(cast)
    report = report_of(grant)
    siri = browser_of(cast.siri)
    address = f"/tilskudd/rapporter/{report.pk}/revisor/"
    assert siri.get(address).status_code == 200
    assert report.grant.application.case.number in siri.get("/revisjon/").content.decode()
    for elsewhere in (f"/tilskudd/{grant.pk}/", f"/tilskudd/rapporter/{report.pk}/", "/kontroll/1/"):
        assert siri.get(elsewhere).status_code in (403, 404), elsewhere
    assert not may_apply.may_see(cast.siri, grant.application)
    assert browser_of(cast.david).get(address).status_code == 403
    with pytest.raises(RuleBroken):
        reporting.confirm_accounts(by=cast.siri, report=report)  # nothing is written yet
    reporting.save_report(by=cast.anne, report=report, data=some_report(report), revision=0)
    with pytest.raises(RuleBroken) as broken:
        reporting.confirm_accounts(by=cast.siri, report=report, opinion="qualified")
    assert set(broken.value.fields) == {"reservations"}
    with pytest.raises(RuleBroken):
        reporting.confirm_accounts(by=cast.siri, report=report, opinion="exceptions")  # of the other standard
    said = {"opinion": "qualified", "reservations": "To bilag mangler."}
    assert siri.post(address, said).status_code == 302
    (given,) = audits.confirmations_of(report)
    assert (given.opinion, given.on_paper, given.standard) == ("qualified", False, "isa805")
    assert not selectors.problems(report_of(grant), selectors.data_of(report))
    changed = some_report(report)
    changed["spent"][0]["spent_ore"] -= 100
    reporting.save_report(by=cast.anne, report=report, data=changed, revision=1)
    with pytest.raises(RuleBroken) as broken:
        reporting.hand_in(by=cast.bjorn, report=report)
    assert "på nytt" in broken.value.fields["auditor"][0]
    reporting.confirm_accounts(by=cast.siri, report=report_of(grant))
    assert reporting.hand_in(by=cast.bjorn, report=report_of(grant)).state == "handed_in"


@pytest.mark.django_db
def test_nobody_audits_what_they_have_written(cast: Cast) -> None:
    grant = an_accepted_grant(cast)
    report = report_of(grant)
    reporting.save_report(by=cast.anne, report=report, data=some_report(report), revision=0)
    give_role(cast.anne, cast.bodo, "auditor")
    assert not may.is_auditor_of(cast.anne, grant)
    with pytest.raises(RuleBroken) as broken:
        reporting.confirm_accounts(by=cast.anne, report=report)  # as a writer she brings one signed on paper
    assert set(broken.value.fields) == {"file"}
    reporting.confirm_accounts(by=cast.anne, report=report, file_name="revisor.pdf", content=PDF)
    (given,) = audits.confirmations_of(report)
    assert given.on_paper
    assert given.document is not None
    assert casework_permissions.may_open_document(cast.siri, given.document)
    assert not casework_permissions.may_open_document(cast.aud, given.document)
    with pytest.raises(NotAllowed):
        reporting.confirm_accounts(by=cast.aud, report=report)
