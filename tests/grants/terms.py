"""The terms of a call, for rules that need no database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from helsetek.common.money import kroner
from helsetek.scheme.rules.terms import CallTerms, Measure, RuleParameters, Text, YearShare


def said(words: str) -> Text:
    return Text(nb=words, nn=words, en=words)


def some_parameters(**changes: Any) -> RuleParameters:
    given: dict[str, Any] = {
        "least_municipalities": 2,
        "own_contribution_share": Decimal("0.3"),
        "share_of_cost": (
            YearShare(year=2026, share=Decimal("0.5")),
            YearShare(year=2027, share=Decimal("0.4")),
        ),
        "midt_norge_may_apply": {Measure.PROCUREMENT: False, Measure.ADOPTION: True},
        "mandatory_standards": ("plo_messages",),
        "national_solutions": ("kjernejournal",),
        "sharing_duties": (said("Share experience with other municipalities."),),
        "audit_threshold_ore": kroner(200_000),
        "acceptance_days": 21,
        "project_starts": date(2026, 1, 1),
        "project_ends": date(2027, 12, 31),
    }
    return RuleParameters(**(given | changes))


def some_terms(**parameters: Any) -> CallTerms:
    """A call for procurement and adoption that covers staff and consultants, not running."""
    return CallTerms.model_validate(
        {
            "measures": [Measure.PROCUREMENT, Measure.ADOPTION],
            "purpose": said("To act together"),
            "target_group": said("Collaborations of municipalities"),
            "criteria": [
                {"code": "benefit", "label": said("Benefit"), "guidance": said("How much?"), "weight": 100}
            ],
            "areas": [{"code": "records", "label": said("Records")}],
            "activities": [
                _activity("needs", Measure.PROCUREMENT),
                _activity("processes", Measure.ADOPTION),
            ],
            "cost_categories": [
                _category("staff", covered=True),
                _category("consultants", covered=True),
                _category("running", covered=False),
            ],
            "parameters": some_parameters(**parameters),
        }
    )


def _activity(code: str, measure: Measure) -> dict[str, Any]:
    return {"code": code, "label": said(code), "measure": measure, "source": "report 4.1"}


def _category(code: str, *, covered: bool) -> dict[str, Any]:
    return {"code": code, "label": said(code), "covered": covered, "source": "report 4.1.2"}
