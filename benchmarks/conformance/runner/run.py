"""The kit no-basis-rest against a server that nobody here wrote: are its deviations found, and only they?

    PYTHONPATH=src:. .venv/bin/python benchmarks/conformance/runner/run.py

Installs @medplum/fhir-router 4.5.2 with npm into var/bench-runner the first time. Each deviation is first looked at by a
plain request of this program's own, which knows nothing of the kit: a test that fails where no such look confirms a
deviation is a false failure.
"""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.conformance.material import DATA, row

from helsetek.engines.kits import (
    Addresses,
    Https,
    Run,
    Tools,
    load_kit,
    make_engine,
    make_report,
    replay,
    start,
)

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "var" / "bench-runner"
PORT = 8281
BASE = f"http://127.0.0.1:{PORT}"
TYPES = {"Patient": "P", "Practitioner": "R", "Organization": "O"}
CLAIMS = [
    f"{kind}.{one}"
    for kind in TYPES
    for one in (
        "read",
        "search-type",
        "create",
        "update",
        "delete",
        "vread",
        "history-instance",
        "conditional-create",
    )
] + ["Observation.create"]


def call(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """A request of this program's own."""
    data = json.dumps(body).encode() if body is not None else None
    head = {
        "Content-Type": "application/fhir+json",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{BASE}/{path}", data, head, method=method)
        ) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def found(name: str) -> Any:
    """The Bundle that a search on an identifier gives."""
    return call("GET", f"Patient?identifier=urn:oid:2.999|{name}".replace("|", "%7C"))[1]


def made(kind: str, name: str, **more: Any) -> tuple[int, Any]:
    return call(
        "POST",
        kind,
        {"resourceType": kind, "identifier": [{"system": "urn:oid:2.999", "value": name}], **more},
    )


def pages() -> bool:
    for name in "xyz":
        made("Patient", f"page-{name}")
    query = ",".join(f"urn:oid:2.999%7Cpage-{name}" for name in "xyz")
    bundle = call("GET", f"Patient?identifier={query}&_count=1")[1]
    return len(bundle["entry"]) == 1 and bundle["total"] == 3 and "link" not in bundle


def gone() -> bool:
    _, one = made("Patient", "gone")
    call("DELETE", f"Patient/{one['id']}")
    return call("GET", f"Patient/{one['id']}")[0] == 404


def stored(kind: str = "Patient", **more: Any) -> bool:
    """Is a resource with this in it taken?"""
    return made(kind, "x", **more)[0] == 201


def no_statement() -> bool:
    return bool(call("GET", "metadata")[1]["resourceType"] != "CapabilityStatement")


def own_id() -> bool:
    return bool(made("Patient", "own", id="my-own-id")[1]["id"] == "my-own-id")


def no_status() -> bool:
    return call("POST", "Observation", {"resourceType": "Observation", "code": {"text": "x"}})[0] == 201


def ignored() -> bool:
    return call("GET", "Patient?helsetek-ukjent=1", Prefer="handling=strict")[0] == 200


def no_address() -> bool:
    return made("Patient", "full")[0] == 201 and "fullUrl" not in found("full")["entry"][0]


Look = tuple[Callable[[], bool], str]
FNR = "urn:oid:2.16.578.1.12.4.1.4.1"
# A deviation: its look (True: it is there), and the tests that speak of it. These five are the known ones.
KNOWN: dict[str, Look] = {
    "no CapabilityStatement at metadata": (no_statement, "S01"),
    "create keeps the client's id": (own_id, "*02"),
    "Observation without status is stored": (no_status, "X01"),
    "deleted gives 404, not 410": (gone, "*27 *30"),
    "unknown search parameter silently ignored": (ignored, "*12 *13"),
}
MORE: dict[str, Look] = {
    "entries of a search have no fullUrl": (no_address, "*10"),
    "no link to the next page": (pages, "*14"),
    "a text where true or false should stand is stored": (lambda: stored(active="kanskje"), "*15"),
    "a missing mandatory element is stored": (lambda: stored(communication=[{"preferred": True}]), "*16"),
    "a code outside a required code system is stored": (lambda: stored(gender="ukjentkode"), "*17"),
    "an identifier without value is stored": (lambda: stored(identifier=[{"system": FNR}]), "*18"),
}


def shorts(pattern: str) -> set[str]:
    """`*02` stands for the same test of all three types."""
    letters = list(TYPES.values())
    return {
        f"NBR-{letter}{one[1:]}"
        for one in pattern.split()
        for letter in (letters if one[0] == "*" else [one[0]])
    }


def set_up() -> None:
    """Fetches the server once."""
    if not (FOLDER / "node_modules" / "@medplum" / "fhir-router").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "package.json", FOLDER)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)


def served() -> subprocess.Popen[str]:
    """The server, once it says that it is ready."""
    command = ["node", str(HERE / "adapter.mjs"), str(FOLDER / "node_modules"), str(PORT)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("the server did not start")
    return process


def measured() -> tuple[dict[str, Any], bool, float]:
    """The report, whether its replay gives the same hash, and seconds."""
    folder = DATA / "no-basis"
    engine = make_engine([folder / name for name in ("StructureDefinition", "CodeSystem", "ValueSet")])
    kit = load_kit("no-basis-rest")
    tools = Tools(Https(Addresses.of([BASE], local=True)), engine, engine)
    session = start(
        kit,
        {"endpoint": BASE, "claims": CLAIMS},
        {"vendor": "Medplum", "product": "fhir-router", "version": "4.5.2"},
    )
    began = time.monotonic()
    Run(session, tools).go()
    seconds = time.monotonic() - began
    report = make_report(session, tools)
    return report, replay(kit, report, tools)["sha256"] == report["sha256"], seconds


def main() -> None:
    set_up()
    process = served()
    try:
        report, same, seconds = measured()
        there = {name: look() for name, (look, _) in {**KNOWN, **MORE}.items()}
    finally:
        process.terminate()
        process.wait()
    failed = {one["id"]: one for one in report["results"] if one["outcome"] == "fail"}
    hits = [name for name, (_, tests) in KNOWN.items() if there[name] and shorts(tests) & failed.keys()]
    explained = set().union(*(shorts(tests) for name, (_, tests) in {**KNOWN, **MORE}.items() if there[name]))
    false = sorted(failed.keys() - explained)
    for name, (_, tests) in {**KNOWN, **MORE}.items():
        tests_that_fail = ", ".join(sorted(shorts(tests) & failed.keys()))
        print(f"  {name}: {'there' if there[name] else 'NOT THERE'}; {tests_that_fail or 'NOT FOUND'}")
    for one in false:
        print(f"  false: {one}: {failed[one]['message']}")
    row("known deviations of fhir-router 4.5.2 found", f"{len(hits)} of {len(KNOWN)}", "5 of 5")
    row("false failures (tests that fail without a confirmed deviation)", str(len(false)), "0")
    row(
        "results: pass, fail, error",
        ", ".join(str(report["counts"][one]) for one in ("pass", "fail", "error")),
        "–",
    )
    row("judged anew from the report: the same hash", "yes" if same else "no", "yes")
    row("seconds for the kit", f"{seconds:.1f} ({len(report['exchanges'])} exchanges)", "–")


if __name__ == "__main__":
    main()
