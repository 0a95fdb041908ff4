"""The open interface gives what is public, in pages, with conditional GET and polite errors; and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.selectors.awards import awards_public
from helsetek.scheme.services import keep_known_awards
from tests import rounds
from tests.cast import Cast
from tests.scenes import an_open_call, during
from tests.scheme.making import a_draft_call
from tests.visiting import visitor

pytestmark = pytest.mark.django_db


def get(path: str, status: int = 200, **headers: str) -> Any:
    response = visitor().get(f"/api/v1/{path}", headers=headers)
    assert response.status_code == status, response.content
    return response.json() if response.content else None


def test_the_description_is_valid_openapi_3_1() -> None:
    schema = get("openapi.json")
    assert schema["openapi"].startswith("3.1")
    validate(schema)


def test_a_call_carries_its_figures(cast: Cast) -> None:
    allotment = rounds.a_told_round(cast)
    with clock.at(oslo(2024, 3, 1)):
        call = get("calls")["items"][0]
    awarded = sum(award.amount_ore for award in awards_public())
    assert call["id"] == allotment.call.slug
    assert call["title"] == allotment.call.title_nb
    assert (call["opens_at"], call["closes_at"]) == ("2023-11-01T08:00:00Z", "2024-01-15T11:00:00Z")
    assert call["envelope_nok"] == 56_700_000
    assert (call["applications"], call["awards"]) == (3, 3)
    assert call["awarded_nok"] * 100 == awarded
    assert call["requested_nok"] * 100 == sum(award.requested_ore for award in awards_public())
    assert call["allotments"][0]["awarded_nok"] == call["awarded_nok"] == call["in_all"]["awarded_nok"]


def test_a_second_allotment_stands_by_itself_and_in_the_sum(cast: Cast) -> None:
    """The round is told as the call announced it; what came later is beside it, and nothing is counted twice."""
    first = rounds.a_proposed_round(cast, envelope_kr=1_400_000)
    rounds.tell_round(cast, first)
    second = rounds.a_second_allotment(cast, first, 1_300_000)
    rounds.tell_round(cast, second, days=101)
    with clock.at(oslo(2024, 6, 1)):
        call = get(f"calls/{first.call.slug}")
    assert (call["envelope_nok"], call["awards"], call["awarded_nok"]) == (1_400_000, 2, 1_400_000)
    assert [
        (one["number"], one["envelope_nok"], one["awards"], one["increases"], one["awarded_nok"])
        for one in call["allotments"]
    ] == [(1, 1_400_000, 2, 0, 1_400_000), (2, 1_300_000, 1, 1, 1_300_000)]
    assert call["in_all"] == {"envelope_nok": 2_700_000, "awards": 3, "awarded_nok": 2_700_000}
    assert call["in_all"]["awards"] == get(f"awards?call={first.call.slug}")["count"]
    page = visitor().get("/").content.decode().replace("\u00a0", " ")
    assert "2 700 000 kr" in page
    assert "1 400 000 kr" in page


def test_what_is_applied_for_is_sealed_while_the_call_is_open(cast: Cast) -> None:
    call = an_open_call(cast)
    with during(call):
        found = get(f"calls/{call.slug}")
    assert (found["state"], found["applications"], found["requested_nok"]) == ("open", None, None)


def test_drafts_are_not_there(cast: Cast) -> None:
    call = a_draft_call(cast, slug="hemmelig")
    assert get("calls")["count"] == 0
    assert get(f"calls/{call.slug}", 404)["detail"] == "There is no published call with this id."


def test_an_award_carries_who_what_and_whether_it_is_real(cast: Cast) -> None:
    rounds.a_told_round(cast)
    award = next(one for one in get("awards")["items"] if one["lead"]["name"] == "Bodø")
    assert award["lead"]["id"] == cast.bodo.pk
    assert [member["name"] for member in award["members"]] == ["Bodø", "Fauske – Fuosko"]
    assert award["amount"] > 0
    assert (award["currency"], award["state"], award["synthetic"]) == ("NOK", "offered", False)
    assert get(f"awards/{award['id']}") == award


def test_what_is_decided_and_not_told_is_not_there(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    assert get("awards")["count"] == 0
    found = get(f"envelopes/{allotment.envelope_id}")
    assert found["remaining_nok"] == found["allotted_nok"] == 56_700_000
    assert get("calls")["items"][0]["awards"] == 0


def test_sums_of_the_interface_agree_with_each_other(cast: Cast) -> None:
    allotment = rounds.a_told_round(cast)
    awards = get("awards")["items"]
    with clock.at(oslo(2024, 3, 1)):
        call = get(f"calls/{allotment.call.slug}")
    envelope = get(f"envelopes/{allotment.envelope_id}")
    assert sum(award["amount"] for award in awards) == call["awarded_nok"] == envelope["granted_nok"]
    parts = ("granted_nok", "accepted_nok", "paid_nok", "returned_nok", "remaining_nok")
    assert sum(envelope[part] for part in parts) == envelope["allotted_nok"] == call["envelope_nok"]


def test_facts_of_other_sources_are_there_with_their_source(cast: Cast) -> None:
    keep_known_awards()
    found = get("awards?synthetic=false")["items"]
    assert {(one["lead"]["name"], one["amount"], one["state"]) for one in found} == {
        ("Oslo", 6_300_000, "reported"), ("Bergen", 6_000_000, "reported"), ("Modalen", 3_000_000, "reported"),
    }  # fmt: skip
    assert all(one["source"] and one["url"] for one in found)
    assert get("awards?synthetic=true")["count"] == 0
    assert get(f"awards/{found[0]['id']}") == found[0]


def test_nobody_is_named_in_the_interface(cast: Cast) -> None:
    rounds.a_told_round(cast)
    for path in ("calls", "awards", "organisations", "envelopes", "360giving.json"):
        text = visitor().get(f"/api/v1/{path}").content.decode()
        for name in ("Anne", "Bjorn", "Guri", "Hans", "@example"):
            assert name not in text, (path, name)


def test_organisations_carry_public_facts(cast: Cast) -> None:
    found = get(f"organisations/{cast.bodo.pk}")
    assert (found["municipality_number"], found["inhabitants"], found["centrality_class"]) == (
        "1804",
        53712,
        3,
    )
    assert get("organisations?kind=municipality")["count"] == 5
    assert [one["name"] for one in get("organisations?q=BODØ")["items"]] == ["Bodø"]
    vendor = get(f"organisations/{cast.vendor.pk}")
    assert (vendor["kind"], vendor["municipality_number"]) == ("vendor", None)


def test_lists_come_in_pages_that_join_up(cast: Cast) -> None:
    seen: list[int] = []
    path = "organisations?per_page=4"
    while path:
        page = get(path)
        assert len(page["items"]) <= 4
        seen += [one["id"] for one in page["items"]]
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert len(seen) == len(set(seen)) == page["count"]
    assert page["previous"]


def test_an_unchanged_answer_is_not_sent_again(cast: Cast) -> None:
    first = visitor().get("/api/v1/organisations")
    again = visitor().get("/api/v1/organisations", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    cast.bodo.name = "Bådåddjo"
    cast.bodo.save()
    changed = visitor().get("/api/v1/organisations", headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_pages_of_other_sites_may_read(cast: Cast) -> None:
    answer = visitor().get("/api/v1/calls", headers={"Origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    before = visitor().options("/api/v1/calls", headers={"Access-Control-Request-Headers": "if-none-match"})
    assert (before.status_code, "If-None-Match" in before["Access-Control-Allow-Headers"]) == (204, True)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing", 404), ("calls/nothing", 404), ("awards/grant-0", 404), ("organisations/999999", 404),
        ("envelopes/999999", 404), ("organisations/99999999999999999999999", 404), ("organisations/abc", 422),
        ("calls?page=0", 422), ("calls?per_page=501", 422), ("calls?page=x", 422), ("calls?state=tull", 422),
        ("awards?year=1", 422), ("organisations?kind=tull", 422), ("360giving.json", 404),
    ],
)  # fmt: skip
def test_errors_are_problems_that_say_what_is_wrong(cast: Cast, path: str, status: int) -> None:
    response = visitor().get(f"/api/v1/{path}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], bool(body["detail"])) == (status, True)
    if status == 422:
        assert body["errors"][0]["where"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(cast: Cast, method: str) -> None:
    response = getattr(visitor(), method)("/api/v1/calls")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]


def test_who_asks_too_often_is_told_when_to_come_back(settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    with clock.at(oslo(2031, 5, 17, 10, 0, 20)):
        answers = [visitor().get("/api/v1/calls") for _ in range(4)]
        other = visitor().get("/api/v1/calls", REMOTE_ADDR="192.0.2.7")
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Remaining"] == "2"
    assert answers[3]["Retry-After"] == "40"
    assert answers[3]["Content-Type"] == "application/problem+json"
    assert other.status_code == 200
    with clock.at(oslo(2031, 5, 17, 10, 1, 0)):
        assert visitor().get("/api/v1/calls").status_code == 200


def test_the_page_for_developers_speaks_of_every_address() -> None:
    page = visitor().get("/om/utviklere/").content.decode()
    for path in get("openapi.json")["paths"]:
        assert path in page
    assert '<script src="http' not in page
