"""The demonstration: the round of 2024 played through the same services that people use, and cases of today.

Everything but the named real projects is made up and marked so. Drawn with a fixed seed: the same on every machine.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from django.db import connection, transaction

from helsetek.accounts import demo_people, request_cache
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.registry import services as registry
from helsetek.scheme import selectors as scheme
from helsetek.scheme import services as scheming

Progress = Callable[[str, float], None]
BEFORE_ALL = oslo(2023, 9, 1, 9)


def is_empty() -> bool:
    """Whether nothing has been announced yet: then the demonstration may be loaded."""
    return not scheme.all_calls().exists()


def people() -> list[tuple[str, str]]:
    """Who one can log in as: name, and what they are."""
    return demo_people.people_in_words()


def load(progress: Progress = lambda what, share: None) -> None:
    """Load everything, or nothing."""
    # Thirty thousand small acts in one go: what is read of people's roles is kept, and the collector comes seldom.
    often = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        with transaction.atomic(), _no_savepoints(), request_cache.one_request():
            _play(progress)
    finally:
        gc.set_threshold(*often)


@contextmanager
def _no_savepoints() -> Iterator[None]:
    """Nothing may be refused while the demonstration is played, so there is no half-way to go back to."""
    able = connection.features.uses_savepoints
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = able


def _play(progress: Progress) -> None:
    from . import analyses, approvals, controls, places, round2024, today
    from .plans import SEED
    from .stage import Stage

    progress("organisasjoner", 0.0)
    with clock.at(BEFORE_ALL):
        registry.load_registry()
        here = Stage(cast=demo_people.load(), draw=Random(SEED))  # noqa: S311 - a play, not a secret
    scheming.keep_known_awards()
    found = places.all_places()
    here.know_the_cast(found)
    round2024.play(here, found, progress)
    today.play(here, found, progress)
    progress("kontroller", 0.98)
    controls.play(here)
    approvals.play(here)
    progress("analyser", 0.99)
    analyses.play(here)
    controls.link(here)
    progress("ferdig", 1.0)
