"""The ground floor: what belongs to every page."""

from tests.access.kinds import EVERYBODY, form, page, post_only

ROWS = [
    *form("common:design", EVERYBODY),
    page("common:design_list", EVERYBODY),
    *post_only("common:choose_language", EVERYBODY, data=lambda scene: {"language": "nn"}),
    *post_only("common:choose_appearance", EVERYBODY, data=lambda scene: {"appearance": "dark"}),
]
