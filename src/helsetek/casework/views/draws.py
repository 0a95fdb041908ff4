"""Draws by lot, open to everybody: what was announced, what came out, and the files to draw again from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import permissions, selectors, services
from helsetek.casework.models import DrawAnnouncement, DrawMethod
from helsetek.casework.rules import draws as rules
from helsetek.common.web.listing import Choice, FilterSet, InstantColumn, Listing, NumberColumn, TextColumn
from helsetek.common.web.parts import Fact
from helsetek.common.web.show import instant


class DrawnChoice(Choice):
    """Drawn, or waiting for its seed."""

    def filter(self, queryset: Any, value: str) -> Any:
        return queryset.filter(draw__isnull=value == "waits") if value else queryset


class DrawList(Listing):
    title = gettext_lazy("Draws by lot")
    lead = gettext_lazy(
        "What is drawn by lot can be drawn again by anyone: frame, seed and rule are published, and give one result."
    )
    file_name = "trekninger"
    search = ("title", "case_number", "about")
    search_hint = gettext_lazy("title or case number")

    title_of = TextColumn(
        gettext_lazy("Draw"), "title", href=lambda row: reverse("casework:draw", args=[row.pk])
    )
    announced_at = InstantColumn(gettext_lazy("Announced"))
    seed_at = InstantColumn(gettext_lazy("The seed is taken"))
    wanted_in_all = NumberColumn(gettext_lazy("To be drawn"), orderable=False)
    drawn_at = InstantColumn(gettext_lazy("Drawn"), "draw__drawn_at")

    class Filters(FilterSet):
        drawn = DrawnChoice(
            gettext_lazy("Drawn or waiting"),
            [("drawn", gettext_lazy("Drawn")), ("waits", gettext_lazy("Waits for its seed"))],
        )
        method = Choice(gettext_lazy("How it is drawn"), DrawMethod.choices)


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    return DrawList.show(request, selectors.draws(), "casework/draws.html")


@require_safe
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw. It is drawn again each time the page is read, and the page says whether it agrees."""
    announcement = _announcement(draw_id)
    made, readable = selectors.draw_of(announcement), permissions.may_read_draw(request.user, announcement)
    context = {
        "draw": announcement,
        "made": made,
        "readable": readable,
        "facts": _facts(announcement),
        "frame": announcement.frame if readable else [],
        "chosen": _chosen(announcement) if readable else [],
        "problems": rules.problems(selectors.drawn(announcement, made)) if made and readable else [],
        "may_draw": isinstance(request.user, Person) and bool(permissions.may_draw(request.user)),
    }
    return render(request, "casework/draw.html", context)


def _announcement(draw_id: int) -> DrawAnnouncement:
    return get_object_or_404(
        DrawAnnouncement.objects.select_related("draw", "announced_by"), pk=min(draw_id, 2**62)
    )


def _facts(announcement: DrawAnnouncement) -> list[Fact]:
    made = selectors.draw_of(announcement)
    facts = [
        Fact(_("Announced"), instant(announcement.announced_at)),
        Fact(_("How it is drawn"), announcement.get_method_display()),
        Fact(_("To be drawn"), _wanted(announcement)),
        Fact(_("Units in the frame"), str(len(announcement.frame))),
        Fact(_("SHA-256 of the frame"), announcement.frame_hash),
        Fact(_("The seed is taken"), instant(announcement.seed_at)),
    ]
    if made:
        facts += [
            Fact(
                _("Seed"),
                made.seed,
                _("the hash of event %(number)d of the log") % {"number": made.seed_event},
            ),
            Fact(_("Drawn"), instant(made.drawn_at)),
        ]
    return facts


def _wanted(announcement: DrawAnnouncement) -> str:
    if set(announcement.wanted) == {rules.ALL}:
        return str(announcement.wanted_in_all)
    return ", ".join(f"{name}: {count}" for name, count in sorted(announcement.wanted.items()))


def _chosen(announcement: DrawAnnouncement) -> list[dict[str, Any]]:
    made = selectors.draw_of(announcement)
    labels = {row[0]: row[3] for row in announcement.frame}
    return [{"id": one, "label": labels[one]} for one in made.chosen] if made else []


@require_safe
def draw_frame(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The frame as it was announced: its SHA-256 is the announced one."""
    announcement = _announcement(draw_id)
    permissions.may_read_draw(request.user, announcement).require()
    text = rules.frame_text(selectors.units_of(announcement))
    return HttpResponse(
        text.encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="ramme-{announcement.pk}.csv"'},
    )


@require_safe
def draw_file(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Everything in one file, for ``helsetek draw verify``."""
    announcement = _announcement(draw_id)
    permissions.may_read_draw(request.user, announcement).require()
    made = selectors.draw_of(announcement)
    if made is None:
        raise Http404
    told = rules.as_file(
        selectors.drawn(announcement, made),
        title=announcement.title,
        announced_at=announcement.announced_at.isoformat(),
        seed_at=announcement.seed_at.isoformat(),
        seed_event=made.seed_event,
        drawn_at=made.drawn_at.isoformat(),
    )
    return JsonResponse(
        told,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="trekning-{announcement.pk}.json"'},
    )


@require_POST
@signed_in
def draw_now(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Draw without waiting for the worker, once the instant of the seed has come."""
    person = who(request)
    permissions.may_draw(person).require()
    services.make_draw(by=person, announcement=_announcement(draw_id))
    messages.success(request, _("The lots are drawn."))
    return redirect("casework:draw", draw_id)
