"""How long a slider on the pages of the analyses takes, from request to answer: the bound is one second.

    python benchmarks/analyses.py [--rounds 20]

Every answer is of a change that nobody asked for before. No database is touched by a slider on a shipped analysis.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time

BOUND = 1.0
PARTS = ("resultat", "usikkerhet", "fordeling")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("HELSETEK_ENV", "test")
    os.environ.setdefault("HELSETEK_HOME", tempfile.mkdtemp())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsetek.config.settings")
    began = time.perf_counter()
    import django

    django.setup()
    from django.test import Client

    client = Client()
    client.get("/analyser/rapport-2022/del/resultat/")
    print(f"first answer, with everything loaded: {time.perf_counter() - began:.1f} s")
    worst = 0.0
    for key in ("rapport-2022", "rapport-2022-tabell5", "rapport-2022-opptak", "2024"):
        for part in PARTS:
            took = [_asked(client, f"/analyser/{key}/del/{part}/", number) for number in range(rounds)]
            wall, cpu = (statistics.median(times) for times in zip(*took, strict=True))
            worst = max(worst, wall)
            print(f"{key:22} {part:11} median {1000 * wall:5.0f} ms, of the processor {1000 * cpu:5.0f} ms")
    print("within the bound" if worst < BOUND else f"SLOWER THAN {BOUND:g} s")
    return int(worst >= BOUND)


def _asked(client: object, address: str, number: int) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    answer = client.get(f"{address}?endret=tender_weeks:{1 + number / 1000:.3f}")  # type: ignore[attr-defined]
    took = time.perf_counter() - began, time.process_time() - worked
    assert answer.status_code == 200, answer.status_code
    return took


if __name__ == "__main__":
    raise SystemExit(main())
