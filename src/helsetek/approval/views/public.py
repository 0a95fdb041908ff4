"""The public register: search, compare, certificates, badge, feed. No log-in."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found
from helsetek.approval import permissions, sealing, selectors, wording
from helsetek.approval.forms import ComplaintForm
from helsetek.approval.models import Application, Approval, Declaration
from helsetek.approval.rules.results import Side
from helsetek.approval.rules.status import BY_HAND, ENDED, Said, Status, possible_after
from helsetek.approval.selectors import Entry
from helsetek.approval.services import surveillance as watching
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    CodeColumn,
    DayColumn,
    FilterSet,
    Listing,
    NumberColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact
from helsetek.common.web.show import day
from helsetek.standards import selectors as standards
from helsetek.standards import wording as standards_words

from .parts import form_page, reading_and_writing, register_crumbs

MOST_COMPARED = 4


def _sets() -> list[tuple[str, str]]:
    return [(one.set.slug, standards.title_of(one.set)) for one in standards.open_versions()]


class RegisterFilters(FilterSet):
    area = Choice(gettext_lazy("Need"), list(standards_words.AREAS.items()), "areas", lookup_expr="contains")
    set = Choice(gettext_lazy("Requirements"), _sets, "set_slug")
    status = StateChoice(gettext_lazy("Status"), of="approval.status")


class RegisterList(Listing):
    title = gettext_lazy("Approved products")
    lead = gettext_lazy(
        "Products that vendors have declared, and that have been controlled or tested against requirements. An approval "
        "holds for exactly the version, configuration and requirements that it names."
    )
    file_name = "godkjenninger"
    search = ("words",)
    search_hint = gettext_lazy("Product, vendor, standard or number")

    product = TextColumn(
        gettext_lazy("Product"),
        "product",
        href=lambda row: reverse("approval:certificate", args=[row.number]),
    )
    vendor = TextColumn(gettext_lazy("Vendor"))
    version = CodeColumn(gettext_lazy("Version of the product"), "version")
    runs_with = TextColumn(gettext_lazy("Runs with"), on_page=False)
    set_title = TextColumn(gettext_lazy("Requirements"))
    set_version = NumberColumn(gettext_lazy("Version of the requirements"), on_page=False)
    status = StatusColumn(gettext_lazy("Status"), of="approval.status")
    since = DayColumn(gettext_lazy("Since"))
    valid_until = DayColumn(gettext_lazy("Valid to and with"), on_page=False)
    number = CodeColumn(gettext_lazy("Number"))
    standard = TextColumn(gettext_lazy("Standard"), on_page=False)
    synthetic = TextColumn(gettext_lazy("Synthetic"), on_page=False)

    class Meta:
        order_by = "product"

    Filters = RegisterFilters


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """As it stands now, or on the day asked for (``?dag=``)."""
    on = _day_asked(request)
    rows = selectors.entries(on)
    return RegisterList.show(request, rows, "approval/register.html", on=on, any=bool(rows))


def _day_asked(request: HttpRequest) -> Any:
    try:
        return parse_date(request.GET.get("dag", ""))
    except ValueError:
        return None


def shown_entry(number: str) -> tuple[Approval, Entry]:
    """The approval of the address, if it is public; else a page «not found»."""
    approval = found(selectors.approval, number)
    shown = selectors.entry(approval)
    if shown is None:
        raise Http404
    return approval, shown


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    approval, shown = shown_entry(number)
    sealed = Declaration.objects.filter(application=approval.application).first()
    person = request.user if isinstance(request.user, Person) else None
    last = [Said(Status(one.status), one.on) for one in approval.events.order_by("id")][-1]
    context = {
        "entry": shown,
        "approval": approval,
        "facts": _facts(shown),
        "history": selectors.history(approval),
        "rows": _requirement_rows(approval.application),
        "sealed": sealed,
        "whole": sealed is not None and sealing.holds(sealed.content, sealed.sha256, sealed.jws, sealed.key),
        "decision": getattr(approval.application, "decision", None),
        "address": request.build_absolute_uri(reverse("approval:certificate", args=[number])),
        "mine": bool(person and permissions.may_withdraw(person, approval)),
        "inspects": bool(person and permissions.may_inspect(person)),
        "decides": bool(person and permissions.may_say_status(person, approval))
        and any(one in BY_HAND for one in possible_after(last.status)),
        "ended": last.status in ENDED,
    }
    return render(request, "approval/certificate.html", context)


def _facts(shown: Entry) -> list[Fact]:
    facts = [
        Fact(_("Number"), shown.number),
        Fact(_("Vendor"), shown.vendor),
        Fact(_("Version of the product"), shown.version),
        Fact(_("Runs with"), shown.runs_with),
        Fact(
            _("Requirements"), _("%(set)s, version %(number)s") % {"set": shown.set_title, "number": shown.set_version},
            href=reverse("standards:version", args=[shown.set_slug, shown.set_version]),
        ),
        Fact(_("Type of approval"), standards_words.TYPES[shown.approval_type].label),
        Fact(_("Role of the product"), shown.actor),
        Fact(_("Service areas"), standards_words.areas_in_words(shown.areas)),
        Fact(_("Valid to and with"), day(shown.valid_until) if shown.valid_until else ""),
    ]  # fmt: skip
    return [fact for fact in facts if fact.value]


def _requirement_rows(application: Application) -> list[dict[str, Any]]:
    declared, tested = (
        selectors.outcomes_of(application, Side.VENDOR),
        selectors.outcomes_of(application, Side.AUTHORITY),
    )
    return [
        {
            "code": row.code,
            "text": standards.text_of(row),
            "strength": row.strength,
            "declared": declared.get(row.code, ""),
            "found": tested.get(row.code, ""),
        }
        for row in standards.requirements_of(application.version)
    ]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Products side by side, fact by fact and requirement by requirement (``?n=HT-00001&n=HT-00002``)."""
    wanted = list(dict.fromkeys(request.GET.getlist("n")))[:MOST_COMPARED]
    rows = {one.number: one for one in selectors.entries()}
    chosen = [rows[number] for number in wanted if number in rows]
    context = {
        "chosen": chosen,
        "facts": _compared_facts(chosen),
        "requirements": _compared_requirements(chosen),
        "choices": sorted(rows.values(), key=lambda one: (one.set_title, one.product)),
        "numbers": {one.number for one in chosen},
        "most": MOST_COMPARED,
    }
    return render(request, "approval/compare.html", context)


