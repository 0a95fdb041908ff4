#!/usr/bin/env python3
"""How quickly do the pages answer, with the whole demonstration and 10,000 applications more?

    benchmarks/pages.py [--postgres] [--applications 10000] [--seconds 5]

Makes a database of its own, plays the demonstration, and adds applications by copying those of 2024 into a call of
their own. Then, for each page as the person who uses it: server time (median of seven, in one process) and number of
queries, against the demand of 100 ms and 15 queries; and for the busiest pages requests per second and p95 over HTTP
from the real server, beside a page that reads nothing from the database (what the server can do at best).
"""

from __future__ import annotations

import argparse
import copy
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.web import PORT, served, session_of, surroundings

MILLISECONDS, QUERIES = 100, 15  # what the pages are held to
REPEATS = 7
CLIENTS = 4
BARE = "/design/"  # drawn without a query: the bound that the others are compared with
BUSY = ("/", "/tildelinger/", "/saksbehandling/", "/mine-oppgaver/", "/api/v1/awards")


# -- Before ---------------------------------------------------------------------------------------------


def prepare(applications: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from helsetek.config import demo

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    demo.load()
    print(f"demonstration played in {time.monotonic() - began:.1f} s", flush=True)
    with transaction.atomic():
        _multiply(applications)


def _multiply(count: int) -> None:
    """So many more applications, all of one call, each with its case, parties, collaboration and members."""
    from helsetek.grants.models import Application

    models = list(Application.objects.filter(call__slug="helseteknologi-2024").select_related("case"))
    call, version = _another_call(models[0].call)
    for part in _in_parts(islice(cycle(models), count), 1000):
        _copy(part, call, version)


def _another_call(call: Any) -> tuple[Any, Any]:
    other, version = copy.copy(call), call.versions.order_by("number").last()
    other.pk, other.slug, other._state.adding = None, "mange-soknader", True
    other.save()
    version.pk, version.call, version._state.adding = None, other, True
    version.save()
    return other, version


def _in_parts(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while part := list(islice(rows, size)):
        yield part


def _copy(models: list[Any], call: Any, version: Any) -> None:
    from helsetek.casework.models import Case, Party
    from helsetek.cooperation.models import Collaboration, Membership
    from helsetek.grants.models import Application

    first = Case.objects.count()
    cases = Case.objects.bulk_create(
        _like(model.case, number=f"2025/{first + place:06}") for place, model in enumerate(models)
    )
    together = Collaboration.objects.bulk_create(_like(model.collaboration) for model in models)
    Membership.objects.bulk_create(
        _like(one, collaboration=new)
        for model, new in zip(models, together, strict=True)
        for one in model.collaboration.memberships.all()
    )
    Party.objects.bulk_create(
        _like(one, case=new)
        for model, new in zip(models, cases, strict=True)
        for one in model.case.parties.all()
    )
    Application.objects.bulk_create(
        _like(model, case=case, collaboration=new, call=call, call_version=version)
        for model, case, new in zip(models, cases, together, strict=True)
    )


def _like(row: Any, **changed: Any) -> Any:
    """The row as a new one, with some fields changed."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    new = type(row)(**fields)
    for name, value in changed.items():
        setattr(new, name, value)
    return new


# -- Each page by itself ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    path: str
    who: str
    milliseconds: float
    queries: int

    @property
    def keeps(self) -> bool:
        return self.milliseconds <= MILLISECONDS and self.queries <= QUERIES


def addresses() -> list[tuple[str, str]]:
    """(who, path): the lists of each role, and one of each kind of case page."""
    from helsetek.grants.models import Application, Grant

    judged = Application.objects.filter(call__slug="helseteknologi-2026-2", state="recommended").first()
    drafts = Application.objects.filter(call__slug="helseteknologi-2027", state="draft")
    draft = drafts.get(lead__name="Bodø")
    grant = Grant.objects.filter(application__call__slug="helseteknologi-2024").order_by("pk").first()
    public = [
        "/", "/tildelinger/", "/tildelinger/?q=bod%C3%B8", "/utlysninger/", "/utlysninger/helseteknologi-2027/",
        "/organisasjoner/", "/sok/?q=bod%C3%B8", "/analyser/",
        "/api/v1/calls", "/api/v1/awards", "/api/v1/organisations", "/api/v1/envelopes",
    ]  # fmt: skip
    return [
        *(("", path) for path in public),
        *(("anne", path) for path in ("/mine-oppgaver/", "/soknader/", "/samarbeid/", "/varsler/")),
        ("anne", f"/soknader/{draft.pk}/"),
        ("guri", "/mine-oppgaver/"),
        ("guri", "/saksbehandling/"),
        ("guri", "/saksbehandling/?q=bod%C3%B8"),
        ("guri", "/saksbehandling/?page=150"),
        ("guri", f"/soknader/{judged.pk}/sak/"),
        ("guri", "/utlysninger/helseteknologi-2024/tildeling/1/"),
        ("guri", "/tilskudd/"),
        ("guri", f"/tilskudd/{grant.pk}/"),
        ("hans", "/mine-oppgaver/"),
        ("kari", "/utbetalinger/"),
        ("leif", "/utbetalinger/attestering/"),
        ("ingrid", "/vurderinger/"),
        ("frode", "/rammer/"),
        ("rita", "/administrasjon/personer/"),
    ]


def measure(path: str, who: str) -> Figures:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    if who:
        client.cookies["sessionid"] = _session(who)
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} as {who or 'nobody'} answers {answer.status_code}")
    spent = []
    for _repeat in range(REPEATS):
        began = time.perf_counter()
        client.get(path)
        spent.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return Figures(path, who or "nobody", statistics.median(spent), len(captured))


def _session(who: str) -> str:
    from helsetek.accounts.selectors import people

    return session_of(people().get(subject=who))


# -- Over HTTP -------------------------------------------------------------------------------------------


def load(path: str, session: str, seconds: float) -> tuple[float, float]:
    """Requests a second, and p95 in milliseconds, from so many clients at once."""
    spent: list[float] = []
    until = time.monotonic() + seconds

    def visit() -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        while time.monotonic() < until:
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": f"sessionid={session}"} if session else {})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                spent.append((time.perf_counter() - began) * 1000)

    clients = [threading.Thread(target=visit) for _number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    spent.sort()
    return len(spent) / seconds, spent[int(len(spent) * 0.95)] if spent else float("nan")


def compare(seconds: float) -> None:
    guri = _session("guri")
    with served():
        load(BARE, "", 1)
        bare, p95 = load(BARE, "", seconds)
        print(f"{'over HTTP, ' + str(CLIENTS) + ' clients':44}{'per second':>12}{'p95 ms':>9}{'of bare':>9}")
        print(f"{BARE + ' (no query)':44}{bare:12.1f}{p95:9.0f}{1:9.2f}")
        for path in BUSY:
            rate, p95 = load(path, guri if path in ("/saksbehandling/", "/mine-oppgaver/") else "", seconds)
            print(f"{path:44}{rate:12.1f}{p95:9.0f}{rate / bare:9.2f}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument(
        "--postgres", action="store_true", help="a throw-away PostgreSQL instead of a SQLite file"
    )
    options = parser.parse_args()
    with surroundings(on_postgres=options.postgres):
        prepare(options.applications)
        print(f"{'page':44}{'as':>8}{'ms':>8}{'of 100':>8}{'queries':>9}")
        figures = [measure(path, who) for who, path in addresses()]
        for one in figures:
            mark = "" if one.keeps else "  <- above"
            share = one.milliseconds / MILLISECONDS
            print(f"{one.path:44}{one.who:>8}{one.milliseconds:8.1f}{share:8.2f}{one.queries:9}{mark}")
        compare(options.seconds)
    above = [one for one in figures if not one.keeps]
    print(
        f"{len(figures) - len(above)} of {len(figures)} pages keep within {MILLISECONDS} ms and {QUERIES} queries"
    )
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
