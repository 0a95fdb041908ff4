"""The ground floor: what belongs to every page."""

from tests.access.kinds import EVERYBODY, form, post_only

ROWS = [
    *form("common:design", EVERYBODY),
    *post_only("common:choose_language", EVERYBODY, data=lambda scene: {"language": "nn"}),
    *post_only("common:choose_appearance", EVERYBODY, data=lambda scene: {"appearance": "dark"}),
]
