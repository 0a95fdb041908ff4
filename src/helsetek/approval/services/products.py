"""Products and their configurations, kept by the vendor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.approval.models import Approval, Configuration, Product
from helsetek.approval.permissions import may_change_product, may_sell
from helsetek.approval.rules.surveillance import Flag
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken

from .shared import required, within

WRITABLE = ("about", "areas", "homepage", "contact")
MOST_PRODUCTS = 200


@transaction.atomic
def add_product(*, by: Person, vendor_id: int, name: str, synthetic: bool = False, **said: Any) -> Product:
    """A new product of the vendor. Raises NotAllowed, RuleBroken."""
    right = may_sell(by, vendor_id).require()
    name = _name(name, vendor_id)
    if Product.objects.filter(vendor_id=vendor_id).count() >= MOST_PRODUCTS:
        raise RuleBroken(_("A vendor can have at most %(most)s products here.") % {"most": MOST_PRODUCTS})
    made = Product.objects.create(
        vendor_id=vendor_id, name=name, added_at=clock.now(), synthetic=synthetic,
        **{key: said[key] for key in WRITABLE if key in said},
    )  # fmt: skip
    _record("product_added", made, by, right.acting_for)
    return made


@transaction.atomic
def change_product(*, by: Person, product: Product, name: str, **said: Any) -> Product:
    """Correct what is told of a product. Another name after it was approved is looked at by the authority.

    Raises NotAllowed, RuleBroken.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    right = may_change_product(by, product).require()
    before, data = product.name, {}
    if name.strip() != before:
        product.name = _name(name, product.vendor_id)
        if Approval.objects.filter(application__configuration__product=product).exists():
            data = {"flags": [Flag.PRODUCT_RENAMED.value], "before": before, "after": product.name}
    for key in WRITABLE:
        if key in said:
            setattr(product, key, said[key])
    product.save()
    _record("product_changed", product, by, right.acting_for, **data)
    return product


@transaction.atomic
def add_configuration(
    *, by: Person, product: Product, version: str, runs_with: str = "", released_on: date | None = None
) -> Configuration:
    """A version with what it runs with. One that exists is given again. Raises NotAllowed, RuleBroken."""
    right = may_change_product(by, product).require()
    version = required(version, "version", _("Say which version it is."), 60)
    made, new = Configuration.objects.get_or_create(
        product=product, version=version, runs_with=within(runs_with, "runs_with", 300),
        defaults={"released_on": released_on},
    )  # fmt: skip
    if new:
        _record("configuration_added", product, by, right.acting_for, configuration=made.pk)
    return made


def _name(name: str, vendor_id: int) -> str:
    name = required(name, "name", _("Give the product a name."), 200)
    if Product.objects.filter(vendor_id=vendor_id, name=name).exists():
        problem = _("You have a product with this name already.")
        raise RuleBroken(problem, {"name": [problem]})
    return name


def _record(verb: str, product: Product, by: Person, acting_for: int | None, **data: Any) -> None:
    events.record(
        f"approval.{verb}",
        thing=f"product:{product.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data=data,
    )
