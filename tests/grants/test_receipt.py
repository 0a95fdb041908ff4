"""The receipt holds all that was submitted, in the lead's own language form, and proves it."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from helsetek.casework import permissions as casework_permissions
from helsetek.casework import selectors as casework
from helsetek.common import events
from helsetek.grants.models import Application
from helsetek.grants.services import submission
from tests import scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def text_of(application: Application) -> str:
    assert application.receipt is not None
    pdf = PdfReader(io.BytesIO(casework.content_of(application.receipt)))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_it_holds_what_was_submitted_and_the_hash(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast, title="Felles journal <i>«nord»</i>")
    text = text_of(application).replace(" ", "")
    for wanted in (
        application.content_hash,
        "Felles journal <i>«nord»</i>",
        "Leverandørene rekker ikke fristen",
        "Saltdal",
    ):
        assert wanted.replace(" ", "") in text
    assert events.of_case(application.case.number)[-1].data["receipt"] == application.receipt.sha256  # type: ignore[union-attr]


def test_it_is_in_the_leads_language_form(cast: Cast) -> None:
    together = scenes.a_collaboration(cast, lead="alver", members=("bodo",))
    application = scenes.a_submitted_application(cast, collaboration=together)
    assert "Søknad" in text_of(application) or "søknad" in text_of(application)
    letter = casework.letters_of(application.case)[0]
    assert (letter.kind, letter.language) == ("receipt", "nn")


def test_whoever_may_not_see_the_application_may_not_open_its_receipt(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    receipt = application.receipt
    assert receipt is not None

    def opened_by(*names: str) -> list[str]:
        return [
            name for name in names if casework_permissions.may_open_document(getattr(cast, name), receipt)
        ]

    everyone = ("anne", "siri", "david", "trond", "guri", "hans", "rita", "ingrid", "tor")
    with scenes.during(application.call):
        assert opened_by(*everyone) == ["anne", "david"]
    with scenes.after(application.call):
        assert opened_by(*everyone) == ["anne", "david", "guri", "hans"]


def test_each_submission_has_its_own(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    with scenes.during(application.call):
        taken = submission.take_back(by=cast.bjorn, application=application)
        assert taken.receipt is None
        again = submission.submit(by=cast.bjorn, application=taken)
    assert again.receipt != application.receipt
    assert len(casework.letters_of(application.case)) == 2
