"""Letters: in the recipient's language form, stored with hash, opened by parties only when sent."""

from __future__ import annotations

from typing import Any

import pytest

from helsetek.casework import guards, selectors, services
from helsetek.casework.models import Case, Letter
from helsetek.common.errors import NotAllowed
from helsetek.common.hashing import sha256
from helsetek.common.letters import PLAIN, Signatory
from tests.cast import Cast
from tests.common.letters.sample import text_of


def write(case: Case, recipient_id: int, **more: Any) -> Letter:
    return services.make_letter(
        case=case,
        kind="grants.decision",
        recipient_id=recipient_id,
        template=PLAIN,
        data={"blocks": [{"kind": "text", "text": "Dere får tilskudd."}]},
        title="Vedtak: tilskudd / samarbeid",
        template_version="decision 1",
        signed_by=[Signatory("Hans", "direktør")],
        **more,
    )


def text(letter: Letter) -> str:
    return text_of(selectors.content_of(letter.document))


def test_the_language_is_the_recipients(case: Case, cast: Cast) -> None:
    """Språklova § 15: letters to a body of the state or municipality follow the form it has decided on."""
    assert [write(case, one.pk).language for one in (cast.bodo, cast.alver)] == ["nb", "nn"]
    assert "Venleg helsing" in text(write(case, cast.alver.pk))


def test_english_on_request(case: Case, cast: Cast) -> None:
    assert "Yours sincerely" in text(write(case, cast.alver.pk, language="en"))


def test_a_municipality_is_written_to_by_its_full_name(case: Case, cast: Cast) -> None:
    assert "Bodø kommune" in text(write(case, cast.bodo.pk))
    assert "KS kommune" not in text(write(case, cast.ks.pk))


def test_it_is_stored_with_its_hash_and_a_telling_name(case: Case, cast: Cast) -> None:
    document = write(case, cast.bodo.pk).document
    assert sha256(selectors.content_of(document)) == document.sha256
    assert document.content_type == "application/pdf"
    assert document.file_name.endswith("samarbeid.pdf")


def test_parties_open_it_when_it_is_sent_and_not_before(case: Case, cast: Cast) -> None:
    letter = write(case, cast.bodo.pk)
    page = letter.document.page, letter.document.page_id
    assert not guards.may_open(cast.anne, *page)
    assert guards.may_open(cast.guri, *page)
    assert selectors.letters_of(case, sent_only=True) == []
    services.mark_sent(letter)
    assert guards.may_open(cast.anne, *page)
    assert not guards.may_open(cast.aud, *page)
    assert selectors.letters_of(case, sent_only=True) == [letter]


def test_the_day_it_was_sent_stands(case: Case, cast: Cast) -> None:
    letter = write(case, cast.bodo.pk)
    services.mark_sent(letter)
    first = letter.sent_at
    services.mark_sent(letter)
    assert letter.sent_at == first


def test_nobody_takes_a_letter_away(case: Case, cast: Cast) -> None:
    letter = write(case, cast.bodo.pk)
    for person in (cast.anne, cast.guri, cast.rita):
        with pytest.raises(NotAllowed):
            services.remove_document(by=person, document=letter.document)


def test_a_letter_of_a_made_up_case_says_so(cast: Cast) -> None:
    case = services.open_case(kind="test.case", title="Eksempel", lead_id=cast.bodo.pk, synthetic=True)
    assert "Syntetisk eksempel" in text(write(case, cast.bodo.pk))
