"""The door of the engine: `validate()` judges the bytes of one file, `Engine` keeps what it has compiled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from helsetek.engines.conformance.definitions.core import Core
from helsetek.engines.conformance.definitions.packages import Package, read_package
from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.fhir.session import STUMBLES
from helsetek.engines.conformance.fhir.validator import FhirValidator
from helsetek.engines.conformance.fhirpath import Env, FhirPathError, Node, compile_path
from helsetek.engines.conformance.fhirpath.values import Temporal
from helsetek.engines.conformance.issues import CannotJudge, Issue, Report, issue
from helsetek.engines.conformance.kith.validator import KithValidator
from helsetek.engines.conformance.limits import STANDARD, Limits
from helsetek.engines.conformance.reading.json_reader import read_json
from helsetek.engines.conformance.reading.outcome import Reading
from helsetek.engines.conformance.reading.xml_reader import FHIR, read_xml
from helsetek.engines.conformance.reading.xml_safe import read_tree

FATAL_SETUP = {"profile.unknown"}


def engine_version() -> str:
    """Name and version, as each report carries it."""
    try:
        return f"helsetek {version('helsetek')}"
    except PackageNotFoundError:
        return "helsetek"


class Engine:
    """A validator with its packages and limits. Make one and use it for many files.

    `packages` are paths to FHIR package tarballs, folders or single definitions, or packages already read. Raises
    CannotJudge when a package cannot be read or the core definitions are not installed.
    """

    def __init__(
        self,
        packages: Iterable[Path | Package] = (),
        *,
        schemas: Path | None = None,
        limits: Limits = STANDARD,
        strict_extensions: bool = True,
    ) -> None:
        core = shared_core()
        self.limits = limits
        plain = Definitions(core)
        read = [one if isinstance(one, Package) else load_package(one, plain) for one in packages]
        self.definitions = Definitions(core, read)
        self.fhir = FhirValidator(self.definitions, limits, strict_extensions)
        self.kith = KithValidator(schemas, limits) if schemas is not None else None
        self.name = engine_version()

    def validate(self, content: bytes, *, profiles: tuple[str, ...] = ()) -> Report:
        """Judges one FHIR resource (JSON or XML) or KITH message. Never raises for what is in `content`."""
        report = Report(engine=self.name, packages=tuple(self.definitions.packages))
        if len(content) > self.limits.bytes:
            report.issues.append(issue("limit.bytes", "", most=self.limits.bytes))
            return report
        if is_xml(content) and FHIR.encode() not in content[:4096]:
            return self._message(content, report)
        reading = self._read(content)
        report.issues += reading.issues
        if reading.resource is None:
            return report
        report.kind = str(reading.resource.get("resourceType", ""))
        report.issues += [
            issue("package.dependency", "", package=one) for one in sorted(self.definitions.missing)
        ]
        try:
            found = self.fhir.check(reading.resource, profiles)
        except CannotJudge as error:
            found = [Issue("fatal", error.code, "", error.values)]
            report.judged = False
        except (*STUMBLES, RecursionError) as error:  # our fault, not the vendor's: no verdict
            found = [Issue("fatal", "tool.failed", "", {"reason": f"{type(error).__name__}: {error}"})]
            report.judged = False
        report.issues += [_placed(one, reading) for one in found]
        if any(one.code in FATAL_SETUP for one in found):
            report.judged = False
        if len(report.issues) >= self.limits.issues:
            report.issues.append(issue("limit.issues", "", most=self.limits.issues))
        return report

    def evaluate(self, resource: dict[str, Any], expression: str) -> list[Any]:
        """What a FHIRPath expression finds in a resource: plain values, dates as text, objects as dictionaries.

        Raises FhirPathError when the expression cannot be read, or not be evaluated on this.
        """
        type_ = self.definitions.type(str(resource.get("resourceType")))
        if type_ is None:
            raise FhirPathError("the resource has no known type")
        node = Node(resource, type_, self.definitions)
        found = compile_path(expression)(Env(self.definitions, node, node, node, this=node), [node])
        return [_plain(one) for one in found]

    def _message(self, content: bytes, report: Report) -> Report:
        """XML that is not FHIR: a message, by its schemas."""
        try:
            if self.kith is None:
                report.issues += _syntax(content, self.limits)
                if not report.issues:
                    raise CannotJudge("schemas.needed")
                return report
            report.kind, found = self.kith.check(content)
            report.issues += found
        except CannotJudge as error:
            report.issues.append(Issue("fatal", error.code, "", error.values))
            report.judged = False
        return report

    def _read(self, content: bytes) -> Reading:
        if is_xml(content):
            return read_xml(content, self.definitions, self.limits)
        return read_json(content, self.limits)


def _plain(found: Any) -> Any:
    value = found.value if isinstance(found, Node) else found
    return str(value) if isinstance(value, Temporal) else value


def _syntax(content: bytes, limits: Limits) -> list[Issue]:
    return read_tree(content, limits)[1]


def _placed(found: Issue, reading: Reading) -> Issue:
    return found if found.line is not None else replace(found, line=reading.line_of(found.path))


def is_xml(content: bytes) -> bool:
    """Does the first character say XML?"""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or content[:2] in (
        b"\xff\xfe",
        b"\xfe\xff",
    )


@lru_cache(maxsize=1)
def shared_core() -> Core:
    """The index of the core definitions, opened once in a process."""
    return Core()


def load_package(path: Path, definitions: Definitions | None = None) -> Package:
    """A package from a path. Raises CannotJudge."""
    plain = definitions or Definitions(shared_core())

    def read(content: bytes, name: str) -> dict[str, Any]:
        if name.endswith(".xml"):
            if FHIR.encode() not in content[:4096]:
                raise ValueError(name)
            reading = read_xml(content, plain)
        else:
            reading = read_json(content)
        if reading.resource is None:
            raise ValueError(name)
        return reading.resource

    return read_package(path, read)


def validate(
    content: bytes, *, profiles: tuple[str, ...] = (), packages: Iterable[Path | Package] = (),
    schemas: Path | None = None, limits: Limits = STANDARD,
) -> Report:  # fmt: skip
    """Judges one resource or message. For many files make an `Engine` and use it again."""
    return Engine(packages, schemas=schemas, limits=limits).validate(content, profiles=profiles)
