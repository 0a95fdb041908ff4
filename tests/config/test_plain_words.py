"""What commonly goes wrong at the command line is said in one sentence; our own faults are shown in full."""

import errno

import click
import pytest
from click.testing import CliRunner, Result
from django.db import DataError, OperationalError

from helsetek import cli
from helsetek.common.errors import NotAllowed
from helsetek.config.plain_words import sentence_for
from helsetek.config.surroundings import Unfit


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Unfit("Port 80 is taken."), "Port 80 is taken."),
        (NotAllowed("Only the lead may do this."), "Only the lead may do this."),
        (OperationalError("no such table: x"), "helsetek migrate"),
        (OperationalError('relation "x" does not exist\nLINE 1'), "helsetek migrate"),
        (OperationalError("database or disk is full"), "Free some space"),
        (OperationalError("connection refused\nIs it running?"), "cannot be used: connection refused"),
        (
            OSError(errno.ENOSPC, "No space left on device", "a/letter.pdf"),
            "The disk of a/letter.pdf is full",
        ),
    ],
)
def test_common_trouble_has_a_sentence(error: Exception, sentence: str) -> None:
    said = sentence_for(error)
    assert said is not None
    assert sentence in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "error", [ValueError("a fault"), DataError("too long"), OSError(errno.EIO, "broken")]
)
def test_a_fault_of_ours_is_shown_in_full(error: Exception) -> None:
    assert sentence_for(error) is None


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> Result:
    @click.command()
    def bake() -> None:
        raise error

    monkeypatch.setattr(cli, "COMMANDS", {"bake": cli.Entry("-", "Bake.")})
    monkeypatch.setattr(cli, "_load", lambda entry: bake)
    return CliRunner().invoke(cli.main, ["bake"])


def test_the_command_line_says_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = fail_with(NotAllowed("Only the lead may do this."), monkeypatch)
    assert answer.output == "Error: Only the lead may do this.\n"
    assert answer.exit_code == 1


def test_the_command_line_lets_our_own_faults_through(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = ValueError("a fault")
    assert fail_with(fault, monkeypatch).exception is fault
