"""What most views do: turn a service's refusal into words in the form, and ask before a harmful act."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from helsetek.common.errors import RuleBroken, TooLate, WrongState

from .kept_form import typed
from .parts import Text


class refusals_in:  # noqa: N801 - it reads as a word in a with statement
    """What a service refuses inside the block becomes errors of the form, and the view goes on to show it.

        if request.method == "POST" and form.is_valid():
            with refusals_in(form):
                services.save_budget(person=person, application=application, **form.cleaned_data)
                return redirect("grants:application", application.pk)
        return render(request, "grants/budget.html", {"form": form})

    NotAllowed and StaleEdit go further: they have pages of their own (``web.refusals``).
    """

    def __init__(self, form: forms.BaseForm) -> None:
        self.form = form

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> bool:
        if isinstance(error, RuleBroken):
            _add_rule_broken(self.form, error)
            return True
        if isinstance(error, WrongState | TooLate):
            self.form.add_error(None, str(error))
            return True
        return False


def _add_rule_broken(form: forms.BaseForm, error: RuleBroken) -> None:
    for name, sentences in error.fields.items():
        form.add_error(name if name in form.fields else None, sentences)
    if not error.fields:
        form.add_error(None, str(error))


class ReasonForm(forms.Form):
    """Why something is done that cannot be undone, or that goes against somebody."""

    reason = forms.CharField(widget=forms.Textarea, max_length=4000)

    def __init__(self, *arguments: Any, label: Text, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].label = str(label)


def confirm(
    request: HttpRequest,
    *,
    title: Text,
    text: Text,
    label: Text,
    act: Callable[[str], object],
    then: str,
    back: str,
    reason: Text = "",
    done: Text = "",
    color: str = "danger",
) -> HttpResponse:
    """A page that asks before an act. A post does it and goes on to ``then``.

    ``act`` gets the reason that was written, or "" when ``reason`` (the label of that field) is empty. ``done`` is said
    on the next page. ``label`` is the button's verb; ``back`` is where «Cancel» leads.
    """
    form = ReasonForm(typed(request), label=reason) if reason else forms.Form(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            act(form.cleaned_data.get("reason", ""))
            if done:
                messages.success(request, str(done))
            return HttpResponseRedirect(then)
    context = {"form": form, "title": title, "text": text, "label": label, "back": back, "color": color}
    return render(request, "common/confirm.html", context)


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page itself saves, because its writer has paused (a form with ``data-autosave``)."""
    return request.headers.get("X-Autosave") == "1"


CANNOT_BE_UNDONE = _("This cannot be undone.")
