"""Parts of a case page: ``{% load casework %}``. Each fetches what the reader may see, and draws it.

{% case_timeline case %}  {% case_parties case %}  {% case_documents "application" application.pk %}
{% case_messages case %}  {% case_letters case %}
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.casework import guards, parts, permissions, selectors
from helsetek.casework.models import Case

register = template.Library()


@register.inclusion_tag("casework/parts/timeline.html", takes_context=True)
def case_timeline(context: RequestContext, case: Case, level: int = 3) -> dict[str, Any]:
    """What has happened; the deciding side also sees what is internal. Three queries."""
    internal = permissions.is_staff_of_case(context["request"].user)
    rows = selectors.timeline(case.number, internal=internal)
    return {"moments": [parts.moment(row) for row in reversed(rows)], "level": level}


@register.inclusion_tag("casework/parts/parties.html")
def case_parties(case: Case) -> dict[str, Any]:
    """Who are parties now, the lead first. One query."""
    return {"parties": selectors.parties_of(case)}


@register.inclusion_tag("casework/parts/documents.html", takes_context=True)
def case_documents(context: RequestContext, page: str, page_id: int) -> dict[str, Any]:
    """The documents of a page, and a way to add and take away for those who may change it. One query."""
    request = context["request"]
    may_change = bool(guards.may_change(request.user, page, page_id))
    back = f"?{urlencode({'next': request.get_full_path()})}"
    files = [parts.file(one, back if may_change else "") for one in selectors.documents_of(page, page_id)]
    add = reverse("casework:add_document", args=[page, page_id]) + back if may_change else ""
    return {"files": files, "add": add}


@register.inclusion_tag("casework/parts/messages.html", takes_context=True)
def case_messages(context: RequestContext, case: Case, level: int = 3, newest: int = 0) -> dict[str, Any]:
    """The messages, the newest first; ``newest`` shows only so many and leads to the rest. One query."""
    written = [parts.message(one) for one in reversed(selectors.messages_of(case))]
    shown = written[:newest] if newest else written
    return {"case": case, "moments": shown, "left": len(written) - len(shown), "level": level}


@register.inclusion_tag("casework/parts/letters.html", takes_context=True)
def case_letters(context: RequestContext, case: Case) -> dict[str, Any]:
    """The letters; the deciding side also sees those not sent yet. One query."""
    staff = permissions.is_staff_of_case(context["request"].user)
    letters = selectors.letters_of(case, sent_only=not staff)
    return {"files": [parts.letter(one) for one in letters], "empty": _("No letters yet.")}
