"""The money: what is covered, how much of it, who bears the rest, and nothing paid twice."""

from __future__ import annotations

from helsetek.grants.rules import budgets
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.rules.words import Sentence, gettext_noop

from .inputs import Inputs
from .results import Finding, Rule, not_met, not_yet, ok, warning

_FILL_BUDGET = gettext_noop("Fill in costs and the sum you apply for, in the budget.")


def own_contribution(inputs: Inputs) -> Finding:
    """The applicants bear at least the call's share of the total cost themselves (partial cover; report 4.1.1)."""
    budget, least = inputs.content.budget, inputs.terms.parameters.own_contribution_share
    own, share = budgets.own_contribution(budget), budgets.own_share(budget)
    looked_at = Sentence(
        gettext_noop("Own contribution %(own_ore)s of a total cost of %(total_ore)s"),
        {"own_ore": own, "total_ore": budgets.total_cost(budget)},
    )
    if not budgets.total_cost(budget):
        return not_yet(
            looked_at, Sentence(gettext_noop("The budget has no costs yet.")), Sentence(_FILL_BUDGET)
        )
    # Compared in whole øre, so that a rounded share never decides.
    needed = -int(-budgets.total_cost(budget) * least // 1)
    shares = {"own_share": str(share), "least_share": str(least)}
    if own >= needed:
        return ok(
            looked_at,
            Sentence(
                gettext_noop("You bear %(own_share)s yourselves; at least %(least_share)s is asked for."),
                shares,
            ),
        )
    return not_met(
        looked_at,
        Sentence(
            gettext_noop("You bear %(own_share)s yourselves; at least %(least_share)s is asked for."), shares
        ),
        Sentence(
            gettext_noop("Raise your own contribution in money or work by %(lack_ore)s, or lower the costs."),
            {"lack_ore": needed - own},
        ),
    )


def share_of_cost(inputs: Inputs) -> Finding:
    """In each year the grant covers at most the year's share of that year's eligible cost (report 6.1.1)."""
    budget = inputs.content.budget
    asked = budgets.requested_by_year(budget)
    ceiling = budgets.largest_grant_by_year(budget, inputs.terms)
    looked_at = Sentence(
        gettext_noop("Applied for in all: %(asked_ore)s. The most that can be covered: %(ceiling_ore)s"),
        {"asked_ore": budgets.requested(budget), "ceiling_ore": sum(ceiling.values())},
    )
    if not asked:
        return not_yet(
            looked_at, Sentence(gettext_noop("You have not applied for a sum yet.")), Sentence(_FILL_BUDGET)
        )
    over = {year: sum_ - ceiling.get(year, 0) for year, sum_ in asked.items() if sum_ > ceiling.get(year, 0)}
    if not over:
        return ok(
            looked_at, Sentence(gettext_noop("Each year is within the share that the grant may cover."))
        )
    year = min(over)
    return not_met(
        looked_at,
        Sentence(
            gettext_noop(
                "In %(year)s the grant may cover at most %(most_share)s of the eligible cost: %(ceiling_ore)s."
            ),
            {
                "year": str(year),
                "most_share": str(inputs.terms.parameters.share_in(year)),
                "ceiling_ore": ceiling.get(year, 0),
            },
        ),
        Sentence(
            gettext_noop(
                "Apply for %(over_ore)s less in %(year)s, or move costs to the year in which they arise."
            ),
            {"over_ore": over[year], "year": str(year)},
        ),
    )


def covered_costs(inputs: Inputs) -> Finding:
    """Running, daily user support, training of new staff and buying the solution are not covered (report 4.1.2)."""
    budget, terms = inputs.content.budget, inputs.terms
    total, eligible = budgets.total_cost(budget), budgets.eligible_cost(budget, terms)
    looked_at = Sentence(
        gettext_noop("Eligible cost %(eligible_ore)s of a total cost of %(total_ore)s"),
        {"eligible_ore": eligible, "total_ore": total},
    )
    if not total:
        return not_yet(
            looked_at, Sentence(gettext_noop("The budget has no costs yet.")), Sentence(_FILL_BUDGET)
        )
    if budgets.requested(budget) > eligible:
        return not_met(
            looked_at,
            Sentence(gettext_noop("You apply for more than the cost that the grant can cover.")),
            Sentence(
                gettext_noop(
                    "Apply for at most %(eligible_ore)s. Running, daily user support, training of new staff "
                    "and buying the solution are not covered."
                ),
                {"eligible_ore": eligible},
            ),
        )
    if eligible < total:
        return warning(
            looked_at,
            Sentence(
                gettext_noop(
                    "%(outside_ore)s of the cost is not covered by the grant; you must bear it yourselves."
                ),
                {"outside_ore": total - eligible},
            ),
        )
    return ok(looked_at, Sentence(gettext_noop("All costs are of a kind that the grant can cover.")))


def funding_plan(inputs: Inputs) -> Finding:
    """Grant, own contribution and other funding together pay the whole cost, neither less nor more."""
    budget = inputs.content.budget
    other = sum(row.amount_ore or 0 for row in inputs.content.funding.others)
    carried = _carried_in(inputs)
    left = budgets.left_to_finance(budget, other + carried)
    looked_at = Sentence(
        gettext_noop(
            "Cost %(cost_ore)s; grant %(grant_ore)s, own contribution %(own_ore)s, "
            "other funding %(other_ore)s, carried in %(carried_ore)s"
        ),
        {
            "cost_ore": budgets.total_cost(budget),
            "grant_ore": budgets.requested(budget),
            "own_ore": budgets.own_contribution(budget),
            "other_ore": other,
            "carried_ore": carried,
        },
    )
    if not budgets.total_cost(budget):
        return not_yet(
            looked_at, Sentence(gettext_noop("The budget has no costs yet.")), Sentence(_FILL_BUDGET)
        )
    if left > 0:
        return not_yet(
            looked_at,
            Sentence(gettext_noop("%(left_ore)s of the cost has no funding."), {"left_ore": left}),
            Sentence(
                gettext_noop(
                    "Say who pays the rest: own contribution in the budget, or other public funding."
                )
            ),
        )
    if left < 0:
        return not_met(
            looked_at,
            Sentence(gettext_noop("The funding is %(over_ore)s more than the cost."), {"over_ore": -left}),
            Sentence(
                gettext_noop(
                    "Lower the sum you apply for, or correct the own contribution or the other funding."
                )
            ),
        )
    return ok(looked_at, Sentence(gettext_noop("The funding adds up to the cost.")))


def within_envelope(inputs: Inputs) -> Finding:
    """Nobody can be given more than the call has."""
    asked = budgets.requested(inputs.content.budget)
    looked_at = Sentence(gettext_noop("Applied for: %(asked_ore)s"), {"asked_ore": asked})
    if inputs.envelope_ore is None:
        return ok(looked_at, Sentence(gettext_noop("The sum of the call is not announced yet.")))
    if asked <= inputs.envelope_ore:
        return ok(
            looked_at,
            Sentence(gettext_noop("The call has %(all_ore)s to give."), {"all_ore": inputs.envelope_ore}),
        )
    return not_met(
        looked_at,
        Sentence(gettext_noop("The call has %(all_ore)s in all."), {"all_ore": inputs.envelope_ore}),
        Sentence(gettext_noop("Apply for less. Few applications are given a large part of the whole.")),
    )


def double_funding(inputs: Inputs) -> Finding:
    """No cost is paid twice out of public money: asked, and held against what the system knows."""
    funding = inputs.content.funding
    same = sum(row.amount_ore or 0 for row in funding.others if row.same_costs)
    looked_at = Sentence(
        gettext_noop("Other public funding: %(count)s. Of it for the same costs: %(same_ore)s"),
        {"count": len(funding.others), "same_ore": same},
    )
    if not funding.others and not funding.no_others:
        return not_yet(
            looked_at,
            Sentence(gettext_noop("You have not said whether others give public money to the same thing.")),
            Sentence(gettext_noop("Write it, or tick that there is none, under Other funding.")),
        )
    eligible = budgets.eligible_cost(inputs.content.budget, inputs.terms)
    if same and same + budgets.requested(inputs.content.budget) > eligible:
        return not_met(
            looked_at,
            Sentence(
                gettext_noop(
                    "The same costs would be paid twice: other funding and this grant are more than the eligible cost."
                )
            ),
            Sentence(gettext_noop("Take costs that others pay out of the budget, or apply for less.")),
        )
    return _warned(inputs, looked_at, same)


def _warned(inputs: Inputs, looked_at: Sentence, same: int) -> Finding:
    if inputs.other_applications:
        return warning(
            looked_at,
            Sentence(
                gettext_noop(
                    "Some of you take part in other applications on the same area in this call: %(cases)s."
                ),
                {
                    "cases": [
                        f"{o.case_number} ({', '.join(o.member_names)})" for o in inputs.other_applications
                    ]
                },
            ),
            Sentence(gettext_noop("Make clear what each project does, so that no cost stands in both.")),
        )
    if same:
        return warning(
            looked_at,
            Sentence(
                gettext_noop("Others pay for some of the same costs; the case officer will look at it.")
            ),
            Sentence(gettext_noop("Say under Other funding which part each pays.")),
        )
    return ok(looked_at, Sentence(gettext_noop("No cost is paid twice.")))


def unspent(inputs: Inputs) -> Finding:
    """What is left of earlier grants is told and counted in, as the directorate's forms ask for it."""
    funding, carried = inputs.content.funding, _carried_in(inputs)
    looked_at = Sentence(
        gettext_noop("Carried in from earlier grants: %(carried_ore)s"), {"carried_ore": carried}
    )
    if not funding.unspent and not funding.no_unspent:
        return not_yet(
            looked_at,
            Sentence(gettext_noop("You have not said whether anything is left of earlier grants.")),
            Sentence(gettext_noop("Write it, or tick that nothing is left, under Other funding.")),
        )
    told = {row.reference for row in funding.unspent}
    untold = [g for g in inputs.earlier_grants if g.unspent_ore and g.case_number not in told]
    if untold:
        return warning(
            looked_at,
            Sentence(
                gettext_noop("As far as we know, %(unspent_ore)s is left of %(cases)s."),
                {
                    "unspent_ore": sum(g.unspent_ore for g in untold),
                    "cases": [f"{g.case_number} ({g.organisation})" for g in untold],
                },
            ),
            Sentence(
                gettext_noop("Write the case number and what is left, if it will be used in this project.")
            ),
        )
    ceiling = sum(budgets.largest_grant_by_year(inputs.content.budget, inputs.terms).values())
    if carried and carried + budgets.requested(inputs.content.budget) > ceiling:
        return not_met(
            looked_at,
            Sentence(gettext_noop("With what is carried in, the scheme would cover more than its share.")),
            Sentence(
                gettext_noop("Apply for at most %(most_ore)s."), {"most_ore": max(ceiling - carried, 0)}
            ),
        )
    return ok(looked_at, Sentence(gettext_noop("Earlier grants are accounted for.")))


def _carried_in(inputs: Inputs) -> int:
    return sum(row.amount_ore or 0 for row in inputs.content.funding.unspent)


RULES = (
    Rule(
        "covered_costs", "1", gettext_noop("Costs that the grant covers"), gettext_noop("Report 4.1.1 and 4.1.2"),
        SectionKey.BUDGET, covered_costs,
    ),
    Rule(
        "share_of_cost", "1", gettext_noop("The grant's share of the cost"),
        gettext_noop("Report 6.1.1: those who go first get most"), SectionKey.BUDGET, share_of_cost,
    ),
    Rule(
        "own_contribution", "1", gettext_noop("Own contribution"), gettext_noop("The call's terms"),
        SectionKey.BUDGET, own_contribution,
    ),
    Rule(
        "funding_plan", "1", gettext_noop("The funding adds up"), gettext_noop("The call's terms"),
        SectionKey.BUDGET, funding_plan,
    ),
    Rule(
        "within_envelope", "1", gettext_noop("Within the sum of the call"), gettext_noop("The call's sum"),
        SectionKey.BUDGET, within_envelope,
    ),
    Rule(
        "double_funding", "1", gettext_noop("Nothing is paid twice"),
        gettext_noop("The directorate's general terms for grants"), SectionKey.FUNDING, double_funding,
    ),
    Rule(
        "unspent", "1", gettext_noop("What is left of earlier grants"),
        gettext_noop("The directorate's general terms for grants"), SectionKey.FUNDING, unspent,
    ),
)  # fmt: skip
