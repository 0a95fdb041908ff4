"""A room whose decision can be challenged: one decision, told in a letter, and a remedy that remembers what it did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from helsetek.accounts.selectors import Person, Role, organisations_where
from helsetek.casework import appealing, services
from helsetek.casework.appealing import Appealable, Remedy, Room
from helsetek.casework.models import Appeal, Case, Letter, Ruling
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.services import Proposed
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.letters import PLAIN
from tests.cast import Cast

from .conftest import KIND

TOLD = oslo(2026, 11, 9, 13)
WHY = Reasons("Utlysningen punkt 4.", "Søknaden viser at behovet er stort.", "Det veier tyngst.")


class Remembered(Remedy):
    def __init__(self) -> None:
        self.done: list[str] = []

    def read(
        self, case: Case, subject: str, subject_id: int, outcome: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {"amount_ore": values.get("amount_ore", 0)}

    def facts(self, ruling: Ruling) -> list[tuple[str, str]]:
        return [("Beløp", "100 kr")] if "remedy" in ruling.data else []

    def carry_out(self, ruling: Ruling, by: Person) -> None:
        self.done.append(f"{ruling.kind} {ruling.outcome}")

    def annulled(self, ruling: Ruling, by: Person) -> None:
        self.done.append("annulled")


def register(letter: Letter) -> Remembered:
    remedy = Remembered()
    decided = Appealable("test.decision", 1, "Avslag", "Avslått", letter, TOLD, has_reasons=False)
    appealing.register(
        KIND,
        Room(
            signatories=lambda person, case: _own(person, case, Role.SIGNATORY),
            writers=lambda person, case: _own(person, case, Role.WRITER),
            decisions=lambda case: [decided],
            remedy=remedy,
        ),
    )
    return remedy


def _own(person: Person, case: Case, role: Role) -> list[int]:
    own = organisations_where(person, role)
    parties = case.parties.filter(until__isnull=True, organisation_id__in=own).order_by("role", "id")
    return list(parties.values_list("organisation_id", flat=True))


def a_told_letter(case: Case, cast: Cast) -> Letter:
    with clock.at(TOLD):
        letter = services.make_letter(
            case=case,
            kind="test.refused",
            recipient_id=cast.bodo.pk,
            template=PLAIN,
            data={"blocks": [{"kind": "text", "text": "Vi har avslått søknaden."}]},
            title="Avslag",
            template_version="1",
        )
        services.mark_sent(letter)
    return letter


def a_sent_appeal(case: Case, cast: Cast, when: datetime) -> Appeal:
    with clock.at(when):
        appeal = services.begin_appeal(by=cast.bjorn, case=case, subject="test.decision", subject_id=1)
        services.save_appeal(
            by=cast.bjorn, appeal=appeal, wrong="Poengene er feil.", change="Gi oss tilskudd.", revision=0
        )
        return services.submit_appeal(by=cast.bjorn, appeal=appeal)


def rule(cast: Cast, appeal: Appeal, outcome: str, when: datetime, **more: Any) -> Ruling:
    """Prepared by Guri and decided by Hans."""
    with clock.at(when):
        ruling = services.prepare_on_appeal(
            by=cast.guri, appeal=appeal, proposed=Proposed(outcome=outcome, reasons=WHY, **more)
        )
        return services.decide_ruling(by=cast.hans, ruling=ruling)
