"""What an organisation has got, on its own page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from helsetek.registry.selectors import Organisation

from .selectors.awards import who_got_what


def awards_of(request: HttpRequest, organisation: Organisation) -> SafeString | str:
    """The grants it leads or takes part in; nothing if there are none."""
    rows = [row for row in who_got_what() if organisation.pk in row.member_ids]
    if not rows:
        return ""
    return render_to_string("portal/parts/awards_of.html", {"rows": rows}, request)
