"""A worker killed for real, in its own process, at any moment: no notice is lost, and nobody gets two mails of one."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from helsetek.casework import services
from helsetek.casework.models import Notice, NoticeState
from helsetek.casework.rules.retries import CLAIM_HOLDS
from helsetek.common import clock
from tests import cast as casting
from tests.processes import surroundings

pytestmark = pytest.mark.django_db(transaction=True)
EVERYBODY = 3


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Three notices are queued; mail goes to this folder."""
    settings.EMAIL_BACKEND = "helsetek.casework.mail.FolderBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    cast = casting.gather()
    case = services.open_case(kind="test.case", title="En sak", lead_id=cast.bodo.pk)
    people = [cast.anne, cast.bjorn, cast.cecilie]
    services.notify(people, kind="casework.message", key="act:1", path="", case=case, data={"case": case})
    return tmp_path / "mail"


def worker(moment: str, home: Path) -> int:
    """Run one in its own process until it ends or is killed; gives how it ended."""
    environment = surroundings(home, EMAIL_BACKEND="helsetek.casework.mail.FolderBackend")
    command = [sys.executable, "-m", "tests.casework.dying_worker", moment]
    return subprocess.run(
        command, env=environment, cwd=django_settings.ROOT, timeout=180, check=False
    ).returncode


def states() -> list[str]:
    return sorted(Notice.objects.values_list("state", flat=True))


def mails(folder: Path) -> list[str]:
    """Who has mail, one entry for each mail that is another than the others."""
    return sorted(str(message_from_bytes(file.read_bytes())["To"]) for file in folder.glob("*.eml"))


@pytest.mark.parametrize(
    ("moment", "left", "out"),
    [
        ("claiming", [NoticeState.QUEUED] * 3, 0),
        ("before", [NoticeState.QUEUED] * 2 + [NoticeState.SENDING], 0),
        ("after", [NoticeState.QUEUED] * 2 + [NoticeState.SENDING], 1),
    ],
)
def test_killed_at(moment: str, left: list[str], out: int, folder: Path) -> None:
    assert worker(moment, folder.parent) == -signal.SIGKILL
    assert states() == left
    assert len(mails(folder)) == out

    # The next worker sends what is free at once, and leaves alone what may still be in the other's hands.
    assert worker("never", folder.parent) == 0
    assert NoticeState.QUEUED not in states()

    # When the dead one's claim has run out, the rest goes out too: the same mail, by the same name.
    with clock.at(clock.now() + CLAIM_HOLDS + timedelta(seconds=1)):
        services.run_worker(until_empty=True)
    assert states() == [NoticeState.SENT] * EVERYBODY
    assert mails(folder) == ["anne@example.org", "bjorn@example.org", "cecilie@example.org"]


def test_what_is_sent_again_is_the_same_mail_to_the_byte(folder: Path) -> None:
    """What the receiving side needs to drop the double: Message-ID, Date and text are those of the first attempt."""
    worker("after", folder.parent)
    [first] = folder.glob("*.eml")
    before = first.read_bytes()
    with clock.at(clock.now() + CLAIM_HOLDS + timedelta(seconds=1)):
        services.run_worker(until_empty=True)
    assert first.read_bytes() == before


def test_killed_again_and_again(folder: Path) -> None:
    for moment in ("before", "after", "claiming", "before"):
        worker(moment, folder.parent)
    with clock.at(clock.now() + CLAIM_HOLDS + timedelta(seconds=1)):
        services.run_worker(until_empty=True)
    assert states() == [NoticeState.SENT] * EVERYBODY
    assert len(mails(folder)) == EVERYBODY
