"""What the portal puts into the registries of the floors below, when the app starts."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State
from helsetek.registry import panels

from .panels import awards_of

# The states of a grant in words for the public, and of those that other sources tell of.
AWARD_STATES = {
    "offered": State(_("Granted"), "info"),
    "accepted": State(_("Running"), "info"),
    "held": State(_("On hold"), "warning"),
    "closed": State(_("Closed"), "success"),
    "declined": State(_("Declined by the recipient"), "neutral"),
    "lapsed": State(_("Lapsed"), "neutral"),
    "reversed": State(_("Decision reversed"), "neutral"),
    "reported": State(_("Granted"), "info"),
}


def connect() -> None:
    states.register("portal.award", AWARD_STATES)
    panels.add(awards_of, order=30)
    navigation.add(_("My tasks"), "portal:my_tasks", order=5, show=_is_signed_in)
    navigation.add(_("Who got what"), "portal:awards", order=20)
    navigation.add(_("About the scheme"), "portal:about", order=85)
    navigation.add(_("Search"), "portal:search", order=95)
    navigation.add_to_footer(_("About the scheme"), "portal:about", order=10)
    navigation.add_to_footer(_("Open data"), "portal:open_data", order=50)
    navigation.add_to_footer(_("For developers"), "api:docs", order=55)
    navigation.add_to_footer(_("Accessibility statement"), "portal:accessibility", order=60)
    navigation.add_to_footer(_("Privacy"), "portal:privacy", order=70)


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)
