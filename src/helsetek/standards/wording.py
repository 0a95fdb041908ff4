"""Words and colours of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helsetek.common.web.parts import State

from .rules.requirements import Strength
from .rules.standing import Level, Life

LEVELS = {
    Level.MANDATORY.value: State(_("Mandatory (must)"), "danger"),
    Level.RECOMMENDED.value: State(_("Recommended (shall)"), "warning"),
    Level.GUIDELINE.value: State(_("Guideline (should)"), "info"),
    Level.GUIDE.value: State(_("Guide (may)"), "info"),
    Level.UNSTATED.value: State(_("Level not stated"), "neutral"),
}
LIVES = {
    Life.TRIAL.value: State(_("On trial"), "info"),
    Life.PHASING_IN.value: State(_("Being phased in"), "info"),
    Life.ACTIVE.value: State(_("Active"), "success"),
    Life.PHASING_OUT.value: State(_("Being phased out"), "warning"),
    Life.RETIRED.value: State(_("Retired"), "neutral"),
    Life.UNSTATED.value: State(_("Life cycle not stated"), "neutral"),
}
STRENGTHS = {
    Strength.MUST.value: State(pgettext_lazy("strength of a requirement", "Must"), "danger"),
    Strength.SHOULD.value: State(pgettext_lazy("strength of a requirement", "Should"), "warning"),
    Strength.MAY.value: State(pgettext_lazy("strength of a requirement", "May"), "info"),
}
VERSIONS = {
    "draft": State(_("Draft"), "info"),
    "published": State(_("Published"), "success"),
    "withdrawn": State(_("No longer in use"), "neutral"),
}
TYPES = {
    "a": State(_("a: control of documents")),
    "b": State(_("b: tests by fixed descriptions")),
    "c": State(_("c: full test in a laboratory")),
    "": State(_("Not tested")),
}
AREAS = {
    "records": _("Health records"),
    "welfare_technology": _("Welfare technology"),
    "home_follow_up": _("Digital home follow-up"),
}
FIELDS = {
    "code": _("Id"),
    "text_nb": _("Text in bokmål"),
    "text_nn": _("Text in nynorsk"),
    "text_en": _("Text in English"),
    "kind": _("Type"),
    "strength": _("Must, should or may"),
    "actor": _("Applies to"),
    "condition": _("Condition"),
    "source": _("Source"),
    "testability": _("Tested in type"),
    "not_tested_reason": _("Why it is not tested"),
    "comment": _("Comment"),
    "acceptance_test": _("Acceptance test"),
    "element": _("Element"),
    "obligation": _("Obligation"),
}


def areas_in_words(codes: list[str]) -> str:
    return ", ".join(str(AREAS.get(code, code)) for code in codes)
