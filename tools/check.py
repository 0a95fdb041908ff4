"""Style, types, house contracts and tests: the program behind ./test."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools import needs, postgres, processes

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
TEMPORARY = "helsetek-test-"
NO_TESTS_COLLECTED = 5
# Least share of the code that the unit tests must run, in percent.
COVERAGE_FLOOR = 85


@dataclass
class Run:
    """One run of ./test: its folder, its environment, and how it has gone so far."""

    folder: Path
    environment: dict[str, str]
    # The name of the pytest run whose coverage is measured, if any (it takes time).
    measured: str | None = None
    started: float = field(default_factory=time.monotonic)
    failed: list[str] = field(default_factory=list)
    results: list[Path] = field(default_factory=list)

    def step(self, name: str, work: Callable[[], int]) -> None:
        """Does one piece of work (it gives an exit code) and says how it went."""
        start = time.monotonic()
        print(f"-- {name}", flush=True)
        code = work()
        if code:
            self.failed.append(name)
        print(f"   {name}: {'FAILED' if code else 'ok'} ({time.monotonic() - start:.1f} s)", flush=True)

    def command(self, *words: str) -> Callable[[], int]:
        """A command of the environment that speaks only when it fails."""

        def work() -> int:
            with tempfile.TemporaryFile("w+", dir=self.folder) as said:
                code = self.call(words, stdout=said, stderr=subprocess.STDOUT)
                if code:
                    said.seek(0)
                    print(said.read(), flush=True)
            return code

        return work

    def call(self, words: tuple[str, ...], extra: Mapping[str, str] | None = None, **options: object) -> int:
        command = [str(BIN / words[0]), *words[1:]]
        return processes.call(command, cwd=ROOT, env={**self.environment, **(extra or {})}, **options)

    def pytest(self, name: str, *arguments: str, extra: Mapping[str, str] | None = None) -> int:
        """Runs pytest and keeps its results for the closing line."""
        result = self.folder / f"{name}.xml"
        self.results.append(result)
        start = ("coverage", "run", "-m", "pytest") if name == self.measured else ("python", "-m", "pytest")
        code = self.call((*start, "-q", f"--junitxml={result}", *arguments), extra)
        return 0 if code == NO_TESTS_COLLECTED and not list(ROOT.glob("tests/**/test_*.py")) else code


def style(run: Run) -> None:
    run.step("format", run.command("ruff", "format", "--check", "."))
    run.step("lint", run.command("ruff", "check", "--quiet", "."))
    run.step("house contracts", run.command("lint-imports"))
    if list(ROOT.glob("src/**/templates/**/*.html")):
        run.step("templates", run.command("djlint", "--lint", "--quiet", "src"))


def types(run: Run) -> None:
    run.step("types", run.command("mypy", "--no-error-summary"))


def messages(run: Run) -> None:
    run.step("messages translated", run.command("python", "tools/messages.py", "check"))


def unit(run: Run, workers: int, *chosen: str) -> None:
    arguments = ("-n", str(workers), "--ignore=tests/browser", "-p", "no:playwright", *chosen)
    run.step("tests on SQLite", lambda: run.pytest("sqlite", *arguments))


def unit_on_postgres(run: Run, workers: int) -> None:
    # The engines never see a database: once is enough for their tests.
    left_out = ("--ignore=tests/browser", "--ignore=tests/engines")
    arguments = ("-n", str(workers), *left_out, "-p", "no:playwright")

    def work() -> int:
        try:
            with postgres.throw_away() as address:
                return run.pytest("postgres", *arguments, extra={"DATABASE_URL": address})
        except postgres.NoPostgres as error:
            print(error, flush=True)
            return 1

    run.step("tests on PostgreSQL", work)


def browser(run: Run, workers: int) -> None:
    if list(ROOT.glob("tests/browser/**/test_*.py")):
        arguments = ("-n", str(min(workers, 4)), "tests/browser")
        run.step("journeys in the browser", lambda: run.pytest("browser", *arguments))


def coverage(run: Run) -> None:
    if any(run.folder.glob(".coverage*")):
        run.command("coverage", "combine", "--quiet")()
        run.step("coverage", run.command("coverage", "report", f"--fail-under={COVERAGE_FLOOR}"))


def closing_line(run: Run) -> str:
    """Sums up in pytest's own words; a check that failed counts as a failed test."""
    total = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for result in run.results:
        if result.exists():
            for suite in ET.parse(result).getroot().iter("testsuite"):  # noqa: S314 - our own file
                for key in total:
                    total[key] += int(suite.get(key, 0))
    bad = total["failures"] + total["errors"]
    failed = max(bad, len(run.failed))
    counts = {
        "failed": failed,
        "passed": total["tests"] - bad - total["skipped"],
        "skipped": total["skipped"],
    }
    words = ", ".join(f"{number} {name}" for name, number in counts.items() if number or name == "passed")
    text = f" {words} in {time.monotonic() - run.started:.2f}s "
    return text.center(80, "=")


def check(run: Run, options: argparse.Namespace) -> int:
    workers = options.workers
    style(run)
    types(run)
    if options.quick and run.failed:
        return report(run)
    unit(run, workers, *(("-m", "not slow") if options.quick else ()))
    if not options.quick:
        messages(run)
        unit_on_postgres(run, workers)
        browser(run, workers)
        coverage(run)
    return report(run)


def report(run: Run) -> int:
    if run.failed:
        print(f"failed: {', '.join(run.failed)}")
    print(closing_line(run), flush=True)
    return 1 if run.failed else 0


def sweep() -> None:
    """Removes what a killed run left behind (the folder's name holds its process number)."""
    for prefix, place in ((TEMPORARY, tempfile.gettempdir()), (postgres.TEMPORARY, postgres.PLACE)):
        for folder in Path(place).glob(f"{prefix}*-*"):
            number = folder.name.removeprefix(prefix).split("-")[0]
            if number.isdigit() and not Path(f"/proc/{number}").exists():
                shutil.rmtree(folder, ignore_errors=True)


def interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Checks everything: style, types, house contracts, unit tests on SQLite and PostgreSQL, "
        "and journeys in a real browser. Needs Chromium and PostgreSQL; as root on Debian it installs them.",
    )
    parser.add_argument("--quick", action="store_true", help="style, types, contracts, unit tests on SQLite")
    # Measuring doubles the time of the unit tests, so it is asked for.
    parser.add_argument("--coverage", action="store_true", help="measure which code the unit tests run, too")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    parser.add_argument(
        "--workers", type=int, default=min(cores, 8), help="tests at a time (now %(default)s)"
    )
    return parser.parse_args()


def main() -> int:
    options = parse()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    sweep()
    left = None if options.quick else needs.provide()
    if left:
        print(left, file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix=f"{TEMPORARY}{os.getpid()}-"))
    environment = {
        **os.environ,
        "HELSETEK_ENV": "test",
        "HELSETEK_HOME": str(folder / "home"),
        "COVERAGE_FILE": str(folder / ".coverage"),
        "TMPDIR": str(folder),
    }
    environment.pop("DATABASE_URL", None)
    if not options.quick:
        environment["HELSETEK_TEST_TEMPLATES"] = ""
    try:
        return check(Run(folder, environment, measured="sqlite" if options.coverage else None), options)
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
