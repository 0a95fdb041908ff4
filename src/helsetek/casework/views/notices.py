"""What a person has been told, and what could not be sent."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.casework import permissions, selectors, services
from helsetek.casework.models import Notice
from helsetek.common.web.choices import safe_next

ON_A_PAGE = 25


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first."""
    person = who(request)
    page = Paginator(selectors.notices_of(person), ON_A_PAGE).get_page(request.GET.get("page"))
    unread = selectors.unread_notices(person).count()
    return render(request, "casework/notices.html", {"page": page, "unread": unread})


@require_POST
@signed_in
def read_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one as read and go on to what it is about."""
    person = who(request)
    notice = get_object_or_404(Notice, pk=notice_id, person=person)
    services.mark_read(by=person, notice=notice)
    return HttpResponseRedirect(notice.path or safe_next(request))


@require_POST
@signed_in
def read_all_notices(request: HttpRequest) -> HttpResponse:
    count = services.mark_read(by=who(request))
    words = ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
    messages.success(request, words % {"count": count})
    return redirect("casework:notices")


@require_safe
@signed_in
def failed_notices(request: HttpRequest) -> HttpResponse:
    """For the system administrator: what the worker gave up."""
    person = who(request)
    permissions.may_mend_notices(person).require()
    page = Paginator(selectors.failed_notices(person), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/failed_notices.html", {"page": page})


@require_POST
@signed_in
def send_again(request: HttpRequest, notice_id: int) -> HttpResponse:
    person = who(request)
    permissions.may_mend_notices(person).require()
    services.send_again(by=person, notice=get_object_or_404(Notice, pk=notice_id))
    messages.success(request, _("The notice is queued again."))
    return redirect("casework:failed_notices")
