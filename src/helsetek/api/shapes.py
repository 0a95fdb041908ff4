"""Make what the interface gives out of what the rooms tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from helsetek.grants.selectors.awards import Award
from helsetek.grants.selectors.figures import CallFigures, figures_of_calls
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment, Call, CallVersion, Envelope, Phase, ReportedAward

Address = Callable[[str], str]  # path → whole address


def calls(rows: list[Call], address: Address) -> list[dict[str, Any]]:
    ids = [call.pk for call in rows]
    figures, allotments = figures_of_calls(ids), scheme.allotments_of_calls(ids)
    versions = scheme.current_versions(ids)
    return [_call(call, figures[call.pk], allotments[call.pk], versions[call.pk], address) for call in rows]


def _call(
    call: Call,
    figures: CallFigures,
    allotments: list[tuple[Allotment, int]],
    version: CallVersion,
    address: Address,
) -> dict[str, Any]:
    phase = scheme.phase(call)
    each = [_allotment(allotment, held, figures) for allotment, held in allotments]
    first = each[0] if each else {"envelope_nok": 0, "awards": 0, "awarded_nok": 0}
    is_closed = phase is Phase.CLOSED
    return {
        "id": call.slug,
        "title": call.title_nb,
        "titles": scheme.title(call).model_dump(),
        "summaries": scheme.summary(call).model_dump(),
        "state": phase.value,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "version": version.number,
        "measures": version.terms["measures"],
        "envelope_nok": first["envelope_nok"],
        "applications": figures.applications if is_closed else None,
        "requested_nok": figures.requested_ore if is_closed else None,
        "awards": first["awards"],
        "awarded_nok": first["awarded_nok"],
        "allotments": each,
        "in_all": {
            "envelope_nok": sum({one.envelope_id: held for one, held in allotments}.values()),
            "awards": figures.awards,
            "awarded_nok": figures.awarded_ore,
        },
        "synthetic": call.synthetic,
        "source": call.source,
        "url": address(reverse("scheme:call", args=[call.slug])),
    }


def _allotment(allotment: Allotment, held_ore: int, figures: CallFigures) -> dict[str, Any]:
    told = next((one for one in figures.rounds if one.number == allotment.number), None)
    return {
        "number": allotment.number,
        "envelope_nok": held_ore,
        "told_at": told.told_at if told else None,
        "awards": told.new if told else 0,
        "increases": told.increased if told else 0,
        "awarded_nok": told.amount_ore if told else 0,
    }


def award(one: Award, address: Address) -> dict[str, Any]:
    return {
        "id": f"grant-{one.grant_id}",
        "case_number": one.case_number,
        "title": one.title,
        "call": one.call_slug,
        "area": one.area,
        "year": one.year,
        "awarded_at": one.told_at,
        "lead": {"id": one.lead_id, "name": one.lead},
        "members": [{"id": pk, "name": name} for pk, name in one.members],
        "amount": one.amount_ore,
        "requested": one.requested_ore,
        "paid": one.paid_ore,
        "state": one.state,
        "changed": one.changed,
        "synthetic": one.synthetic,
        "source": "" if one.synthetic else one.source,
        "url": address(reverse("portal:award", args=[one.grant_id])),
    }


def reported(one: ReportedAward) -> dict[str, Any]:
    lead = {"id": one.organisation_id, "name": one.organisation.name if one.organisation else one.recipient}
    return {
        "id": f"reported-{one.pk}",
        "case_number": "",
        "title": one.project or one.scheme,
        "call": None,
        "area": "",
        "year": one.year,
        "awarded_at": None,
        "lead": lead,
        "members": [lead],
        "amount": one.amount_ore,
        "requested": None,
        "paid": None,
        "state": "reported",
        "changed": "",
        "synthetic": False,
        "source": one.source,
        "url": one.source_address or None,
    }


def organisations(rows: list[Organisation]) -> list[dict[str, Any]]:
    facts = registry.facts_of(row.pk for row in rows)
    return [_organisation(row, facts.get(row.pk)) for row in rows]


_FACTS = (
    "county", "inhabitants", "centrality_class", "kostra_group", "regional_health_authority", "latitude", "longitude",
)  # fmt: skip


def _organisation(row: Organisation, facts: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "name": row.name,
        "organisation_number": row.organisation_number or None,
        "municipality_number": facts.number if facts else None,
        **{name: getattr(facts, name, None) for name in _FACTS},
        "synthetic": row.synthetic,
    }


def envelopes(rows: list[Envelope]) -> list[dict[str, Any]]:
    """What is reserved for decisions nobody has been told of, or held for appeals, stands as not granted."""
    balances = scheme.balances_of(row.pk for row in rows)
    return [
        {
            "id": row.pk,
            "chapter": row.chapter,
            "post": row.post,
            "year": row.year,
            "name": row.name,
            "allotted_nok": held.allotted,
            "granted_nok": held.granted,
            "accepted_nok": held.accepted,
            "paid_nok": held.paid_out,
            "returned_nok": held.returned,
            "claimed_nok": held.to_come_back,
            "written_off_nok": held.written_off,
            "remaining_nok": held.free + held.reserved + held.held,
            "synthetic": row.synthetic,
            "source": row.source,
        }
        for row in rows
        for held in (balances[row.pk],)
    ]
