"""`list`, `show` and `check`: what kits there are, what is in them, whether they are fit for use."""

from __future__ import annotations

from pathlib import Path

import click

from helsetek.engines.kits.checking import check_kit
from helsetek.engines.kits.commands.options import LANGUAGE, stop
from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.library import load_kit, path_of, shipped
from helsetek.engines.kits.locks import read_lock, renewed, write_lock
from helsetek.engines.kits.messages import Language, say, text_in
from helsetek.engines.kits.model import Kit, Test
from helsetek.engines.kits.reading import read_kit


@click.command("list")
@LANGUAGE
def list_kits(language: Language) -> None:
    """List the kits that come with the program."""
    for name in shipped():
        kit = load_kit(name)
        click.echo(f"{kit.id} {kit.version}  {text_in(kit.title, language)} ({len(list(kit.tests))} tests)")
        click.echo(f"    {text_in(kit.about, language)}")


@click.command()
@click.argument("kit_name", metavar="KIT")
@click.option("--test", "short", metavar="ID", help="One test with its steps.")
@click.option(
    "--form", "as_form", is_flag=True, help="A form (YAML) for answers to the tests that ask people."
)
@LANGUAGE
def show(kit_name: str, short: str | None, as_form: bool, language: Language) -> None:
    """Show a kit: what it needs, what it asks for, and each test with what is expected."""
    try:
        kit = load_kit(kit_name)
    except KitBroken as error:
        stop(error)
        return
    if short is not None:
        try:
            _test(kit.test(short), language, steps=True)
        except KeyError as error:
            raise click.UsageError(f"{kit.id} has no test {short}") from error
        return
    if as_form:
        _form(kit, language)
        return
    _head(kit, language)
    for group in kit.groups:
        click.echo(f"\n{text_in(group.title, language)}")
        for test in group.tests:
            _test(test, language)


def _form(kit: Kit, language: Language) -> None:
    """One entry a test that asks; fill it in and give it to `run --answers`."""
    click.echo(
        "# answer: yes, no or not_applicable. evidence: - {name: log.png, sha256: 64 hexadecimal digits}"
    )
    for test in kit.tests:
        for step in test.steps:
            if step.do == "attest":
                needs = f" evidence: {step.what.get('evidence', 'none')}"
                click.echo(f"\n# {text_in(test.title, language)}. {text_in(test.expected, language)}")
                click.echo(f"# {text_in(step.what['question'], language)}{needs}")
                click.echo(f'{test.short}:\n  answer: "no"\n  words: ""\n  evidence: []')


def _head(kit: Kit, language: Language) -> None:
    click.echo(f"{kit.id} {kit.version}: {text_in(kit.title, language)}\n{text_in(kit.about, language)}")
    click.echo(f"sha256 {kit.sha256}")
    for need, what in kit.needs.items():
        click.echo(f"needs {need}: {', '.join(what) if isinstance(what, list) else what}")
    for one in kit.inputs:
        mark = " (required)" if one.required else ""
        said = f"{text_in(one.title, language)}. {text_in(one.about, language)}"
        click.echo(f"input {one.id}{mark}, {one.type}: {said}")


def _test(test: Test, language: Language, *, steps: bool = False) -> None:
    kind = "" if test.kind == "automatic" else f", {test.kind}"
    level = say(f"level.{test.level}", language)
    click.echo(f"  {test.short} {text_in(test.title, language)} [{level}{kind}; {', '.join(test.verifies)}]")
    click.echo(f"      {text_in(test.expected, language)}")
    for step in test.steps if steps else ():
        click.echo(f"      {step.number}. {step.do} {dict(step.what)}")


@click.command()
@click.argument("kits", nargs=-1, metavar="[KIT]…")
@click.option("--lock", is_flag=True, help="Lock short ids that are new, bettered in a new version, or gone.")
def check(kits: tuple[str, ...], lock: bool) -> None:
    """Check kits: form, names, expressions, locked short ids, and that every must has a test or a reason.

    Without KIT, all that come with the program. Ends with 1 when anything is wrong.
    """
    wrong = False
    for name in kits or shipped():
        try:
            path = path_of(name)
            if lock:
                _relock(path)
            faults = check_kit(path)
        except KitBroken as error:
            faults = error.faults
        wrong = wrong or bool(faults)
        click.echo(f"{name}: {'fit for use' if not faults else f'{len(faults)} faults'}")
        for fault in faults:
            click.echo(f"  {fault}")
    raise SystemExit(1 if wrong else 0)


def _relock(path: Path) -> None:
    kit = read_kit(path.read_bytes(), path.name)
    write_lock(path, renewed(kit, read_lock(path)))
