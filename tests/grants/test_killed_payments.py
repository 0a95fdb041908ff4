"""The process is killed for real between any two statements of paying: nothing is lost, and nothing happens twice.

Each step of payment (prepare, attest, make the file, read the bank's answer) is tried again and again in a process of
its own, killed before its first statement, before its second, and so on to its commit, until it comes through alive.
After each kill everything stands as it did before. The sum paid never passes the sum granted.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Sum

from helsetek.casework.models import Document, Notice
from helsetek.common import clock, events
from helsetek.common.models import Event
from helsetek.grants.models import Grant, Instalment, PaymentFile
from helsetek.grants.selectors.grants import granted_ore, paid_ore
from helsetek.grants.services import payments
from helsetek.scheme.models import Posting
from helsetek.scheme.selectors import balances
from tests import cast as casting
from tests.cast import Cast
from tests.grants.afterwards import ACCEPTED, an_accepted_grant, answer, report_of
from tests.grants.dying_payer import REFUSED
from tests.processes import surroundings

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 200  # statements; no step comes near it


class Payer:
    """The program that splits off a process for each attempt."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.grants.dying_payer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.ROOT,
            env=surroundings(settings.HELSETEK_HOME),
        )

    def tries(self, act: str, person: Any, statement: int = 0, **thing: Any) -> int:
        """Gives how the attempt ended; with statement 0 nothing kills it."""
        assert self.process.stdin
        assert self.process.stdout
        wish = {"act": act, "person": person.pk, "statement": statement, **thing}
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def is_killed_everywhere_and_then_done(self, act: str, person: Any, **thing: Any) -> int:
        """Kill it before every statement in turn until it comes through. Gives how many times it was killed."""
        before = everything()
        for statement in range(1, MANY):
            ended = self.tries(act, person, statement, **thing)
            if ended == 0:
                return statement - 1
            assert ended == -signal.SIGKILL
            assert everything() == before, f"{act} left something behind when killed at statement {statement}"
        raise AssertionError(f"{act} never came through")


@pytest.fixture
def payer() -> Iterator[Payer]:
    payer = Payer()
    yield payer
    assert payer.process.stdin
    payer.process.stdin.close()
    assert payer.process.wait(30) == 0


def everything() -> dict[str, object]:
    """All that paying may change."""
    return {
        "instalments": list(
            Instalment.objects.order_by("id").values_list("state", "file", "attested_by", "paid_at")
        ),
        "files": PaymentFile.objects.count(),
        "answered": PaymentFile.objects.filter(answered_at__isnull=False).count(),
        "documents": Document.objects.count(),
        "postings": Posting.objects.count(),
        "notices": Notice.objects.count(),
        "events": Event.objects.count(),
    }


def a_grant_with_two_instalments_to_pay(cast: Cast) -> tuple[Grant, Instalment, Instalment]:
    """The second one is attested; the first is still to be prepared."""
    grant = an_accepted_grant(cast, amount_kr=1_000_000)
    report = report_of(grant, "progress")
    report.state = "approved"
    report.save()
    first, second = grant.instalments.order_by("number")[:2]
    with clock.at(ACCEPTED):
        payments.prepare(by=cast.kari, instalment=second)
        payments.attest(by=cast.leif, instalment=second)
    return grant, first, second


def test_killed_between_any_two_statements(payer: Payer) -> None:
    cast = casting.gather()
    grant, first, second = a_grant_with_two_instalments_to_pay(cast)
    given = grant.instalments.aggregate(sum=Sum("amount_ore"))["sum"]
    envelope = first.envelope_id

    for act, person in (("prepare", cast.kari), ("attest", cast.leif)):
        assert payer.is_killed_everywhere_and_then_done(act, person, instalment=first.pk) > 5
        # It was done, but nobody was told before the end: they click again.
        assert payer.tries(act, person, instalment=first.pk) == REFUSED

    assert payer.is_killed_everywhere_and_then_done("make_file", cast.kari) > 5
    assert payer.tries("make_file", cast.kari) == REFUSED
    file = PaymentFile.objects.get()
    assert set(file.instalments.all()) == {first, second}

    said = answer(file.message_id, group="ACSC").decode()
    assert payer.is_killed_everywhere_and_then_done("read_answer", cast.kari, answer=said) > 10
    after = everything()
    assert payer.tries("read_answer", cast.kari, answer=said) == 0
    assert everything() == after

    paid = first.amount_ore + second.amount_ore
    assert paid_ore(grant) == paid <= granted_ore(grant) == given
    assert balances(envelope).paid_out == paid
    assert balances(envelope).accepted == given - paid
    verbs = [event.verb for event in events.of_case(grant.application.case.number)]
    for verb in ("prepared", "attested", "sent", "settled"):
        assert verbs.count(f"grants.payment_{verb}") == 2
    assert events.verify().holds
