"""Everybody can look organisations up."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helsetek.registry import panels, selectors
from helsetek.registry.models import Municipality, Organisation


@pytest.fixture
def all_of_norway(norway: None, db: None) -> None:
    """The loaded registry."""


def organisation(number: str) -> Organisation:
    return Municipality.objects.get(number=number).organisation


def test_the_list_finds_sorts_and_narrows(all_of_norway: None, client: Client) -> None:
    page = client.get("/organisasjoner/", {"q": "ÅSNES"}).content.decode()
    assert "Åsnes" in page
    nordland = selectors.of_kind("county").get(name="Nordland")
    page = client.get("/organisasjoner/", {"county": nordland.pk, "sort": "-inhabitants", "per_page": 200})
    names = [row.record.name for row in page.context["list"].page.object_list]
    assert len(names) == 41
    assert names[0] == "Bodø"


def test_the_file_holds_every_fact(all_of_norway: None, client: Client) -> None:
    response = client.get("/organisasjoner/", {"kind": "municipality", "export": "csv"})
    text = b"".join(response).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.split("\n")[0] else ","))
    assert len(rows) == 358
    assert next(row for row in rows if row[0] == "Bodø")[2:4] == ["1804", "Nordland"]


def test_the_list_and_the_page_ask_few_questions(all_of_norway: None, client: Client) -> None:
    for address in ("/organisasjoner/?per_page=200", f"/organisasjoner/{organisation('1804').pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 15, address


def test_a_municipality_tells_its_facts_and_history(all_of_norway: None, client: Client) -> None:
    page = client.get(f"/organisasjoner/{organisation('1508').pk}/").content.decode()
    for words in ("Ålesund", "1508", "1507", "Møre og Romsdal", "Helse Midt-Norge", "EKG"):
        assert words in page


def test_a_vendor_has_a_page_without_a_map(all_of_norway: None, client: Client) -> None:
    vendor = Organisation.objects.create(kind="vendor", name="<b>Journal</b> AS", synthetic=True)
    page = client.get(f"/organisasjoner/{vendor.pk}/").content.decode()
    assert "&lt;b&gt;Journal" in page
    assert "<b>Journal" not in page
    assert "hs-chart" not in page


_STRANGE = (
    "county=abc", "county=99999999999999999999", "kind=x", "sort=;drop", "page=0", "page=99999999999999999999",
    "q=" + "x" * 5000, "q=%00", "per_page=-1", "export=exe",
)  # fmt: skip


@pytest.mark.parametrize("query", _STRANGE)
def test_a_strange_question_gets_a_page(all_of_norway: None, client: Client, query: str) -> None:
    assert client.get(f"/organisasjoner/?{query}").status_code in {200, 400}


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999999", "-1", "abc"])
def test_an_organisation_that_is_not_there_is_not_found(db: None, client: Client, number: str) -> None:
    assert client.get(f"/organisasjoner/{number}/").status_code == 404


def test_rooms_above_add_what_they_know(
    all_of_norway: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_panels", [])
    panels.add(lambda request, organisation: f"[later {organisation.name}]", order=2)
    panels.add(lambda request, organisation: "", order=3)
    panels.add(lambda request, organisation: f"[first {organisation.name}]", order=1)
    page = client.get(f"/organisasjoner/{organisation('1804').pk}/").content.decode()
    assert page.index("[first Bodø]") < page.index("[later Bodø]")
