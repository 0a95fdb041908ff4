#!/usr/bin/env python3
"""Is anything lost or done twice when the process is killed between any two statements to the database?

    benchmarks/faults.py [--kills 5000] [--postgres] [--only ACT] [--seed N]

Each act (submit, decide, notify, accept, pay, amend, import) is played first undisturbed, and what it leaves is written
down. Then it is tried again on things just like the first, each time in a process of its own that is killed (SIGKILL, no
farewell) before a statement drawn at random, its commits counted among them, or just after the last. After each kill
everything must stand as before, or, where an act commits more than once, at one of its commits; and everything that
must hold (``tests/play/invariants.py``) must hold. In the end somebody presses the button again, undisturbed, and what
is left must be what the undisturbed act left: nothing lost, nothing doubled.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.web import surroundings

KILLS_EACH = 100  # of one thing, before it is let through: making the thing takes longer than a kill
REFUSED = 3


@dataclass(frozen=True)
class Act:
    """``ready`` makes the thing it is done to and gives the act itself; ``several`` when it commits more than once.

    Then a thing is done after few kills, and making another takes long: ``share`` is how many kills it gets of another's.
    """

    name: str
    ready: Callable[[Any], Callable[[], object]]
    several: bool = False
    share: float = 1


@dataclass
class Count:
    kills: int = 0
    through: int = 0
    lost: int = 0
    doubled: int = 0
    halfway: int = 0  # stood at one of several commits
    places: Counter[int] = field(default_factory=Counter)  # tenth of the act in which it was killed
    milliseconds: list[float] = field(default_factory=list)


# -- Dying ------------------------------------------------------------------------------------------------


def attempt(act: Callable[[], object], die_at: int) -> tuple[str, int]:
    """Do it in a process of its own that dies before its ``die_at``-th statement; 0 lets it live.

    Gives how it ended (killed, done, refused), and how many statements it gave when it lived.
    """
    from django.db import connections

    connections.close_all()
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        os._exit(_be_the_child(act, die_at, writes))
    os.close(writes)
    with os.fdopen(reads) as told:
        statements = told.read()
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    ended = {0: "done", REFUSED: "refused", -signal.SIGKILL: "killed"}.get(code)
    if ended is None:
        raise SystemExit(f"An attempt ended with {code}: see what it printed above.")
    return ended, int(statements or 0)


def draw_letters_elsewhere() -> None:
    """Let each letter be drawn in a process of its own. Drawing starts threads, and what a process with threads splits

    off cannot draw: it would wait for them for ever. So the process that splits off the dying ones never draws itself.
    """
    render: Any = importlib.import_module("helsetek.common.letters.render")
    draw = render._compile
    render._fonts()

    def elsewhere(*given: Any) -> bytes:
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reads)
            with os.fdopen(writes, "wb") as out:
                out.write(draw(*given))
                out.flush()
                os._exit(0)
        os.close(writes)
        with os.fdopen(reads, "rb") as told:
            drawn = told.read()
        os.waitpid(child, 0)
        return drawn

    render._compile = elsewhere


def _be_the_child(act: Callable[[], object], die_at: int, writes: int) -> int:
    from helsetek.common.errors import Refusal

    given = _count_statements(die_at)
    try:
        act()
    except Refusal:
        return REFUSED
    except BaseException:  # noqa: BLE001 - the parent is told by the exit code
        traceback.print_exc()
        return 1
    if die_at > given[0]:
        os.kill(os.getpid(), signal.SIGKILL)  # after the last commit: done, and nobody was told
    os.write(writes, str(given[0]).encode())
    return 0


def _count_statements(die_at: int) -> list[int]:
    from django.db import connection

    given = [0]

    def count() -> None:
        given[0] += 1
        if given[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        count()
        return execute(*arguments)

    commit = connection._commit

    def counted_commit() -> None:
        count()
        commit()

    connection._commit = counted_commit  # type: ignore[method-assign]
    connection.execute_wrappers.append(counted)
    return given


# -- What is there ----------------------------------------------------------------------------------------


def footprint() -> tuple[int, ...]:
    """How many there are of everything an act can leave. What autosaves and seals leave is not asked here."""
    from tests.play import invariants

    return invariants.footprint()


def difference(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(b - a for a, b in zip(before, after, strict=True))


# -- The campaign -----------------------------------------------------------------------------------------


def campaign(acts: list[Act], kills: int, dice: random.Random) -> dict[str, Count]:
    counts = {act.name: Count() for act in acts}
    scene = Scene()
    gc.freeze()  # what is split off shares what is there, and need not copy it
    undisturbed = {act.name: play_undisturbed(act, scene) for act in acts}
    while sum(count.kills for count in counts.values()) < kills:
        act = min(acts, key=lambda one: counts[one.name].kills / one.share)
        torment(act, scene, counts[act.name], undisturbed[act.name], dice)
        done = sum(count.kills for count in counts.values())
        print(f"\r  {done} kills", end="", flush=True)
    print()
    return counts


def play_undisturbed(act: Act, scene: Any) -> tuple[int, tuple[int, ...]]:
    """How many statements it gives, and what it leaves."""
    do = act.ready(scene)
    before = footprint()
    ended, statements = attempt(do, 0)
    assert ended == "done", f"{act.name} was {ended} when nothing disturbed it"
    return statements, difference(before, footprint())


def torment(
    act: Act, scene: Any, count: Count, undisturbed: tuple[int, tuple[int, ...]], dice: random.Random
) -> None:
    """One thing: killed many times, then let through, then looked at."""
    statements, leaves = undisturbed
    do = act.ready(scene)
    start = before = footprint()
    for _ in range(KILLS_EACH):
        place, began = dice.randint(1, statements + 1), time.monotonic()
        ended, _given = attempt(do, place)
        now = footprint()
        count.milliseconds.append((time.monotonic() - began) * 1000)
        if ended == "refused":
            raise SystemExit(f"{act.name} was refused when pressed again after a kill that left nothing")
        if ended == "done":  # an earlier kill had left less to do
            break
        count.kills += 1
        count.places[min(9, (place - 1) * 10 // statements)] += 1
        if now != before:
            count.halfway += act.several and difference(start, now) != leaves
            before = now
            if difference(start, now) == leaves:
                break  # killed after the last commit: it is done
            if not act.several:
                raise SystemExit(f"{act.name}, killed at statement {place}, left {difference(start, now)}")
    attempt(do, 0)  # somebody presses the button again; a refusal says that it is done already
    left = difference(start, footprint())
    count.through += 1
    if left != leaves:
        print(f"\n  {act.name} left {left}, undisturbed {leaves}", flush=True)
    count.lost += any(mine < meant for mine, meant in zip(left, leaves, strict=True))
    count.doubled += any(mine > meant for mine, meant in zip(left, leaves, strict=True))
    look(f"{act.name} was killed")


def look(when: str) -> None:
    from tests.play import invariants

    found = list(invariants.problems())
    if found:
        raise SystemExit(f"After {when}:\n" + "\n".join(found))


# -- The acts ---------------------------------------------------------------------------------------------


class Scene:
    """Everything is made by the services, in one database; each thing is new, so that no two acts meet."""

    def __init__(self) -> None:
        from tests.cast import gather, give_role

        self.cast, self.number = gather(), 0
        give_role(self.cast.eli, self.cast.saltdal, "writer")
        self.accepted()  # the account is registered once, and by no act that is counted

    def call(self) -> Any:
        from tests import scenes

        self.number += 1
        return scenes.an_open_call(self.cast, slug=f"utlysning-{self.number}")

    def collaboration(self) -> Any:
        from tests import scenes

        return scenes.a_collaboration(self.cast, members=("fauske",), name=f"Samarbeid {self.number}")

    def recommended(self) -> Any:
        from tests import rounds, scenes

        call = self.call()
        with scenes.during(call):
            together = self.collaboration()
        submitted = scenes.a_submitted_application(self.cast, call=call, collaboration=together)
        return rounds.a_recommended_application(self.cast, application=submitted)

    def prepared(self) -> Any:
        from tests import rounds

        return rounds.a_prepared_decision(self.cast, self.recommended())

    def offered(self, amount_kr: int = 1_000_000) -> Any:
        from tests.grants import afterwards

        call = self.call()
        together = self.collaboration()
        return afterwards.an_offered_grant(self.cast, amount_kr=amount_kr, call=call, collaboration=together)

    def accepted(self, amount_kr: int = 1_000_000) -> Any:
        from helsetek.common import clock
        from helsetek.grants.services import acceptance
        from tests.grants import afterwards

        grant = self.offered(amount_kr)
        with clock.at(afterwards.ACCEPTED):
            return acceptance.accept(by=self.cast.bjorn, grant=grant, account_number=afterwards.ACCOUNT)


def _at(instant: Any, act: Callable[[], object]) -> Callable[[], object]:
    from helsetek.common import clock

    def at_the_time() -> object:
        with clock.at(instant):
            return act()

    return at_the_time


def submit(scene: Scene) -> Callable[[], object]:
    from datetime import timedelta

    from helsetek.grants.services import submission
    from tests import scenes

    call = scene.call()
    draft = scenes.a_complete_draft(scene.cast, call=call, collaboration=scene.collaboration())
    week_before = call.closes_at - timedelta(days=7)
    return _at(week_before, lambda: submission.submit(by=scene.cast.bjorn, application=draft))


def _week_after(call: Any) -> Any:
    from datetime import timedelta

    return call.closes_at + timedelta(days=7)


def decide(scene: Scene) -> Callable[[], object]:
    from helsetek.grants.services import decisions

    decision = scene.prepared()
    at = _week_after(decision.application.call)
    return _at(at, lambda: decisions.decide(by=scene.cast.hans, decision=decision))


def notify(scene: Scene) -> Callable[[], object]:
    from helsetek.common import clock
    from helsetek.grants.services import decisions, notifying

    decision = scene.prepared()
    at = _week_after(decision.application.call)
    with clock.at(at):
        decisions.decide(by=scene.cast.hans, decision=decision)
    return _at(at, lambda: notifying.notify_round(by=scene.cast.guri, allotment=decision.allotment))


def accept(scene: Scene) -> Callable[[], object]:
    from helsetek.grants.services import acceptance
    from tests.grants import afterwards

    grant = scene.offered()
    return _at(
        afterwards.ACCEPTED,
        lambda: acceptance.accept(by=scene.cast.bjorn, grant=grant, account_number=afterwards.ACCOUNT),
    )


def _payment(scene: Scene, *done: str) -> tuple[Any, Callable[[str], Callable[[], object]]]:
    """An instalment on which the steps named are done, and a maker of the next.

    What others have left attested goes into a file of its own first: a file takes all there is.
    """
    from helsetek.grants.models import Instalment
    from helsetek.grants.services import payments
    from tests.grants import afterwards

    instalment = afterwards.first_instalment(scene.accepted())
    steps = {
        "prepare": lambda: payments.prepare(by=scene.cast.kari, instalment=instalment),
        "attest": lambda: payments.attest(by=scene.cast.leif, instalment=instalment),
        "make_file": lambda: payments.make_file(by=scene.cast.kari),
    }

    def step(name: str) -> Callable[[], object]:
        return _at(afterwards.ACCEPTED, steps[name])

    if Instalment.objects.filter(state="attested").exists():
        step("make_file")()
    for name in done:
        step(name)()
    return instalment, step


def prepare_payment(scene: Scene) -> Callable[[], object]:
    return _payment(scene)[1]("prepare")


def attest_payment(scene: Scene) -> Callable[[], object]:
    return _payment(scene, "prepare")[1]("attest")


def make_file(scene: Scene) -> Callable[[], object]:
    return _payment(scene, "prepare", "attest")[1]("make_file")


def read_answer(scene: Scene) -> Callable[[], object]:
    from helsetek.grants.services import payments
    from tests.grants import afterwards

    instalment, _step = _payment(scene, "prepare", "attest", "make_file")
    instalment.refresh_from_db()
    said = afterwards.answer(instalment.file.message_id, group="ACSC")
    return _at(afterwards.ACCEPTED, lambda: payments.read_answer(by=scene.cast.kari, content=said))


def amend(scene: Scene) -> Callable[[], object]:
    """More money is decided: it is reserved, granted and accepted, the agreement has a new version, the letter goes."""
    from helsetek.common import clock
    from helsetek.common.instants import oslo
    from helsetek.common.money import kroner
    from helsetek.grants.services import amendments
    from tests.grants.amending import raised

    grant, during = scene.accepted(500_000), oslo(2024, 6, 3, 10)
    envelope = grant.instalments.order_by("number")[0].envelope_id
    with clock.at(during):
        asked = raised(scene.cast, grant, "more", amount_ore=kroner(100_000), envelope_id=envelope)
        amendments.prepare(by=scene.cast.guri, amendment=asked, grants_it=True, reasons="")
    return _at(during, lambda: amendments.decide(by=scene.cast.hans, amendment=asked))


def import_awards(scene: Scene) -> Callable[[], object]:
    """A list of recipients as tilskudd.no gives it, with names that are not there yet."""
    from helsetek.scheme.recipients.reading import read_file
    from helsetek.scheme.services import reported

    scene.number += 1
    rows = "".join(f"Helseteknologi;2024;Bodø;;{1000 * scene.number + row}\n" for row in range(5))
    text = "Ordning;År;Mottaker;Organisasjonsnummer;Beløp\n" + rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"liste-{scene.number}.csv"
        path.write_text(text)
        found = read_file(path)
    return lambda: reported.keep_reported(by=scene.cast.frode, reading=found, source=f"liste {scene.number}")


ACTS = [
    Act(one.__name__, one, several=one is notify, share=0.2 if one is notify else 1)
    for one in (
        submit,
        decide,
        notify,
        accept,
        prepare_payment,
        attest_payment,
        make_file,
        read_answer,
        amend,
        import_awards,
    )
]


# -- Report -----------------------------------------------------------------------------------------------


def report(counts: dict[str, Count], seconds: float) -> int:
    heads = f"{'act':18}{'kills':>8}{'things':>8}{'lost':>6}{'doubled':>9}{'halfway':>9}{'ms':>6}"
    print(f"\n{heads}   where it was killed, in tenths")
    for name, count in counts.items():
        middle = sorted(count.milliseconds)[len(count.milliseconds) // 2] if count.milliseconds else 0
        places = " ".join(f"{count.places[tenth]:4}" for tenth in range(10))
        faults = f"{count.lost:6}{count.doubled:9}{count.halfway:9}"
        print(f"{name:18}{count.kills:8}{count.through:8}{faults}{middle:6.0f}   {places}")
    kills = sum(count.kills for count in counts.values())
    faults = sum(count.lost + count.doubled for count in counts.values())
    print(f"\n{kills} kills in {seconds:.0f} s: {faults} lost or doubled (must be 0)")
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=5000)
    parser.add_argument("--only", choices=[act.name for act in ACTS])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    print(
        f"{asked.kills} kills on {'PostgreSQL' if asked.postgres else 'SQLite'}, seed {asked.seed}",
        flush=True,
    )
    acts = [act for act in ACTS if asked.only in (None, act.name)]
    with surroundings(on_postgres=asked.postgres):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        draw_letters_elsewhere()
        began = time.monotonic()
        return report(campaign(acts, asked.kills, random.Random(asked.seed)), time.monotonic() - began)


if __name__ == "__main__":
    raise SystemExit(main())
