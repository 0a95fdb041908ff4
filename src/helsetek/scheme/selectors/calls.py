"""Reads of calls, their pinned versions and their allotments."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from helsetek.common import clock
from helsetek.scheme.models import Allotment, Call, CallVersion
from helsetek.scheme.rules import calls as rules
from helsetek.scheme.rules.calls import Phase
from helsetek.scheme.rules.terms import CallTerms, Text

from .envelopes import balances_of


def call(call_id: int) -> Call:
    """Raises Call.DoesNotExist."""
    return Call.objects.get(pk=call_id)


def call_by_slug(slug: str) -> Call:
    """Raises Call.DoesNotExist. Gives drafts too: ask ``permissions.may_see_call`` before showing."""
    return Call.objects.select_related("envelope").get(slug=slug)


def all_calls() -> QuerySet[Call]:
    return Call.objects.select_related("envelope")


def published_calls() -> QuerySet[Call]:
    """All that the public may see, those that close last first; cancelled ones too."""
    return all_calls().filter(published_at__isnull=False)


def drafts() -> QuerySet[Call]:
    """Those that have not been published, the newest first."""
    return all_calls().filter(published_at__isnull=True).order_by("-id")


def open_calls(at: datetime | None = None) -> QuerySet[Call]:
    """Those that take applications at an instant (now, if none is given), the one that closes first first."""
    instant = at or clock.now()
    found = published_calls().filter(cancelled_at__isnull=True, opens_at__lte=instant, closes_at__gt=instant)
    return found.order_by("closes_at", "id")


def upcoming_calls() -> QuerySet[Call]:
    found = published_calls().filter(cancelled_at__isnull=True, opens_at__gt=clock.now())
    return found.order_by("opens_at", "id")


def phase(call: Call, at: datetime | None = None) -> Phase:
    return rules.phase(call.published_at, call.cancelled_at, call.opens_at, call.closes_at, at or clock.now())


def is_open(call: Call, at: datetime | None = None) -> bool:
    return phase(call, at) is Phase.OPEN


def versions_of(call: Call) -> list[CallVersion]:
    """Oldest first."""
    return list(call.versions.order_by("number"))


def version(version_id: int) -> CallVersion:
    """Raises CallVersion.DoesNotExist."""
    return CallVersion.objects.select_related("call").get(pk=version_id)


def current_version(call: Call) -> CallVersion:
    """What holds now. Raises CallVersion.DoesNotExist for a draft."""
    return call.versions.order_by("number").latest("number")


def current_versions(call_ids: Iterable[int]) -> dict[int, CallVersion]:
    """The same for several published calls in one query."""
    found = CallVersion.objects.filter(call__in=set(call_ids)).order_by("number")
    return {version.call_id: version for version in found}


def terms(version: CallVersion) -> CallTerms:
    """The pinned terms, typed."""
    return _read(json.dumps(version.terms))


@lru_cache(maxsize=64)
def _read(text: str) -> CallTerms:
    """The same terms are asked for time and again, and typed terms never change."""
    return CallTerms.model_validate_json(text)


def terms_now(call: Call) -> CallTerms:
    """The terms that hold: those of the newest version, or of the draft."""
    if call.published_at is None:
        return CallTerms.model_validate(call.draft_terms)
    return terms(current_version(call))


def title(call: Call) -> Text:
    return Text(nb=call.title_nb, nn=call.title_nn, en=call.title_en)


def summary(call: Call) -> Text:
    return Text(nb=call.summary_nb, nn=call.summary_nn, en=call.summary_en)


def allotments_of(call: Call) -> QuerySet[Allotment]:
    """The first round and any later one, in order."""
    return call.allotments.select_related("envelope").order_by("number")


def calls_of_envelope(envelope_id: int) -> QuerySet[Call]:
    """The calls that are, or have been, paid from the envelope."""
    paid = Q(envelope=envelope_id) | Q(allotments__envelope=envelope_id)
    return all_calls().filter(paid).distinct()


def allotted_to_calls(call_ids: Iterable[int]) -> dict[int, int]:
    """Øre in the envelopes of each call's allotments (of a draft: in the envelope it will have), in two queries."""
    ids = set(call_ids)
    pairs = set(Allotment.objects.filter(call__in=ids).values_list("call_id", "envelope_id"))
    planned = Call.objects.filter(pk__in=ids, published_at__isnull=True, envelope__isnull=False)
    pairs |= {(pk, envelope) for pk, envelope in planned.values_list("pk", "envelope_id") if envelope}
    held = balances_of({envelope for _call, envelope in pairs})
    return {pk: sum(held[envelope].allotted for call, envelope in pairs if call == pk) for pk in ids}


def allotments_of_calls(call_ids: Iterable[int]) -> dict[int, list[tuple[Allotment, int]]]:
    """Each call's allotments in order, with øre in the envelope that each draws on. Two queries."""
    ids = set(call_ids)
    rows = list(Allotment.objects.filter(call__in=ids).order_by("number"))
    held = balances_of({row.envelope_id for row in rows})
    return {pk: [(row, held[row.envelope_id].allotted) for row in rows if row.call_id == pk] for pk in ids}


def all_allotments() -> QuerySet[Allotment]:
    """Of every call, with the call and the envelope."""
    return Allotment.objects.select_related("call", "envelope")


def allotment(allotment_id: int) -> Allotment:
    """Raises Allotment.DoesNotExist."""
    return Allotment.objects.select_related("call", "envelope").get(pk=allotment_id)


def changes_between(before: CallVersion, after: CallVersion) -> list[rules.Difference]:
    """What differs between two versions, their instants included."""
    return rules.differences(_comparable(before), _comparable(after))


def _comparable(version: CallVersion) -> dict[str, Any]:
    instants = {"opens_at": version.opens_at.isoformat(), "closes_at": version.closes_at.isoformat()}
    return {**instants, **version.terms}