def _compared_facts(chosen: list[Entry]) -> list[tuple[Any, list[Any]]]:
    names = {
        "vendor": _("Vendor"), "version": _("Version of the product"), "runs_with": _("Runs with"),
        "set_title": _("Requirements"), "set_version": _("Version of the requirements"),
    }  # fmt: skip
    rows: list[tuple[Any, list[Any]]] = [
        (label, [getattr(one, name) for one in chosen]) for name, label in names.items()
    ]
    rows.append((_("Service areas"), [standards_words.areas_in_words(one.areas) for one in chosen]))
    rows.append((_("Status"), [wording.STATUS[one.status].label for one in chosen]))
    return [*rows, (_("Valid to and with"), [day(one.valid_until) for one in chosen])]


def _compared_requirements(chosen: list[Entry]) -> list[tuple[str, str, list[str]]]:
    """(code, text, outcome in each): what was found where it was tested, else what was declared."""
    texts: dict[str, str] = {}
    held: list[dict[str, str]] = []
    for one in chosen:
        rows = _requirement_rows(one.approval.application)
        texts.update({row["code"]: row["text"] for row in rows})
        held.append({row["code"]: row["found"] or row["declared"] for row in rows})
    return [(code, text, [outcomes.get(code, "") for outcomes in held]) for code, text in texts.items()]


