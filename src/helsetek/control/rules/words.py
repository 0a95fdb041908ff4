"""Words that rules give codes for; they are put into the reader's language where they are shown."""

from __future__ import annotations

FACTORS = ("amount", "first_time", "earlier_findings", "late_reports", "partners", "changes", "claims")
CATEGORIES = ("accounts", "documentation", "terms", "procurement", "reporting", "effects", "other")
GRAVITIES = ("remark", "fault", "grave")
