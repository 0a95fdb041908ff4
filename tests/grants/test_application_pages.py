"""The pages of an application, as they work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsetek.accounts.middleware import SESSION_KEY
from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.grants import addresses
from helsetek.grants.models import Application, SectionVersion
from helsetek.grants.rules.sections import SectionKey, dump
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import drafting, submission
from helsetek.scheme.selectors import Call
from tests import scenes
from tests.cast import Cast
from tests.grants.paper import Page, open_page
from tests.visiting import browser_of, visitor

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def call(cast: Cast) -> Iterator[Call]:
    call = scenes.an_open_call(cast)
    with scenes.during(call):
        yield call


@pytest.fixture
def draft(cast: Cast, call: Call) -> Application:
    return scenes.a_complete_draft(cast, call=call)


def part(application: Application, key: str) -> str:
    return addresses.section(application.pk, SectionKey(key))


# -- Begin ----------------------------------------------------------------------------------------------


def test_from_the_call_to_a_draft(cast: Cast, call: Call) -> None:
    scenes.a_collaboration(cast)
    page = open_page(browser_of(cast.anne), addresses.begin(call.slug))
    begun = page.send().follow()
    assert "Felles journal i Salten" in begun.text
    again = open_page(browser_of(cast.anne), addresses.begin(call.slug))
    assert "2024/000001" in again.text
    assert Application.objects.count() == 1


def test_one_without_a_collaboration_is_led_to_found_one(cast: Cast, call: Call) -> None:
    page = open_page(browser_of(cast.trond), addresses.begin(call.slug))
    assert addresses.found_collaboration() in page.response.content.decode()


def test_no_such_call(cast: Cast) -> None:
    assert browser_of(cast.anne).get(addresses.begin("finnes-ikke")).status_code == 404


# -- Write ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", list(SectionKey))
def test_every_form_sent_as_it_stands_changes_nothing(
    cast: Cast, draft: Application, key: SectionKey
) -> None:
    before = selectors.head(draft, key)
    page = open_page(browser_of(cast.anne), addresses.section(draft.pk, key))
    assert page.send(button=("next", "1")).status == 302
    assert selectors.head(draft, key) == before


@pytest.mark.parametrize("key", list(SectionKey))
def test_every_form_begins_blank_and_can_be_saved_blank(cast: Cast, call: Call, key: SectionKey) -> None:
    draft = scenes.a_draft(cast, call=call)
    page = open_page(browser_of(cast.anne), addresses.section(draft.pk, key))
    assert page.send().status == 302


def test_the_project_is_written(cast: Cast, draft: Application) -> None:
    page = open_page(browser_of(cast.anne), part(draft, "project"))
    page.send(title="Nytt navn", summary="Kort.").follow()
    project = selectors.content_of(draft).project
    assert (project.title, project.summary) == ("Nytt navn", "Kort.")
    assert project.activities  # what was ticked stays


def test_a_cost_is_added_without_javascript(cast: Cast, draft: Application) -> None:
    """«Add» shows one row more and saves nothing; then the row is filled in and saved."""
    browser, bodo = browser_of(cast.anne), cast.bodo.pk
    page = open_page(browser, part(draft, "budget"))
    more = page.send(button=("add-row", f"c{bodo}"))
    assert more.status == 200
    assert SectionVersion.objects.filter(key="budget").count() == 1
    row = {
        f"c{bodo}-1-category": "training",
        f"c{bodo}-1-activity": "describe_needs",
        f"c{bodo}-1-text": "Kurs",
        f"c{bodo}-1-y2024": "120 000",
        f"c{bodo}-1-y2025": "80.000,50",
    }
    more.send(**row).follow()
    added = [line for line in selectors.budget_of(draft).lines if line.text == "Kurs"]
    assert {(line.year, line.amount_ore) for line in added} == {
        (2024, kroner(120_000)),
        (2025, kroner(80_000) + 50),
    }


def test_a_cost_is_taken_away_without_javascript(cast: Cast, draft: Application) -> None:
    bodo = cast.bodo.pk
    page = open_page(browser_of(cast.anne), part(draft, "budget"))
    less = page.send(button=("remove-row", f"c{bodo}-0"))
    assert len(selectors.budget_of(draft).lines) == 3
    less.send().follow()
    assert {line.organisation_id for line in selectors.budget_of(draft).lines} == {
        cast.fauske.pk,
        cast.saltdal.pk,
    }


@pytest.mark.parametrize("typed", ["mye penger", "-5", "1e9", "99999999999999", "12,345"])
def test_money_that_is_not_money_is_kept_in_the_field_and_nothing_is_saved(
    cast: Cast, draft: Application, typed: str
) -> None:
    page = open_page(browser_of(cast.anne), part(draft, "budget"))
    refused = page.send(**{"requested-y2024": typed})
    assert refused.status == 422
    assert refused.form("requested-y2024").fields["requested-y2024"] == typed
    assert SectionVersion.objects.filter(key="budget").count() == 1


def test_a_text_too_long_is_refused_and_kept(cast: Cast, draft: Application) -> None:
    page = open_page(browser_of(cast.anne), part(draft, "project"))
    refused = page.send(title="x" * 201)
    assert refused.status == 422
    assert refused.form("title").fields["title"] == "x" * 201


def test_what_is_missing_is_listed_with_links_to_the_fields(cast: Cast, draft: Application) -> None:
    page = open_page(browser_of(cast.anne), part(draft, "risk"))
    page.send(**{"risks-0-measure": ""}).follow()
    missing = open_page(browser_of(cast.anne), part(draft, "risk"))
    targets = missing.tree.xpath('//details[@class="gr-missing"]//a/@href')
    assert targets == ["#id_risks-0-measure"]
    assert missing.tree.get_element_by_id("id_risks-0-measure") is not None


def test_a_stale_save_shows_both_versions_and_lets_one_choose(cast: Cast, draft: Application) -> None:
    mine = open_page(browser_of(cast.anne), part(draft, "risk"))
    theirs = open_page(browser_of(cast.cecilie), part(draft, "risk"))
    theirs.send(**{"risks-0-measure": "Cecilies tiltak"}).follow()
    both = mine.send(**{"risks-0-measure": "Annes tiltak"})
    assert both.status == 409
    assert "Cecilies tiltak" in both.text
    assert "Annes tiltak" in both.text
    assert "Cecilie" in both.text
    assert selectors.content_of(draft).risk.risks[0].measure == "Cecilies tiltak"
    both.send(holding="revision").follow()
    assert selectors.content_of(draft).risk.risks[0].measure == "Annes tiltak"


def test_autosave_answers_in_brief(cast: Cast, draft: Application) -> None:
    browser = browser_of(cast.anne)
    form = open_page(browser, part(draft, "project")).form("title")
    data = {**dict(form.form_values()), "title": "Lagret av seg selv"}
    saved = browser.post(part(draft, "project"), data, headers={"X-Autosave": "1"})
    assert saved.status_code == 200
    assert saved.json()["revision"] == 2
    stale = browser.post(part(draft, "project"), {**data, "title": "For sent"}, headers={"X-Autosave": "1"})
    assert stale.status_code == 409
    wrong = browser.post(part(draft, "project"), {**data, "title": "x" * 300}, headers={"X-Autosave": "1"})
    assert wrong.status_code == 422
    assert SectionVersion.objects.get(key="project", number=2).automatic


def test_the_rules_answer_while_one_types_and_nothing_is_saved(cast: Cast, draft: Application) -> None:
    browser = browser_of(cast.anne)
    form = open_page(browser, part(draft, "budget")).form("requested-y2024")
    data = {**dict(form.form_values()), "requested-y2024": "1 800 000"}
    path = f"{part(draft, 'budget')}vurder/"
    panel = Page(browser, path, browser.post(path, data))
    assert 'data-outcome="not_met"' in panel.response.content.decode()
    assert SectionVersion.objects.filter(key="budget").count() == 1


def test_an_expired_log_in_in_mid_form_loses_nothing(cast: Cast, draft: Application) -> None:
    browser = browser_of(cast.anne)
    page = open_page(browser, part(draft, "project"))
    kept = page.form("title")
    data = {**dict(kept.form_values()), "title": "Skrevet før innloggingen utløp"}
    stranger = visitor()
    gone = stranger.post(part(draft, "project"), data)
    assert gone.status_code == 401
    assert selectors.content_of(draft).project.title == "Felles journal"
    back = str(Page(stranger, "", gone).tree.xpath("//a[contains(@href, 'kept')]/@href")[0])
    # The same browser logs in again.
    session = stranger.session
    session[SESSION_KEY] = cast.anne.pk
    session.save()
    again = open_page(stranger, parse_qs(urlsplit(back).query)["next"][0])
    assert again.form("title").fields["title"] == "Skrevet før innloggingen utløp"
    again.send().follow()
    assert selectors.content_of(draft).project.title == "Skrevet før innloggingen utløp"


def test_absurd_revisions_and_rows_are_answered(cast: Cast, draft: Application) -> None:
    browser = browser_of(cast.anne)
    page = open_page(browser, part(draft, "risk"))
    for revision in ("", "x", "-1", "9" * 40):
        assert page.send(revision=revision, **{"risks-0-measure": "y"}).status == 409
    for total in ("x", "-1", "99999999"):
        assert page.send(**{"risks-TOTAL_FORMS": total}).status in (302, 422)


# -- Look through, submit, receipt ------------------------------------------------------------------------


def test_the_whole_way_from_review_to_receipt(cast: Cast, draft: Application) -> None:
    review = open_page(browser_of(cast.bjorn), addresses.of("submit", draft.pk))
    assert "Leverandørene rekker ikke fristen" in review.text
    receipt = review.send().follow()
    submitted = Application.objects.get(pk=draft.pk)
    assert submitted.content_hash in receipt.text
    assert open_page(browser_of(cast.anne), addresses.application(draft.pk)).status == 200


def test_the_back_button_and_a_second_press_do_no_harm(cast: Cast, draft: Application) -> None:
    review = open_page(browser_of(cast.bjorn), addresses.of("submit", draft.pk))
    first, second = review.send(), review.send()
    assert first.response["Location"] == second.response["Location"]
    assert Application.objects.filter(state="submitted").count() == 1


def test_a_writer_sees_the_review_but_no_button(cast: Cast, draft: Application) -> None:
    page = open_page(browser_of(cast.anne), addresses.of("submit", draft.pk))
    assert not [form for form in page.tree.forms if form.method == "POST" and form.action is None]


def test_a_minute_too_late_is_told_politely(cast: Cast, draft: Application) -> None:
    review = open_page(browser_of(cast.bjorn), addresses.of("submit", draft.pk))
    with clock.at(draft.call.closes_at + timedelta(minutes=1)):
        refused = review.send()
    assert refused.status == 409
    assert Application.objects.get(pk=draft.pk).state == "draft"


def test_take_back_and_withdraw_ask_first(cast: Cast, draft: Application) -> None:
    submission.submit(by=cast.bjorn, application=draft)
    browser = browser_of(cast.bjorn)
    open_page(browser, addresses.of("take_back", draft.pk)).send().follow()
    assert Application.objects.get(pk=draft.pk).state == "draft"
    asked = open_page(browser, addresses.of("withdraw", draft.pk))
    assert asked.send(reason="").status == 200
    assert Application.objects.get(pk=draft.pk).state == "draft"
    asked.send(reason="Kommunestyret sa nei").follow()
    assert Application.objects.get(pk=draft.pk).state == "withdrawn"


def test_a_changed_call_is_shown_and_followed(cast: Cast, draft: Application) -> None:
    scenes.a_changed_call(cast, draft.call, reason="Fristen er utsatt en uke")
    browser = browser_of(cast.anne)
    assert "Fristen er utsatt en uke" in open_page(browser, addresses.application(draft.pk)).text
    open_page(browser, addresses.of("new_terms", draft.pk)).send().follow()
    assert "Fristen er utsatt en uke" not in open_page(browser, addresses.application(draft.pk)).text


def test_sections_are_copied_from_another_of_ones_own(cast: Cast, draft: Application) -> None:
    other = scenes.a_draft(
        cast, call=draft.call, collaboration=scenes.a_collaboration(cast, name="Et annet samarbeid")
    )
    page = open_page(browser_of(cast.anne), addresses.of("copy", other.pk))
    page.send(earlier=str(draft.pk), sections=["project", "risk"]).follow()
    assert selectors.content_of(other).project.title == "Felles journal"
    assert selectors.content_of(other).plan.is_empty


def test_an_earlier_version_stands_beside_the_present(cast: Cast, draft: Application) -> None:
    risk = dump(selectors.content_of(draft).risk)
    risk["risks"][0]["measure"] = "Det nye tiltaket"
    drafting.save_section(by=cast.anne, application=draft, key=SectionKey.RISK, data=risk, revision=1)
    page = open_page(browser_of(cast.anne), f"{addresses.of('history', draft.pk)}risiko/1/")
    assert "Det nye tiltaket" in page.text
    assert "Tidlig dialog" in page.text


def test_a_late_door_is_found_by_name_and_opened(cast: Cast, draft: Application) -> None:
    with scenes.after(draft.call):
        browser, path = browser_of(cast.frode), f"/utlysninger/{draft.call.slug}/sen-innsending/"
        page = open_page(browser, f"{path}?q=salten")
        until = draft.call.closes_at + timedelta(days=3)
        opened = page.send(
            collaboration=str(draft.collaboration_id),
            until_0=until.date().isoformat(),
            until_1="12:00",
            reason="Portalen var nede",
        )
        assert "Portalen var nede" in opened.follow().text
        assert submission.submit(by=cast.bjorn, application=draft).state == "submitted"


def test_a_look_through_the_seal_shows_the_content_once(cast: Cast, draft: Application) -> None:
    submission.submit(by=cast.bjorn, application=draft)
    page = open_page(browser_of(cast.rita), addresses.of("seal", draft.pk))
    assert "Leverandørene" not in page.text
    looked = page.send(reason="Feilsøking")
    assert "Leverandørene rekker ikke fristen" in looked.text
    assert "Leverandørene" not in open_page(browser_of(cast.rita), addresses.of("seal", draft.pk)).text
    history = open_page(browser_of(cast.anne), addresses.of("history", draft.pk))
    assert "Feilsøking" in history.text


def test_which_way_it_is_going_is_not_told_before_the_decision(cast: Cast, draft: Application) -> None:
    submission.submit(by=cast.bjorn, application=draft)
    with scenes.after(draft.call):
        for state in ("eligible", "inadmissible", "recommended", "decided"):
            Application.objects.filter(pk=draft.pk).update(state=state)
            pages = [
                open_page(browser_of(cast.anne), path).text
                for path in (addresses.application(draft.pk), "/soknader/")
            ]
            assert all("Til behandling" in text for text in pages)
            assert not any(word in text for text in pages for word in ("avvist", "Innstilling", "Vedtatt"))


# -- How many queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["application", "read", "history", "submit"])
def test_the_pages_ask_the_database_few_times(cast: Cast, draft: Application, page: str) -> None:
    browser = browser_of(cast.anne)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(addresses.of(page, draft.pk)).status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:160] for query in asked)


@pytest.mark.parametrize("key", list(SectionKey))
def test_the_forms_ask_the_database_few_times(cast: Cast, draft: Application, key: SectionKey) -> None:
    browser = browser_of(cast.anne)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(addresses.section(draft.pk, key)).status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:160] for query in asked)


def test_the_list_asks_as_few_times_for_many_as_for_one(cast: Cast, call: Call) -> None:
    browser = browser_of(cast.anne)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/soknader/")
        return len(asked)

    scenes.a_draft(cast, call=call)
    one = count()
    for number in range(5):
        scenes.a_draft(
            cast, call=call, collaboration=scenes.a_collaboration(cast, name=f"Samarbeid {number}")
        )
    assert count() == one
