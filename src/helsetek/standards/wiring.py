"""What this room tells the rooms below when the app starts: words, states, menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from helsetek.casework import verbs
from helsetek.common.web import navigation, states

from . import wording

TEXTS = {
    "standards.added": _("A standard was added to the catalogue"),
    "standards.changed": _("What is said of a standard was corrected"),
    "standards.standing_given": _("A standard was given a new level or life cycle"),
    "standards.set_created": _("A set of requirements was begun"),
    "standards.version_begun": _("A new version of a set of requirements was begun"),
    "standards.requirement_written": _("A requirement was written"),
    "standards.requirement_removed": _("A requirement was taken out of the draft"),
    "standards.imported": _("Requirements were imported"),
    "standards.version_published": _("A version of a set of requirements was published"),
}


def connect() -> None:
    verbs.register(TEXTS)
    states.register("standards.level", wording.LEVELS)
    states.register("standards.life", wording.LIVES)
    states.register("standards.strength", wording.STRENGTHS)
    states.register("standards.version", wording.VERSIONS)
    states.register("standards.type", wording.TYPES)
    navigation.add(_("Standards"), "standards:catalogue", order=15)
