"""What the interface gives, as types: they make the answers and their description in OpenAPI."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Field, Schema
from pydantic import PlainSerializer, WithJsonSchema

from helsetek.common import money

T = TypeVar("T")


def _kroner(ore: int) -> int | float:
    """Whole kroner as a whole number, øre as two decimals: exact, and a number in JSON."""
    whole, rest = divmod(ore, money.ORE_IN_KRONE)
    return whole if not rest else float(f"{whole}.{rest:02d}")


# Kept in øre here, written in kroner: 100 is «1» in JSON.
Nok = Annotated[
    int,
    PlainSerializer(_kroner),
    WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01, "description": "Norwegian kroner"}),
]


class Texts(Schema):
    """The same words in bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str


class Page(Schema, Generic[T]):
    """One page of a list. ``count`` is the number of items on all pages."""

    count: int
    page: int
    per_page: int
    next: str | None = Field(description="Address of the next page")
    previous: str | None = Field(description="Address of the page before")
    items: list[T]


class CallAllotment(Schema):
    """One distribution of money over the call's applications: the round itself (number 1), and any later one."""

    number: int
    envelope_nok: Nok = Field(description="What is in the envelope that it draws on")
    told_at: datetime | None = Field(description="When the parties were told; null until then")
    awards: int = Field(description="Projects that got their first grant in it")
    increases: int = Field(description="Earlier grants that were increased in it")
    awarded_nok: Nok = Field(description="What it granted: new grants and increases")


class CallInAll(Schema):
    """All allotments of a call taken together."""

    envelope_nok: Nok = Field(description="What is in the envelopes of all its allotments")
    awards: int = Field(description="Projects with a grant, each counted once")
    awarded_nok: Nok = Field(description="What they have been granted")


class CallOut(Schema):
    """A call (utlysning)."""

    id: str = Field(description="The last part of the address of its page", examples=["helseteknologi-2024"])
    title: str = Field(description="In bokmål; see `titles`")
    titles: Texts
    summaries: Texts
    state: Literal["upcoming", "open", "closed", "cancelled"]
    opens_at: datetime
    closes_at: datetime = Field(description="Applications are received until, and not at, this instant")
    version: int = Field(description="The version of the terms that holds")
    measures: list[str]
    envelope_nok: Nok = Field(
        description="The envelope of the round itself (allotment 1), as the call announced it; "
        "see `in_all` for what later allotments added"
    )
    applications: int | None = Field(description="Applications received; null until the call has closed")
    requested_nok: Nok | None = Field(description="What they ask for in all; null until the call has closed")
    awards: int = Field(
        description="Projects granted in the round itself (allotment 1), as far as they have been told; "
        "`in_all` counts those of later allotments too"
    )
    awarded_nok: Nok = Field(description="What the round itself granted; never more than `envelope_nok`")
    allotments: list[CallAllotment] = Field(description="The round itself and any later one, in order")
    in_all: CallInAll
    synthetic: bool = Field(description="Made for the demonstration")
    source: str = Field(description="Where the facts come from, when it is not synthetic")
    url: str


class Participant(Schema):
    """An organisation that takes part."""

    id: int | None = Field(
        description="The organisation in this interface; null if it is not in the registry"
    )
    name: str


class AwardOut(Schema):
    """A grant that the parties have been told of, or that another public source tells of."""

    id: str = Field(description="`grant-…` from this system, `reported-…` from another source")
    case_number: str
    title: str
    call: str | None = Field(description="The id of the call")
    area: str
    year: int
    awarded_at: datetime | None = Field(description="When the parties were told")
    lead: Participant
    members: list[Participant] = Field(description="All who take part, the lead first")
    amount: Nok = Field(description="Granted in all")
    currency: Literal["NOK"] = "NOK"
    requested: Nok | None
    paid: Nok | None
    state: Literal["offered", "accepted", "held", "declined", "lapsed", "reversed", "closed", "reported"]
    changed: Literal["", "appeal", "reversal"] = Field(description="Changed after it was told, and how")
    synthetic: bool = Field(description="Made for the demonstration")
    source: str = Field(description="Where the fact comes from, when it is not synthetic")
    url: str | None


class OrganisationOut(Schema):
    """An organisation of the registry. The facts of municipalities are null for others."""

    id: int
    kind: str
    name: str
    organisation_number: str | None
    municipality_number: str | None
    county: str | None
    inhabitants: int | None
    centrality_class: int | None = Field(description="Statistics Norway's classes 1 (most central) to 6")
    kostra_group: str | None
    regional_health_authority: str | None
    latitude: float | None
    longitude: float | None
    synthetic: bool


class EnvelopeOut(Schema):
    """A sum voted for a budget chapter, post and year, and where it is. What is decided and not told is in the rest."""

    id: int
    chapter: str
    post: str
    year: int
    name: str
    allotted_nok: Nok
    granted_nok: Nok = Field(description="Told, and not yet accepted")
    accepted_nok: Nok = Field(description="Accepted, and not yet paid")
    paid_nok: Nok = Field(description="Paid, and not paid back")
    returned_nok: Nok = Field(description="Paid back")
    claimed_nok: Nok = Field(
        description="Found unspent or claimed back, and not come in; part of what is paid"
    )
    written_off_nok: Nok = Field(description="Claims that were waived or written off; part of what is paid")
    remaining_nok: Nok = Field(description="Not granted to anybody that has been told")
    synthetic: bool
    source: str


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, object]] = []
