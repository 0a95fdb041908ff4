"""What it means that a decision on an amendment is challenged: what was refused is granted, and takes effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework.appealing import Remedy
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.selectors import Case, Ruling
from helsetek.common import money
from helsetek.common.answers import Answer, no, yes
from helsetek.common.errors import RuleBroken
from helsetek.grants.models import Amendment
from helsetek.grants.reading.agreements import differences, read_agreement, words_of
from helsetek.grants.rules.amendments.changes import MoreMoney
from helsetek.grants.selectors import amendment_letters
from helsetek.grants.selectors import amendments as selectors
from helsetek.scheme import selectors as scheme

from . import amendments

# More lines than this are read in the system: a letter must be possible to read.
MOST_ROWS = 20


class AmendmentRemedy(Remedy):
    """A refused amendment that is granted after an appeal changes the agreement itself, like any other.

    One that has taken effect against the party is undone by a new amendment, which the case officer is asked to make:
    what has happened on the grant since then must be seen by a person.
    """

    def fields(self, case: Case, subject: str, subject_id: int) -> dict[str, Any]:
        amendment = selectors.amendment(subject_id)
        if amendment.state != "refused" or not isinstance(selectors.change_of(amendment), MoreMoney):
            return {}
        free = selectors.free_by_envelope(amendment.grant)
        choices = [(pk, f"{scheme.envelope(pk)}: {money.show(ore)}") for pk, ore in free.items()]
        field = forms.TypedChoiceField(
            label=_("Where the money comes from"),
            choices=[("", "–"), *choices],
            coerce=int,
            empty_value=None,
            required=False,
        )
        return {"envelope_id": field}

    def read(
        self, case: Case, subject: str, subject_id: int, outcome: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        amendment = selectors.amendment(subject_id)
        if outcome == rules.TO_HARM:
            sentence = _(
                "Change the agreement to the party's harm by an amendment, which gives notice first."
            )
        elif amendment.state == "refused" and outcome == rules.IN_PART:
            sentence = _(
                "What was refused is granted as it was asked for, or not. A smaller change is a new amendment."
            )
        else:
            return self._given(amendment, values)
        raise RuleBroken(sentence, {"outcome": [sentence]})

    def _given(self, amendment: Amendment, values: Mapping[str, Any]) -> dict[str, Any]:
        if amendment.state != "refused":
            return {"by_new": True}
        envelope_id = values.get("envelope_id")
        if isinstance(selectors.change_of(amendment), MoreMoney) and not envelope_id:
            sentence = _("Say which envelope the money comes from.")
            raise RuleBroken(sentence, {"envelope_id": [sentence]})
        return {"envelope_id": envelope_id}

    def facts(self, ruling: Ruling) -> list[tuple[str, str]]:
        """What changes, in the language that is active: what was before, and what is now."""
        given = ruling.data.get("remedy") or {}
        if "envelope_id" not in given:
            return []
        rows = _differences(_with_envelope(selectors.amendment(ruling.subject_id), given))
        return [(label, f"{old or '–'} → {new or '–'}") for label, old, new in rows[:MOST_ROWS]]

    def texts(self, ruling: Ruling) -> list[str]:
        if ruling.kind == Kind.SUSPENSION:
            return []
        return ["grants_change_undone" if ruling.data["remedy"].get("by_new") else "grants_change_granted"]

    def may_carry_out(self, ruling: Ruling) -> Answer:
        given = ruling.data["remedy"]
        if given.get("by_new"):
            return yes()
        problem = amendments.hindrance(_with_envelope(selectors.amendment(ruling.subject_id), given))
        return no(problem) if problem else yes()

    def carry_out(self, ruling: Ruling, by: Person) -> None:
        given = ruling.data["remedy"]
        if not given.get("by_new"):
            amendments.grant_on_appeal(
                by=by,
                amendment=selectors.amendment(ruling.subject_id),
                ruling=ruling,
                envelope_id=given.get("envelope_id"),
            )


def _with_envelope(amendment: Amendment, given: Mapping[str, Any]) -> Amendment:
    """As it would be granted; nothing is saved."""
    if given.get("envelope_id"):
        amendment.change = amendment.change | {"envelope_id": given["envelope_id"]}
    return amendment


def _differences(amendment: Amendment) -> list[tuple[str, str, str]]:
    """What changes, with what was before and what will be."""
    before, then = amendment_letters.sides(amendment)
    if then is None:
        return []
    words = words_of(amendment.grant.application, before, then)
    return list(differences(read_agreement(before, words), read_agreement(then, words)))
