#!/usr/bin/env python3
"""How many can submit in the last minutes before a deadline, with none lost and none after the second?

    benchmarks/submissions.py [--applicants 1000] [--seconds 60] [--postgres]

Makes a database of its own with so many complete drafts, each led by its own municipality; starts the real web server;
and lets every signatory press the button through HTTP, at random moments of the window, most of them near its end, and
some too late. Then it looks at what is in the database: each submission that was answered «received» must be there
whole, with receipt and record, before the closing instant; each that was refused must still be a draft; and the event
log must be unbroken. The demand is 1,000 in ten minutes; 60 seconds is ten times as hard.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.web import PORT, served, session_of, surroundings

DEMANDED = 1000 / 600  # submissions a second
LATE = 0.03  # share of the applicants who press the button after the deadline
CSRF = "b" * 32


@dataclass(frozen=True)
class Applicant:
    application: int
    session: str


@dataclass
class Answer:
    """``pressed`` is when the button was pressed, in seconds since 1970."""

    status: int
    received: bool
    milliseconds: float
    pressed: float


# -- Before ---------------------------------------------------------------------------------------------


def prepare(count: int, seconds: int) -> tuple[list[Applicant], Any]:
    """So many complete drafts: one is written through the services, the others are its likes."""
    from django.core.management import call_command

    from helsetek.common import clock
    from tests import scenes
    from tests.cast import gather

    call_command("migrate", verbosity=0)
    cast = gather()
    now = clock.now()
    closes = (
        now + timedelta(seconds=seconds) + timedelta(days=30)
    )  # moved to the right moment in ``open_for``
    call = scenes.an_open_call(
        cast, opens_at=now - timedelta(days=30), closes_at=closes, terms=scenes.some_terms("2027")
    )
    together = scenes.a_collaboration(cast, members=("fauske",))
    model = scenes.a_complete_draft(cast, call=call, collaboration=together)
    return [_like(model, number) for number in range(count)], call


def _like(model: Any, number: int) -> Applicant:
    """A draft of another collaboration, led by a municipality of its own, with a signatory who is logged in."""
    from tests.cast import _municipality, _person, give_role

    lead = _municipality(f"Kommune {number}", f"{number:04}", "nb", "Helse Nord", 3, 60.0, 10.0, 5000)
    signatory = _person(f"signatory{number}")
    give_role(signatory, lead, "signatory")
    application = _copy(model, lead, signatory)
    return Applicant(application, session_of(signatory))


def _copy(model: Any, lead: Any, signatory: Any) -> int:
    from helsetek.casework import services as casework
    from helsetek.cooperation.models import Collaboration, Membership
    from helsetek.grants.models import Application, SectionVersion

    partner = model.collaboration.memberships.exclude(organisation=model.lead).first().organisation
    together = Collaboration.objects.create(
        name=f"Samarbeid {lead.name}", purpose="x", lead=lead, founded_at=model.created_at
    )
    for place in (lead, partner):
        Membership.objects.create(
            collaboration=together, organisation=place, state="consented", invited_at=model.created_at,
            answered_at=model.created_at, answered_by=signatory,
        )  # fmt: skip
    case = casework.open_case(
        kind="grants.application", title=together.name, lead_id=lead.pk, member_ids=[partner.pk]
    )
    copy = Application.objects.create(
        case=case, call=model.call, call_version=model.call_version, collaboration=together, lead=lead,
        created_at=model.created_at, created_by=signatory, requested_ore=model.requested_ore, area=model.area,
    )  # fmt: skip
    SectionVersion.objects.bulk_create(
        SectionVersion(
            application=copy, key=version.key, number=1, saved_at=version.saved_at, saved_by=signatory,
            data=_with_lead(version.data, model.lead_id, lead.pk),
        )
        for version in model.section_versions.all()
    )  # fmt: skip
    return int(copy.pk)


def _with_lead(data: Any, old: int, new: int) -> Any:
    """The section with the other lead's id."""
    if isinstance(data, dict):
        return {
            key: new if key == "organisation_id" and value == old else _with_lead(value, old, new)
            for key, value in data.items()
        }
    return [_with_lead(row, old, new) for row in data] if isinstance(data, list) else data


