"""Log-in, the person's own page, and rights in an organisation."""

from tests.access.kinds import (
    ASSESSORS,
    CASE_SIDE,
    EVERYBODY,
    EVERYBODY_LOGGED_IN,
    OWN,
    OWN_SIGNATORIES,
    Reply,
    act,
    form,
    page,
    public,
)

_ADMINISTRATOR = frozenset({"rita"})
_IN_BODO = OWN | _ADMINISTRATOR

ROWS = [
    *form("accounts:log_in", EVERYBODY),
    public("accounts:callback"),
    act("accounts:log_out", EVERYBODY),
    page("accounts:log_out", (), others=Reply.NOT_ALLOWED, visitors=Reply.NOT_ALLOWED),
    public("accounts:logged_out"),
    page("accounts:me", EVERYBODY_LOGGED_IN),
    act("accounts:language", EVERYBODY_LOGGED_IN, data=lambda s: {"language": "nn"}),
    page("accounts:language", (), others=Reply.NOT_ALLOWED, visitors=Reply.NOT_ALLOWED),
    *form("accounts:contact", EVERYBODY_LOGGED_IN),
    *form("accounts:ties", ASSESSORS | CASE_SIDE | _ADMINISTRATOR),
    *form("accounts:ties_of", _ADMINISTRATOR, lambda s: [s.cast.ingrid.pk]),
    *form("accounts:end_tie", {"ingrid"} | _ADMINISTRATOR, lambda s: [s.tie.pk]),
    *form("accounts:superior", _ADMINISTRATOR, lambda s: [s.cast.ingrid.pk]),
    *form("accounts:ask", EVERYBODY_LOGGED_IN),
    page("accounts:rights", _IN_BODO, lambda s: [s.cast.bodo.pk]),
    *form("accounts:delegate", OWN_SIGNATORIES, lambda s: [s.cast.bodo.pk]),
    *form("accounts:revoke", OWN_SIGNATORIES | _ADMINISTRATOR, lambda s: [s.assignment.pk]),
    *form("accounts:answer", OWN_SIGNATORIES | _ADMINISTRATOR, lambda s: [s.access_request.pk]),
    page("accounts:people", _ADMINISTRATOR),
    *form("accounts:person", _ADMINISTRATOR, lambda s: [s.cast.tor.pk]),
]
