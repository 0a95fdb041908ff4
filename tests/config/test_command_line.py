"""The command `helsetek`: quick to answer, and every command it lists is there."""

import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner

from helsetek import cli


def helsetek(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "helsetek", *words], capture_output=True, text=True, check=False, timeout=60
    )


def test_help_lists_every_command_without_importing_any_room() -> None:
    script = (
        "import sys; from helsetek.cli import main; main(['--help'], standalone_mode=False); "
        "print([name for name in sys.modules if name == 'django' or name.startswith('helsetek.')])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.rstrip().endswith("['helsetek.cli']")
    for name in {full.split()[0] for full in cli.COMMANDS}:
        assert f"\n  {name} " in said


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_is_where_the_list_says_and_explains_itself(name: str) -> None:
    entry = cli.COMMANDS[name]
    command = cli._load(entry)
    assert isinstance(command, click.Command)
    assert command.name == name.split()[-1]
    assert command.help
    assert entry.line.endswith(".")


def test_every_group_of_commands_has_a_line() -> None:
    assert {full.split()[0] for full in cli.COMMANDS if " " in full} <= set(cli.GROUPS)


def test_an_unknown_command_gets_one_clear_sentence() -> None:
    answer = CliRunner().invoke(cli.main, ["bake"])
    assert answer.exit_code == 2
    assert "No such command 'bake'" in answer.output


def test_commands_of_two_words_form_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = cli.Entry("helsetek.config.commands:migrate", "Load the demonstration.")
    monkeypatch.setattr(cli, "COMMANDS", {"demo migrate": entry})
    assert "Load or reset the demonstration." in CliRunner().invoke(cli.main, ["--help"]).output
    assert "Load the demonstration." in CliRunner().invoke(cli.main, ["demo", "--help"]).output
    assert "Usage: main demo migrate" in CliRunner().invoke(cli.main, ["demo", "migrate", "--help"]).output


def test_python_dash_m_is_the_same_command_and_quick() -> None:
    start = time.monotonic()
    answer = helsetek("--version")
    assert answer.stdout.startswith("helsetek 0.")
    assert time.monotonic() - start < 5
