"""`helsetek serve` starts, answers, and leaves nothing running, however it is stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

pytestmark = pytest.mark.slow
START_SECONDS = 90


class Served:
    """A server in a process of its own, with a home of its own, on a free port."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.said = home / "said"
        home.mkdir(exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "helsetek", "serve", "--port", "0"],
            stdout=self.said.open("w"),
            stderr=subprocess.STDOUT,
            env={**inherited, "HELSETEK_HOME": str(home), "HELSETEK_ENV": "test", **environment},
            start_new_session=True,
        )
        self.children: set[int] = set()

    def wait_until_ready(self) -> str:
        """Gives the address it says it serves at."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            for line in self.said.read_text().splitlines():
                if line.startswith("helsetek is ready: "):
                    self.children = descendants(self.process.pid)
                    return line.split()[-1]
            time.sleep(0.05)
        pytest.fail(f"did not start:\n{self.said.read_text()}")

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def left_running(self) -> set[int]:
        """Children that are still there after a while; a busy machine needs some seconds to end them."""
        end = time.monotonic() + 30
        while (left := {pid for pid in self.children if alive(pid)}) and time.monotonic() < end:
            time.sleep(0.05)
        return left


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" not in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            found |= {child} | descendants(child)
    return found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "home")
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_stops_cleanly_when_asked(served: Served, number: int) -> None:
    address = served.wait_until_ready()
    assert requests.get(address, timeout=10, allow_redirects=False).status_code < 500
    assert served.children
    assert served.stop(number) == 0
    assert not served.left_running()


def test_nothing_lives_on_when_it_is_killed_outright(served: Served) -> None:
    served.wait_until_ready()
    served.stop(signal.SIGKILL)
    assert not served.left_running()


def test_when_one_part_dies_the_rest_stops_and_it_says_which(served: Served) -> None:
    served.wait_until_ready()
    web = min(served.children)
    os.kill(web, signal.SIGKILL)
    assert served.process.wait(30) == 1
    assert "the web server has stopped by itself" in served.said.read_text()
    assert not served.left_running()


def test_a_database_that_does_not_answer_gives_one_sentence(tmp_path: Path) -> None:
    server = Served(tmp_path / "home", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert server.process.wait(START_SECONDS) == 1
    said = server.said.read_text()
    assert "Error: The database cannot be used" in said
    assert "Traceback" not in said
