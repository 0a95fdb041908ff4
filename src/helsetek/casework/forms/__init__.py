"""Forms of what every case shares."""

from .cases import *  # noqa: F403 - one noun a file, one door
from .challenges import *  # noqa: F403
