"""Messages, letters, events and impartiality as pages; and the parts that rooms above put on their own pages."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from helsetek.accounts.models import Person
from helsetek.casework import selectors, services
from helsetek.casework.models import Case
from helsetek.common import events
from helsetek.common.letters import PLAIN
from tests.cast import Cast
from tests.visiting import browser_of

from .conftest import PAGE
from .files import PDF


def page(browser: Client, route: str, case: Case) -> str:
    response = browser.get(reverse(f"casework:{route}", args=[case.number]))
    assert response.status_code == 200
    return response.content.decode()


def drawn(part: str, person: Person, case: Case) -> str:
    request = RequestFactory().get("/thing/1/")
    request.user = person  # type: ignore[assignment]
    return Template("{% load casework %}{% " + part + " %}").render(
        Context({"request": request, "case": case})
    )


def test_a_message_is_written_and_read_by_the_other_side(case: Case, cast: Cast) -> None:
    where = reverse("casework:messages", args=[case.number])
    sent = browser_of(cast.anne).post(where, {"text": "Kan vi få <b>utsatt</b> frist?\n\nHilsen Anne"})
    assert sent.status_code == 302
    read = page(browser_of(cast.guri), "messages", case)
    assert "&lt;b&gt;utsatt&lt;/b&gt;" in read
    assert "Bodø" in read


def test_an_empty_message_is_told_at_its_field(case: Case, cast: Cast) -> None:
    where = reverse("casework:messages", args=[case.number])
    assert browser_of(cast.anne).post(where, {"text": "  "}).status_code == 200
    assert selectors.messages_of(case) == []


def test_who_may_only_read_gets_no_form(case: Case, cast: Cast) -> None:
    assert "<textarea" in page(browser_of(cast.anne), "messages", case)
    assert "<textarea" not in page(browser_of(cast.siri), "messages", case)


def test_a_letter_is_listed_for_the_parties_when_it_is_sent(case: Case, cast: Cast) -> None:
    letter = services.make_letter(
        case=case, kind="k", recipient_id=cast.bodo.pk, template=PLAIN, data={"blocks": []}, title="Vedtaket",
        template_version="1",
    )  # fmt: skip
    assert "Vedtaket" not in page(browser_of(cast.anne), "letters", case)
    assert "ikke sendt ennå" in page(browser_of(cast.guri), "letters", case)
    services.mark_sent(letter)
    assert "Vedtaket" in page(browser_of(cast.anne), "letters", case)


def test_events_to_each_what_is_theirs(case: Case, cast: Cast) -> None:
    for verb in ("test.begun", "test.recommended"):
        events.record(verb, thing="application:1", person_id=cast.guri.pk, case_number=case.number)
    inside, outside = (page(browser_of(one), "events", case) for one in (cast.guri, cast.anne))
    assert "A recommendation was made (internt)" in inside
    assert "A recommendation was made" not in outside
    assert "The application was begun" in outside


def test_the_parts_of_a_case_page_cost_one_query_each_and_the_timeline_three(
    case: Case, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for text in ("En", "To", "Tre"):
        services.write_message(by=cast.anne, case=case, text=text)
    for part, most in (
        ("case_parties case", 1),
        ("case_messages case newest=2", 1),
        ("case_letters case", 2),
        ("case_timeline case", 4),
    ):
        with django_assert_max_num_queries(most):
            assert drawn(part, cast.anne, case)
    assert "1 older message" in drawn("case_messages case newest=2", cast.anne, case)


def test_documents_with_ways_to_change_them_for_those_who_may(case: Case, cast: Cast) -> None:
    services.add_document(
        by=cast.anne, case=case, page=PAGE, page_id=case.pk, title="Plan", file_name="p.pdf", content=PDF
    )
    part = f'case_documents "{PAGE}" {case.pk}'
    mine, others = drawn(part, cast.anne, case), drawn(part, cast.guri, case)
    assert "Plan" in mine
    assert "Plan" in others
    assert "next=%2Fthing%2F1%2F" in mine
    assert "Add a document" not in others
    assert "fjern" not in others


def test_declaring_on_the_page(case: Case, cast: Cast) -> None:
    where = reverse("casework:impartiality", args=[case.number])
    browser = browser_of(cast.ingrid)
    assert "§ 6" in browser.get(where).content.decode()
    assert browser.post(where, {"conflict": "yes", "ground": ""}).status_code == 200
    assert not selectors.is_disqualified(cast.ingrid, case)
    conflict = {"conflict": "yes", "grounds": ["spouse"], "ground": "Gift med søkeren"}
    assert browser.post(where, conflict).status_code == 302
    assert selectors.is_disqualified(cast.ingrid, case)
    assert '<form method="post" novalidate' not in browser.get(where).content.decode()


def test_naming_a_substitute_on_the_page(case: Case, cast: Cast) -> None:
    conflict = services.declare_impartiality(by=cast.ingrid, case=case, conflict=True, ground="Gift")
    officer = browser_of(cast.guri)
    assert "Ingrid" in page(officer, "impartiality", case)
    where = reverse("casework:substitute", args=[conflict.pk])
    form = officer.get(where).content.decode()
    assert "Vilde" in form
    assert ">Ingrid</option>" not in form
    assert ">Hans</option>" not in form  # he decides: he is no assessor
    assert officer.post(where, {"substitute": cast.hans.pk}).status_code == 200
    assert officer.post(where, {"substitute": cast.vilde.pk}).status_code == 302
    assert selectors.open_conflicts(case) == []


@pytest.mark.parametrize("number", ["2024/999999", "2024/1", "../../x"])
def test_unknown_cases(cast: Cast, number: str) -> None:
    assert browser_of(cast.guri).get(f"/saker/{number}/meldinger/").status_code == 404
