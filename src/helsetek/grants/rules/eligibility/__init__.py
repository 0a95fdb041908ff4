"""May this application be submitted? Pure rules, each with id, version and source, gathered in versioned sets.

The call's terms pin the set. A rule that must change gets a new version in a new set; the old set stays,
so that an old record can always be judged again by what held then.
"""

from __future__ import annotations

from . import money, what, when, who
from .inputs import Content, EarlierGrant, Inputs, Member, OtherApplication
from .results import Finding, Outcome, Rule, RuleResult

__all__ = [
    "RULE_SETS",
    "Content",
    "EarlierGrant",
    "Finding",
    "Inputs",
    "Member",
    "NoSuchRuleSet",
    "OtherApplication",
    "Outcome",
    "Rule",
    "RuleResult",
    "evaluate",
    "may_be_submitted",
]

RULE_SETS: dict[str, tuple[Rule, ...]] = {
    "2024.1": (*when.RULES[:1], *who.RULES, *what.RULES[:1], *when.RULES[1:], *money.RULES, *what.RULES[1:]),
}


class NoSuchRuleSet(LookupError):
    """A call pins a set of rules that this version of the system does not have."""


def evaluate(inputs: Inputs) -> list[RuleResult]:
    """What each rule of the pinned set answers. Raises NoSuchRuleSet."""
    rule_set = inputs.terms.rule_set
    if rule_set not in RULE_SETS:
        raise NoSuchRuleSet(f"«{rule_set}» is not among {', '.join(sorted(RULE_SETS))}.")
    return [rule.judge(inputs) for rule in RULE_SETS[rule_set]]


def may_be_submitted(results: list[RuleResult]) -> bool:
    return not any(result.outcome.stops for result in results)
