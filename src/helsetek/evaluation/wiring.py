"""What this room tells the rooms below when the app starts: menu, words of states and of acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from helsetek.casework import verbs
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State

RUN_STATES = {
    "shipped": State(_("Shipped with the system"), "info"),
    "published": State(_("Published"), "success"),
    "withdrawn": State(_("Withdrawn from publication"), "warning"),
    "saved": State(_("Not published"), "neutral"),
}
TEXTS = {
    "evaluation.file_uploaded": _("An assumptions file was uploaded"),
    "evaluation.indicator_linked": _("An indicator was linked to an assumption"),
    "evaluation.run_saved": _("An analysis run was saved"),
    "evaluation.run_published": _("An analysis run was published"),
    "evaluation.run_withdrawn": _("An analysis run was withdrawn from publication"),
}


def connect() -> None:
    states.register("evaluation.run", RUN_STATES)
    verbs.register(TEXTS)
    navigation.add(_("Analyses"), "evaluation:analyses", order=75)
