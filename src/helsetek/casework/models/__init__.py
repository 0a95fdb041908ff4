"""Tables of what every public decision shares, by noun."""

from .cases import *  # noqa: F403 - one noun a file, one door
from .challenges import *  # noqa: F403
from .forewarnings import *  # noqa: F403
