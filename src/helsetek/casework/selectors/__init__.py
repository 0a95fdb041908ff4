"""Reads of cases and of what challenges their decisions, for this room and the floors above."""

from .cases import *  # noqa: F403 - one noun a file, one door
from .challenges import *  # noqa: F403
from .forewarnings import *  # noqa: F403
from .impartiality import *  # noqa: F403
