"""The public pages about organisations."""

from tests.access.kinds import public

ROWS = [
    public("registry:organisations"),
    public("registry:organisation", lambda s: [s.cast.bodo.pk]),
]
