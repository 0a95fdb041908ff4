"""The scheme manager writes a call part by part, is told what to mend, and publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from helsetek.common import clock
from helsetek.scheme import selectors
from helsetek.scheme.models import Call
from tests.cast import Cast
from tests.scheme.making import BEFORE, OPENS, a_draft_call, a_published_call
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db

NEW = {
    "title_nb": "Sammen 2024",
    "title_nn": "Saman 2024",
    "title_en": "Together 2024",
    "slug": "sammen-2024",
    "opens_at_0": "2023-11-01",
    "opens_at_1": "09:00",
    "closes_at_0": "2024-01-15",
    "closes_at_1": "12:00",
    "begin_from": "set:2024",
}


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    with clock.at(BEFORE):
        yield


@pytest.fixture
def frode(cast: Cast) -> Client:
    return browser_of(cast.frode)


def form_of(client: Client, path: str) -> dict[str, Any]:
    """Everything the forms of a page would send, as a browser would."""
    page = client.get(path)
    assert page.status_code == 200, path
    data: dict[str, Any] = {"revision": str(page.context["call"].revision)}
    for form in page.context["editor"].forms:
        rows = [form.management_form, *form.forms] if hasattr(form, "management_form") else [form]
        for row in rows:
            for field in row:
                value = field.value()
                if hasattr(field.field.widget, "decompress"):
                    for number, part in enumerate(field.field.widget.decompress(value)):
                        data[f"{field.html_name}_{number}"] = part
                elif value not in (None, False):
                    data[field.html_name] = "on" if value is True else getattr(value, "pk", value)
    return data


def test_a_draft_is_begun_from_the_schemes_own_terms(cast: Cast, frode: Client) -> None:
    response = frode.post("/utlysninger/ny/", NEW)
    assert response["Location"] == "/utlysninger/sammen-2024/rediger/om/"
    call = selectors.call_by_slug("sammen-2024")
    assert selectors.terms_now(call) == selectors.default_terms("2024")
    assert call.published_at is None


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("slug", "Små Bokstaver", "Bruk bare små bokstaver"),
        ("slug", "ny", "bruker nettstedet selv"),
        ("closes_at_0", "2023-10-15", "lukkes før den åpner"),
        ("closes_at_0", "15.13.2024", "dag, måned og år"),
        ("closes_at_0", "9999-01-15", "Sjekk årstallet"),
        ("title_nb", "", "påkrevet"),
    ],
)
def test_what_cannot_be_used_is_said_and_what_was_typed_is_kept(
    frode: Client, field: str, value: str, says: str
) -> None:
    response = frode.post("/utlysninger/ny/", {**NEW, field: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert says in page
    assert "Saman 2024" in page
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("day", "time", "says"),
    [("2024-03-31", "02:30", "finnes ikke"), ("2024-10-27", "02:30", "kommer to ganger")],
)
def test_a_deadline_in_the_nights_when_the_clock_is_changed_is_refused(
    frode: Client, day: str, time: str, says: str
) -> None:
    response = frode.post("/utlysninger/ny/", {**NEW, "closes_at_0": day, "closes_at_1": time})
    assert says in response.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize("part", ["om", "formal", "stotte", "kriterier", "regler"])
def test_saving_a_part_as_it_stands_changes_nothing(cast: Cast, frode: Client, part: str) -> None:
    call = a_draft_call(cast)
    before = selectors.written(call).as_json()
    path = f"/utlysninger/{call.slug}/rediger/{part}/"
    response = frode.post(path, form_of(frode, path))
    assert response.status_code == 302, response.context and [
        f.errors for f in response.context["editor"].forms
    ]
    call.refresh_from_db()
    assert selectors.written(call).as_json() == before
    assert call.revision == 1


def test_weights_that_do_not_add_up_are_saved_but_not_published(cast: Cast, frode: Client) -> None:
    call = a_draft_call(cast)
    path = f"/utlysninger/{call.slug}/rediger/kriterier/"
    frode.post(path, {**form_of(frode, path), "criteria-0-weight": "10"})
    assert "Vektene blir 90 % til sammen" in frode.get(path).content.decode()
    frode.post(f"/utlysninger/{call.slug}/publiser/")
    call.refresh_from_db()
    assert call.published_at is None


def test_a_new_criterion_gets_a_code_of_its_own(cast: Cast, frode: Client) -> None:
    call = a_draft_call(cast)
    path = f"/utlysninger/{call.slug}/rediger/kriterier/"
    data = form_of(frode, path)
    added = frode.post(path, {**data, "add-row": "criteria"})
    assert len(added.context["editor"].forms[0].forms) == 7
    new = {
        "criteria-TOTAL_FORMS": "7",
        "criteria-6-label_nb": "Behov og nytte",
        "criteria-6-label_nn": "Behov",
        "criteria-6-label_en": "Need",
        "criteria-6-guidance_nb": "Veiledning",
        "criteria-6-weight": "5",
    }
    assert frode.post(path, {**data, **new}).status_code == 302
    call.refresh_from_db()
    codes = [criterion.code for criterion in selectors.terms_now(call).criteria]
    assert codes[-1] == "behov_og_nytte"
    assert codes[:6] == [criterion.code for criterion in selectors.default_terms("2024").criteria]


def test_a_stale_save_shows_both_versions(cast: Cast, frode: Client) -> None:
    call = a_draft_call(cast)
    path = f"/utlysninger/{call.slug}/rediger/om/"
    data = form_of(frode, path)
    frode.post(path, {**data, "title_nb": "Hennes"})
    response = frode.post(path, {**data, "title_nb": "Hans"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Hennes" in page
    assert "Hans" in page


@pytest.mark.parametrize("revision", ["", "x", "-1", "99", "1" * 400])
def test_an_absurd_revision_is_answered_politely(cast: Cast, frode: Client, revision: str) -> None:
    call = a_draft_call(cast)
    path = f"/utlysninger/{call.slug}/rediger/om/"
    assert frode.post(path, {**form_of(frode, path), "revision": revision}).status_code == 409


def test_publishing_takes_the_call_to_the_public(cast: Cast, frode: Client) -> None:
    call = a_draft_call(cast)
    page = frode.get(f"/utlysninger/{call.slug}/publiser/").content.decode()
    assert "Publiser utlysningen" in page
    frode.post(f"/utlysninger/{call.slug}/publiser/")
    call.refresh_from_db()
    assert call.published_at == clock.now()


def test_a_published_call_is_changed_through_a_working_copy_and_a_reason(cast: Cast, frode: Client) -> None:
    call = a_published_call(cast)
    path = f"/utlysninger/{call.slug}/rediger/om/"
    frode.post(path, {**form_of(frode, path), "title_nb": "Nytt navn"})
    assert "Nytt navn" not in Client().get(f"/utlysninger/{call.slug}/").content.decode()
    assert "Nytt navn" in frode.get(f"/utlysninger/{call.slug}/forhandsvisning/").content.decode()
    publish = f"/utlysninger/{call.slug}/publiser/"
    page = frode.post(publish, {"reason": ""}).content.decode()
    assert "påkrevet" in page
    assert "Tittel: bokmål" in page
    frode.post(publish, {"reason": "Skrivefeil i navnet"})
    assert "Nytt navn" in Client().get(f"/utlysninger/{call.slug}/").content.decode()
    assert [version.reason for version in selectors.versions_of(call)] == ["", "Skrivefeil i navnet"]


def test_a_change_can_be_thrown_away(cast: Cast, frode: Client) -> None:
    call = a_published_call(cast)
    path = f"/utlysninger/{call.slug}/rediger/om/"
    frode.post(path, {**form_of(frode, path), "title_nb": "Nytt navn"})
    frode.post(f"/utlysninger/{call.slug}/forkast/")
    call.refresh_from_db()
    assert call.pending is None


def test_a_closed_call_is_not_edited(cast: Cast, frode: Client) -> None:
    call = a_published_call(cast)
    with clock.at(call.closes_at):
        assert frode.get(f"/utlysninger/{call.slug}/rediger/om/").status_code == 302


def test_a_call_is_cancelled_only_with_a_reason(cast: Cast, frode: Client) -> None:
    call = a_published_call(cast)
    frode.post(f"/utlysninger/{call.slug}/avlys/", {"reason": ""})
    call.refresh_from_db()
    assert call.cancelled_at is None
    with clock.at(OPENS):
        frode.post(f"/utlysninger/{call.slug}/avlys/", {"reason": "Budsjettet ble endret"})
    call.refresh_from_db()
    assert call.cancelled_at == OPENS


def test_an_unknown_part_is_not_found(cast: Cast, frode: Client) -> None:
    call = a_draft_call(cast)
    assert frode.get(f"/utlysninger/{call.slug}/rediger/tull/").status_code == 404
