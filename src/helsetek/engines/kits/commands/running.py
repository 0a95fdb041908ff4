"""`run`: a vendor's own run, as the authority runs it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from helsetek.engines.kits.addresses import Addresses
from helsetek.engines.kits.commands.exporting import write_all
from helsetek.engines.kits.commands.options import LANGUAGE, answers_of, inputs_of, pairs, stop
from helsetek.engines.kits.counterpart import counterpart
from helsetek.engines.kits.faults import KitBroken, ToolFault
from helsetek.engines.kits.https import Https, Limits
from helsetek.engines.kits.inbox import Inbox
from helsetek.engines.kits.library import load_kit
from helsetek.engines.kits.messages import Language, say, text_in
from helsetek.engines.kits.model import Kit, Step, Test
from helsetek.engines.kits.report import make_report
from helsetek.engines.kits.results import Result
from helsetek.engines.kits.runner import Run
from helsetek.engines.kits.session import Session, start
from helsetek.engines.kits.telling import issues_of, reason_of, remarks_of
from helsetek.engines.kits.tools import Tools, make_engine

_SIGNS = {
    "pass": "✓",
    "fail": "✗",
    "error": "!",
    "wait": "…",
    "skip": "-",
    "not_applicable": "·",
    "omit": " ",
    "cancel": "-",
}
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("kit_name", metavar="KIT")
@click.option("--endpoint", metavar="URL", help="The address of the system under test (the input endpoint).")
@click.option(
    "--input", "given", multiple=True, metavar="NAME=VALUE", help="Another input; lists with commas."
)
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="NAME=VARIABLE",
    help="A secret input, from an environment variable.",
)
@click.option(
    "--subject",
    "subject",
    multiple=True,
    metavar="NAME=VALUE",
    help="What is tested: vendor, product, version, configuration.",
)
@click.option(
    "--package",
    "packages",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A FHIR package: .tgz or folder.",
)
@click.option(
    "--schemas", type=click.Path(path_type=Path), metavar="DIR", help="Schemas (XSD) of KITH messages."
)
@click.option(
    "--answers", type=_FILE, metavar="FILE", help="Answers to tests that ask people (YAML or JSON)."
)
@click.option("--only", multiple=True, metavar="ID", help="Only tests whose short id begins so.")
@click.option(
    "--allow-local", is_flag=True, help="Call this machine (localhost), also by plain HTTP. For your own CI."
)
@click.option(
    "--allow",
    "also",
    multiple=True,
    metavar="URL",
    help="Another address that may be called, for links that lead there.",
)
@click.option("--ca", type=_FILE, metavar="FILE", help="Certificates to trust instead of the machine's own.")
@click.option("--listen", metavar="HOST:PORT", help="Play the counterpart here, for kits on messages.")
@click.option("--json", "as_json", type=_FILE, metavar="FILE", help="Write the whole report.")
@click.option("--junit", type=_FILE, metavar="FILE", help="Write JUnit XML.")
@click.option("--pdf", type=_FILE, metavar="FILE", help="Write a PDF.")
@click.option("--seed", default="", metavar="TEXT", help="Make the same test data again.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.5, 300),
    default=30.0,
    show_default=True,
    help="Longest time for one exchange.",
)
@LANGUAGE
def run(
    kit_name: str, endpoint: str | None, given: tuple[str, ...], secrets: tuple[str, ...], subject: tuple[str, ...],
    packages: tuple[Path, ...], schemas: Path | None, answers: Path | None, only: tuple[str, ...],
    allow_local: bool, also: tuple[str, ...], ca: Path | None, listen: str | None, as_json: Path | None,
    junit: Path | None, pdf: Path | None, seed: str, seconds: float, language: Language,
) -> None:  # fmt: skip
    """Run a kit against a system.

    \b
    helsetek conformance run no-basis-rest --endpoint https://fhir.example.no/r4 --package no-basis.tgz
    helsetek conformance run no-basis-rest --endpoint http://localhost:8080/fhir --allow-local \\
        --secret authorization=FHIR_TOKEN --junit results.xml

    Ends with 0 when every must is met, 1 when one is not, 2 when it could not be judged: the system was not reached, a
    package is missing, or somebody has still to answer.
    """
    try:
        kit = load_kit(kit_name)
        inputs = inputs_of(
            kit,
            {**({"endpoint": endpoint} if endpoint else {}), **pairs(given, "--input")},
            pairs(secrets, "--secret"),
        )
        session = start(kit, inputs, pairs(subject, "--subject"), seed=seed)
        session.answer(answers_of(answers))
        addresses = Addresses.of(_addresses(kit, session, also), local=allow_local)
        with _inbox(listen) as (inbox, address):
            engine = make_engine(packages, schemas)
            line = Https(addresses, Limits(seconds=seconds), authority=ca)
            tools = Tools(
                line, engine, engine, inbox, address, ask=_ask(language), has_schemas=schemas is not None
            )
            Run(session, tools).go(_Screen(language).tell, only=_chosen(kit, only))
            report = make_report(session, tools)
    except KitBroken as error:
        stop(error)
        return
    except ToolFault as fault:
        click.echo(f"Error: {say(fault.code, language, fault.values)}", err=True)
        raise SystemExit(2) from fault
    write_all(report, language, as_json=as_json, junit=junit, pdf=pdf)
    _close(report, language)


def _addresses(kit: Kit, session: Session, also: tuple[str, ...]) -> list[str]:
    """What was given is what is registered in a run of one's own."""
    return [
        session.inputs[one.id] for one in kit.inputs if one.type == "url" and one.id in session.inputs
    ] + [*also]


