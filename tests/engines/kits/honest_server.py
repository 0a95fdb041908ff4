"""A small FHIR server that keeps the rules, with switches that break one thing each.

It answers requests handed to it (`send`), so a run needs no network; `serve` puts it behind a real HTTP server.
"""

import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from helsetek.engines.conformance import Engine
from helsetek.engines.kits.exchanges import Answer, Outgoing

Json = dict[str, Any]
TYPES = ("Patient", "Practitioner", "Organization")
INTERACTIONS = ("read", "search-type", "create", "update", "delete", "vread", "history-instance")
PROFILE = "http://hl7.no/fhir/StructureDefinition/no-basis-"


@dataclass
class HonestServer:
    """One switch in `broken` breaks one thing. `claimed` is what the CapabilityStatement tells."""

    engine: Engine
    broken: str = ""
    base: str = "https://fhir.example.no/r4"
    key: str = ""
    claimed: tuple[str, ...] = INTERACTIONS
    versions: dict[tuple[str, str], list[Json | None]] = field(default_factory=dict)
    made: int = 0
    requests: list[Outgoing] = field(default_factory=list)

    def send(self, request: Outgoing) -> Answer:
        """Answers one request."""
        self.requests.append(request)
        parts = urlsplit(request.url)
        path = parts.path.removeprefix(urlsplit(self.base).path).strip("/").split("/")
        headers = {key.lower(): value for key, value in request.headers}
        query = parse_qsl(parts.query, keep_blank_values=True)
        if path == ["metadata"]:
            return self._capability()
        if self.key and headers.get("authorization") != self.key and self.broken != "open door":
            return self._outcome(401, "login")
        if path[0] not in (*TYPES, "Observation"):
            return self._outcome(200 if self.broken == "any type" else 404, "not-supported")
        if len(path) == 1:
            return self._of_type(request, path[0], query, headers)
        return self._of_instance(request, path, headers)

    # --- the type ---

    def _of_type(self, request: Outgoing, kind: str, query: list[tuple[str, str]], headers: Json) -> Answer:
        if request.method == "GET":
            return self._search(kind, query, headers)
        try:
            resource = json.loads(request.body)
        except ValueError:
            if self.broken == "plain error":
                return Answer(400, (("Content-Type", "text/plain"),), b"no")
            return self._outcome(500 if self.broken == "broken json" else 400, "structure")
        if "if-none-exist" in headers and self.broken != "always creates":
            token = headers["if-none-exist"].partition("=")[2]
            found = [one for one in self._current(kind) if _has(one, token)]
            if found:
                return self._resource(200, found[0])
        refused = self._refused(resource)
        if refused:
            return self._outcome(422, "invalid", refused)
        return self._create(kind, resource)

    def _refused(self, resource: Json) -> str | None:
        if self.broken == "accepts anything":
            return None
        kind = str(resource.get("resourceType"))
        profiles = (PROFILE + kind,) if kind in TYPES and self.broken != "no profile" else ()
        plain = copy.deepcopy(resource)
        if self.broken == "no profile":
            plain.pop("meta", None)
        report = self.engine.validate(json.dumps(plain).encode(), profiles=profiles)
        codes = {one.code for one in report.issues if one.severity == "error"}
        if self.broken == "any code":
            codes = {one for one in codes if "code" not in one and "binding" not in one}
        if self.broken == "any type of value":
            codes = {one for one in codes if not one.startswith(("primitive", "element"))}
        if self.broken == "nothing mandatory":
            codes = {one for one in codes if not one.startswith(("cardinality", "extension", "element.miss"))}
        return ", ".join(sorted(codes)) or None

    def _create(self, kind: str, resource: Json) -> Answer:
        self.made += 1
        new = str(resource.get("id")) if self.broken == "client id" and "id" in resource else f"n{self.made}"
        stored = self._store(kind, new, resource)
        location = f"{self.base}/{kind}/{new}/_history/{stored['meta']['versionId']}"
        headers = () if self.broken == "no location" else (("Location", location),)
        return self._resource(200 if self.broken == "create 200" else 201, stored, headers)

    def _store(self, kind: str, name: str, resource: Json) -> Json:
        stored = copy.deepcopy(resource)
        version = len(self.versions.get((kind, name), ())) + 1
        meta = stored.setdefault("meta", {})
        if not (self.broken == "client meta" and "versionId" in meta):
            meta |= {"versionId": str(version), "lastUpdated": "2026-01-02T03:04:05Z"}
        stored["id"] = name
        if self.broken == "forgets":
            stored.pop("identifier", None)
        if self.broken == "breaks profile":
            stored["name"] = [{"family": "X"}] if kind == "Organization" else [{"family": 7}]
        self.versions.setdefault((kind, name), []).append(stored)
        return stored

    def _current(self, kind: str) -> list[Json]:
        last = [(key, found[-1]) for key, found in self.versions.items() if key[0] == kind]
        if self.broken == "finds deleted":
            last = [(key, found[-1] or found[0]) for key, found in self.versions.items() if key[0] == kind]
        return [one for _, one in last if one is not None]

    def _search(self, kind: str, query: list[tuple[str, str]], headers: Json) -> Answer:
        known = [one for one in query if one[0] in ("identifier", "_count", "_offset")]
        if len(known) < len(query) and "strict" in headers.get("prefer", "") and self.broken != "lenient":
            return self._outcome(400, "not-supported")
        found = self._current(kind)
        given = dict(known)
        if "identifier" in given and self.broken != "ignores identifier":
            tokens = given["identifier"].split(",")
            if self.broken == "one token":
                tokens = tokens[:1]
            found = [one for one in found if any(_has(one, token) for token in tokens)]
        count, offset = int(given.get("_count", 50)), int(given.get("_offset", 0))
        count = 50 if self.broken == "no count" else count
        page = found[offset : offset + count]
        told = query if self.broken == "tells all" else known
        links = [{"relation": "self", "url": self._link(kind, told)}]
        if offset + count < len(found) and self.broken != "no next":
            rest = [one for one in known if one[0] != "_offset"] + [("_offset", str(offset + count))]
            links.append({"relation": "next", "url": self._link(kind, rest)})
        if self.broken == "endless" and offset < 900 and "_count" in given:
            links[1:] = [{"relation": "next", "url": self._link(kind, [*known, ("_offset", str(offset))])}]
        bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": len(found), "link": links}
        if page:
            bundle["entry"] = [self._entry(one) for one in page]
        if self.broken == "invalid bundle" and page:
            del bundle["entry"][0]["fullUrl"]
        if self.broken == "wrong bundle":
            bundle["type"] = "collection"
        return Answer(200, (("Content-Type", "application/fhir+json"),), json.dumps(bundle).encode())

    def _entry(self, one: Json) -> Json:
        return {
            "fullUrl": f"{self.base}/{one['resourceType']}/{one['id']}",
            "resource": one,
            "search": {"mode": "match"},
        }

    def _link(self, kind: str, query: list[tuple[str, str]]) -> str:
        text = "&".join(f"{key}={quote(value)}" for key, value in query)
        return f"{self.base}/{kind}" + (f"?{text}" if text else "")

    # --- the instance ---

    def _of_instance(self, request: Outgoing, path: list[str], headers: Json) -> Answer:
        kind, name = path[0], path[1]
        known = self.versions.get((kind, name))
        if path[2:3] == ["_history"]:
            return self._history(known, path)
        if request.method == "PUT":
            return self._update(kind, name, json.loads(request.body), headers)
        if known is None:
            return self._outcome(200 if self.broken == "unknown 200" else 404, "not-found")
        if known[-1] is None:
            return self._outcome({"gone 404": 404, "gone 200": 200}.get(self.broken, 410), "deleted")
        if request.method == "DELETE":
            known.append(None if self.broken != "keeps deleted" else known[-1])
            return Answer(500 if self.broken == "delete 500" else 204)
        return self._read(known[-1], headers)

    def _read(self, found: Json, headers: Json) -> Answer:
        tag = f'W/"{found["meta"]["versionId"]}"'
        if headers.get("if-none-match") == tag:
            if self.broken == "304 with body":
                return Answer(304, (("ETag", tag),), b"{}")
            return Answer(304, (("ETag", tag),))
        return self._resource(200, found)

    def _history(self, known: list[Json | None] | None, path: list[str]) -> Answer:
        if not known or self.broken == "no history":
            return self._outcome(404, "not-found")
        if len(path) == 4:
            found = next((one for one in known if one and one["meta"]["versionId"] == path[3]), None)
            if self.broken == "newest version":
                found = {**known[-1], "meta": {"versionId": "99"}} if known[-1] else found
            return self._resource(200, found) if found else self._outcome(404, "not-found")
        entries = [{"resource": one, "fullUrl": "x"} for one in reversed(known) if one]
        bundle = {"resourceType": "Bundle", "type": "history", "entry": entries}
        return Answer(200, (("Content-Type", "application/fhir+json"),), json.dumps(bundle).encode())

    def _update(self, kind: str, name: str, resource: Json, headers: Json) -> Answer:
        if resource.get("id") != name and self.broken != "any id":
            return self._outcome(400, "value")
        known = self.versions.get((kind, name), [])
        now = known[-1]["meta"]["versionId"] if known and known[-1] else ""
        wanted = headers.get("if-match")
        if wanted and wanted != f'W/"{now}"' and self.broken != "no if-match":
            return self._outcome(412, "conflict")
        if self.broken == "no update":
            return self._resource(200, known[-1] or {})
        stored = self._store(kind, name, {**resource, "id": name})
        if self.broken == "same version":
            stored["meta"]["versionId"] = now
        return self._resource(200, stored)

    # --- answers ---

    def _resource(self, status: int, found: Json, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        kind = "application/json" if self.broken == "plain json" else "application/fhir+json; charset=utf-8"
        tag = (
            (("ETag", f'W/"{found["meta"]["versionId"]}"'),)
            if "meta" in found and self.broken != "no etag"
            else ()
        )
        return Answer(status, (("Content-Type", kind), *tag, *headers), json.dumps(found).encode())

    def _outcome(self, status: int, code: str, words: str = "") -> Answer:
        if self.broken == "no outcome":
            return Answer(status, (("Content-Type", "text/plain"),), b"no")
        issue = {"severity": "error", "code": code, "details": {"text": words or code}}
        found = {"resourceType": "OperationOutcome", "issue": [issue]}
        return Answer(status, (("Content-Type", "application/fhir+json"),), json.dumps(found).encode())

    def _capability(self) -> Answer:
        if self.broken == "no capability":
            return self._outcome(404, "not-found")
        found: Json = {
            "resourceType": "CapabilityStatement", "status": "active", "date": "2026-01-01", "kind": "instance",
            "software": {"name": "Honest"}, "implementation": {"description": "Honest", "url": self.base},
            "fhirVersion": "4.0.1", "format": ["application/fhir+json"],
            "rest": [{"mode": "server", "resource": [self._claims(kind) for kind in TYPES]}],
        }  # fmt: skip
        found["rest"][0]["resource"].append({"type": "Observation", "interaction": [{"code": "create"}]})
        if self.broken == "old version":
            found["fhirVersion"] = "3.0.1"
        if self.broken == "invalid capability":
            del found["kind"]
        return Answer(200, (("Content-Type", "application/fhir+json"),), json.dumps(found).encode())

    def _claims(self, kind: str) -> Json:
        claimed = [one for one in self.claimed if not (self.broken == "claims nothing" and one == "read")]
        found: Json = {
            "type": kind, "interaction": [{"code": one} for one in claimed], "conditionalCreate": "create" in claimed,
            "supportedProfile": [PROFILE + kind],
        }  # fmt: skip
        if self.broken == "no supported profile":
            del found["supportedProfile"]
        return found


def _has(resource: Json, token: str) -> bool:
    system, _, value = token.rpartition("|")
    return any(
        one.get("value") == value and (not system or one.get("system") == system)
        for one in resource.get("identifier", ())
    )


@contextmanager
def serve(server: HonestServer, **more: Any) -> Iterator[str]:
    """The server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            url = f"http://{self.headers['Host']}{self.path}"
            answer = server.send(
                Outgoing(self.command, url, tuple(self.headers.items()), self.rfile.read(length))
            )
            self.send_response(answer.status)
            for key, value in answer.headers:
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - named by http.server

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}"
    finally:
        http.shutdown()
        http.server_close()
