"""Audit of a published analysis: can all its printed figures be true at once, and which contradict each other?"""

from helsetek.engines.economics.audit.feasibility import Feasibility, feasibility
from helsetek.engines.economics.audit.figures import Published, read_published
from helsetek.engines.economics.audit.findings import Finding, audit

__all__ = ["Feasibility", "Finding", "Published", "audit", "feasibility", "read_published"]
