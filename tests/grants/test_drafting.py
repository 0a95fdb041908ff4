"""Several people write one draft: nothing is lost, nothing is saved twice, and nobody writes what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework import selectors as casework
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, TooLate, WrongState
from helsetek.common.money import kroner
from helsetek.cooperation import services as cooperating
from helsetek.grants.models import Application, SectionVersion
from helsetek.grants.rules.sections import SectionKey, dump
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import drafting
from helsetek.registry.selectors import Organisation
from helsetek.scheme import services as scheming
from tests import scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PROJECT, BUDGET, PARTNERS = SectionKey.PROJECT, SectionKey.BUDGET, SectionKey.PARTNERS


@pytest.fixture
def draft(cast: Cast) -> Application:
    return scenes.a_draft(cast)


def save(application: Application, by: object, title: str, revision: int, **more: object) -> SectionVersion:
    return drafting.save_section(
        by=by,
        application=application,
        key=PROJECT,
        data={"title": title},
        revision=revision,
        **more,  # type: ignore[arg-type]
    )


# -- Begin --------------------------------------------------------------------------------------------


def test_a_draft_has_a_case_with_the_members_as_parties(cast: Cast, draft: Application) -> None:
    parties = casework.parties_of(draft.case)
    assert [(p.organisation.name, p.role) for p in parties] == [
        ("Bodø", "lead"), ("Fauske – Fuosko", "member"), ("Saltdal", "member"),
    ]  # fmt: skip
    assert draft.case.title == "Felles journal i Salten"
    assert draft.call_version.number == 1
    assert [event.verb for event in events.of_case(draft.case.number)] == ["grants.begun"]


def test_beginning_twice_gives_the_same_draft(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        again = drafting.begin(by=cast.bjorn, call=draft.call, collaboration=draft.collaboration)
    assert again == draft
    assert Application.objects.count() == 1


@pytest.mark.parametrize("who", ["siri", "cecilie", "trond", "guri", "rita", "tor"])
def test_only_those_who_write_or_sign_for_the_lead_begin(cast: Cast, who: str) -> None:
    call, collaboration = scenes.an_open_call(cast), scenes.a_collaboration(cast)
    with scenes.during(call), pytest.raises(NotAllowed):
        drafting.begin(by=getattr(cast, who), call=call, collaboration=collaboration)


def test_a_draft_can_be_begun_when_the_call_is_announced_and_not_when_it_has_closed(cast: Cast) -> None:
    call, collaboration = scenes.an_open_call(cast), scenes.a_collaboration(cast)
    with scenes.after(call), pytest.raises(TooLate):
        drafting.begin(by=cast.anne, call=call, collaboration=collaboration)
    with clock.at(call.opens_at - timedelta(days=1)):
        drafting.begin(by=cast.anne, call=call, collaboration=collaboration)


def test_a_cancelled_call_takes_no_applications(cast: Cast) -> None:
    call, collaboration = scenes.an_open_call(cast), scenes.a_collaboration(cast)
    with scenes.during(call):
        call = scheming.cancel_call(by=cast.frode, call=call, reason="Ingen bevilgning")
        with pytest.raises(WrongState):
            drafting.begin(by=cast.anne, call=call, collaboration=collaboration)


# -- Save ---------------------------------------------------------------------------------------------


def test_a_half_filled_section_is_saved_and_read_back(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        saved = save(draft, cast.anne, "Felles journal", 0)
    assert saved.number == 1
    assert selectors.section(draft, PROJECT).model_dump()["title"] == "Felles journal"
    draft.case.refresh_from_db()
    assert draft.case.title == "Felles journal"


def test_members_write_too_those_not_yet_consented_included(cast: Cast) -> None:
    call = scenes.an_open_call(cast)
    draft = scenes.a_draft(cast, call=call, collaboration=scenes.a_collaboration(cast, consented=False))
    with scenes.during(call):
        assert save(draft, cast.cecilie, "Fra Fauske", 0).saved_by == cast.cecilie


@pytest.mark.parametrize("who", ["siri", "trond", "aud", "guri", "frode", "rita", "ingrid", "nils", "tor"])
def test_nobody_else_writes(cast: Cast, draft: Application, who: str) -> None:
    with scenes.during(draft.call), pytest.raises(NotAllowed):
        save(draft, getattr(cast, who), "x", 0)
    assert not SectionVersion.objects.exists()


def test_a_stale_save_shows_both_versions_and_changes_nothing(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        save(draft, cast.anne, "Annes", 0)
        with pytest.raises(StaleEdit) as stale:
            save(draft, cast.cecilie, "Cecilies", 0)
    assert stale.value.theirs["title"] == "Annes"
    assert stale.value.yours["title"] == "Cecilies"
    assert stale.value.revision == 1
    assert selectors.section(draft, PROJECT).model_dump()["title"] == "Annes"


def test_having_seen_both_one_may_save_on_top(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        save(draft, cast.anne, "Annes", 0)
        assert save(draft, cast.cecilie, "Begges", 1).number == 2
    assert list(selectors.versions_of(draft, PROJECT).values_list("number", flat=True)) == [2, 1]


def test_saving_the_same_twice_is_saving_once(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        first, second = (save(draft, cast.anne, "Det samme", 0) for _ in range(2))
    assert first == second
    assert SectionVersion.objects.count() == 1


def test_different_sections_do_not_collide(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        save(draft, cast.anne, "Felles journal", 0)
        drafting.save_section(
            by=cast.cecilie, application=draft, key=SectionKey.FUNDING, data={"no_others": True}, revision=0
        )
    assert set(selectors.heads(draft)) == {PROJECT, SectionKey.FUNDING}


def test_the_sum_asked_for_follows_the_budget(cast: Cast, draft: Application) -> None:
    data = {"requested": [{"year": 2024, "amount_ore": kroner(500_000)}]}
    with scenes.during(draft.call):
        drafting.save_section(by=cast.anne, application=draft, key=BUDGET, data=data, revision=0)
    draft.refresh_from_db()
    assert draft.requested_ore == kroner(500_000)


def test_bad_fields_are_named_and_nothing_is_saved(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call), pytest.raises(RuleBroken) as refused:
        drafting.save_section(
            by=cast.anne,
            application=draft,
            key=BUDGET,
            data={"lines": [{"amount_ore": -5}]},
            revision=0,
        )
    assert list(refused.value.fields) == ["lines.0.amount_ore"]
    assert not SectionVersion.objects.exists()


def test_only_partners_can_be_named_in_a_section(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call), pytest.raises(RuleBroken):
        drafting.save_section(
            by=cast.anne,
            application=draft,
            key=PARTNERS,
            data={"partners": [{"organisation_id": cast.steinkjer.pk}]},
            revision=0,
        )


def test_a_partner_who_has_left_may_stand_where_it_stood(cast: Cast, draft: Application) -> None:
    data = {"partners": [{"organisation_id": cast.saltdal.pk, "tasks": "Alt"}]}
    with scenes.during(draft.call):
        drafting.save_section(by=cast.anne, application=draft, key=PARTNERS, data=data, revision=0)
        _leave(draft, cast.saltdal, cast)
        data["partners"][0]["tasks"] = "Ikke lenger"
        drafting.save_section(by=cast.anne, application=draft, key=PARTNERS, data=data, revision=1)


def _leave(draft: Application, place: Organisation, cast: Cast) -> None:
    membership = draft.collaboration.memberships.get(organisation=place, state="consented")
    cooperating.withdraw(by=cast.eli, membership=membership, reason="Går ut")


def test_the_parties_of_a_draft_follow_the_collaboration(cast: Cast, draft: Application) -> None:
    with scenes.during(draft.call):
        _leave(draft, cast.saltdal, cast)
        cooperating.invite(by=cast.anne, collaboration=draft.collaboration, organisation_ids=[cast.alver.pk])
        names = [party.organisation.name for party in casework.parties_of(draft.case)]
        assert names == ["Bodø", "Alver", "Fauske – Fuosko"]
        with pytest.raises(NotAllowed):
            save(draft, cast.eli, "x", 0)
        save(draft, cast.aud, "Frå Alver", 0)


# -- Autosave ------------------------------------------------------------------------------------------


def test_automatic_steps_are_thinned_and_logged_once_a_stretch(cast: Cast, draft: Application) -> None:
    start = draft.call.closes_at - timedelta(days=3)
    revision = 0
    for second in range(0, 120, 10):
        with clock.at(start + timedelta(seconds=second)):
            revision = save(draft, cast.anne, f"Felles {second}", revision, automatic=True).number
    assert revision == 12
    assert SectionVersion.objects.count() < 5
    assert selectors.section(draft, PROJECT).model_dump()["title"] == "Felles 110"
    saves = [event for event in events.of_case(draft.case.number) if event.verb == "grants.section_saved"]
    assert len(saves) < 5


def test_what_was_saved_by_hand_is_never_thinned(cast: Cast, draft: Application) -> None:
    start = draft.call.closes_at - timedelta(days=3)
    for second, automatic in ((0, False), (5, True), (10, True), (15, False), (20, True), (25, True)):
        with clock.at(start + timedelta(seconds=second)):
            head = selectors.head(draft, PROJECT)
            save(draft, cast.anne, f"Nr {second}", head.number if head else 0, automatic=automatic)
    titles = [version.data["title"] for version in SectionVersion.objects.order_by("number")]
    assert {"Nr 0", "Nr 15", "Nr 25"} <= set(titles)


# -- The call changes -----------------------------------------------------------------------------------


def test_a_change_of_the_call_is_told_shown_and_followed_by_choice(cast: Cast, draft: Application) -> None:
    call = scenes.a_changed_call(cast, draft.call, reason="Fristen er utsatt en uke")
    draft = selectors.application(draft.pk)
    newer = selectors.newer_version(draft)
    assert newer is not None
    assert newer.reason == "Fristen er utsatt en uke"
    told = {notice.person.name for notice in casework.notices_of(cast.anne)} | {
        notice.person.name for notice in casework.notices_of(cast.bjorn)
    }
    assert told == {"Anne", "Bjorn"}
    with scenes.during(call):
        moved = drafting.move_to_newest_terms(by=cast.anne, application=draft)
        assert moved.call_version == newer
        assert drafting.move_to_newest_terms(by=cast.anne, application=draft).call_version == newer
    assert selectors.newer_version(selectors.application(draft.pk)) is None


# -- Copy -------------------------------------------------------------------------------------------------


def test_an_earlier_application_is_copied_as_far_as_it_fits(cast: Cast) -> None:
    earlier = scenes.a_submitted_application(cast, title="Fjorårets prosjekt")
    new_call = scenes.an_open_call(
        cast,
        slug="helseteknologi-2025",
        opens_at=scenes.OPENS + timedelta(days=365),
        closes_at=scenes.CLOSES + timedelta(days=365),
        terms=scenes.some_terms("2027"),
    )
    with scenes.during(new_call):
        draft = scenes.a_draft(cast, call=new_call, collaboration=earlier.collaboration)
        copied = drafting.copy_sections(
            by=cast.anne, application=draft, earlier=earlier, keys=list(SectionKey)
        )
    content = selectors.content_of(draft)
    assert SectionKey.FUNDING not in copied
    assert content.project.title == "Fjorårets prosjekt"
    assert {line.year for line in content.budget.lines} == {2027}
    assert content.budget.requested == ()
    assert content.plan.starts is None


def test_nobody_copies_what_they_cannot_see(cast: Cast) -> None:
    theirs = scenes.a_complete_draft(cast)
    with scenes.during(theirs.call):
        own = scenes.a_draft(
            cast, call=theirs.call, collaboration=scenes.a_collaboration(cast, lead="alver", members=())
        )
        with pytest.raises(NotAllowed):
            drafting.copy_sections(by=cast.aud, application=own, earlier=theirs, keys=[PROJECT])


def test_a_whole_draft_is_complete_and_within_the_rules(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        assert {status.state for status in selectors.completeness(draft)} == {"complete"}
        results = selectors.eligibility_now(draft)
    assert {result.outcome.value for result in results} == {"ok"}


def test_the_rules_answer_for_what_is_being_typed(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    typed = selectors.budget_of(draft).model_copy(update={"requested": ()})
    with scenes.during(draft.call):
        results = selectors.eligibility_now(draft, unsaved={BUDGET: typed})
    assert {r.rule for r in results if r.outcome.stops} == {"share_of_cost", "funding_plan"}
    assert dump(selectors.budget_of(draft))["requested"]  # nothing was saved
