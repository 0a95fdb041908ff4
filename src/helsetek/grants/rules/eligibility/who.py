"""Who may apply: together, with everybody's consent, and within the target group."""

from __future__ import annotations

from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.rules.words import Sentence, gettext_noop

from .inputs import Inputs
from .results import Finding, Rule, not_met, not_yet, ok

MUNICIPALITY = "municipality"
LEADS = frozenset({MUNICIPALITY, "county"})
PARTNERS = LEADS | {"trust"}
MIDT_NORGE = "Helse Midt-Norge"


def least_municipalities(inputs: Inputs) -> Finding:
    """A least number of municipalities acts together (report 4.1.1; the number is the call's)."""
    names, least = inputs.names_of(MUNICIPALITY), inputs.terms.parameters.least_municipalities
    looked_at = Sentence(
        gettext_noop("Municipalities in the collaboration: %(names)s"), {"names": names or ["–"]}
    )
    if len(names) >= least:
        return ok(
            looked_at,
            Sentence(
                gettext_noop("The collaboration has %(count)s; the call asks for at least %(least)s."),
                {"count": len(names), "least": least},
            ),
        )
    return not_yet(
        looked_at,
        Sentence(
            gettext_noop("The call asks for at least %(least)s municipalities; you are %(count)s."),
            {"count": len(names), "least": least},
        ),
        Sentence(gettext_noop("Invite more municipalities to the collaboration.")),
    )


def consents(inputs: Inputs) -> Finding:
    """Each member has consented through its own signatory: one applies for all only when all have said so."""
    missing = [member.name for member in inputs.members if not member.consented]
    looked_at = Sentence(
        gettext_noop("Consents given: %(count)s of %(all)s"),
        {"count": len(inputs.members) - len(missing), "all": len(inputs.members)},
    )
    if not missing:
        return ok(looked_at, Sentence(gettext_noop("Every partner has consented.")))
    return not_yet(
        looked_at,
        Sentence(gettext_noop("Consent is missing from %(missing)s."), {"missing": missing}),
        Sentence(
            gettext_noop(
                "Somebody with signing right in each of them must consent, or you take them out of the collaboration."
            )
        ),
    )


def target_group(inputs: Inputs) -> Finding:
    """The lead is a municipality or county authority; partners may be health trusts too (report 6.1.1)."""
    outside = [member.name for member in inputs.members if member.kind not in PARTNERS]
    lead = next((member for member in inputs.members if member.organisation_id == inputs.lead_id), None)
    looked_at = Sentence(
        gettext_noop("Lead: %(lead)s. Partners: %(count)s"),
        {"lead": lead.name if lead else "–", "count": max(len(inputs.members) - 1, 0)},
    )
    if lead is None or lead.kind not in LEADS:
        return not_met(
            looked_at,
            Sentence(gettext_noop("Only a municipality or a county authority can lead.")),
            Sentence(gettext_noop("Found the collaboration anew, with a municipality in the lead.")),
        )
    if outside:
        return not_met(
            looked_at,
            Sentence(gettext_noop("Outside the target group: %(outside)s."), {"outside": outside}),
            Sentence(
                gettext_noop("Take them out of the collaboration; they may still deliver to the project.")
            ),
        )
    return ok(looked_at, Sentence(gettext_noop("All of you are in the call's target group.")))


def midt_norge(inputs: Inputs) -> Finding:
    """Municipalities in Midt-Norge, which have Helseplattformen: not to procurement, yes to adoption.

    The ambition levels of the report (5.1.5–5.1.7) assume this; 6.1.1 leaves it open, so it is a parameter.
    """
    there = [m.name for m in inputs.members if m.regional_health_authority == MIDT_NORGE]
    looked_at = Sentence(
        gettext_noop("Partners in the region of %(region)s: %(names)s"),
        {"region": MIDT_NORGE, "names": there or ["–"]},
    )
    measure = inputs.content.project.measure
    if not there:
        return ok(looked_at, Sentence(gettext_noop("The rule for Midt-Norge does not concern you.")))
    if measure is None:
        return not_yet(
            looked_at,
            Sentence(gettext_noop("What municipalities in Midt-Norge can apply for depends on the measure.")),
            Sentence(gettext_noop("Choose whether it is procurement or adoption, under The project.")),
        )
    if inputs.terms.parameters.midt_norge_may_apply.get(measure, True):
        return ok(
            looked_at, Sentence(gettext_noop("Municipalities in Midt-Norge can apply for this measure."))
        )
    return not_met(
        looked_at,
        Sentence(
            gettext_noop(
                "In this call, municipalities in Midt-Norge cannot apply for this measure: %(names)s."
            ),
            {"names": there},
        ),
        Sentence(gettext_noop("Apply for adoption instead, or without these partners.")),
    )


RULES = (
    Rule(
        "least_municipalities", "1", gettext_noop("Enough municipalities together"),
        gettext_noop("Report 4.1.1; the call's least number"), None, least_municipalities,
    ),
    Rule(
        "consents", "1", gettext_noop("Every partner has consented"),
        gettext_noop("The call: each partner consents through its own signatory"), None, consents,
    ),
    Rule(
        "target_group", "1", gettext_noop("Within the target group"), gettext_noop("Report 6.1.1"), None, target_group,
    ),
    Rule(
        "midt_norge", "1", gettext_noop("Municipalities in Midt-Norge"),
        gettext_noop("Report 5.1.5–5.1.7 and 6.1.1; the call's parameter"), SectionKey.PROJECT, midt_norge,
    ),
)  # fmt: skip