def _chosen(kit: Kit, only: tuple[str, ...]) -> set[str] | None:
    if not only:
        return None
    chosen = {test.short for test in kit.tests if test.short.startswith(only)}
    if not chosen:
        raise KitBroken([f"{kit.id} has no test that begins with {' or '.join(only)}"])
    return chosen


@contextmanager
def _inbox(listen: str | None) -> Iterator[tuple[Inbox, str]]:
    """The counterpart, where one is asked for."""
    inbox = Inbox()
    if listen is None:
        yield inbox, ""
        return
    host, _, port = listen.rpartition(":")
    if not port.isdigit():
        raise KitBroken(["--listen takes HOST:PORT, for example 127.0.0.1:8089"])
    with counterpart(inbox, host or "127.0.0.1", int(port)) as address:
        click.echo(f"counterpart: {address}", err=True)
        yield inbox, address


def _ask(language: Language) -> Any:
    """Asks who sits at the terminal; nobody in a build."""

    def ask(test: Test, step: Step) -> bool:
        if not sys.stdin.isatty():
            return False
        click.echo(f"{test.short}: {text_in(step.what['does'], language)}", err=True)
        click.pause("  ⏎ ", err=True)
        return True

    return ask


class _Screen:
    """A line a test, and beneath it why, where it is no plain pass."""

    def __init__(self, language: Language) -> None:
        self.language, self.group = language, ""

    def tell(self, test: Test, result: Result) -> None:
        if result.outcome == "omit":
            return
        if test.group != self.group:
            self.group = test.group
            click.echo(f"\n{test.group}")
        found = {**result.as_dict(), "level": test.level}
        should = f" ({say(f'level.{test.level}', self.language)})" if test.level != "must" else ""
        words = (
            "" if result.outcome == "pass" else f": {say(f'outcome.{result.outcome}', self.language)}{should}"
        )
        click.echo(f" {_SIGNS[result.outcome]} {test.short} {text_in(test.title, self.language)}{words}")
        for line in (
            *_asked(test, result, self.language),
            reason_of(found, self.language),
            *remarks_of(found, self.language),
            *issues_of(found, self.language),
        ):
            if line:
                click.echo(f"     {line}")


def _asked(test: Test, result: Result, language: Language) -> list[str]:
    """What somebody is asked or is to do, where the test waits for it."""
    if result.outcome != "wait":
        return []
    texts = [step.what.get("question") or step.what.get("does") for step in test.steps]
    return [text_in(one, language) for one in texts if one]


def _close(report: dict[str, Any], language: Language) -> None:
    counted = ", ".join(
        f"{say(f'outcome.{name}', language)} {number}" for name, number in report["counts"].items() if number
    )
    click.echo(f"\n{say('outcome.' + report['verdict'], language).upper()}: {counted}")
    click.echo(f"sha256 {report['sha256']}")
    raise SystemExit({"pass": 0, "fail": 1}.get(report["verdict"], 2))
