"""The worker sends what is queued, tries again with growing pauses, and gives up in the end, aloud."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import Settings

from helsetek.casework import selectors, services, todo
from helsetek.casework.models import Case, Notice, NoticeState
from helsetek.casework.rules.retries import CLAIM_HOLDS, MOST_ATTEMPTS, pause_after
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, WrongState
from helsetek.common.instants import oslo
from tests.cast import Cast

BROKEN = f"{__name__}.BrokenServer"
NOON = oslo(2024, 2, 16, 12)


class BrokenServer(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: object) -> int:
        raise smtplib.SMTPServerDisconnected("anne@example.org is not known here")


@pytest.fixture
def notice(case: Case, cast: Cast) -> Notice:
    with clock.at(NOON):
        services.notify(
            [cast.anne], kind="casework.message", key="act:1", path="/saker/", case=case, data={"case": case}
        )
    return Notice.objects.get()


def work(at: datetime = NOON) -> int:
    with clock.at(at):
        return services.run_worker(until_empty=True)


def test_it_is_sent_once(notice: Notice) -> None:
    assert work() == 1
    assert work() == 0
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.attempts) == (NoticeState.SENT, NOON, 1)
    assert [sent.to for sent in mail.outbox] == [["anne@example.org"]]


def test_the_mail_has_a_name_and_a_date_of_its_own(notice: Notice) -> None:
    work(NOON + timedelta(hours=3))
    headers = mail.outbox[0].message()
    assert headers["Message-ID"].startswith(f"<notice-{notice.pk}-")
    assert headers["Date"] == "Fri, 16 Feb 2024 11:00:00 +0000"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_sent_before_its_time(notice: Notice) -> None:
    Notice.objects.update(not_before=NOON + timedelta(days=1))
    assert work() == 0
    assert work(NOON + timedelta(days=1)) == 1


def test_it_is_tried_again_with_growing_pauses(notice: Notice, settings: Settings) -> None:
    settings.EMAIL_BACKEND = BROKEN
    pauses, at = [], NOON
    for _ in range(MOST_ATTEMPTS - 1):
        assert work(at) == 1
        notice.refresh_from_db()
        assert notice.state == NoticeState.QUEUED
        pauses.append(notice.not_before - at)
        assert work(notice.not_before - timedelta(seconds=1)) == 0
        at = notice.not_before
    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(minutes=1)
    assert timedelta(days=1) < sum(pauses, timedelta()) < timedelta(days=3)


def give_up(settings: Settings) -> None:
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    for day in range(MOST_ATTEMPTS):
        work(NOON + timedelta(days=day))
    settings.EMAIL_BACKEND = backend


def test_it_gives_up_and_the_administrator_is_asked(
    notice: Notice, cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    give_up(settings)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (NoticeState.FAILED, MOST_ATTEMPTS)
    assert work(NOON + timedelta(days=99)) == 0
    assert [one.title for one in todo.for_person(cast.rita)] == ["1 notice could not be sent"]
    assert todo.for_person(cast.anne) == []
    assert "anne@example.org" not in caplog.text + notice.problem  # nothing personal in logs


def test_the_administrator_sends_it_again(notice: Notice, cast: Cast, settings: Settings) -> None:
    give_up(settings)
    with pytest.raises(NotAllowed):
        services.send_again(by=cast.anne, notice=notice)
    services.send_again(by=cast.rita, notice=notice)
    with pytest.raises(WrongState):
        services.send_again(by=cast.rita, notice=notice)
    assert services.run_worker(until_empty=True) == 1
    assert len(mail.outbox) == 1
    assert list(selectors.failed_notices(cast.rita)) == []


def test_what_is_being_sent_is_left_alone_until_its_worker_is_taken_for_dead(notice: Notice) -> None:
    Notice.objects.update(state=NoticeState.SENDING, claimed_at=NOON, attempts=1)
    assert work(NOON + CLAIM_HOLDS - timedelta(seconds=1)) == 0
    assert work(NOON + CLAIM_HOLDS) == 1


def test_a_notice_that_kills_every_worker_is_given_up(notice: Notice) -> None:
    Notice.objects.update(state=NoticeState.SENDING, claimed_at=NOON, attempts=MOST_ATTEMPTS)
    assert work(NOON + CLAIM_HOLDS) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == (NoticeState.FAILED, "WorkerDied")
    assert mail.outbox == []


def test_who_was_shut_out_or_lost_the_address_meanwhile_gets_no_mail(notice: Notice, cast: Cast) -> None:
    cast.anne.email = ""
    cast.anne.save()
    assert work() == 1
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at) == (NoticeState.KEPT, None)


def test_the_folder_keeps_one_file_for_each_mail(notice: Notice, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "helsetek.casework.mail.FolderBackend", str(tmp_path)
    work()
    Notice.objects.update(state=NoticeState.QUEUED)
    work()
    [file] = tmp_path.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == "anne@example.org"
    assert "Hei, Anne!" in message.get_content()


def test_pauses_are_asked_for_after_an_attempt() -> None:
    with pytest.raises(ValueError, match="Nothing"):
        pause_after(0)
    assert pause_after(MOST_ATTEMPTS) is None
