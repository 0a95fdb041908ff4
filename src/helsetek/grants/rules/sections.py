"""What an application says, section by section: types with their limits of size.

A section is checked on two levels. *Loose* (here): the types, the sizes, the signs; whatever is left open is
None or empty, so that a half-filled section can be saved as a draft. *Strict* (``completeness.problems``): all
that must be there before the application is submitted. Sums of the budget are in ``budgets``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from helsetek.common.hashing import canonical, sha256
from helsetek.scheme.rules.terms import Measure, Text

from .words import Problem, gettext_noop, problem

# No single sum is larger: 10 billion kroner, in øre. Many times any envelope of the scheme.
LARGEST_ORE = 1_000_000_000_000
MOST_COST_LINES = 1500

Ore = Annotated[int, Field(ge=0, le=LARGEST_ORE, strict=True)]
Year = Annotated[int, Field(ge=2000, le=2100, strict=True)]
OrganisationId = Annotated[int, Field(ge=1, strict=True)]
Code = Annotated[str, Field(max_length=40)]
Line = Annotated[str, Field(max_length=200)]
ShortText = Annotated[str, Field(max_length=1000)]
LongText = Annotated[str, Field(max_length=6000)]
Grade = Annotated[int, Field(ge=1, le=5, strict=True)]
Number = Annotated[Decimal, Field(max_digits=14, decimal_places=3)]


class SectionKey(StrEnum):
    """The sections, in the order in which they are filled in."""

    PROJECT = "project"
    PARTNERS = "partners"
    GOALS = "goals"
    PLAN = "plan"
    BUDGET = "budget"
    FUNDING = "funding"
    RISK = "risk"
    STANDARDS = "standards"


class OwnKind(StrEnum):
    """What an applicant bears itself: money, or hours of its own staff valued in money."""

    MONEY = "money"
    WORK = "work"


class _Base(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Section(_Base):
    """A section of an application. Every field may be left open."""

    @property
    def is_empty(self) -> bool:
        return self == type(self)()


# -- project ----------------------------------------------------------------------------------------


class Project(Section):
    title: Line = ""
    summary: Annotated[str, Field(max_length=2000)] = ""
    area: Code = ""  # code of one of the call's areas: records, welfare_technology, home_follow_up …
    measure: Measure | None = None
    needs: LongText = ""
    activities: tuple[Code, ...] = Field(default=(), max_length=40)  # codes of the call's activities
    activities_text: LongText = ""


# -- partners ---------------------------------------------------------------------------------------


class Partner(_Base):
    """What one member of the collaboration does in the project, the lead too."""

    organisation_id: OrganisationId
    tasks: Annotated[str, Field(max_length=3000)] = ""
    contact_name: Line = ""
    contact_email: Annotated[str, Field(max_length=254)] = ""
    activities: tuple[Code, ...] = Field(default=(), max_length=40)


class Partners(Section):
    partners: tuple[Partner, ...] = Field(default=(), max_length=400)

    def of(self, organisation_id: int) -> Partner | None:
        return next((p for p in self.partners if p.organisation_id == organisation_id), None)


# -- goals ------------------------------------------------------------------------------------------


class GoalLine(_Base):
    """A goal and how it is seen to be reached. ``indicator`` is a code of the scheme's, or "" with ``own_indicator``."""

    goal: Annotated[str, Field(max_length=500)] = ""
    indicator: Annotated[str, Field(max_length=60)] = ""
    own_indicator: Annotated[str, Field(max_length=300)] = ""
    unit: Annotated[str, Field(max_length=40)] = ""  # of an own indicator; the scheme's have theirs
    baseline: Number | None = None
    target: Number | None = None
    how_measured: ShortText = ""


class Goals(Section):
    goals: tuple[GoalLine, ...] = Field(default=(), max_length=30)


# -- plan -------------------------------------------------------------------------------------------


class Milestone(_Base):
    name: Line = ""
    on: date | None = None
    organisation_id: OrganisationId | None = None  # who answers for it


class Plan(Section):
    starts: date | None = None
    ends: date | None = None
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=60)


# -- budget -----------------------------------------------------------------------------------------


class CostLine(_Base):
    """What one partner will spend in one year, in one of the call's cost categories, on one of its activities."""

    organisation_id: OrganisationId | None = None
    category: Code = ""
    activity: Code = ""
    text: Line = ""
    year: Year | None = None
    amount_ore: Ore | None = None


class OwnLine(_Base):
    """What one partner bears itself in one year, in money or in own work."""

    organisation_id: OrganisationId | None = None
    kind: OwnKind = OwnKind.MONEY
    year: Year | None = None
    amount_ore: Ore | None = None


class Requested(_Base):
    """The grant that is asked for in one year."""

    year: Year
    amount_ore: Ore | None = None


class Budget(Section):
    lines: tuple[CostLine, ...] = Field(default=(), max_length=MOST_COST_LINES)
    own: tuple[OwnLine, ...] = Field(default=(), max_length=MOST_COST_LINES)
    requested: tuple[Requested, ...] = Field(default=(), max_length=20)


# -- other funding ----------------------------------------------------------------------------------


class OtherFunding(_Base):
    """Public money from somebody else for the same project, and whether it pays for the same costs."""

    giver: Line = ""
    what: ShortText = ""
    year: Year | None = None
    amount_ore: Ore | None = None
    same_costs: bool | None = None


