"""The pictures of a round: what is proposed against what there is, and the map of whom it reaches."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.common.charts import Chart, Dot, Layer, Row, norway, stacked
from helsetek.common.web import show
from helsetek.grants.selectors.ranking import Totals
from helsetek.grants.selectors.reach import Effect


def against_the_envelope(totals: Totals) -> Chart:
    """One bar: what is proposed, held against what there is to give."""
    if totals.is_over:
        summary = _("%(over)s too much is proposed.") % {"over": show.kroner(-totals.left_ore)}
    else:
        summary = _("%(left)s is left.") % {"left": show.kroner(totals.left_ore)}
    return stacked(
        _("The proposal against the envelope"),
        [Layer(_("Proposed"), "danger" if totals.is_over else "accent")],
        [Row(_("Proposed"), (totals.proposed_ore / 100,), limit=totals.available_ore / 100)],
        summary=summary,
        label=_("Sum"),
        limit=_("To give"),
        shown=lambda kroner: show.millions(int(kroner * 100)),
    )


def map_of(effect: Effect) -> Chart:
    """The country by its municipalities, and those that the proposal reaches."""
    dots = [Dot(one.latitude, one.longitude, f"{one.name} ({one.county})") for one in effect.reached]
    words = _("%(reached)s of %(all)s municipalities are in projects that would get money.")
    return norway(
        _("Whom the proposal reaches"),
        dots,
        land=[(one.latitude, one.longitude) for one in effect.others],
        summary=words % {"reached": effect.municipalities, "all": effect.municipalities_of_country},
        label=_("Municipality"),
    )
