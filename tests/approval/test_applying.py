"""From a draft to a sealed declaration, through control, tests and review, to a decision and the register.

The duties (docs/law.md): forvaltningsloven § 6; EHDS art. 43 (conflicts of interest).
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from helsetek.approval import sealing, selectors
from helsetek.approval.models import Approval, Declaration, StatusEvent
from helsetek.approval.rules.papers import Kind
from helsetek.approval.rules.status import Status
from helsetek.approval.services import applying, deciding, handling, statuses, testing
from helsetek.casework import selectors as casework
from helsetek.casework import todo
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, WrongState
from helsetek.standards import selectors as standards
from helsetek.standards import services as keeping
from tests.approval import making
from tests.cast import Cast


def status_of(approval: Approval) -> str:
    shown = selectors.entry(selectors.approval(approval.number))
    assert shown
    return shown.status


def test_completeness_is_shown_and_holds_the_application_back(cast: Cast) -> None:
    draft = making.a_draft(cast)
    parts = {part.key: part for part in selectors.completeness(draft)}
    assert (parts["answers"].done, parts["answers"].total) == (0, 18)
    assert (parts["declaration"].done, parts["declaration"].total) == (3, 8)  # what was known is filled in
    with pytest.raises(RuleBroken) as refused:
        applying.submit(by=cast.nils, application=draft, place="Bodø", function="Leder")
    assert "EHDS-1.1" in refused.value.fields[""][0]
    with pytest.raises(StaleEdit):
        applying.save_papers(by=cast.nils, application=draft, kind=Kind.SHEET, given={}, revision=7)
    with pytest.raises(NotAllowed):
        applying.save_papers(by=cast.anne, application=draft, kind=Kind.SHEET, given={}, revision=0)
    with pytest.raises(RuleBroken):
        applying.declare_on(by=cast.nils, application=draft, answers={"EHDS-1.1": ("not_applicable", " ")})


def test_the_declaration_is_sealed_kept_ten_years_and_never_changed(cast: Cast) -> None:
    """EHDS Article 39, Annex IV, Article 30(3)."""
    sent = making.submitted(cast)
    sealed = Declaration.objects.get(application=sent)
    assert sealing.holds(sealed.content, sealed.sha256, sealed.jws, sealed.key)
    assert not sealing.holds(sealed.content.replace("pass", "fail"), sealed.sha256, sealed.jws, sealed.key)
    content = json.loads(sealed.content)
    assert set(content["declaration"]) == {
        "name", "manufacturer", "sole", "conforms", "standards", "specs", "signed", "additional",
    }  # fmt: skip
    assert content["declaration"]["signed"].startswith("Bodø, ")
    assert content["requirements"]["sha256"] == sent.version.content_hash
    assert sealed.kept_until.year == clock.today().year + 10
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.filter(pk=sealed.pk).update(sha256="0" * 64)
    # Type a: public at once, as declared and not controlled.
    assert status_of(Approval.objects.get(application=sent)) == "declared"


def test_the_version_of_the_set_stays_pinned(cast: Cast) -> None:
    draft = making.a_draft(cast)
    after = keeping.begin_version(by=cast.frode, requirement_set=draft.version.set)
    keeping.publish_version(by=cast.frode, version=after, note="Ny utgave")
    assert selectors.application(draft.pk).version.number == 1
    current = standards.current_version(draft.version.set)
    assert current is not None
    assert current.number == 2


def test_type_b_is_tested_reviewed_by_another_and_decided_by_a_third(cast: Cast) -> None:
    application = making.in_testing(cast)
    assert not Approval.objects.filter(application=application).exists()  # nothing public before the decision
    testing.add_run(by=cast.nils, application=application, content=making.a_run())
    testing.add_run(by=cast.guri, application=application, content=making.a_run())
    assert application.runs.count() == 1  # the same result is kept once
    with pytest.raises(RuleBroken):
        testing.add_run(by=cast.nils, application=application, content=making.a_run(kit="annet"))
    with pytest.raises(RuleBroken):
        testing.add_run(by=cast.nils, application=application, content=b"<xml/>")
    with pytest.raises(RuleBroken, match="DM-1"):
        testing.finish_testing(by=cast.guri, application=application)
    failed = making.all_passed(application) | {"DM-6": ("fail", "Ingen feilkode")}
    testing.find_results(by=cast.guri, application=application, found=failed)
    testing.comment(by=cast.nils, application=application, code="DM-6", text="Rettet i 4.2.1")
    with pytest.raises(RuleBroken):  # a fail that becomes a pass says why
        testing.find_results(by=cast.guri, application=application, found={"DM-6": ("pass", "")})
    testing.find_results(by=cast.guri, application=application, found={"DM-6": ("pass", "Prøvd på nytt")})
    tested = testing.finish_testing(by=cast.guri, application=application)
    with pytest.raises(NotAllowed):  # the reviewer is not the tester
        handling.recommend(by=cast.guri, application=tested, outcome="approved", text="x")
    handling.recommend(by=cast.gunnar, application=tested, outcome="approved", text="Oppfylt")
    assert any(one.kind == "approval.decide" for one in todo.for_person(cast.hans))
    deciding.decide(by=cast.hans, application=tested, outcome="approved", reasons="Kravene er oppfylt.")
    approval = Approval.objects.get(application=tested)
    assert status_of(approval) == "approved"
    assert approval.valid_until
    [letter] = casework.letters_of(tested.case)
    assert letter.sent_at
    assert {flag for event in selectors.flagged() for flag in event.data["flags"]} == {"result_improved"}


def test_type_c_is_tested_by_the_laboratory_only(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        making.a_draft(cast, "c", "Uten lab")
    lab = making.a_laboratory(cast, cast.tor)
    application = making.in_testing(cast, "c", laboratory_id=lab.pk)
    with pytest.raises(NotAllowed):
        testing.find_results(by=cast.guri, application=application, found={})
    with pytest.raises(NotAllowed):
        testing.find_results(by=cast.nils, application=application, found={})
    testing.find_results(by=cast.tor, application=application, found=making.all_passed(application))
    assert testing.finish_testing(by=cast.tor, application=application).state == "review"


def test_more_is_asked_for_and_given_and_conditions_are_conditions(cast: Cast) -> None:
    taken = handling.take(by=cast.guri, application=making.submitted(cast))
    with pytest.raises(RuleBroken):
        handling.ask_for_more(by=cast.guri, application=taken, text="Mer", answer_by=clock.today())
    later = clock.today() + timedelta(days=14)
    asked = handling.ask_for_more(by=cast.guri, application=taken, text="Arkitektur mangler", answer_by=later)
    assert any(one.kind == "approval.write" for one in todo.for_person(cast.nils))
    applying.answer(by=cast.nils, application=asked, text="Lagt til")
    with pytest.raises(WrongState):
        applying.answer(by=cast.nils, application=asked, text="En gang til")
    checked = handling.pass_documents(by=cast.guri, application=asked, note="")
    ready = handling.recommend(by=cast.gunnar, application=checked, outcome="refused", text="Svak logg")
    with pytest.raises(RuleBroken):
        deciding.decide(by=cast.hans, application=ready, outcome="approved", reasons="x", conditions="y")
    deciding.decide(
        by=cast.hans,
        application=ready,
        outcome="conditional",
        reasons="I hovedsak oppfylt",
        conditions="Logg innen mai",
    )
    assert [event.status for event in StatusEvent.objects.order_by("id")] == ["declared", "conditional"]
    assert "refused_turned" in selectors.flagged()[0].data["flags"]


def test_status_is_said_with_reason_and_basis_and_shown_the_same_second(cast: Cast) -> None:
    approval = making.approved(cast)
    say = {"by": cast.hans, "approval": approval, "reason": "Logg mangler"}
    with pytest.raises(RuleBroken):
        statuses.say_status(status=Status.SUSPENDED, **say)
    with pytest.raises(NotAllowed):
        statuses.say_status(**{**say, "by": cast.guri}, status=Status.SUSPENDED, legal_basis="EHDS art. 45")
    statuses.say_status(status=Status.SUSPENDED, legal_basis="EHDS art. 45", **say)
    assert status_of(approval) == "suspended"
    statuses.say_status(status=Status.APPROVED, **say)
    statuses.withdraw_approval(by=cast.nils, approval=approval, reason="Selges ikke lenger")
    with pytest.raises(WrongState):
        statuses.say_status(status=Status.APPROVED, **say)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusEvent.objects.filter(approval=approval).delete()
