"""Reads of the grants that other sources tell of."""

from __future__ import annotations

from django.db.models import QuerySet

from helsetek.scheme.models import ReportedAward


def reported_awards() -> QuerySet[ReportedAward]:
    """All, the newest year first."""
    return ReportedAward.objects.select_related("organisation", "reported_list")
