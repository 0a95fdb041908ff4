"""Impartiality in full (forvaltningsloven §§ 6–10, 41): hints, doubt, the superior, and what must be done again."""

from __future__ import annotations

from datetime import date

import pytest

from helsetek.accounts import services as accounts
from helsetek.casework import permissions, selectors, services, todo
from helsetek.casework.models import ImpartialityDeclaration, Notice
from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application, Assessment
from helsetek.grants.selectors.ranking import ranking
from helsetek.grants.services import assessment as assessing
from helsetek.grants.services import decisions, notifying, proposing, recommendation
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work, fresh
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_ties_are_shown_doubt_is_settled_by_the_superior(cast: Cast) -> None:
    """§ 6 second paragraph, § 8: the tie is shown before declaring; in doubt the superior decides, with a reason."""
    application = rounds.an_eligible_application(cast)
    with at_work(application.call):
        accounts.tell_tie(
            by=cast.ingrid,
            person=cast.ingrid,
            kind="employer",
            organisation_id=cast.bodo.pk,
            until=date(2023, 6, 30),
        )
        accounts.name_superior(by=cast.rita, person=cast.ingrid, superior=cast.hans)
        [one, _other] = assessing.assign(
            by=cast.guri, application=application, assessors=[cast.ingrid, cast.jonas]
        )
        page = browser_of(cast.ingrid).get(f"/vurderinger/{one.pk}/").content.decode()
        assert "Bodø" in page
        assert "30.06.2023" in page
        assessing.declare(
            by=cast.ingrid, assessment=one, conflict=True, in_doubt=True, ground="Jobbet der i fjor."
        )
        case = application.case
        assert selectors.is_disqualified(cast.ingrid, case)
        [doubt] = selectors.doubts(case)
        assert doubt.hints == [{"kind": "earlier", "organisation": cast.bodo.pk}]
        assert [one.kind for one in todo.for_person(cast.hans)] == ["casework.doubt"]
        assert Notice.objects.filter(kind="casework.doubt_declared", person=cast.hans).exists()
        with pytest.raises(NotAllowed, match="Hans decides"):
            services.rule_on_impartiality(by=cast.frode, declaration=doubt, disqualified=False, reason="Nei.")
        with pytest.raises(WrongState, match="superior"):
            services.declare_impartiality(by=cast.ingrid, case=case, conflict=False)
        hans = browser_of(cast.hans)
        assert "Jobbet der" in hans.get(f"/saker/tvil/{doubt.pk}/").content.decode()
        answer = hans.post(f"/saker/tvil/{doubt.pk}/", {"disqualified": "no", "reason": "Lenge siden."})
        assert answer.status_code == 302
        with pytest.raises(WrongState, match="settled"):
            services.rule_on_impartiality(by=cast.hans, declaration=doubt, disqualified=True, reason="Jo.")
        assert not selectors.is_disqualified(cast.ingrid, case)
        opened = assessing.declare(by=cast.ingrid, assessment=one, conflict=False)
    assert opened.state == "open"
    assert [event.verb for event in events.of_case(case.number)][-4:] == [
        "grants.assessment_doubted",
        "casework.found_impartial",
        "casework.impartiality_declared",
        "grants.assessment_opened",
    ]


