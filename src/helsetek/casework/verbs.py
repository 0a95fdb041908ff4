"""What acts are called in the timeline, who may read of them, and which role an act is a use of.

Rooms register their own acts when the app starts. The texts are lazy, so that each reader gets the own language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from helsetek.accounts.rules import Role


@dataclass(frozen=True)
class Verb:
    """``internal`` acts are read by the deciding side only; ``role`` is what the four-eyes rule counts.

    ``minor`` acts settle nothing by themselves: they need not be done again when who did them was disqualified.
    """

    text: str | Promise
    internal: bool
    role: Role | None
    minor: bool = False


_verbs: dict[str, Verb] = {}


def register(
    texts: Mapping[str, str | Promise],
    *,
    internal: Collection[str] = (),
    roles: Mapping[str, Role] | None = None,
    minor: Collection[str] = (),
) -> None:
    """``{"grants.submitted": gettext_lazy("The application was submitted")}``.

    ``internal`` names those that parties do not see (a decision before it is told, scores, recommendations).
    ``roles`` says which role a person uses by doing the act; ``permissions.may_have_hand`` reads it. What has such a
    role must be done again when the person turns out to be disqualified, unless it is ``minor``.
    """
    strangers = ({*internal} | {*(roles or {})} | {*minor}) - {*texts}
    if strangers:
        raise ValueError(f"No text is given for: {', '.join(sorted(strangers))}.")
    for verb, text in texts.items():
        _verbs[verb] = Verb(text, verb in internal, (roles or {}).get(verb), verb in minor)


def known(verb: str) -> Verb:
    """What is registered of an act. An unknown one is internal: nothing leaks because a text was forgotten."""
    return _verbs.get(verb) or Verb(verb, internal=True, role=None)


def that_use(roles: Collection[Role]) -> set[str]:
    """The acts by which somebody uses one of these roles."""
    return {name for name, verb in _verbs.items() if verb.role in roles}
