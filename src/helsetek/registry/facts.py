"""What is known of a municipality, in one plain value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MunicipalityFacts:
    """One municipality as of now.

    ``inhabitants`` at the newest 1 January (SSB table 07459); ``centrality_class`` 1 (most central) to 6 (SSB Klass
    128); ``kostra_group`` such as ``EKG07`` (SSB Klass 112); a point on land in degrees, WGS84 (Kartverket).
    """

    organisation_id: int
    number: str
    name: str
    county: str
    county_number: str
    inhabitants: int
    centrality_class: int
    kostra_group: str
    regional_health_authority: str
    latitude: float
    longitude: float
    language_form: str
    health_trust: str
    centrality_index: int
    synthetic: bool
