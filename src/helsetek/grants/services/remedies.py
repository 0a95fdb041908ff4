"""What a changed decision of a grant case means, by what was decided: the application, a claim, an amendment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helsetek.accounts.selectors import Person
from helsetek.casework.appealing import Remedy
from helsetek.casework.selectors import Case, Ruling
from helsetek.common.answers import Answer
from helsetek.grants.selectors.appealed import AMENDMENT, CLAIM, SUBJECT

from .appealed import GrantRemedy
from .appealed_amendments import AmendmentRemedy
from .appealed_claims import ClaimRemedy

_PLAIN = Remedy()
_BY_SUBJECT: dict[str, Remedy] = {
    SUBJECT: GrantRemedy(),
    CLAIM: ClaimRemedy(),
    AMENDMENT: AmendmentRemedy(),
}


def remedy_for(subject: str) -> Remedy:
    return _BY_SUBJECT.get(subject, _PLAIN)


class CaseRemedy(Remedy):
    """Asks the remedy of what was decided."""

    def fields(self, case: Case, subject: str, subject_id: int) -> dict[str, Any]:
        return remedy_for(subject).fields(case, subject, subject_id)

    def read(
        self, case: Case, subject: str, subject_id: int, outcome: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        return remedy_for(subject).read(case, subject, subject_id, outcome, values)

    def facts(self, ruling: Ruling) -> list[tuple[str, str]]:
        return remedy_for(ruling.subject).facts(ruling)

    def texts(self, ruling: Ruling) -> list[str]:
        return remedy_for(ruling.subject).texts(ruling)

    def values(self, ruling: Ruling, language: str) -> dict[str, str]:
        return remedy_for(ruling.subject).values(ruling, language)

    def may_carry_out(self, ruling: Ruling) -> Answer:
        return remedy_for(ruling.subject).may_carry_out(ruling)

    def carry_out(self, ruling: Ruling, by: Person) -> None:
        remedy_for(ruling.subject).carry_out(ruling, by)

    def annulled(self, ruling: Ruling, by: Person) -> None:
        remedy_for(ruling.subject).annulled(ruling, by)

    def may_decide_anew(self, ruling: Ruling) -> Answer:
        return remedy_for(ruling.subject).may_decide_anew(ruling)

    def decided_anew(self, ruling: Ruling, by: Person) -> None:
        remedy_for(ruling.subject).decided_anew(ruling, by)
