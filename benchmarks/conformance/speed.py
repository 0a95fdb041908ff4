"""Speed beside pyrofile-validator in the same run, and how time grows with the size of a Bundle.

Rates are per CPU-second, best of several rounds, because machines are shared.
"""

import io
import json
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.conformance.material import bundle, observation, patient, read, row

from helsetek.engines.conformance import Engine
from helsetek.engines.conformance.definitions.core import BUNDLES, definitions_folder


def seconds(work: Callable[[], Any], rounds: int = 3) -> float:
    """The least CPU time of a few rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def rate(judge: Callable[[Any], Any], resource: Any, count: int) -> float:
    judge(resource)
    return count / seconds(lambda: [judge(resource) for _ in range(count)])


def peer(folder: Path) -> Callable[[Any], Any] | None:
    """pyrofile-validator with the core definitions, when it is installed.

    Without the core package it checks no invariants; with it, it does what our engine does.
    """
    try:
        from pyrofile_validator import Validator
        from pyrofile_validator.config import ValidatorConfig
    except ImportError:
        return None
    package = core_package(folder / "hl7.fhir.r4.core.tgz")
    validator = Validator(ValidatorConfig(local_package_paths=[str(package)]))
    broken = {"resourceType": "Patient", "contact": [{"gender": "male"}]}
    assert validator.validate_resource(broken).errors, "the other engine does not check invariants"
    return validator.validate_resource


def core_package(path: Path) -> Path:
    """The installed core definitions as a FHIR package."""
    manifest = {"name": "hl7.fhir.r4.core", "version": "4.0.1", "fhirVersions": ["4.0.1"]}
    with tarfile.open(path, "w:gz") as archive:
        add(archive, "package.json", manifest)
        for name in BUNDLES:
            for entry in read(definitions_folder() / f"{name}.json")["entry"]:
                resource = entry["resource"]
                if resource["resourceType"] in ("StructureDefinition", "ValueSet", "CodeSystem"):
                    add(archive, f"{resource['resourceType']}-{resource['id']}.json", resource)
    return path


def add(archive: tarfile.TarFile, name: str, content: Any) -> None:
    data = json.dumps(content).encode()
    about = tarfile.TarInfo(f"package/{name}")
    about.size = len(data)
    archive.addfile(about, io.BytesIO(data))


def main() -> None:
    engine = Engine()
    with tempfile.TemporaryDirectory() as folder:
        other = peer(Path(folder))
    for name, resource in (("Patient", patient(1)), ("Observation", observation(1))):
        ours = rate(engine.fhir.check, resource, 1500)
        if other is None:
            row(f"{name}s a second", f"{ours:.0f} (pyrofile-validator is not installed)", "≥ 5 ×")
            continue
        theirs = rate(other, resource, 150)
        row(
            f"{name}s a second against pyrofile-validator",
            f"{ours:.0f} against {theirs:.0f}: {ours / theirs:.1f} ×",
            "≥ 5 ×",
        )
    engine.fhir.check(bundle(20))
    times = {
        size: seconds(lambda size=size: engine.fhir.check(bundle(size))) for size in (200, 400, 800, 1600)
    }
    row(
        "Bundle of 400 : 200 entries",
        f"{times[400] / times[200]:.2f} (1600 : 800 {times[1600] / times[800]:.2f})",
        "≤ 2.5",
    )
    content = json.dumps(bundle(9_000)).encode()
    start = time.process_time()
    report = engine.validate(content)
    row(f"Bundle of {len(content) / 1e6:.1f} MB", f"{'accepted' if report.valid else 'rejected'} in "
        f"{time.process_time() - start:.1f} CPU-s", "accepted")  # fmt: skip


if __name__ == "__main__":
    main()
