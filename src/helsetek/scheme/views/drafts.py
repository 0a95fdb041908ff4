"""Write a call: begin it, and edit it part by part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.common.errors import StaleEdit
from helsetek.common.web import errors
from helsetek.common.web.errors_in_forms import error_lines
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Section
from helsetek.scheme import presenting, selectors, services, wording
from helsetek.scheme.forms.calls import NewCallForm
from helsetek.scheme.forms.editors import EDITORS, Editor, part_of
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.rules import calls as rules
from helsetek.scheme.rules.calls import Phase
from helsetek.scheme.selectors import Call

from .public import visible_call

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_AND_POST
@signed_in
def new_call(request: HttpRequest) -> HttpResponse:
    may_manage_scheme(who(request)).require()
    form = NewCallForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            call = services.create_call(
                by=who(request), slug=form.cleaned_data["slug"], content=form.content()
            )
            return redirect("scheme:edit", call.slug, "om")
    return render(request, "scheme/new_call.html", {"form": form})


@GET_AND_POST
@signed_in
def edit(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of a draft, or of a change to a published call that is being written."""
    may_manage_scheme(who(request)).require()
    call = visible_call(request, slug)
    if part not in EDITORS:
        raise Http404
    if selectors.phase(call) in (Phase.CLOSED, Phase.CANCELLED):
        return redirect("scheme:call", slug)
    content = selectors.written(call)
    editor = EDITORS[part](typed(request), content, is_published=call.published_at is not None)
    if request.method == "POST" and not editor.asked and editor.is_valid():
        return _save(request, call, part, editor)
    return render(request, "scheme/edit.html", _context(call, part, editor))


def _save(request: HttpRequest, call: Call, part: str, editor: Editor) -> HttpResponse:
    save = services.write_change if call.published_at else services.change_draft
    revision = request.POST.get("revision", "")
    number = int(revision) if revision.isascii() and revision.isdigit() else -1
    try:
        save(by=who(request), call=call, content=editor.write(), revision=number)
    except StaleEdit as error:
        return errors.stale(request, _in_words(error))
    messages.success(request, _("Saved."))
    return redirect("scheme:edit", call.slug, _next(part)) if "on" in request.POST else redirect(request.path)


def _in_words(error: StaleEdit) -> StaleEdit:
    """Only what differs, part by part, as text."""
    found = presenting.differences_in_words(rules.differences(error.theirs, error.yours))
    return StaleEdit(
        str(error),
        theirs={str(one.label): one.before for one in found},
        yours={str(one.label): one.after for one in found},
        revision=error.revision,
    )


def _next(part: str) -> str:
    words = list(EDITORS)
    return words[min(words.index(part) + 1, len(words) - 1)]


def _context(call: Call, part: str, editor: Editor) -> dict[str, Any]:
    problems = selectors.problems(call)
    return {
        "call": call,
        "part": part,
        "editor": editor,
        "lines": [line for form in editor.forms for line in error_lines(form)],
        "sections": sections(call, part, problems),
        "here": [_mend(problem) for problem in problems if part_of(problem.where) == part],
        "is_last": part == list(EDITORS)[-1],
    }


def _mend(problem: rules.Problem) -> str:
    return f"{wording.part(problem.where)}: {wording.sentence(problem)}"


def sections(call: Call, part: str, problems: list[rules.Problem]) -> list[Section]:
    """The parts of the call, each with how many things are to be mended in it."""
    found = []
    for word, editor in EDITORS.items():
        mend = sum(part_of(problem.where) == word and not problem.warning for problem in problems)
        note = _("%(count)s to mend") % {"count": mend} if mend else ""
        href = reverse("scheme:edit", args=[call.slug, word])
        found.append(Section(editor.title, href, "wrong" if mend else "complete", note))
    return found
