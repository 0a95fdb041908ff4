"""What a person has been told, and what could not be sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.casework import permissions, selectors, services
from helsetek.casework.models import Notice
from helsetek.common.web.choices import safe_next
from helsetek.common.web.listing import Choice, CodeColumn, FilterSet, InstantColumn, Listing, TextColumn

ON_A_PAGE = 25


class UnreadChoice(Choice):
    """Read, or not yet."""

    def filter(self, queryset: Any, value: str) -> Any:
        return queryset.filter(read_at__isnull=value == "new") if value else queryset


class NoticeList(Listing):
    file_name = "varsler"
    search = ("subject", "case__number")
    search_hint = gettext_lazy("subject or case number")
    rows_on_a_page = ON_A_PAGE
    rows_template = "casework/parts/notices_rows.html"

    not_before = InstantColumn(gettext_lazy("When"))
    subject = TextColumn(gettext_lazy("Subject"))
    case = CodeColumn(gettext_lazy("Case"), "case__number")
    read_at = InstantColumn(gettext_lazy("Read"))

    class Filters(FilterSet):
        read = UnreadChoice(
            gettext_lazy("Read or new"), [("new", gettext_lazy("New")), ("read", gettext_lazy("Read"))]
        )


class FailedList(Listing):
    file_name = "varsler-feilet"
    search = ("subject", "person__name", "person__email", "problem")
    search_hint = gettext_lazy("subject, person, address or problem")
    rows_on_a_page = ON_A_PAGE
    rows_template = "casework/parts/failed_notices_rows.html"

    queued_at = InstantColumn(gettext_lazy("Queued"))
    subject = TextColumn(gettext_lazy("Subject"))
    person = TextColumn(gettext_lazy("Person"), "person__name")
    email = TextColumn(gettext_lazy("E-mail address"), "person__email")
    problem = TextColumn(gettext_lazy("Problem"))


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first."""
    person = who(request)
    unread = selectors.unread_notices(person).count()
    return NoticeList.show(request, selectors.notices_of(person), "casework/notices.html", unread=unread)


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
    return FailedList.show(request, selectors.failed_notices(person), "casework/failed_notices.html")


@require_POST
@signed_in
def send_again(request: HttpRequest, notice_id: int) -> HttpResponse:
    person = who(request)
    permissions.may_mend_notices(person).require()
    services.send_again(by=person, notice=get_object_or_404(Notice, pk=notice_id))
    messages.success(request, _("The notice is queued again."))
    return redirect("casework:failed_notices")