# -- For machines -----------------------------------------------------------------------------------------------------

_COLORS = {"approved": "#1e7a3c", "conditional": "#1e7a3c", "declared": "#1d5fa8", "suspended": "#a8261d"}
_BADGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="28" role="img" aria-label="{text}">'
    '<title>{text}</title><rect width="{wide}" height="28" rx="4" fill="{color}"/>'
    '<text x="12" y="19" font-family="sans-serif" font-size="13" fill="#fff">{text}</text></svg>'
)


@require_safe
def badge(request: HttpRequest, number: str) -> HttpResponse:
    """A picture that says the status as it is now, for the vendor's own pages."""
    _approval, shown = shown_entry(number)
    text = escape(f"{shown.number}: {wording.STATUS[shown.status].label}")
    drawn = _BADGE.format(text=text, wide=24 + 8 * len(text), color=_COLORS.get(shown.status, "#5a5a5a"))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


@require_safe
def declaration(request: HttpRequest, number: str) -> HttpResponse:
    """The declaration with its hash, signature and key: anybody can verify it."""
    approval, _shown = shown_entry(number)
    sealed = found(lambda: Declaration.objects.get(application=approval.application))
    answer = {
        "content": sealed.content, "sha256": sealed.sha256, "jws": sealed.jws, "key": sealed.key,
        "kept_until": sealed.kept_until.isoformat(),
    }  # fmt: skip
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key that declarations are signed with, as a JSON Web Key Set."""
    return JsonResponse({"keys": [sealing.public_key()]})


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """What has changed in the register, the newest first: Atom (RFC 4287) or JSON Feed 1.1."""
    if form not in {"atom", "json"}:
        raise Http404
    rows = [
        {
            "id": f"{settings.SITE_ADDRESS}/godkjenninger/{one.entry.number}/#{one.id}",
            "url": f"{settings.SITE_ADDRESS}/godkjenninger/{one.entry.number}/",
            "title": f"{one.entry.product} {one.entry.version}: {wording.STATUS[one.status].label}",
            "content_text": one.reason,
            "date_published": one.at.isoformat(),
        }
        for one in selectors.changes()
    ]
    title = str(RegisterList.title)
    home = f"{settings.SITE_ADDRESS}{reverse('approval:register')}"
    if form == "json":
        answer = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": home,
            "items": rows,
        }
        return JsonResponse(answer, content_type="application/feed+json")
    return HttpResponse(_atom(title, home, rows), content_type="application/atom+xml; charset=utf-8")


def _atom(title: str, home: str, rows: list[dict[str, str]]) -> str:
    entries = "".join(
        f"<entry><id>{escape(row['id'])}</id><title>{escape(row['title'])}</title>"
        f'<link href="{escape(row["url"])}"/><updated>{row["date_published"]}</updated>'
        f"<summary>{escape(row['content_text'])}</summary></entry>"
        for row in rows
    )
    updated = rows[0]["date_published"] if rows else "2020-01-01T00:00:00+00:00"
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{escape(home)}</id><title>{escape(title)}</title><updated>{updated}</updated>"
        f'<author><name>Helsetek</name></author><link href="{escape(home)}"/>{entries}</feed>'
    )


@reading_and_writing
def complain(request: HttpRequest, number: str) -> HttpResponse:
    """Anybody may tell that a product does not do what it is approved for."""
    approval, shown = shown_entry(number)
    form = ComplaintForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            by = request.user if isinstance(request.user, Person) else None
            watching.complain(by=by, approval=approval, **form.cleaned_data)
            messages.success(request, _("Thank you. The directorate looks into it."))
            return redirect("approval:certificate", number)
    title = _("Tell of something wrong with %(product)s") % {"product": shown.product}
    back = reverse("approval:certificate", args=[number])
    return form_page(request, form, title, _("Send"), back, register_crumbs(approval))
