"""What the letters say: the sum, the reasons, the right to appeal and to see the case, in the lead's language form."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from helsetek.casework import selectors as cases
from helsetek.common.letters import Head, Place, render
from helsetek.grants.models import Decision
from helsetek.grants.selectors import letters
from helsetek.grants.services import decisions
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def drawn(decision: Decision, language: str | None = None) -> str:
    """The letter as it would be sent, as text."""
    application = decision.application
    with at_work(application.call):
        letter = letters.of_decision(decision, language)
        head = Head(
            language=letter.language,
            title=letter.title,
            sender=Place("Helsedirektoratet"),
            recipient=Place(application.lead.name),
            case_number=application.case.number,
            made_at=application.call.closes_at,
            signed_by=letter.signed_by,
            copies_to=letter.copies_to,
        )
        return text_of(render(letter.template, head, letter.content))


def decision(cast: Cast, ore: int | None = None, *, dismissed: bool = False) -> Decision:
    make = rounds.an_inadmissible_application if dismissed else rounds.a_recommended_application
    application = make(cast)
    amount = application.requested_ore if ore is None else ore
    with at_work(application.call):
        prepared = decisions.prepare(
            by=cast.guri,
            allotment=rounds.first_allotment(application.call),
            application=application,
            amount_ore=amount,
            reasons="Behovet er godt vist & begrunnet #viktig.",
            conditions="Kravspesifikasjonen deles.",
            on_reserve_list=not amount and not dismissed,
        )
        return decisions.decide(by=cast.hans, decision=prepared)


EVERY_LETTER = [
    "forvaltningsloven § 28",
    "tre uker",
    "§ 29",
    "forvaltningsloven §§ 18 og 19",
    "Behovet er godt vist & begrunnet #viktig.",
    "Hans",
    "Guri",
]


def test_a_grant_letter_says_the_sum_the_terms_and_the_rights(cast: Cast) -> None:
    """Forvaltningsloven § 27: notice with the right to appeal, the time limit, and the right to see the documents."""
    text = drawn(decision(cast))
    assert "vedtatt å gi tilskuddet dere søkte om" in text
    for words in [
        *EVERY_LETTER,
        "1 350 000 kr",
        "Kravspesifikasjonen deles.",
        "signeringsrett",
        "betales tilbake",
    ]:
        assert words in text


def test_a_grant_in_part_says_both_sums(cast: Cast) -> None:
    text = drawn(decision(cast, 50_000_000))
    for words in [*EVERY_LETTER, "en del av det dere søkte om", "500 000 kr", "1 350 000 kr", "Vilkår"]:
        assert words in text


def test_a_refusal_says_why_and_tells_of_the_reserve_list(cast: Cast) -> None:
    """Forvaltningsloven §§ 24–25: a refusal has its reasons."""
    text = drawn(decision(cast, 0))
    for words in [*EVERY_LETTER, "avslå søknaden", "Reservelisten", "70,0 av 100"]:
        assert words in text
    assert "Vilkår" not in text


def test_a_dismissal_says_what_was_not_met(cast: Cast) -> None:
    text = drawn(decision(cast, 0, dismissed=True))
    for words in [*EVERY_LETTER, "avvise søknaden", "ikke har vurdert innholdet"]:
        assert words in text
    assert "Kriterium" not in text


def test_nynorsk_for_those_who_write_nynorsk(cast: Cast) -> None:
    """Språklova § 15."""
    made = decision(cast)
    made.application.lead.language_form = "nn"
    text = drawn(made)
    for words in ["vedteke å gi tilskotet", "forvaltningslova § 28", "De kan klage", "Sakshandsamar"[:4]]:
        assert words in text
    assert "Vedtaket ble" not in text


def test_english_on_request(cast: Cast) -> None:
    text = drawn(decision(cast), "en")
    for words in ["You can appeal", "Public Administration Act section 28", "three weeks"]:
        assert words in text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("outcome", ["granted", "partial", "refused", "dismissed", "increased"])
def test_every_letter_can_be_drawn_in_every_language(cast: Cast, language: str, outcome: str) -> None:
    """As PDF/UA-1 and PDF/A-2a: the drawing itself refuses what does not meet the standards."""
    made = decision(cast)
    made.outcome = outcome
    assert made.application.case.number in drawn(made, language)


def test_the_sent_letter_is_stored_in_the_case(cast: Cast) -> None:
    allotment = rounds.a_told_round(cast)
    made = rounds.decisions_of(allotment)[0]
    sent = cases.letters_of(made.application.case, sent_only=True)
    (letter,) = [one for one in sent if one.kind == "grants.granted"]
    assert letter.language == "nb"
    assert letter.template_version == "decision 1"
    assert "900 000 kr" in text_of(cases.content_of(letter.document))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nb",
            ["Reglene", "Det vi legger til grunn", "forvaltningsloven § 28", "Klage og innsyn", "tre uker"],
        ),
        ("nn", ["Reglane", "Det vi legg til grunn", "forvaltningslova § 28", "Klaga skriv de i løysinga"]),
        ("en", ["The rules", "the Public Administration Act section 28", "Appeal and access"]),
    ],
)
def test_the_second_version_has_reasons_in_parts_and_the_law_by_date(
    cast: Cast, language: str, words: list[str]
) -> None:
    """Forvaltningsloven §§ 25 and 27: rule, facts and discretion; rights with the references that hold on the day."""
    made = decision(cast, 50_000_000)
    made.reason_rule, made.reason_facts, made.reason_discretion = "Punkt 4.", "Behovet.", "Avveiningen."
    application = made.application
    with at_work(application.call):
        letter = letters.of_decision(made, language)
        head = Head(
            language=language,
            title=letter.title,
            sender=Place("Helsedirektoratet"),
            recipient=Place(application.lead.name),
            case_number=application.case.number,
            made_at=application.call.closes_at,
        )
        text = text_of(render(letters.LETTERS / "2" / "decision.typ", head, letter.content))
    for word in ["Punkt 4.", "Behovet.", "Avveiningen.", *words]:
        assert word in text, word
