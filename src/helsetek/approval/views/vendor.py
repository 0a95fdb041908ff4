"""For vendors: products, versions, and the beginning of an application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.approval import permissions, selectors
from helsetek.approval.forms import BeginForm, ConfigurationForm, IncidentForm, ProductForm
from helsetek.approval.models import Product
from helsetek.approval.selectors import applications as reads
from helsetek.approval.services import applying, products, statuses
from helsetek.approval.services import surveillance as watching
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import InstantColumn, Listing, StatusColumn, TextColumn
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.registry import selectors as registry
from helsetek.standards import selectors as standards

from .parts import form_page, reading_and_writing, register_crumbs
from .public import shown_entry


def _crumbs(product: Product | None = None) -> list[tuple[Any, str]]:
    crumbs = [(_("My products"), reverse("approval:products"))]
    return [*crumbs, (product.name, reverse("approval:product", args=[product.pk]))] if product else crumbs


class OwnApplications(Listing):
    title = gettext_lazy("Applications")
    file_name = "soknader-om-godkjenning"
    search = ("case__number", "configuration__product__name")

    number = TextColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("approval:application", args=[row.pk])
    )
    product = TextColumn(gettext_lazy("Product"), "configuration__product__name")
    version = TextColumn(gettext_lazy("Version of the product"), "configuration__version")
    set = TextColumn(gettext_lazy("Requirements"), "version__set__title_nb")
    state = StatusColumn(gettext_lazy("State"), of="approval.application")
    begun_at = InstantColumn(gettext_lazy("Begun"))

    class Meta:
        order_by = "-begun_at"


@require_safe
@signed_in
def all_products(request: HttpRequest) -> HttpResponse:
    person = who(request)
    context = {
        "products": list(reads.products_of(person)),
        "sells": bool(permissions.may_sell(person)),
        "surveillance": list(selectors.surveillance_seen_by(person).exclude(state="closed")[:20])
        if permissions.vendor_of(person)
        else [],
    }
    seen = selectors.applications_seen_by(person)
    if not (context["sells"] or permissions.is_inside(person) or seen.exists()):
        permissions.may_sell(person).require()
    return OwnApplications.show(
        request, selectors.applications_seen_by(person), "approval/products.html", **context
    )


@reading_and_writing
@signed_in
def new_product(request: HttpRequest) -> HttpResponse:
    person = who(request)
    vendor_id = permissions.may_sell(person).require().acting_for or 0
    form = ProductForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = products.add_product(by=person, vendor_id=vendor_id, **form.cleaned_data)
            messages.success(request, _("The product is kept. Add the version that is to be approved."))
            return redirect("approval:configuration", made.pk)
    return form_page(request, form, _("New product"), _("Save"), reverse("approval:products"), _crumbs())


def _own(request: HttpRequest, product_id: int) -> tuple[Person, Product]:
    person, product = who(request), found(reads.product, product_id)
    permissions.may_change_product(person, product).require()
    return person, product


@require_safe
@signed_in
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    _person, product = _own(request, product_id)
    context = {
        "product": product,
        "configurations": list(product.configurations.all()),
        "applications": list(reads.applications_of(product)),
        "entries": selectors.approvals_of_product(product),
    }
    return render(request, "approval/product.html", context)


@reading_and_writing
@signed_in
def change_product(request: HttpRequest, product_id: int) -> HttpResponse:
    person, product = _own(request, product_id)
    form = ProductForm(typed(request), product=product)
    back = reverse("approval:product", args=[product.pk])
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            products.change_product(by=person, product=product, **form.cleaned_data)
            messages.success(request, _("The change is saved."))
            return redirect(back)
    return form_page(request, form, _("Change the product"), _("Save"), back, _crumbs(product))


@reading_and_writing
@signed_in
def configuration(request: HttpRequest, product_id: int) -> HttpResponse:
    person, product = _own(request, product_id)
    form = ConfigurationForm(typed(request))
    back = reverse("approval:product", args=[product.pk])
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = products.add_configuration(by=person, product=product, **form.cleaned_data)
            messages.success(request, _("The version is kept. Choose what it is to be approved against."))
            return redirect("approval:begin", made.pk)
    lead = _("An approval holds for exactly this version with what it runs with.")
    return form_page(request, form, _("New version"), _("Save"), back, _crumbs(product), lead=lead)


@reading_and_writing
@signed_in
def begin(request: HttpRequest, configuration_id: int) -> HttpResponse:
    one = found(reads.configuration, configuration_id)
    person, product = _own(request, one.product_id)
    versions = {version.pk: version for version in standards.open_versions()}
    earlier = {row.number: row for row in selectors.approvals_of_product(product)}
    form = BeginForm(
        typed(request),
        versions=[(pk, _set_in_words(version)) for pk, version in versions.items()],
        laboratories=[(lab.pk, lab.name) for lab in registry.of_kind(registry.OrganisationKind.LABORATORY)],
        earlier=[(number, f"{number} {row.version}") for number, row in earlier.items()],
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            replaced = earlier.get(given.get("replaces", ""))
            made = applying.begin(
                by=person, configuration=one, version=versions[given["version"]],
                laboratory_id=given.get("laboratory"), replaces=replaced.approval if replaced else None,
            )  # fmt: skip
            return redirect("approval:application", made.pk)
    title = _("Apply for approval of %(product)s %(version)s") % {"product": product.name, "version": one}
    back = reverse("approval:product", args=[product.pk])
    return form_page(request, form, title, _("Begin"), back, _crumbs(product))


def _set_in_words(version: standards.RequirementSetVersion) -> str:
    words = _("%(set)s, version %(number)s (type %(type)s)")
    return words % {
        "set": standards.title_of(version.set), "number": version.number, "type": version.set.approval_type,
    }  # fmt: skip


@reading_and_writing
@signed_in
def incident(request: HttpRequest, number: str) -> HttpResponse:
    """The vendor reports a serious incident."""
    approval, shown = shown_entry(number)
    person = who(request)
    permissions.may_withdraw(person, approval).require()
    form = IncidentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = watching.report_incident(by=person, approval=approval, **form.cleaned_data)
            messages.success(request, _("The incident is reported."))
            return redirect("approval:surveillance", made.pk)
    lead = _("At once, and at the latest three days after you came to know of it (EHDS, Article 44).")
    title = _("Report a serious incident with %(product)s") % {"product": shown.product}
    back = reverse("approval:certificate", args=[number])
    return form_page(
        request, form, title, _("Report"), back, register_crumbs(approval), lead=lead, color="danger"
    )


@reading_and_writing
@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    approval, shown = shown_entry(number)
    person = who(request)
    permissions.may_withdraw(person, approval).require()
    back = reverse("approval:certificate", args=[number])
    return confirm(
        request,
        title=_("Withdraw %(product)s") % {"product": shown.product},
        text=_("The register shows from now on that you have withdrawn it. To come back you apply anew."),
        label=_("Withdraw"),
        reason=_("Reason"),
        act=lambda reason: statuses.withdraw_approval(by=person, approval=approval, reason=reason),
        then=back,
        back=back,
        done=_("The product is withdrawn."),
    )
