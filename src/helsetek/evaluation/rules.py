"""What a run that is saved must hold."""

from __future__ import annotations

LONGEST_NAME = 200
LONGEST_NOTE = 4000
#: How many draws may be asked for on a page; more than this belongs on the command line.
DRAWS = (1024, 4096, 16_384, 65_536)
LARGEST_SEED = 2**32 - 1
LONGEST_REASON = 4000
