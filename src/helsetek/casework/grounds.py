"""The grounds of disqualification as the law has them on a day, what they are called, and who else a case touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helsetek.common import parameters

from .rules.impartiality import Hint, HintKind, Related

if TYPE_CHECKING:
    from .models import Case

FILE = Path(__file__).with_name("grounds.toml")

WORDS: dict[str, Promise] = {
    "party": _("I am party to the case myself"),
    "family": _(
        "I am related to a party: parents, children, brothers and sisters, also by marriage, in a straight line"
    ),
    "spouse": _("I am or have been married or engaged to a party, or am a foster parent or foster child"),
    "guardian": _("I am guardian or agent of a party, or have been since the case began"),
    "leads": _("I lead an organisation that is party, hold a leading position in it, or sit on its board"),
    "special": _("Something else that is apt to weaken the trust in my impartiality"),
    "superior": _("My superior is disqualified"),
}
# Said of somebody else, or afterwards.
SHORT: dict[str, Promise] = {
    "party": _("party to the case"),
    "family": _("related to a party"),
    "spouse": _("married or engaged to a party, or a foster relation"),
    "guardian": _("guardian or agent of a party"),
    "leads": _("leads or sits on the board of a party"),
    "special": _("special circumstances"),
    "superior": _("the superior is disqualified"),
}
HINTS: dict[HintKind, Promise] = {
    HintKind.HOME: _("You have told that you live in %(place)s, which is party to the case."),
    HintKind.EMPLOYER: _("You have told that you work for %(place)s, which is party to the case."),
    HintKind.LEADS: _(
        "You have told that you lead or sit on the board of %(place)s, which is party to the case."
    ),
    HintKind.EARLIER: _("You have worked for %(place)s, which is party to the case, until %(day)s."),
    HintKind.ROLE: _("You have held a role for %(place)s, which is party to the case, in this system."),
    HintKind.VENDOR: _("You have a tie to %(place)s, which the application names as a vendor."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its code, where it stands in the act, and whether it disqualifies by itself."""

    code: str
    reference: str
    certain: bool

    @property
    def words(self) -> str:
        return str(WORDS.get(self.code, self.code))

    @property
    def short(self) -> str:
        return f"{SHORT.get(self.code, self.code)} ({self.reference})"


def grounds(day: date) -> list[Ground]:
    """Those that the law had on the day, in its order."""
    rows = parameters.value(FILE, "disqualification_grounds", day)
    return [Ground(str(row["code"]), str(row["reference"]), bool(row["certain"])) for row in rows]


def earlier_years(day: date) -> int:
    """How long ago a tie may have ended and still be shown."""
    return int(parameters.value(FILE, "earlier_tie_years", day))


def said(hint: Hint, places: dict[int, str]) -> str:
    """A hint in words."""
    day = f"{hint.until:%d.%m.%Y}" if hint.until else ""
    return str(HINTS[hint.kind]) % {"place": places.get(hint.organisation_id, ""), "day": day}


# -- Who else a case touches: a room above tells ------------------------------------------------------

Source = Callable[["Case"], list[Related]]
_sources: dict[str, Source] = {}


def register_related(kind: str, source: Source) -> None:
    """``source(case)`` names organisations that a case of this kind touches without being parties: vendors, say."""
    _sources[kind] = source


def related(case: Case) -> list[Related]:
    source = _sources.get(case.kind)
    return source(case) if source else []
