"""Training, moderation with minutes, the model, what is ranked by; and a round handed out at once.

Applications are judged alike whoever assesses them (bestemmelser om økonomistyring i staten, chapter 6.3).
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.models import Event
from helsetek.grants.models import Adjustment, Application, Assessment, Score
from helsetek.grants.selectors import calibration as selectors
from helsetek.grants.selectors import handing_out as proposals
from helsetek.grants.selectors.ranking import ranking
from helsetek.grants.services import assessment as assessing
from helsetek.grants.services import calibrating as services
from helsetek.grants.services import handing_out, proposing
from tests import rounds, scenes
from tests.cast import Cast
from tests.rounds import at_work
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_training_first_then_a_meeting_then_changed_scores(cast: Cast) -> None:
    application = rounds.an_eligible_application(cast)
    call = application.call
    codes = assessing.criteria_of(application)
    with at_work(call):
        case = services.add_training_case(by=cast.guri, call=call, title="Øving", text="Tre kommuner.")
        one, other = rounds.open_assessments(cast, application)
        with pytest.raises(WrongState, match="training case"):
            assessing.hand_in(by=cast.ingrid, assessment=one, scores=rounds.scores(application, 4))
        ingrid = browser_of(cast.ingrid)
        assert "Øving" in ingrid.get("/mine-oppgaver/").content.decode()
        assert "Tre kommuner" in ingrid.get(f"/vurderinger/oving/{case.pk}/").content.decode()
        answer = ingrid.post(f"/vurderinger/oving/{case.pk}/", {f"points_{code}": "1" for code in codes})
        assert answer.status_code == 302
        with pytest.raises(RuleBroken):
            services.score_training(by=cast.jonas, case=case, points={codes[0]: 3})
        services.score_training(by=cast.jonas, case=case, points=dict.fromkeys(codes, 4))
        with pytest.raises(WrongState, match="already"):
            services.score_training(by=cast.jonas, case=case, points=dict.fromkeys(codes, 4))
        seen = selectors.view_of_training(call)
        assert [one.name for one in seen.assessors] == ["Ingrid", "Jonas"]
        assert seen.assessors[0].profile.distance == -60
        assert len(seen.outliers) == 2
        for each in (one, other):
            assessing.hand_in(by=each.assessor, assessment=each, scores=rounds.scores(application, 3))
        # Changed after a meeting only, by who took part, and what it was stays.
        with pytest.raises(RuleBroken, match="At least two"):
            services.keep_minutes(
                by=cast.guri, call=call, held_on=clock.today(), participants=[cast.ingrid], agreed="Enige."
            )
        guri = browser_of(cast.guri)
        here = f"/utlysninger/{call.slug}/tildeling/1/kalibrering/"
        minutes = {"act": "minutes", "held_on": f"{clock.today():%d.%m.%Y}", "agreed": "4 krever tall."}
        minutes |= {"participants": [str(cast.ingrid.pk), str(cast.vilde.pk)]}
        assert guri.post(here, minutes).status_code == 302
        [meeting] = selectors.moderations_of(call)
        change = {"moderation": meeting, "criterion": codes[0], "points": 4, "reason": "Tallene finnes."}
        with pytest.raises(RuleBroken, match="take part"):
            services.change_score(by=cast.jonas, assessment=other, **change)
        made = services.change_score(by=cast.ingrid, assessment=one, **change)
        assert (made.before, made.after, made.before_reason) == (3, 4, rounds.REASON)
        assert Score.objects.get(assessment=one, criterion=codes[0]).points == 4
        assert Event.objects.get(verb="grants.score_changed").data["before"] == 3
        assert "Tallene finnes" in ingrid.get(f"/vurderinger/{one.pk}/endre/").content.decode()
        page = guri.get(here).content.decode()
        assert "4 krever tall." in page
        with pytest.raises(RuleBroken, match="too few"):
            services.ask_the_model(by=cast.guri, call=call)


def test_what_is_ranked_by_is_chosen_with_a_reason_and_shown(cast: Cast) -> None:
    """The model itself is held in its own test; here two scores change places by it, and nothing is silent."""
    allotment = rounds.a_proposed_round(cast)
    first, second, third = (row.application.pk for row in ranking(allotment))
    digest = selectors.digest_of(selectors.given_in(allotment.call))
    with at_work(allotment.call):
        with pytest.raises(RuleBroken, match="not been asked"):
            services.choose_basis(by=cast.frode, allotment=allotment, basis="adjusted", reason="Fordi.")
        found = {"severities": {}, "scores": {str(first): 70.04, str(second): 88.26, str(third): 60.0}}
        Adjustment.objects.create(
            call=allotment.call,
            model="test",
            found=found,
            digest=digest,
            made_by=cast.guri,
            made_at=clock.now(),
        )
        assert [row.application.pk for row in ranking(allotment)] == [first, second, third]  # not by itself
        with pytest.raises(NotAllowed):
            services.choose_basis(by=cast.guri, allotment=allotment, basis="adjusted", reason="Fordi.")
        here = f"/utlysninger/{allotment.call.slug}/tildeling/1/"
        basis = {"act": "basis", "basis": "adjusted", "reason": "Ingrid var streng."}
        assert browser_of(cast.frode).post(f"{here}kalibrering/", basis).status_code == 302
        rows = ranking(allotment)
        assert [row.application.pk for row in rows] == [second, first, third]
        assert (rows[0].score, rows[0].raw_score) == (Decimal("88.3"), Decimal("80.0"))
        page = browser_of(cast.guri).get(here).content.decode()
        assert "Ingrid var streng." in page
        exported = browser_of(cast.guri).get(here, {"export": "csv"}).content.decode()
        assert "88,3" in exported
        assert "80" in exported
        assert Event.objects.get(verb="grants.basis_chosen").reasons == "Ingrid var streng."
        proposing.propose(by=cast.guri, allotment=allotment)
        Score.objects.filter(assessment__application=third).update(points=5)
        with pytest.raises(RuleBroken, match="changed since"):
            proposing.propose(by=cast.guri, allotment=allotment)


def test_a_round_is_handed_out_in_one_act(cast: Cast) -> None:
    call = scenes.an_open_call(cast)
    made = []
    for number in range(3):
        with scenes.during(call):
            collaboration = scenes.a_collaboration(cast, name=f"Sammen {number}")
        submitted = scenes.a_submitted_application(cast, call=call, collaboration=collaboration)
        made.append(rounds.an_eligible_application(cast, application=submitted))
    from helsetek.accounts import services as accounts

    with at_work(call):
        area = proposals.areas_of([made[0].pk])[made[0].pk]
        services.keep_competence(by=cast.vilde, areas=[area, "ukjent"])
        accounts.tell_tie(by=cast.jonas, person=cast.jonas, kind="home", organisation_id=cast.steinkjer.pk)
        proposed = proposals.propose(call)
        assert {len(row.proposed) for row in proposed.rows} == {2}
        assert max(desk.after for desk in proposed.desks) == 2
        guri = browser_of(cast.guri)
        here = f"/utlysninger/{call.slug}/tildeling/1/vurderere/"
        page = guri.get(here).content.decode()
        assert "knows the field" in page or "kjenner" in page
        sent = {
            f"assessor_{row.application.pk}_{place}": str(one.assessor)
            for row in proposed.rows
            for place, one in enumerate(row.proposed)
        }
        with pytest.raises(NotAllowed):
            handing_out.hand_out(by=cast.hans, call=call, chosen={})
        twice = sent | {name: str(cast.vilde.pk) for name in sent}
        assert guri.post(here, twice).status_code == 422
        assert not Assessment.objects.exists()  # all of them, or none
        assert guri.post(here, sent).status_code == 302
        counted = Counter(Assessment.objects.values_list("application_id", flat=True))
        assert counted == Counter({one.pk: 2 for one in made})
        assert proposals.propose(call).rows == ()
    assert Event.objects.filter(verb="grants.round_handed_out").count() == 1
    assert Application.objects.filter(state="eligible").count() == 3


def test_who_has_a_tie_is_left_out(cast: Cast) -> None:
    application = rounds.an_eligible_application(cast)
    from helsetek.accounts import services as accounts

    with at_work(application.call):
        accounts.tell_tie(by=cast.jonas, person=cast.jonas, kind="home", organisation_id=cast.bodo.pk)
        [row] = proposals.propose(application.call).rows
        assert {one.assessor for one in row.proposed} == {cast.ingrid.pk, cast.vilde.pk}
        accounts.tell_tie(by=cast.vilde, person=cast.vilde, kind="board", organisation_id=cast.fauske.pk)
        assert proposals.propose(application.call).lacking == (application.case.number,)
