"""How the one who is logged in stands in the header."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.common.web.navigation import Who
from helsetek.common.web.parts import Link

from .held import roles_held
from .permissions import is_administrator
from .web import who


def who_is_logged_in(request: HttpRequest) -> Who:
    person = who(request)
    places = {held.organisation_id: held.organisation for held in roles_held(person)}
    more = [
        Link(_("Rights in %(place)s") % {"place": name}, reverse("accounts:rights", args=[pk]))
        for pk, name in places.items()
    ]
    if is_administrator(person):
        more.append(Link(_("People and roles"), reverse("accounts:people")))
    return Who(person.name, ", ".join(places.values()), reverse("accounts:me"), tuple(more))