# -- The last minutes -------------------------------------------------------------------------------------


def run(applicants: list[Applicant], call: Any, seconds: int) -> list[Answer]:
    """Everybody presses the button once: at a random moment, most of them towards the end, some after it."""
    from helsetek.common import clock

    chance = random.Random(20240115)
    closes = clock.now() + timedelta(seconds=seconds + 2)
    type(call).objects.filter(pk=call.pk).update(closes_at=closes)
    start = time.monotonic() + 2
    moments = [_moment(chance, seconds) for _ in applicants]
    answers: list[Answer] = []

    def press(applicant: Applicant, moment: float) -> None:
        time.sleep(max(0.0, start + moment - time.monotonic()))
        answers.append(submit(applicant))

    threads = [threading.Thread(target=press, args=pair) for pair in zip(applicants, moments, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _moment(chance: random.Random, seconds: int) -> float:
    if chance.random() < LATE:
        return seconds + chance.uniform(0.05, 3)
    return seconds * (1 - chance.betavariate(1, 2)) - 0.2


def submit(applicant: Applicant) -> Answer:
    began, pressed = time.monotonic(), time.time()
    connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
    connection.request(
        "POST",
        f"/soknader/{applicant.application}/send-inn/",
        body=f"csrfmiddlewaretoken={CSRF}",
        headers={
            "Cookie": f"sessionid={applicant.session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    response = connection.getresponse()
    response.read()
    place = response.getheader("Location", "") or ""
    spent = (time.monotonic() - began) * 1000
    connection.close()
    return Answer(response.status, response.status == 302 and "kvittering" in place, spent, pressed)


# -- After ------------------------------------------------------------------------------------------------


def judge(applicants: list[Applicant], answers: list[Answer], call: Any, seconds: int) -> int:
    from helsetek.common import events
    from helsetek.grants.models import Application

    call.refresh_from_db()
    mine = Application.objects.filter(pk__in=[each.application for each in applicants])
    stood = mine.filter(state="submitted")
    whole = stood.filter(receipt__isnull=False, eligibility_records__isnull=False).exclude(content_hash="")
    received = sum(answer.received for answer in answers)
    spent = sorted(answer.milliseconds for answer in answers if answer.received)
    rate = received / seconds
    faults = {
        "answered «received» and not there": received - stood.count(),
        "pressed in time and told too late": sum(
            not answer.received and answer.pressed < call.closes_at.timestamp() for answer in answers
        ),
        "submitted without receipt, record or hash": stood.count() - whole.distinct().count(),
        "submitted at or after the closing instant": stood.filter(submitted_at__gte=call.closes_at).count(),
        "answered neither yes nor no (not 302, 409)": sum(a.status not in (302, 409) for a in answers),
        "broken links in the event log": int(not events.verify().holds),
    }
    print(
        f"{len(applicants)} applicants in {seconds} s: {received} received, {len(answers) - received} too late"
    )
    print(f"{rate:.1f} submissions a second ({rate / DEMANDED:.1f} times the demand of 1,000 in ten minutes)")
    if spent:
        p95 = spent[int(len(spent) * 0.95)]
        print(f"median {statistics.median(spent):.0f} ms, p95 {p95:.0f} ms, longest {spent[-1]:.0f} ms")
    for name, count in faults.items():
        print(f"{'FAULT' if count else 'none '} {name}: {count}")
    return 1 if any(faults.values()) else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--applicants", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--postgres", action="store_true", help="a throw-away PostgreSQL instead of a SQLite file"
    )
    options = parser.parse_args()
    with surroundings(on_postgres=options.postgres):
        applicants, call = prepare(options.applicants, options.seconds)
        with served():
            answers = run(applicants, call, options.seconds)
        return judge(applicants, answers, call, options.seconds)


if __name__ == "__main__":
    sys.exit(main())