def test_what_a_disqualified_assessor_did_is_done_again(cast: Cast) -> None:
    """Found disqualified after the recommendation: assessed, recommended and decided again, and nothing before that."""
    allotment = rounds.a_prepared_round(cast)
    application = Application.objects.order_by("pk")[0]
    case = application.case
    with at_work(allotment.call):
        found = services.find_disqualified(
            by=cast.frode, person=cast.ingrid, case=case, grounds=["leads"], reason="Sitter i styret."
        )
        assert (found.grounds, found.ruled_by) == (["leads"], cast.frode)
        assert fresh(application).state == "eligible"
        assert Assessment.objects.get(application=application, assessor=cast.ingrid).state == "blocked"
        assert not application.decisions.filter(reopened_at__isnull=True).exists()
        assert [act.verb for act in permissions.open_acts(case)] == ["grants.assessment_handed_in"]
        assert "casework.redo" in {one.kind for one in todo.for_person(cast.guri)}
        assert "Must be done again" not in browser_of(cast.jonas).get("/mine-oppgaver/").content.decode()
        page = browser_of(cast.guri).get(f"/soknader/{application.pk}/sak/").content.decode()
        assert "disqualified" in page or "inhabil" in page
        assert application.pk not in {row.application.pk for row in ranking(allotment)}
        # Assessed again by a substitute, recommended again, prepared again: then it goes on.
        blocked = Assessment.objects.get(application=application, assessor=cast.ingrid)
        new = assessing.name_substitute(by=cast.guri, assessment=blocked, substitute=cast.vilde)
        new = assessing.declare(by=cast.vilde, assessment=new, conflict=False)
        assessing.hand_in(by=cast.vilde, assessment=new, scores=rounds.scores(application, 2))
        assert permissions.open_acts(case) == []
        recommendation.recommend(
            by=cast.guri, application=fresh(application), amount_ore=50_000_00, reasons="Vurdert på nytt."
        )
        proposing.propose(by=cast.guri, allotment=allotment)
        made = rounds.a_prepared_decision(cast, fresh(application))
        assert decisions.decide(by=cast.hans, decision=made).decided_by == cast.hans


def test_a_disqualified_officer_stops_the_round_until_somebody_without_a_hand_lets_it_stand(
    cast: Cast,
) -> None:
    allotment = rounds.a_decided_round(cast)
    application = Application.objects.order_by("pk")[0]
    case = application.case
    with at_work(allotment.call):
        services.declare_impartiality(
            by=cast.guri, case=case, conflict=True, ground="Svigersøster leder.", grounds=["family"]
        )
        acts = permissions.open_acts(case)
        assert {"grants.found_eligible", "grants.recommended", "grants.decision_prepared"} <= {
            act.verb for act in acts
        }
        assert "grants.formal_check_saved" not in {act.verb for act in acts}
        with pytest.raises(RuleBroken, match="must be done again"):
            notifying.notify_round(by=cast.gunnar, allotment=allotment)
        with pytest.raises(RuleBroken, match="must be done again"):
            proposing.propose(by=cast.gunnar, allotment=allotment)
        for unfit in (cast.guri, cast.hans, cast.ingrid):
            with pytest.raises(NotAllowed):
                services.leave_standing(by=unfit, act=acts[0], reason="Greit.")
        with pytest.raises(RuleBroken):
            services.leave_standing(by=cast.frode, act=acts[0], reason=" ")
        frode = browser_of(cast.frode)
        for act in acts:
            answer = frode.post(f"/saker/gjor-om/{act.pk}/", {"reason": "Utfallet hadde vært det samme."})
            assert answer.status_code == 302
        with pytest.raises(WrongState):
            services.leave_standing(by=cast.frode, act=acts[0], reason="Igjen.")
        assert permissions.may_go_on(case)
        notifying.notify_round(by=cast.gunnar, allotment=allotment)
    assert fresh(application).state == "notified"
    assert not ImpartialityDeclaration.objects.filter(case=case, in_doubt=True).exists()


def test_who_decides_about_whom(cast: Cast) -> None:
    application = rounds.an_eligible_application(cast)
    case = application.case
    with at_work(application.call):
        assert permissions.may_judge_impartiality(cast.frode, cast.guri, case)
        assert not permissions.may_judge_impartiality(cast.guri, cast.guri, case)
        assert not permissions.may_judge_impartiality(cast.hans, cast.guri, case)
        with pytest.raises(RuleBroken, match="no such ground"):
            services.find_disqualified(
                by=cast.frode, person=cast.guri, case=case, grounds=["aura"], reason="Fordi."
            )
        answer = browser_of(cast.frode).post(
            f"/saker/{case.number}/habilitet/funnet/",
            {"person": cast.guri.pk, "grounds": ["special"], "reason": "Nabo."},
        )
        assert answer.status_code == 302
        assert selectors.is_disqualified(cast.guri, case)
        with pytest.raises(RuleBroken):
            accounts.tell_tie(by=cast.ingrid, person=cast.ingrid, kind="home", organisation_id=cast.ks.pk)
        with pytest.raises(NotAllowed):
            accounts.tell_tie(by=cast.anne, person=cast.anne, kind="home", organisation_id=cast.bodo.pk)
