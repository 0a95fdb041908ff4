"""Lists: searched, filtered, sorted as Norwegian is sorted, cut into pages, and taken home as files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from helsetek.common.web.exports import safe_text
from helsetek.common.web.listing import (
    AtLeast,
    Choice,
    DayColumn,
    FilterSet,
    InstantColumn,
    Listing,
    MoneyColumn,
    TextColumn,
)
from helsetek.registry.models import Organisation

NAMES = ["Åsnes", "Ørland", "Ærfugl", "Alver", "Bodø", "Aasen", "ås", "Zakarias"]
IN_ORDER = ["Alver", "Bodø", "Zakarias", "Ærfugl", "Ørland", "ås", "Aasen", "Åsnes"]


class OrganisationList(Listing):
    title = "Organisations"
    file_name = "organisations"
    search = ("name", "email")
    rows_on_a_page = 5

    name = TextColumn("Name", href=lambda row: f"/organisations/{row.pk}/")
    kind = TextColumn("Kind")
    email = TextColumn("Mail", on_page=False)

    class Meta:
        order_by = "name"

    class Filters(FilterSet):
        kind = Choice("Kind", [("municipality", "Municipality"), ("vendor", "Vendor")])


@dataclass
class Award:
    name: str
    sum_ore: int | None
    at: datetime


class AwardList(Listing):
    search = ("name",)
    name = TextColumn("Name")
    sum_ore = MoneyColumn("Sum")
    at = InstantColumn("At")

    class Meta:
        order_by = "name"

    class Filters(FilterSet):
        sum_ore = AtLeast("From", "sum_ore")


NOON = datetime(2024, 1, 15, 11, 0, tzinfo=UTC)
AWARDS = [Award(name, number * 50_000, NOON) for number, name in enumerate(NAMES)]


@pytest.fixture
def organisations(db: None) -> None:
    Organisation.objects.bulk_create(
        Organisation(
            name=name, kind="vendor" if name == "Bodø" else "municipality", email=f"post@{number}.example"
        )
        for number, name in enumerate(NAMES)
    )


def asked(query: str = "") -> Any:
    request = RequestFactory().get(f"/list/{query}")
    request._messages = []  # type: ignore[attr-defined]
    return request


def names(query: str = "") -> list[str]:
    listed = OrganisationList.of(asked(query), Organisation.objects.all())
    return [row.record.name for row in listed.page]


@pytest.mark.usefixtures("organisations")
class TestOfAQueryset:
    def test_words_are_in_norwegian_order(self) -> None:
        assert names("?per_page=50") == IN_ORDER
        assert names("?per_page=50&sort=-name") == IN_ORDER[::-1]

    def test_every_word_must_be_found_somewhere_whatever_its_case(self) -> None:
        assert names("?q=ÅS") == ["ås", "Åsnes"]
        assert names("?q=bo+post") == ["Bodø"]
        assert names("?q=bo+nothing") == []

    @pytest.mark.parametrize("query", ["?q=%00", "?q=%25", "?q=_", "?q=%27%3B--", "?q=" + "x" * 500])
    def test_odd_searches_do_no_harm(self, query: str) -> None:
        assert isinstance(names(query), list)

    def test_a_filter_narrows_and_can_be_taken_away(self) -> None:
        listed = OrganisationList.of(asked("?kind=vendor&q=o&sort=-name"), Organisation.objects.all())
        assert [row.record.name for row in listed.page] == ["Bodø"]
        assert [one["label"] for one in listed.chosen] == ["«o»", "Kind: Vendor"]
        assert listed.chosen[1]["href"] == "/list/?q=o&sort=-name"

    def test_a_filter_value_nobody_offered_is_ignored(self) -> None:
        assert len(names("?kind=zzz&per_page=50")) == len(NAMES)

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 5),
            ("?page=2", 3),
            ("?page=99", 3),
            ("?page=-1", 5),
            ("?page=x", 5),
            ("?per_page=0", 5),
            ("?per_page=-1", 5),
            ("?sort=zzz", 5),
        ],
    )
    def test_pages(self, query: str, count: int) -> None:
        assert len(names(query)) == count

    def test_nobody_can_ask_for_more_than_the_limit_on_a_page(self) -> None:
        listed = OrganisationList.of(asked("?per_page=100000"), Organisation.objects.all())
        assert listed.table.paginator.per_page == 200

    def test_rows_that_sort_alike_are_never_on_two_pages(self) -> None:
        Organisation.objects.bulk_create(Organisation(name="Lik", kind="vendor") for _number in range(40))
        seen = [
            row.record.pk
            for page in range(1, 11)
            for row in OrganisationList.of(asked(f"?page={page}&sort=kind"), Organisation.objects.all()).page
        ]
        assert len(seen) == len(set(seen)) == 48

    def test_a_page_takes_two_queries(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            response = OrganisationList.show(
                asked("?q=a"), Organisation.objects.all(), "common/components/listing.html"
            )
        assert response.status_code == 200
        assert len(queries) == 2

    def test_the_page_links_rows_sorts_pages_and_files(self) -> None:
        html = shown(
            OrganisationList.show(asked("?q=e"), Organisation.objects.all(), "common/components/listing.html")
        )
        assert 'aria-sort="ascending"' in html
        assert "?q=e&amp;sort=-name" in html
        assert "?q=e&amp;page=2" in html
        assert "?q=e&amp;export=xlsx" in html
        assert "@" not in html  # the column that is only for files

    def test_a_file_holds_all_pages_and_the_hidden_columns(self) -> None:
        rows = csv_of(OrganisationList.show(asked("?export=csv&page=2"), Organisation.objects.all()))
        assert rows[0] == ["Name", "Kind", "Mail"]
        assert [row[0] for row in rows[1:]] == IN_ORDER

    def test_nothing_found_says_so(self) -> None:
        response = OrganisationList.show(
            asked("?q=zzz"), Organisation.objects.all(), "common/components/listing.html"
        )
        assert "Ingenting passer" in shown(response)


class TestOfRecords:
    def test_they_are_sorted_searched_and_filtered_alike(self) -> None:
        def found(query: str) -> list[str]:
            return [row.record.name for row in AwardList.of(asked(query), AWARDS).page]

        assert found("") == IN_ORDER
        assert found("?sort=-sum_ore")[0] == "Zakarias"
        assert found("?q=ås") == ["ås", "Åsnes"]
        assert found("?sum_ore=3+000&sort=sum_ore") == ["ås", "Zakarias"]

    def test_what_has_no_value_stands_first_and_does_not_crash(self) -> None:
        rows = [*AWARDS, Award("Uten", None, NOON)]
        listed = AwardList.of(asked("?sort=sum_ore"), rows)
        assert listed.page[0].record.name == "Uten"
        assert "–" not in AwardList.of(asked(), []).chosen

    def test_the_given_list_is_left_as_it_was(self) -> None:
        before = list(AWARDS)
        AwardList.of(asked("?sort=-name"), AWARDS)
        assert before == AWARDS


class TestFiles:
    def test_a_workbook_has_real_numbers_and_dates(self) -> None:
        response = AwardList.show(asked("?export=xlsx"), AWARDS[4:5])
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        assert sheet is not None
        assert [cell.value for cell in sheet[1]] == ["Name", "Sum", "At"]
        assert sheet["B2"].value == 2_000
        assert sheet["C2"].value == datetime(2024, 1, 15, 12, 0)  # noqa: DTZ001 - a workbook has no time zones
        assert "yyyy" in sheet["C2"].number_format

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_day_of_an_instant_is_its_day_in_norway(self, kind: str) -> None:
        class DayList(Listing):
            at = DayColumn("Day")

        late = [Award("Alver", 100, datetime(2024, 1, 14, 23, 30, tzinfo=UTC))]
        response = DayList.show(asked(f"?export={kind}"), late)
        if kind == "csv":
            assert csv_of(response)[1] == ["2024-01-15"]
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
            assert sheet is not None
            assert sheet["A2"].value == datetime(2024, 1, 15)  # noqa: DTZ001 - a workbook has no time zones

    def test_a_text_that_looks_like_a_formula_stays_a_text(self) -> None:
        evil = [Award('=HYPERLINK("http://evil.example")', 100, NOON)]
        sheet = openpyxl.load_workbook(io.BytesIO(AwardList.show(asked("?export=xlsx"), evil).content)).active
        assert sheet is not None
        assert sheet["A2"].data_type == "s"
        assert csv_of(AwardList.show(asked("?export=csv"), evil))[1][0].startswith("'=")

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "%"])
    def test_every_dangerous_beginning_is_guarded(self, start: str) -> None:
        assert safe_text(f"{start}1+1") == f"'{start}1+1"

    def test_csv_opens_right_in_a_norwegian_spreadsheet(self) -> None:
        response = AwardList.show(asked("?export=csv"), AWARDS[1:2])
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert "Ørland;500,00;2024-01-15 12:00" in response.content.decode("utf-8-sig")
        assert "attachment; filename=" in response["Content-Disposition"]

    def test_an_empty_list_is_still_a_file(self) -> None:
        assert csv_of(AwardList.show(asked("?export=csv"), [])) == [["Name", "Sum", "At"]]
        assert AwardList.show(asked("?export=xlsx"), []).status_code == 200


def shown(response: HttpResponse) -> str:
    return response.content.decode()


def csv_of(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
