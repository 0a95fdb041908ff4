"""A letter drawn before it is sent, to be looked at: nothing is stored and nothing recorded."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.common import clock
from helsetek.common.letters import Head, Place, render
from helsetek.grants.models import Decision
from helsetek.grants.selectors.letters import LetterOfAct
from helsetek.registry import selectors as registry


def draw(letter: LetterOfAct, decision: Decision) -> bytes:
    """The PDF as it would be today, marked as a draft."""
    application, sender = decision.application, registry.directorate()
    with translation.override(letter.language):
        title = _("DRAFT: %(title)s") % {"title": letter.title}
    head = Head(
        language=letter.language,
        title=title,
        sender=Place(sender.name, (), sender.organisation_number),
        recipient=Place(application.lead.name, (), application.lead.organisation_number),
        case_number=application.case.number,
        made_at=clock.now(),
        officer=application.case.officer.name if application.case.officer else "",
        signed_by=letter.signed_by,
        copies_to=letter.copies_to,
        synthetic=application.case.synthetic,
    )
    return render(letter.template, head, letter.content)
