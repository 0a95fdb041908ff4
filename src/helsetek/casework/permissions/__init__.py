"""Who may do what in a case, whatever the case is about; and who may challenge a decision, and answer."""

from .cases import *  # noqa: F403 - one noun a file, one door
from .challenges import *  # noqa: F403
from .impartiality import *  # noqa: F403
