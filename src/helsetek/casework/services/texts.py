"""Write a new version of a text that letters begin from: all languages together, the old versions kept."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import permissions, texts
from helsetek.casework.models import TextBlock
from helsetek.casework.rules.letter_text import LANGUAGES, places_in, strange_places
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit

from .given import text

LONGEST = 8000


@transaction.atomic
def write_text(
    *,
    by: Person,
    key: str,
    titles: Mapping[str, str],
    versions: Mapping[str, str],
    reason: str,
    revision: int,
) -> TextBlock:
    """A new version of the text ``key``: bokmål, nynorsk and English. Letters that are sent keep theirs.

    ``revision`` is the number of the version that one began from. Raises NotAllowed, RuleBroken, StaleEdit.
    """
    right = permissions.may_edit_texts(by).require()
    original = texts.originals().get(key)
    if original is None:
        raise RuleBroken(_("There is no such text."))
    newest = TextBlock.objects.select_for_update().filter(key=key).order_by("-number").first()
    number = newest.number if newest else 0
    if number != revision:
        _stale(key, number, versions)
    kept = {language: _checked(versions[language], language, original) for language in LANGUAGES}
    block = TextBlock.objects.create(
        key=key,
        number=number + 1,
        **kept,
        **{f"title_{language}": _title(titles, language, original) for language in LANGUAGES},
        reason=text(reason, "reason", missing=_("Write why the text is changed."), longest=500),
        made_by=by,
        made_at=clock.now(),
    )
    events.record(
        "casework.text_changed",
        thing=f"text:{key}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        reasons=block.reason,
        data={"number": block.number},
    )
    return block


def _checked(given: str, language: str, original: texts.Text) -> str:
    written = text(given, language, missing=_("The text is needed in every language."), longest=LONGEST)
    known = {place for one in original.texts.values() for place in places_in(one)}
    if strange := strange_places(written, known | texts.everywhere()):
        sentence = _("Nothing fills these places: %(places)s.") % {"places": ", ".join(strange)}
        raise RuleBroken(sentence, {language: [sentence]})
    return written


def _title(titles: Mapping[str, str], language: str, original: texts.Text) -> str:
    if not original.titles:
        return ""
    missing = _("The title is needed in every language.")
    return text(titles.get(language, ""), f"title_{language}", missing=missing, longest=200)


def _stale(key: str, number: int, versions: Mapping[str, str]) -> None:
    [now] = texts.current([key])
    raise StaleEdit(
        _("Somebody has written a new version of this text since you opened it."),
        theirs={language: now.text(language) for language in LANGUAGES},
        yours=dict(versions),
        revision=number,
    )
