"""The interface /api/v1/: read access to what is public. Thin: asks selectors, gives what ``schemas`` says."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, NinjaAPI, Query

from helsetek.grants.selectors.awards import awards_public
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call, Envelope

from . import problems, shapes, threesixty
from .paging import PageAsked, page_of
from .schemas import AwardOut, CallOut, EnvelopeOut, OrganisationOut, Page, Problem

LARGEST_ID = 2**63 - 1
FIRST_ERROR = 400


class OpenInterface(NinjaAPI):
    """Describes its errors as what they are: problems."""

    def get_openapi_schema(self, **how: Any) -> Any:
        schema = super().get_openapi_schema(**how)
        for methods in schema["paths"].values():
            for status, answer in methods["get"]["responses"].items():
                if int(status) >= FIRST_ERROR:
                    answer["content"] = {problems.CONTENT_TYPE: answer["content"]["application/json"]}
        return schema


api = OpenInterface(
    title="Helsetek",
    version="1.0.0",
    description=(
        "Open data of the Norwegian health technology scheme: calls, awards, organisations and envelopes. "
        "Read only, no key needed. Sums are in Norwegian kroner, instants in ISO 8601 with their offset. "
        "What is marked `synthetic` is made for a demonstration; the rest are facts with their `source`. "
        "Every answer has an `ETag`: send it back as `If-None-Match` and an unchanged answer is 304. "
        "Errors are `application/problem+json` (RFC 9457)."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
problems.handle_in(api)

NOT_FOUND: dict[Any, Any] = {404: Problem, 422: Problem, 429: Problem}


def _address(request: HttpRequest) -> shapes.Address:
    return request.build_absolute_uri


class CallsAsked(PageAsked):
    state: Literal["upcoming", "open", "closed", "cancelled"] | None = Field(
        None, description="Only those in this state"
    )


@api.get("/calls", response={200: Page[CallOut], **NOT_FOUND}, tags=["calls"], operation_id="calls")
def calls(request: HttpRequest, asked: Query[CallsAsked]) -> Any:
    """Published calls, those that close last first."""
    rows = [call for call in scheme.published_calls() if asked.state in (None, scheme.phase(call).value)]
    return page_of(request, rows, asked, lambda cut: shapes.calls(cut, _address(request)))


@api.get("/calls/{slug}", response={200: CallOut, **NOT_FOUND}, tags=["calls"], operation_id="call")
def call(request: HttpRequest, slug: str) -> Any:
    """One call by its id."""
    try:
        found = scheme.published_calls().get(slug=slug.replace("\x00", "")[:100])
    except Call.DoesNotExist as error:
        raise Http404("There is no published call with this id.") from error
    return shapes.calls([found], _address(request))[0]


class AwardsAsked(PageAsked):
    call: str | None = Field(None, max_length=100, description="Only those of the call with this id")
    year: int | None = Field(None, ge=1990, le=2100, description="Only those told in this year")
    organisation: int | None = Field(
        None, ge=1, le=LARGEST_ID, description="Only those this organisation takes part in"
    )
    synthetic: bool | None = Field(None, description="Only synthetic ones, or only facts")


@api.get("/awards", response={200: Page[AwardOut], **NOT_FOUND}, tags=["awards"], operation_id="awards")
def awards(request: HttpRequest, asked: Query[AwardsAsked]) -> Any:
    """Grants that the parties have been told of, the newest first; then those that other public sources tell of."""
    rows = [row for row in _all_awards(request) if _is_wanted(row, asked)]
    return page_of(request, rows, asked, lambda cut: cut)


def _all_awards(request: HttpRequest) -> list[dict[str, Any]]:
    own = [shapes.award(one, _address(request)) for one in awards_public()]
    return own + [shapes.reported(one) for one in scheme.reported_awards()]


def _is_wanted(row: dict[str, Any], asked: AwardsAsked) -> bool:
    return (
        asked.call in (None, row["call"])
        and asked.year in (None, row["year"])
        and asked.synthetic in (None, row["synthetic"])
        and (
            asked.organisation is None or any(member["id"] == asked.organisation for member in row["members"])
        )
    )


@api.get("/awards/{award_id}", response={200: AwardOut, **NOT_FOUND}, tags=["awards"], operation_id="award")
def award(request: HttpRequest, award_id: str) -> Any:
    """One award by its id."""
    found = next((row for row in _all_awards(request) if row["id"] == award_id), None)
    if found is None:
        raise Http404("There is no award with this id.")
    return found


Kind = Literal[
    "municipality",
    "county",
    "rha",
    "trust",
    "directorate",
    "association",
    "vendor",
    "laboratory",
    "assessor_body",
]


class OrganisationsAsked(PageAsked):
    kind: Kind | None = Field(None, description="Only those of this kind")
    q: str | None = Field(None, max_length=100, description="Only those whose name holds this")


@api.get(
    "/organisations",
    response={200: Page[OrganisationOut], **NOT_FOUND},
    tags=["organisations"],
    operation_id="organisations",
)
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> Any:
    """The organisations of today's registry, in Norwegian order."""
    rows = registry.with_facts()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.q:
        rows = rows.filter(name__icontains=asked.q.replace("\x00", ""))
    return page_of(request, rows, asked, shapes.organisations)


@api.get(
    "/organisations/{organisation_id}",
    response={200: OrganisationOut, **NOT_FOUND},
    tags=["organisations"],
    operation_id="organisation",
)
def organisation(request: HttpRequest, organisation_id: int) -> Any:
    """One organisation by its id, also one that is no more."""
    found = registry.organisations([organisation_id]) if 0 < organisation_id <= LARGEST_ID else {}
    if organisation_id not in found:
        raise Http404("There is no organisation with this id.")
    return shapes.organisations([found[organisation_id]])[0]


class EnvelopesAsked(PageAsked):
    year: int | None = Field(None, ge=1990, le=2100, description="Only those of this budget year")


@api.get(
    "/envelopes", response={200: Page[EnvelopeOut], **NOT_FOUND}, tags=["envelopes"], operation_id="envelopes"
)
def envelopes(request: HttpRequest, asked: Query[EnvelopesAsked]) -> Any:
    """The budget envelopes, the newest year first, with sums added up from the ledger."""
    rows = scheme.envelopes()
    if asked.year:
        rows = rows.filter(year=asked.year)
    return page_of(request, rows, asked, shapes.envelopes)


@api.get(
    "/envelopes/{envelope_id}",
    response={200: EnvelopeOut, **NOT_FOUND},
    tags=["envelopes"],
    operation_id="envelope",
)
def envelope(request: HttpRequest, envelope_id: int) -> Any:
    """One envelope by its id."""
    try:
        found = scheme.envelope(envelope_id) if 0 < envelope_id <= LARGEST_ID else None
    except Envelope.DoesNotExist:
        found = None
    if found is None:
        raise Http404("There is no envelope with this id.")
    return shapes.envelopes([found])[0]


@api.get(
    "/360giving.json",
    response={200: dict[str, Any], 404: Problem, 429: Problem},
    tags=["awards"],
    operation_id="threesixty",
    url_name="threesixty",
)
def threesixty_giving(request: HttpRequest) -> Any:
    """All awards of this system in one file of the 360Giving Data Standard 1.4."""
    package = threesixty.package(_address(request))
    if not package["grants"]:
        raise Http404("No award has been told yet: the standard asks for at least one.")
    return package
