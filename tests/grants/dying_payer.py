"""Acts of payment, each in a process of its own that is killed (SIGKILL, no farewell) before a chosen statement.

python -m tests.grants.dying_payer      reads requests on standard input, one a line, as JSON:
    {"act": …, "person": …, "statement": N, "instalment": id or null, "answer": text or null}
and answers each with how the process ended: -9 killed, 0 done, 3 refused.

The process that reads stays the same and only splits off the ones that die: so that it starts but once.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

REFUSED = 3


def main() -> None:
    django.setup()
    from django.db import connections

    read_ahead()
    for line in sys.stdin:
        connections.close_all()
        child = os.fork()
        if child == 0:
            os._exit(act(json.loads(line)))
        sys.stdout.write(f"{ended(child)}\n")
        sys.stdout.flush()


def read_ahead() -> None:
    """What is read on first use is read here, once, and not by each that dies: calendars, catalogues, templates."""
    from django.template.loader import get_template
    from django.utils import translation

    from helsetek.common import clock, instants

    import helsetek.grants.services.payments  # isort: skip # noqa: F401

    instants.next_working_day(clock.today())
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            translation.gettext("Paid")
            get_template("grants/notices/paid.txt")


def ended(child: int) -> int:
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def act(wish: dict[str, Any]) -> int:
    from helsetek.common import clock
    from helsetek.common.errors import Refusal
    from tests.grants.afterwards import ACCEPTED

    try:
        work = prepared(wish)
        with clock.at(ACCEPTED), dying_at(wish["statement"]):
            work()
    except Refusal:
        return REFUSED
    except BaseException:  # noqa: BLE001 - the one who split it off is told by the exit code
        traceback.print_exc()
        return 1
    return 0


def prepared(wish: dict[str, Any]) -> Callable[[], object]:
    """What is to be done, with everything read that it is given: only the act itself is counted."""
    from helsetek.accounts.models import Person
    from helsetek.grants.models import Instalment
    from helsetek.grants.services import payments

    person = Person.objects.get(pk=wish["person"])
    if wish["act"] == "make_file":
        return lambda: payments.make_file(by=person)
    if wish["act"] == "read_answer":
        return lambda: payments.read_answer(by=person, content=wish["answer"].encode())
    service = getattr(payments, wish["act"])
    instalment = Instalment.objects.get(pk=wish["instalment"])
    return lambda: service(by=person, instalment=instalment)


def dying_at(statement: int) -> Any:
    """Let this process die just before the database is given that statement; committing counts as one."""
    from django.db import connection

    given = 0

    def count() -> None:
        nonlocal given
        given += 1
        if given == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        count()
        return execute(*arguments)

    commit = connection._commit

    def counted_commit() -> None:
        count()
        commit()

    connection._commit = counted_commit  # type: ignore[method-assign]
    return connection.execute_wrapper(counted)


if __name__ == "__main__":
    main()
