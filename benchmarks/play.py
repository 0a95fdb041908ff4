#!/usr/bin/env python3
"""Does what must hold still hold after many thousand lawful and unlawful acts by random people?

    benchmarks/play.py [--acts 20000] [--seed N] [--postgres]

Plays the game of ``tests/play`` on a real database with real commits, over years of simulated time, and looks at
everything every 500 acts: ledgers, states against the log, four eyes, letters against the queue, the whole chain.
Prints how often each act was done, and how often it was refused and why; ends with 1 at the first thing that
does not hold.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.web import surroundings


def play(acts: int, seed: int, look_every: int) -> int:
    from django.core.management import call_command

    from tests.play.game import Game

    call_command("migrate", verbosity=0)
    game = Game.begin("an_open_call", random.Random(seed), look_every)
    began, since = time.monotonic(), game.world.now
    for number in range(1, acts + 1):
        try:
            game.play_on()
        except AssertionError as problem:
            print(f"\nAfter {number} acts (seed {seed}):\n{problem}")
            return 1
        if number % 1000 == 0:
            print(f"  {number} acts, {(time.monotonic() - began) / number * 1000:.0f} ms each", flush=True)
    game.look()
    report(game, time.monotonic() - began, since)
    return 0


def report(game: object, seconds: float, since: object) -> None:
    from tests.play import invariants
    from tests.play.game import Game

    assert isinstance(game, Game)
    counts = game.world.tally
    outcomes = sorted({outcome for tally in counts.values() for outcome in tally} - {"nothing to do"})
    print(f"\n{'act':24}" + "".join(f"{outcome:>12}" for outcome in outcomes))
    for name, tally in sorted(counts.items()):
        print(f"{name:24}" + "".join(f"{tally.get(outcome, 0):12}" for outcome in outcomes))
    done = sum(tally.get("done", 0) for tally in counts.values())
    events, postings, notices, letters, documents = invariants.footprint()[:5]
    print(
        f"\n{game.played} acts in {seconds:.0f} s, {done} of them done; simulated time {game.world.now - since}\n"
        f"{events} events, {postings} postings, {notices} notices, {letters} letters, {documents} documents\n"
        "Every look found everything in order."
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--look-every", type=int, default=500)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    print(
        f"{asked.acts} acts on {'PostgreSQL' if asked.postgres else 'SQLite'}, seed {asked.seed}", flush=True
    )
    with surroundings(on_postgres=asked.postgres):
        return play(asked.acts, asked.seed, asked.look_every)


if __name__ == "__main__":
    raise SystemExit(main())
