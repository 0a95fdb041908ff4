"""My tasks: what waits for the one who has logged in, first thing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helsetek.accounts import selectors as accounts
from helsetek.accounts.web import signed_in, who
from helsetek.casework import selectors as casework
from helsetek.casework import todo
from helsetek.casework.todo import Todo
from helsetek.common import clock
from helsetek.common.web.parts import Task

NOTICES_SHOWN = 5
SOON = timedelta(days=7)


@require_safe
@signed_in
def my_tasks(request: HttpRequest) -> HttpResponse:
    person = who(request)
    todos = todo.for_person(person)
    notices = list(casework.unread_notices(person).annotate(unread=Window(Count("pk")))[:NOTICES_SHOWN])
    unread = notices[0].unread if notices else 0
    context = {
        "groups": grouped(todos, clock.now()),
        "count": len(todos),
        "roles": accounts.roles_of(person),
        "notices": notices,
        "more_notices": unread - len(notices),
        "person": person,
    }
    return render(request, "portal/my_tasks.html", context)


def grouped(todos: list[Todo], now: datetime) -> list[tuple[str, list[Task]]]:
    """By how much they press: overdue, this week, later, without a date. Empty groups are left out."""
    groups: dict[str, list[Task]] = {
        _("Overdue"): [],
        _("Within a week"): [],
        _("Later"): [],
        _("Without a date"): [],
    }
    overdue, soon, later, open_ended = groups.values()
    for one in todos:
        late = one.due_at is not None and one.due_at <= now
        task = Task(one.title, one.path, about=one.case_number, due=one.due_at, late=late)
        if one.due_at is None:
            open_ended.append(task)
        elif late:
            overdue.append(task)
        else:
            (soon if one.due_at - now <= SOON else later).append(task)
    return [(title, tasks) for title, tasks in groups.items() if tasks]