class UnspentGrant(_Base):
    """An earlier grant of the scheme that is not used up, and what the rest will be used for."""

    reference: Line = ""  # the case number, or what the letter calls it
    year: Year | None = None
    amount_ore: Ore | None = None
    use: ShortText = ""


class Funding(Section):
    others: tuple[OtherFunding, ...] = Field(default=(), max_length=40)
    no_others: bool = False  # declared: nobody else gives public money to the same thing
    unspent: tuple[UnspentGrant, ...] = Field(default=(), max_length=40)
    no_unspent: bool = False  # declared: nothing is left of earlier grants


# -- risk -------------------------------------------------------------------------------------------


class RiskLine(_Base):
    what: Annotated[str, Field(max_length=500)] = ""
    likelihood: Grade | None = None
    consequence: Grade | None = None
    measure: ShortText = ""

    @property
    def weight(self) -> int | None:
        """Likelihood times consequence, 1–25; None until both are given."""
        if self.likelihood is None or self.consequence is None:
            return None
        return self.likelihood * self.consequence


class Risk(Section):
    risks: tuple[RiskLine, ...] = Field(default=(), max_length=40)


# -- standards --------------------------------------------------------------------------------------


class Use(_Base):
    """A standard that will be demanded, or a national solution that will be supported, and how."""

    code: Line
    how: ShortText = ""


class Standards(Section):
    demanded: tuple[Use, ...] = Field(default=(), max_length=60)
    solutions: tuple[Use, ...] = Field(default=(), max_length=60)
    involved: Annotated[str, Field(max_length=3000)] = ""  # users, vendors, standards bodies, authorities
    duties: tuple[Code, ...] = Field(default=(), max_length=40)  # accepted duties to share, by duty_key


def duty_key(duty: Text) -> str:
    """What an accepted duty is known by: its own words, so that a duty put otherwise must be accepted anew."""
    return sha256(duty.nb)[:16]


# -- reading ----------------------------------------------------------------------------------------

TYPES: dict[SectionKey, type[Section]] = {
    SectionKey.PROJECT: Project,
    SectionKey.PARTNERS: Partners,
    SectionKey.GOALS: Goals,
    SectionKey.PLAN: Plan,
    SectionKey.BUDGET: Budget,
    SectionKey.FUNDING: Funding,
    SectionKey.RISK: Risk,
    SectionKey.STANDARDS: Standards,
}


class BadSection(ValueError):
    """What was given is not even good as a draft: too long, negative, no such date. ``problems`` names each field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(each.path for each in problems))
        self.problems = problems


def read(key: SectionKey, data: Any) -> Section:
    """The typed section of some data (the loose level). Raises BadSection."""
    try:
        return TYPES[key].model_validate_json(canonical(clean(data)))
    except ValidationError as error:
        raise BadSection([problem_of(each) for each in error.errors(include_url=False)]) from error


def dump(section: Section) -> dict[str, Any]:
    """The section as plain JSON data, as it is stored and hashed."""
    return section.model_dump(mode="json")


def clean(data: Any) -> Any:
    """Without what no database can store and no reader can see: NUL, and halves of letters."""
    match data:
        case str():
            return data.replace("\x00", "").encode("utf-8", "replace").decode()
        case dict():
            return {str(key): clean(value) for key, value in data.items()}
        case list() | tuple():
            return [clean(value) for value in data]
    return data


_SENTENCES = {
    "string_too_long": gettext_noop("This is too long: at most %(max_length)s characters."),
    "too_long": gettext_noop("There are too many rows: at most %(max_length)s."),
    "greater_than_equal": gettext_noop("This is too small: at least %(ge)s."),
    "less_than_equal": gettext_noop("This is too large: at most %(le)s."),
    "enum": gettext_noop("Choose one of the possibilities in the list."),
    "date_from_datetime_parsing": gettext_noop("Write a date that exists, for example 1.9.2026."),
    "date_parsing": gettext_noop("Write a date that exists, for example 1.9.2026."),
    "decimal_parsing": gettext_noop("Write a number, for example 12 or 12,5."),
    "decimal_max_digits": gettext_noop("The number has too many digits to be right."),
    "decimal_max_places": gettext_noop("Write the number with at most three decimals."),
    "extra_forbidden": gettext_noop("There is no such field."),
}
_OTHERWISE = gettext_noop("This could not be read. Check what is written here.")
_NEGATIVE = gettext_noop("A sum cannot be negative.")
_TOO_MUCH = gettext_noop("The sum is too large to be right. Check the number of zeros.")


def problem_of(error: ErrorDetails) -> Problem:
    path = ".".join(str(part) for part in error["loc"])
    if path.endswith("_ore") and error["type"] == "greater_than_equal":
        return problem(path, _NEGATIVE)
    if path.endswith("_ore") and error["type"] == "less_than_equal":
        return problem(path, _TOO_MUCH)
    context = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, int | str)}
    return problem(path, _SENTENCES.get(error["type"], _OTHERWISE), **context)


def organisation_ids(section: Section) -> set[int]:
    """Every organisation that a section speaks of."""
    rows: Iterable[Any] = ()
    match section:
        case Partners():
            rows = section.partners
        case Budget():
            rows = (*section.lines, *section.own)
        case Plan():
            rows = section.milestones
        case _:
            pass
    return {row.organisation_id for row in rows if row.organisation_id is not None}
