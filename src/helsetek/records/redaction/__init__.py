"""Black out what may not be shown, for good: pages become pictures, and the text under the boxes is gone.

    from helsetek.records.redaction import Box, Unreadable, redact

    done = redact(content, "application/pdf", terms=["Bodø kommune", "974 600 951"], boxes=[Box(1, 0.1, 0.2, 0.3, 0.05)])
    done.content   # PDF/A-2b: one picture a page, no text layer, no attachments, no notes, no metadata
    done.hits      # {"Bodø kommune": 4, "974 600 951": 0}
    done.silent    # pages on which no text could be read (scanned): look at them with your own eyes

Needs no Django, no database and no network. One page is drawn at a time. Not for several threads at once: a lock sees
to that.
"""

from .burning import LONGEST_DOCUMENT, Redacted, burn, redact
from .pages import Box, Found, Unreadable, count_pages, find, picture, text_of
from .reading import can_be_read, to_pdf
from .suggesting import Suggestion, suggest

__all__ = [
    "LONGEST_DOCUMENT",
    "Box",
    "Found",
    "Redacted",
    "Suggestion",
    "Unreadable",
    "burn",
    "can_be_read",
    "count_pages",
    "find",
    "picture",
    "redact",
    "suggest",
    "text_of",
    "to_pdf",
]
