"""What is ruled, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import appeals as rules
from .rules.appeals import Ground, Kind
from .rules.forewarnings import About

KINDS: dict[Kind, Promise] = {
    Kind.FIRST: _("The appeal, in the first instance"),
    Kind.BODY: _("What the appeal body has ruled"),
    Kind.ANEW: _("New decision after annulment"),
    Kind.REVERSAL: _("Reversal without an appeal"),
    Kind.SUSPENSION: _("Whether the decision waits"),
    Kind.EXTENSION: _("Extended time limit"),
    Kind.ACCESS: _("Access to documents"),
    Kind.REASONS: _("Reasons given afterwards"),
}
_ON_APPEAL: dict[str, Promise] = {
    rules.CHANGED: _("Allowed: the decision is changed"),
    rules.IN_PART: _("Allowed in part"),
    rules.ANNULLED: _("Annulled: treated anew"),
    rules.UPHELD: _("Upheld"),
    rules.DISMISSED: _("Dismissed: not tried"),
}
_OTHERS: dict[tuple[Kind, str], Promise] = {
    (Kind.FIRST, rules.IN_PART): _("Allowed in part: the rest goes to the appeal body"),
    (Kind.FIRST, rules.UPHELD): _("Upheld: the appeal goes to the appeal body with our statement"),
    (Kind.ANEW, rules.CHANGED): _("Another result than before"),
    (Kind.ANEW, rules.UPHELD): _("The same result as before"),
    (Kind.REVERSAL, rules.TO_BENEFIT): _("To the party's benefit"),
    (Kind.REVERSAL, rules.TO_HARM): _("To the party's harm"),
    (Kind.SUSPENSION, rules.GRANTED): _("The decision waits until the appeal is settled"),
    (Kind.SUSPENSION, rules.REFUSED): _("The decision does not wait"),
    (Kind.EXTENSION, rules.GRANTED): _("More time is given"),
    (Kind.EXTENSION, rules.REFUSED): _("More time is not given"),
    (Kind.ACCESS, rules.GIVEN): _("All that was asked for is given"),
    (Kind.ACCESS, rules.GIVEN_IN_PART): _("Some is given, some withheld"),
    (Kind.ACCESS, rules.REFUSED): _("All is withheld"),
    (Kind.REASONS, rules.GIVEN): _("Given"),
}
GROUNDS: dict[Ground, Promise] = {
    Ground.NO_HARM: _("The change harms nobody the decision is directed to (letter a)"),
    Ground.NOT_TOLD: _("Nobody has been told of the decision (letter b)"),
    Ground.INVALID: _("The decision must be held invalid (letter c)"),
    Ground.SUPERIOR: _("The superior body has so decided (second and third paragraph)"),
}
ABOUT: dict[About, Promise] = {
    About.REVERSAL: _("That a decision is reversed to the party's harm"),
    About.STOP: _("That payments are stopped"),
}
HOW: dict[str, Promise] = {
    "opened": _("opened here"),
    "recorded": _("recorded by hand"),
    "presumed": _("presumed"),
}


def outcome(kind: Kind | str, code: str) -> Promise:
    """An outcome in the reader's language."""
    words = _OTHERS.get((Kind(kind), code))
    return words if words is not None else _ON_APPEAL[code]
