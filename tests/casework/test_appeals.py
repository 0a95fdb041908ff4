"""An appeal from the letter that is received to the ruling of the appeal body; requests; reversal; four eyes.

The duties (docs/law.md): forvaltningsloven § 24; forvaltningsloven § 42; riksarkivarens forskrift;
forvaltningsloven § 27.
"""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from helsetek.casework import appealing, permissions, selectors, services
from helsetek.casework.models import Appeal, Case, DocumentAccess, Letter, Notice, Ruling
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import How, Kind
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.services import Answered, Proposed
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, TooLate, WrongState
from helsetek.common.hashing import sha256
from helsetek.common.instants import end_of, oslo
from tests.cast import Cast

from . import challenged
from .challenged import TOLD, WHY

IN_TIME, LATE = oslo(2026, 11, 25, 10), oslo(2026, 12, 20, 10)


@pytest.fixture
def letter(case: Case, cast: Cast) -> Letter:
    return challenged.a_told_letter(case, cast)


@pytest.fixture
def remedy(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> challenged.Remembered:
    monkeypatch.setattr(appealing, "_rooms", dict(appealing._rooms))
    return challenged.register(letter)


def read(letter: Letter | None) -> str:
    assert letter is not None
    pages = PdfReader(io.BytesIO(selectors.content_of(letter.document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def fresh(thing: Appeal) -> Appeal:
    return selectors.appeal(thing.pk)


def verbs_of(thing: Appeal) -> list[str]:
    log = [event for event in events.of_case(thing.case.number) if event.thing == f"appeal:{thing.pk}"]
    return [event.verb.removeprefix("casework.") for event in log]


def test_the_time_runs_from_when_each_party_received_the_letter(
    case: Case, cast: Cast, letter: Letter, remedy: object
) -> None:
    """Forvaltningsloven § 29: opened is received; else recorded by hand; else presumed. Each party has its own."""
    decision = selectors.appealable(case, "test.decision", 1)
    assert decision is not None
    bodo, fauske = cast.bodo.pk, cast.fauske.pk
    with clock.at(oslo(2026, 11, 10, 9)):
        for reader in (cast.guri, cast.siri, cast.anne, cast.anne):  # staff and auditor receive nothing
            services.open_letter(by=reader, letter=letter)
    opened, presumed = selectors.deadline_of(decision, bodo), selectors.deadline_of(decision, fauske)
    assert opened is not None
    assert opened.at == end_of(date(2026, 12, 1))
    assert presumed is not None
    assert presumed.at == end_of(date(2026, 12, 7))
    assert presumed.received.how is How.PRESUMED
    with clock.at(IN_TIME):
        with pytest.raises(NotAllowed):
            services.record_receipt(
                by=cast.david, letter=letter, organisation_id=fauske, on=date(2026, 11, 20), note="Post"
            )
        with pytest.raises(RuleBroken):
            services.record_receipt(
                by=cast.guri, letter=letter, organisation_id=fauske, on=date(2026, 11, 1), note="Post"
            )
        services.record_receipt(
            by=cast.guri, letter=letter, organisation_id=fauske, on=date(2026, 11, 20), note="Rekommandert"
        )
    recorded = selectors.deadline_of(decision, fauske)
    assert recorded is not None
    assert recorded.at == end_of(date(2026, 12, 11))
    assert letter.receipts.count() == 2
    assert selectors.last_deadlines([letter])[letter.pk] == end_of(date(2026, 12, 11))


def test_upheld_it_goes_on_with_a_statement_is_commented_and_changed_by_the_appeal_body(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Forvaltningsloven §§ 32–34: written by the party, prepared by one, decided by another, sent on, settled."""
    appeal = challenged.a_sent_appeal(case, cast, IN_TIME)
    assert (appeal.state, appeal.late) == ("submitted", False)
    receipt = case.letters.get(kind="casework.appeal_receipt")
    assert "Vi har mottatt klagen" in read(receipt)
    assert receipt.sent_at
    ruling = challenged.rule(cast, appeal, rules.UPHELD, IN_TIME)
    appeal = fresh(appeal)
    assert appeal.state == "sent_on"
    assert appeal.comments_due_at == end_of(date(2026, 12, 9))
    text = read(ruling.letter)
    for words in [
        "forvaltningsloven § 33",
        WHY.rule,
        WHY.facts,
        WHY.discretion,
        "9. desember 2026",
        "Hans",
        "Guri",
    ]:
        assert words in text
    assert ruling.letter is not None
    stored = selectors.content_of(ruling.letter.document)
    [logged] = [e for e in events.of_case(case.number) if e.verb == "casework.appeal_decided"]
    assert sha256(stored) == logged.data["sha256"], "what was sent is what is stored"
    with clock.at(IN_TIME):
        services.comment_on_statement(by=cast.anne, appeal=appeal, comments="Vi står på vårt.")
        with pytest.raises(WrongState):
            services.comment_on_statement(by=cast.anne, appeal=appeal, comments="Og mer.")
    settled = challenged.rule(
        cast,
        fresh(appeal),
        rules.CHANGED,
        LATE,
        body="Helse- og omsorgsdepartementet",
        decided_on=date(2026, 12, 18),
        values={"amount_ore": 10_000},
    )
    assert fresh(appeal).state == "settled"
    assert remedy.done == ["body changed"]
    assert "Helse- og omsorgsdepartementet har 18. desember 2026" in read(settled.letter)
    assert "100 kr" in read(settled.letter)
    assert verbs_of(appeal) == [
        "appeal_begun",
        "appeal_saved",
        "appeal_submitted",
        "ruling_prepared",
        "appeal_decided",
        "appeal_commented",
        "ruling_prepared",
        "appeal_outcome_recorded",
    ]


def test_nobody_decides_what_they_prepared_or_corrected(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Corrected by one, approved by a second, before anything is sent; nothing is sent before it is decided."""
    appeal = challenged.a_sent_appeal(case, cast, IN_TIME)
    with clock.at(IN_TIME):
        with pytest.raises(RuleBroken, match="reasons"):
            services.prepare_on_appeal(by=cast.guri, appeal=appeal, proposed=Proposed(outcome=rules.UPHELD))
        with pytest.raises(NotAllowed):
            services.prepare_on_appeal(
                by=cast.hans, appeal=appeal, proposed=Proposed(outcome=rules.UPHELD, reasons=WHY)
            )
        ruling = services.prepare_on_appeal(
            by=cast.guri, appeal=appeal, proposed=Proposed(outcome=rules.CHANGED, reasons=WHY)
        )
        for somebody in (cast.guri, cast.gunnar, cast.anne):
            with pytest.raises(NotAllowed):
                services.decide_ruling(by=somebody, ruling=ruling)
        corrected = services.correct_letter(
            by=cast.gunnar, ruling=ruling, title="Ny tittel", body="Kort og klart.", revision=0
        )
        with pytest.raises(StaleEdit):
            services.correct_letter(by=cast.guri, ruling=ruling, title="T", body="B", revision=0)
        assert not permissions.may_rule(cast.gunnar, corrected)
        services.send_ruling_back(by=cast.hans, ruling=ruling, reason="Regn en gang til.")
        assert fresh(appeal).state == "submitted"
        assert remedy.done == []
        with pytest.raises(WrongState):
            services.decide_ruling(by=cast.hans, ruling=ruling)
    again = challenged.rule(cast, fresh(appeal), rules.CHANGED, IN_TIME)
    assert remedy.done == ["first changed"]
    assert fresh(appeal).state == "settled"
    assert "Kan klage" not in read(again.letter)
    assert "Dere kan klage" in read(again.letter)
    assert Notice.objects.filter(kind="casework.letter_sent", person=cast.david).count() == 1


def test_a_late_appeal_is_excused_with_a_reason_or_dismissed_and_the_dismissal_can_be_appealed(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Forvaltningsloven §§ 31 and 33 second paragraph; an appeal body that annuls the dismissal has it tried."""
    appeal = challenged.a_sent_appeal(case, cast, LATE)
    assert appeal.late
    with clock.at(LATE), pytest.raises(RuleBroken, match="came late"):
        services.prepare_on_appeal(
            by=cast.guri, appeal=appeal, proposed=Proposed(outcome=rules.UPHELD, reasons=WHY)
        )
    dismissed = challenged.rule(cast, appeal, rules.DISMISSED, LATE)
    assert fresh(appeal).state == "dismissed"
    assert "avvist klagen" in read(dismissed.letter)
    with clock.at(LATE):
        second = services.begin_appeal(
            by=cast.bjorn, case=case, subject="casework.dismissal", subject_id=dismissed.pk
        )
        services.save_appeal(by=cast.bjorn, appeal=second, wrong="Brevet kom sent.", change="", revision=0)
        second = services.submit_appeal(by=cast.bjorn, appeal=second)
    assert not second.late
    challenged.rule(cast, second, rules.CHANGED, LATE)
    assert fresh(appeal).state == "submitted"
    excused = challenged.rule(
        cast, fresh(appeal), rules.ANNULLED, LATE, late_excused="Brevet lå hos feil etat."
    )
    assert fresh(appeal).state == "anew"
    assert remedy.done == ["annulled"]
    assert excused.data["late_excused"] == fresh(appeal).late_excused
    challenged.rule(cast, fresh(appeal), rules.UPHELD, LATE)
    assert fresh(appeal).state == "settled"


def test_an_appeal_is_sent_by_a_signatory_and_can_be_withdrawn(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Forvaltningsloven § 32: any party's own signatory; a writer writes, a stranger does nothing."""
    with clock.at(IN_TIME):
        draft = services.begin_appeal(by=cast.anne, case=case, subject="test.decision", subject_id=1)
        assert services.begin_appeal(by=cast.bjorn, case=case, subject="test.decision", subject_id=1) == draft
        services.save_appeal(by=cast.anne, appeal=draft, wrong="Feil.", change="", revision=0)
        with pytest.raises(StaleEdit):
            services.save_appeal(by=cast.bjorn, appeal=draft, wrong="Galt.", change="", revision=0)
        for somebody in (cast.anne, cast.david, cast.trond, cast.guri):
            with pytest.raises(NotAllowed):
                services.submit_appeal(by=somebody, appeal=draft)
        assert not permissions.may_see_appeal(cast.guri, draft), "a draft is the party's own"
        other = services.begin_appeal(by=cast.david, case=case, subject="test.decision", subject_id=1)
        assert other.organisation_id == cast.fauske.pk
        services.submit_appeal(by=cast.bjorn, appeal=draft)
        prepared = services.prepare_on_appeal(
            by=cast.guri, appeal=draft, proposed=Proposed(outcome=rules.UPHELD, reasons=WHY)
        )
        services.withdraw_appeal(by=cast.bjorn, appeal=draft, reason="Vi er enige.")
        with pytest.raises(WrongState):
            services.decide_ruling(by=cast.hans, ruling=prepared)
    assert fresh(draft).state == "withdrawn"
    assert not selectors.has_open_appeal("test.decision", 1)


def test_more_time_reasons_and_suspension_are_asked_for_and_answered(
    case: Case, cast: Cast, letter: Letter, remedy: challenged.Remembered
) -> None:
    """Forvaltningsloven §§ 29 (extension, new time from reasons), 24 (reasons afterwards) and 42 (suspension)."""
    decision = selectors.appealable(case, "test.decision", 1)
    assert decision is not None
    about = {"case": case, "subject": "test.decision", "subject_id": 1, "words": "Vi trenger det."}
    with clock.at(IN_TIME):
        services.open_letter(by=cast.anne, letter=letter)
        longer = services.ask(by=cast.anne, kind=Kind.EXTENSION, until=date(2026, 12, 31), **about)  # type: ignore[arg-type]
        with pytest.raises(WrongState):
            services.ask(by=cast.bjorn, kind=Kind.EXTENSION, until=date(2026, 12, 31), **about)  # type: ignore[arg-type]
        ruling = services.prepare_answer(
            by=cast.guri, request=longer, proposed=Proposed(outcome=rules.GRANTED, until=date(2026, 12, 31))
        )
        services.decide_ruling(by=cast.gunnar, ruling=ruling)
    given = selectors.deadline_of(decision, cast.bodo.pk)
    assert given is not None
    assert given.extended
    assert given.at == end_of(date(2026, 12, 31))
    with clock.at(IN_TIME):
        why = services.ask(by=cast.anne, kind=Kind.REASONS, **about)  # type: ignore[arg-type]
        assert selectors.deadline_of(decision, cast.bodo.pk) is None, (
            "the time stops while reasons are awaited"
        )
        ruling = services.prepare_answer(
            by=cast.guri, request=why, proposed=Proposed(outcome=rules.GIVEN, reasons=WHY)
        )
        services.decide_ruling(by=cast.gunnar, ruling=ruling)
    anew = selectors.deadline_of(decision, cast.bodo.pk)
    assert anew is not None
    assert anew.at > end_of(date(2026, 12, 20))
    appeal = challenged.a_sent_appeal(case, cast, IN_TIME)
    with clock.at(IN_TIME):
        wait = services.ask(by=cast.bjorn, kind=Kind.SUSPENSION, **about)  # type: ignore[arg-type]
        ruling = services.prepare_answer(
            by=cast.guri, request=wait, proposed=Proposed(outcome=rules.GRANTED, reasons=WHY)
        )
        with pytest.raises(NotAllowed):
            services.decide_ruling(by=cast.gunnar, ruling=ruling)
        services.decide_ruling(by=cast.hans, ruling=ruling)
    assert selectors.is_suspended("test.decision", 1)
    challenged.rule(cast, fresh(appeal), rules.CHANGED, IN_TIME)
    assert not selectors.is_suspended("test.decision", 1), "it waits no longer than the appeal"
    with clock.at(oslo(2027, 3, 1)), pytest.raises(TooLate):
        services.ask(by=cast.david, kind=Kind.EXTENSION, until=date(2027, 4, 1), **about)  # type: ignore[arg-type]


def test_documents_are_given_or_withheld_each_with_its_reason_and_the_refusal_can_be_appealed(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Forvaltningsloven §§ 18–19 and 21."""
    from helsetek.casework import guards
    from helsetek.common.answers import no, yes

    guards.register("test.inside", lambda person, _id: yes() if person == cast.guri else no("Inside."))
    papers = [
        services.store_document(
            by=cast.guri,
            case=case,
            page="test.inside",
            page_id=1,
            title=title,
            file_name=f"{title}.txt",
            content=b"Words",
        )
        for title in ("Notat", "Utkast")
    ]
    with clock.at(IN_TIME):
        assert not permissions.may_open_document(cast.anne, papers[0])
        asked = services.ask(by=cast.anne, case=case, kind=Kind.ACCESS, words="Alt dere har.")
        answers = [Answered(papers[0].pk, given=True), Answered(papers[1].pk, given=False)]
        with pytest.raises(RuleBroken, match="Utkast"):
            services.prepare_answer(
                by=cast.guri,
                request=asked,
                proposed=Proposed(outcome="", reasons=WHY, documents=tuple(answers)),
            )
        answers[1] = Answered(papers[1].pk, False, "§ 18 a", "Internt utkast.")
        ruling = services.prepare_answer(
            by=cast.guri, request=asked, proposed=Proposed(outcome="", reasons=WHY, documents=tuple(answers))
        )
        assert not permissions.may_open_document(cast.anne, papers[0]), "prepared is not given"
        ruling = services.decide_ruling(by=cast.gunnar, ruling=ruling)
    assert ruling.outcome == rules.GIVEN_IN_PART
    assert "Utkast: § 18 a. Internt utkast." in read(ruling.letter)
    assert permissions.may_open_document(cast.anne, papers[0])
    assert not permissions.may_open_document(cast.anne, papers[1])
    assert not permissions.may_open_document(cast.david, papers[0]), "given to the one that asked"
    with clock.at(IN_TIME):
        appeal = services.begin_appeal(
            by=cast.bjorn, case=case, subject="casework.access", subject_id=ruling.pk
        )
        services.save_appeal(by=cast.bjorn, appeal=appeal, wrong="Utkastet er brukt.", change="", revision=0)
        services.submit_appeal(by=cast.bjorn, appeal=appeal)
    challenged.rule(cast, fresh(appeal), rules.CHANGED, IN_TIME)
    assert permissions.may_open_document(cast.anne, papers[1])
    assert DocumentAccess.objects.filter(given=True).count() == 2


def test_a_decision_is_reversed_without_an_appeal_on_the_grounds_of_the_act(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Forvaltningsloven § 35."""
    about = {"by": cast.guri, "case": case, "subject": "test.decision", "subject_id": 1}
    with clock.at(IN_TIME):
        with pytest.raises(RuleBroken, match="harms nobody"):
            services.prepare_reversal(
                **about, proposed=Proposed(outcome=rules.TO_HARM, reasons=WHY, ground="no_harm")
            )
        ruling = services.prepare_reversal(
            **about, proposed=Proposed(outcome=rules.TO_BENEFIT, reasons=WHY, ground="no_harm")
        )
        services.decide_ruling(by=cast.hans, ruling=ruling)
    assert remedy.done == ["reversal benefit"]
    assert "forvaltningsloven § 35" in read(Ruling.objects.get(pk=ruling.pk).letter)
    challenged.a_sent_appeal(case, cast, IN_TIME)
    with clock.at(IN_TIME), pytest.raises(WrongState):
        services.prepare_reversal(
            **about, proposed=Proposed(outcome=rules.TO_BENEFIT, reasons=WHY, ground="no_harm")
        )


def test_a_letter_follows_the_language_of_the_party_and_the_text_as_the_scheme_manager_wrote_it(
    case: Case, cast: Cast, remedy: challenged.Remembered
) -> None:
    """Språklova § 15; a letter keeps the version of the text it began from."""
    from helsetek.casework import texts

    [old] = texts.current(["appeal_receipt"])
    words = {language: old.text(language) for language in ("nb", "nn", "en")}
    titles = dict(old.titles)
    change = {"key": "appeal_receipt", "titles": titles, "reason": "Klarere", "revision": 0}
    with pytest.raises(NotAllowed):
        services.write_text(by=cast.guri, versions=words, **change)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="tull"):
        services.write_text(by=cast.frode, versions=words | {"nn": "{tull}"}, **change)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="every language"):
        services.write_text(by=cast.frode, versions=words | {"nn": " "}, **change)  # type: ignore[arg-type]
    changed = words | {"nn": "Klaga dykkar er komen, og vi ser på «{decision}» no."}
    services.write_text(by=cast.frode, versions=changed, **change)  # type: ignore[arg-type]
    with pytest.raises(StaleEdit):
        services.write_text(by=cast.frode, versions=changed, **change)  # type: ignore[arg-type]
    cast.bodo.language_form = "nn"
    cast.bodo.save()
    challenged.a_sent_appeal(case, cast, IN_TIME)
    receipt = case.letters.get(kind="casework.appeal_receipt")
    assert receipt.language == "nn"
    assert receipt.template_version == "appeal_receipt 1"
    assert "Klaga dykkar er komen, og vi ser på «Avslag» no." in read(receipt)
    assert TOLD < IN_TIME
    assert Reasons().whole == ""
