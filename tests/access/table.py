"""Who gets what: every route of the site, every person of the cast, one table.

**How to add your routes.** Write rows in ``tests/access/rows/ROOM.py`` (a room that several people build at once has
several files: ``grants_apply.py``, ``grants_pay.py``) as a list called ``ROWS``. This file gathers them by itself.

    ROWS = [
        public("scheme:calls"),                                          # everybody, logged in or not
        page("grants:application", OWN | PARTNERS, lambda s: [s.application.pk]),   # those named; others get 403
        *form("grants:budget", OWN_WRITERS, lambda s: [s.application.pk]),          # GET and POST alike
        *post_only("grants:submit", OWN_SIGNATORIES, lambda s: [s.application.pk]), # a button; GET is 405
        page("grants:receipt", NOBODY, lambda s: [s.application.pk], like="grants:application"),
    ]                                                # a file or an API is open to the people of its page (``like``)

* Groups of people stand in ``tests/access/kinds.py`` (OWN, PARTNERS, OTHER_APPLICANTS, CASE_OFFICERS …); any single
  name of ``tests/cast.py`` will do too: ``OWN | {"hans"}``.
* Things stand in ``tests/access/scene.py``: all belong to Bodø, so «own» is Anne's and Bjørn's, «other» Trond's and
  Aud's. Add a ``cached_property`` for what your addresses name.
* Others get 403 unless you write ``others=Reply.HIDDEN`` (404); visitors are led to the log-in unless you write
  ``visitors=…``.
* One route in two situations: two rows with different ``when="sealed"``, ``when="opened"`` and different arguments.

**What is proven** (``test_every_route.py``): a route that is not in the table fails; each person gets what the table
says; a GET never writes to the database, whoever asks; a method that is not in the table is refused (405, 403, log-in)
and writes nothing; those who are refused change nothing; unknown and absurd ids are answered, never with a crash.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.access import rows
from tests.access.kinds import Row, like


def _gathered() -> list[Row]:
    found: list[Row] = []
    for module in sorted(info.name for info in iter_modules(rows.__path__)):
        found += import_module(f"tests.access.rows.{module}").ROWS
    pages = {row.route: row for row in found if row.method == "GET" and not row.like}
    return [like(row, pages) for row in found]


TABLE: list[Row] = _gathered()

# Routes that are not pages of ours: each with its reason.
NOT_PAGES: dict[str, str] = {}
