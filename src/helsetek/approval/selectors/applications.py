"""Reads of products and applications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.approval.models import Application, Configuration, Product
from helsetek.approval.permissions import is_inside, vendor_of
from helsetek.approval.rules import papers
from helsetek.approval.rules.papers import Kind
from helsetek.approval.rules.results import Demand, Outcome, Side, unanswered
from helsetek.standards import selectors as standards

_RELATED = (
    "case__officer", "configuration__product__vendor", "version__set__standard", "laboratory", "begun_by",
    "recommended_by",
)  # fmt: skip


def application(pk: int) -> Application:
    """Raises Application.DoesNotExist."""
    return Application.objects.select_related(*_RELATED).get(pk=pk)


def applications_seen_by(person: Person) -> QuerySet[Application]:
    """A vendor's own, those a laboratory tests, and for those inside all that are sent."""
    rows = Application.objects.select_related(*_RELATED)
    if is_inside(person) is not None:
        return rows.exclude(state="draft")
    labs = accounts.organisations_where(person, Role.VENDOR)
    tests = Q(laboratory_id__in=labs) & ~Q(state="draft")
    return rows.filter(Q(configuration__product__vendor_id__in=vendor_of(person)) | tests)


def products_of(person: Person) -> QuerySet[Product]:
    return Product.objects.filter(vendor_id__in=vendor_of(person)).select_related("vendor")


def product(pk: int) -> Product:
    """Raises Product.DoesNotExist."""
    return Product.objects.select_related("vendor").get(pk=pk)


def configuration(pk: int) -> Configuration:
    """Raises Configuration.DoesNotExist."""
    return Configuration.objects.select_related("product__vendor").get(pk=pk)


def applications_of(product: Product) -> QuerySet[Application]:
    return Application.objects.filter(configuration__product=product).select_related(*_RELATED)


def demands_of(application: Application) -> list[Demand]:
    rows = standards.requirements_of(application.version)
    return [Demand(row.code, row.strength, row.testability) for row in rows]


def outcomes_of(application: Application, side: Side) -> dict[str, str]:
    rows = application.results.filter(side=side.value)
    return dict(rows.values_list("code", "outcome"))


def answers_of(application: Application, side: Side) -> dict[str, tuple[str, str]]:
    """Code → (outcome, note)."""
    rows = application.results.filter(side=side.value)
    return {code: (outcome, note) for code, outcome, note in rows.values_list("code", "outcome", "note")}


def reference_of(application: Application) -> dict[str, Any]:
    """What unambiguously names the subject (EHDS Annex IV point 1)."""
    configuration = application.configuration
    return {
        "case": application.case.number,
        "vendor": configuration.product.vendor.name,
        "product": configuration.product.name,
        "version": configuration.version,
        "runs_with": configuration.runs_with,
        "released_on": configuration.released_on,
        "actor": application.actor,
    }


@dataclass(frozen=True, slots=True)
class Lacking:
    """One part of the application: how much is done, and in words what is lacking."""

    key: str
    label: str
    done: int
    total: int
    lacking: list[str]


def completeness(application: Application) -> list[Lacking]:
    """How complete the application is, part by part, for the one who fills in."""
    titles = {
        Kind.SHEET: _("Information sheet"),
        Kind.TECHNICAL: _("Technical documentation"),
        Kind.DECLARATION: _("Declaration of conformity"),
    }
    demands = demands_of(application)
    answered = outcomes_of(application, Side.VENDOR)
    left = unanswered(demands, answered)
    unmet = [one.code for one in demands if one.strength == "must" and answered.get(one.code) == Outcome.FAIL]
    lines = [_("Requirement %(code)s is not answered.") % {"code": code} for code in left]
    lines += [
        _("Requirement %(code)s is a must, and you have said that it is not met.") % {"code": code}
        for code in unmet
    ]
    parts = [
        Lacking("answers", _("Answers to the requirements"), len(demands) - len(left), len(demands), lines)
    ]
    for kind, title in titles.items():
        given = getattr(application, kind.value)
        done, total = papers.share_done(kind, given)
        missing = [point for point in papers.missing(kind, given) if point.key != "signed"]
        words = _("%(paper)s, point %(number)s: %(point)s")
        lines = [words % {"paper": title, "number": p.number, "point": _(p.title)} for p in missing]
        parts.append(Lacking(kind.value, title, done, total, lines))
    return parts
