"""Feeds of calls and awards, for those who follow along: Atom and RSS."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helsetek.common.web import show
from helsetek.grants.selectors.awards import awards_public
from helsetek.grants.wording import in_my_language
from helsetek.scheme import selectors as scheme

NEWEST = 50


@require_safe
def awards(request: HttpRequest, kind: str) -> HttpResponse:
    """The grants that were told last."""
    made = _feed(kind, _("Who got what"), reverse("portal:awards_feed", args=[kind]))
    for one in awards_public()[:NEWEST]:
        address = f"{settings.SITE_ADDRESS}{reverse('portal:award', args=[one.grant_id])}"
        made.add_item(
            title=f"{one.lead}: {one.title}",
            link=address,
            description=show.kroner(one.amount_ore),
            pubdate=one.told_at,
            updateddate=one.told_at,
            unique_id=address,
        )
    return _answer(made)


@require_safe
def calls(request: HttpRequest, kind: str) -> HttpResponse:
    """Published calls, those that close last first."""
    made = _feed(kind, _("Calls"), reverse("portal:calls_feed", args=[kind]))
    for one in list(scheme.published_calls())[:NEWEST]:
        address = f"{settings.SITE_ADDRESS}{reverse('scheme:call', args=[one.slug])}"
        made.add_item(
            title=in_my_language(scheme.title(one)),
            link=address,
            description=f"{show.instant(one.opens_at)} – {show.instant(one.closes_at)}",
            pubdate=one.opens_at,
            updateddate=one.opens_at,
            unique_id=address,
        )
    return _answer(made)


def _feed(kind: str, title: str, own: str) -> SyndicationFeed:
    maker = Atom1Feed if kind == "atom" else Rss201rev2Feed
    return maker(
        title=title,
        link=f"{settings.SITE_ADDRESS}/",
        description=title,
        feed_url=f"{settings.SITE_ADDRESS}{own}",
        language="nb",
    )


def _answer(made: SyndicationFeed) -> HttpResponse:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    made.write(response, "utf-8")
    return response
