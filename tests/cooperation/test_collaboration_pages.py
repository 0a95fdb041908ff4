"""The pages of collaborations, as the people of the cast meet them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsetek.casework import todo
from helsetek.casework.selectors import documents_of
from helsetek.cooperation import selectors, services
from helsetek.cooperation.models import Collaboration, Membership
from helsetek.registry.models import Border, Municipality
from tests.cast import Cast
from tests.cooperation.test_founding import found
from tests.visiting import browser_of

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501
GIVEN = {"name": "Salten", "purpose": "One journal"}


@pytest.fixture
def salten(cast: Cast) -> Collaboration:
    return found(cast)


def neighbours(one: object, other: object) -> None:
    rows = sorted(Municipality.objects.filter(organisation__in=[one, other]), key=lambda row: row.pk)
    Border.objects.create(one=rows[0], other=rows[1])


def place(collaboration: Collaboration, organisation: object) -> Membership:
    return collaboration.memberships.get(organisation=organisation)


def test_a_writer_founds_one_with_neighbours_and_agreement(cast: Cast) -> None:
    neighbours(cast.bodo, cast.fauske)
    browser = browser_of(cast.anne)
    assert "Fauske" in browser.get("/samarbeid/nytt/").content.decode()
    response = browser.post(
        "/samarbeid/nytt/",
        GIVEN
        | {
            "lead": cast.bodo.pk,
            "neighbours": [cast.fauske.pk],
            "agreement": SimpleUploadedFile("avtale.pdf", PDF, "application/pdf"),
        },
    )
    made = Collaboration.objects.get()
    assert response.headers["Location"] == f"/samarbeid/{made.pk}/inviter/"
    assert set(selectors.standing_ids(made)) == {cast.bodo.pk, cast.fauske.pk}
    assert [document.file_name for document in documents_of("cooperation.collaboration", made.pk)] == [
        "avtale.pdf"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"purpose": "x" * 4001},
        {"purpose": "\x00"},
        {"lead": "999999"},
        {"lead": "abc"},
        {"lead": "9" * 40},
        {"agreement": SimpleUploadedFile("virus.exe", b"MZ")},
        {"agreement": SimpleUploadedFile("avtale.pdf", b"this is no pdf")},
        {"agreement": SimpleUploadedFile("avtale.pdf", b"")},
    ],
)
def test_what_does_not_hold_is_said_at_the_field_and_what_was_typed_stays(
    cast: Cast, wrong: dict[str, object]
) -> None:
    response = browser_of(cast.anne).post("/samarbeid/nytt/", GIVEN | {"lead": cast.bodo.pk} | wrong)
    assert response.status_code == 200
    assert response.context["form"].errors
    if "name" not in wrong:
        assert 'value="Salten"' in response.content.decode()
    assert not Collaboration.objects.exists()


def test_a_lead_that_is_not_ones_own_cannot_be_chosen(cast: Cast) -> None:
    response = browser_of(cast.anne).post("/samarbeid/nytt/", GIVEN | {"lead": cast.fauske.pk})
    assert "lead" in response.context["form"].errors
    assert not Collaboration.objects.exists()


def test_members_are_searched_for_and_invited(cast: Cast, salten: Collaboration) -> None:
    browser = browser_of(cast.anne)
    page = browser.get(f"/samarbeid/{salten.pk}/inviter/", {"q": "ALVER"}).content.decode()
    assert "Alver" in page
    assert "Steinkjer" not in page
    address = f"/samarbeid/{salten.pk}/inviter/?q=alver"
    for _ in range(2):  # a double click
        assert browser.post(address, {"members": [cast.alver.pk]}).status_code == 302
    assert salten.memberships.filter(organisation=cast.alver).count() == 1
    assert "fant" in browser.get(address).content.decode().lower()


@pytest.mark.parametrize("ids", [["abc"], ["-1"], ["9" * 40], ["999999"], [str(n) for n in range(1, 1500)]])
def test_strange_ids_invite_nobody(cast: Cast, salten: Collaboration, ids: list[str]) -> None:
    before = salten.memberships.count()
    response = browser_of(cast.anne).post(f"/samarbeid/{salten.pk}/inviter/", {"members": ids})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert salten.memberships.count() == before


def test_one_who_cannot_apply_cannot_be_invited(cast: Cast, salten: Collaboration) -> None:
    response = browser_of(cast.anne).post(f"/samarbeid/{salten.pk}/inviter/", {"members": [cast.vendor.pk]})
    assert "members" in response.context["form"].errors


def test_neighbours_that_touch_most_members_are_suggested_first(cast: Cast, salten: Collaboration) -> None:
    neighbours(cast.alver, cast.bodo)
    neighbours(cast.alver, cast.fauske)
    neighbours(cast.steinkjer, cast.saltdal)
    found = selectors.suggestions(selectors.standing_ids(salten))
    assert [one.name for one in found] == ["Alver", "Steinkjer"]
    assert found[0].borders == ("Bodø", "Fauske – Fuosko")
    assert "Alver" in browser_of(cast.anne).get(f"/samarbeid/{salten.pk}/inviter/").content.decode()


def test_the_signatory_finds_the_invitation_and_joins(cast: Cast, salten: Collaboration) -> None:
    browser, row = browser_of(cast.david), place(salten, cast.fauske)
    todos = todo.for_person(cast.david)
    assert [one.path for one in todos] == [f"/samarbeid/svar/{row.pk}/"]
    assert "Salten" in browser.get("/samarbeid/").content.decode()
    assert "One journal for all" in browser.get(todos[0].path).content.decode()
    assert browser.post(todos[0].path, {"answer": "yes"}).headers["Location"] == f"/samarbeid/{salten.pk}/"
    assert selectors.consented_ids(salten) == [cast.fauske.pk]
    assert todo.for_person(cast.david) == []
    again = browser.post(todos[0].path, {"answer": "yes"})
    assert again.status_code == 302, "a double click is met politely"
    assert browser.get(todos[0].path).status_code == 200


def test_who_declines_says_why_and_the_lead_is_told(cast: Cast, salten: Collaboration) -> None:
    row = place(salten, cast.fauske)
    browser_of(cast.david).post(f"/samarbeid/svar/{row.pk}/", {"answer": "no", "reason": "Not this year"})
    page = browser_of(cast.anne).get(f"/samarbeid/{salten.pk}/").content.decode()
    assert "Not this year" in page
    assert "Har takket nei" in page


def test_who_has_answered_cannot_answer_otherwise_on_the_same_page(cast: Cast, salten: Collaboration) -> None:
    row = place(salten, cast.fauske)
    services.consent(by=cast.david, membership=row)
    response = browser_of(cast.david).post(f"/samarbeid/svar/{row.pk}/", {"answer": "no"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert selectors.consented_ids(salten) == [cast.fauske.pk]


def test_a_member_leaves_with_a_reason(cast: Cast, salten: Collaboration) -> None:
    row = place(salten, cast.fauske)
    services.consent(by=cast.david, membership=row)
    browser = browser_of(cast.david)
    assert browser.post(f"/samarbeid/trekk/{row.pk}/", {"reason": " "}).status_code == 200
    browser.post(f"/samarbeid/trekk/{row.pk}/", {"reason": "The council said no"})
    assert selectors.consented_ids(salten) == []
    assert browser.get(f"/samarbeid/{salten.pk}/").status_code == 403


def test_the_agreement_is_for_the_members_only(cast: Cast, salten: Collaboration) -> None:
    file = SimpleUploadedFile("avtale.pdf", PDF, "application/pdf")
    browser_of(cast.anne).post(f"/samarbeid/{salten.pk}/avtale/", {"agreement": file})
    document = documents_of("cooperation.collaboration", salten.pk)[0]
    assert browser_of(cast.david).get(f"/dokumenter/{document.pk}/").status_code == 200
    assert browser_of(cast.trond).get(f"/dokumenter/{document.pk}/").status_code in {403, 404}


def test_a_change_of_purpose_is_told(cast: Cast, salten: Collaboration) -> None:
    response = browser_of(cast.bjorn).post(
        f"/samarbeid/{salten.pk}/endre/", {"name": "Salten", "purpose": "Two journals"}
    )
    assert response.status_code == 302
    salten.refresh_from_db()
    assert salten.purpose == "Two journals"
    assert "Two journals" in cast.david.notices.latest("id").body


def test_the_pages_say_what_to_do_when_there_is_nothing(cast: Cast) -> None:
    page = browser_of(cast.anne).get("/samarbeid/").content.decode()
    assert "/samarbeid/nytt/" in page
    assert "Du er ikke med i noe samarbeid ennå" in page
    assert "/samarbeid/nytt/" not in browser_of(cast.guri).get("/samarbeid/").content.decode()


def test_the_menu_shows_collaborations_to_those_who_have_to_do_with_them(cast: Cast) -> None:
    assert 'href="/samarbeid/"' in browser_of(cast.anne).get("/organisasjoner/").content.decode()
    assert 'href="/samarbeid/"' not in browser_of(cast.nils).get("/organisasjoner/").content.decode()


def test_an_organisation_shows_its_collaborations_to_those_who_may_see_them(
    cast: Cast, salten: Collaboration
) -> None:
    address = f"/organisasjoner/{cast.bodo.pk}/"
    assert f"/samarbeid/{salten.pk}/" in browser_of(cast.david).get(address).content.decode()
    assert f"/samarbeid/{salten.pk}/" not in browser_of(cast.trond).get(address).content.decode()


def test_a_page_with_many_members_asks_few_questions(cast: Cast, salten: Collaboration) -> None:
    services.invite(by=cast.anne, collaboration=salten, organisation_ids=[cast.alver.pk, cast.steinkjer.pk])
    browser = browser_of(cast.anne)
    for address in ("/samarbeid/", f"/samarbeid/{salten.pk}/", f"/samarbeid/{salten.pk}/inviter/"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries) <= 15, (address, len(queries), [one["sql"][:150] for one in queries])
