"""Test kits as data, and the runner that carries them out.

    from helsetek.engines.kits import Addresses, Https, Run, Tools, load_kit, make_engine, make_report, start

    kit = load_kit("no-basis-rest")
    session = start(kit, {"endpoint": "https://fhir.example.no/r4"}, {"vendor": "…", "product": "…", "version": "…"})
    engine = make_engine([Path("no-basis")])
    tools = Tools(Https(Addresses.of(["https://fhir.example.no"])), engine, engine)
    report = make_report(Run(session, tools).go(), tools)

Pure Python on lxml; no Django. What it says of a system under test is never mixed with what went wrong in the tool or
on the line. See docs/engines/kits.md.
"""

from helsetek.engines.kits.addresses import Addresses
from helsetek.engines.kits.coverage import Coverage, coverage
from helsetek.engines.kits.faults import KitBroken, ToolFault
from helsetek.engines.kits.https import Https, Limits
from helsetek.engines.kits.inbox import Inbox, Message
from helsetek.engines.kits.junit import as_junit
from helsetek.engines.kits.library import load_kit, load_requirements, read_requirements, shipped
from helsetek.engines.kits.model import Kit, Test
from helsetek.engines.kits.report import make_report, replay, verify
from helsetek.engines.kits.results import Result, counts, verdict
from helsetek.engines.kits.runner import Run
from helsetek.engines.kits.session import Session, start
from helsetek.engines.kits.tools import Tools, make_engine

__all__ = [
    "Addresses", "Coverage", "Https", "Inbox", "Kit", "KitBroken", "Limits", "Message", "Result", "Run", "Session",
    "Test", "ToolFault", "Tools", "as_junit", "counts", "coverage", "load_kit", "load_requirements", "make_engine",
    "make_report", "read_requirements", "replay", "shipped", "start", "verdict", "verify",
]  # fmt: skip
