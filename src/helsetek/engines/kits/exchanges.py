"""Every exchange is kept: what was sent, what came, without secrets and within limits."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from helsetek.engines.kits.hashing import sha256

Headers = tuple[tuple[str, str], ...]
HIDDEN = "•••"
_SENSITIVE = {
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token",
}  # fmt: skip
# Headers that differ between two runs that are the same: kept, but outside what is hashed.
VOLATILE = {
    "date", "age", "expires", "set-cookie", "server-timing", "x-request-id", "x-correlation-id", "request-id",
    "traceparent", "x-runtime", "x-response-time", "via", "x-cache", "cf-ray", "keep-alive", "connection",
}  # fmt: skip


@dataclass(frozen=True)
class Outgoing:
    """A request as it is sent."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are compared without regard to case."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> str:
        """The type of the body, without parameters."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


class Mask:
    """Hides secrets wherever they stand."""

    def __init__(self, secrets: Iterable[str]) -> None:
        parts = {part for one in secrets for part in (one, *one.split()) if len(part) >= 6}
        parts |= {one for one in secrets if one and len(one) >= 3}
        self.secrets = sorted(parts - {"Bearer", "bearer", "Basic", "basic"}, key=len, reverse=True)

    def text(self, found: str) -> str:
        """The text without secrets."""
        for one in self.secrets:
            found = found.replace(one, HIDDEN)
        return found

    def bytes(self, found: bytes) -> bytes:
        """The bytes without secrets."""
        for one in self.secrets:
            found = found.replace(one.encode(), HIDDEN.encode())
        return found

    def headers(self, found: Headers) -> list[list[str]]:
        """Headers as stored: those that carry keys are hidden whole."""
        return [[key, HIDDEN if key.lower() in _SENSITIVE else self.text(value)] for key, value in found]


@dataclass(frozen=True)
class Keeping:
    """How much of bodies is kept, in bytes: of one, and of a whole session."""

    body: int = 200_000
    session: int = 3_000_000
    exchanges: int = 1_000


STANDARD = Keeping()


@dataclass
class Exchange:
    """One request and its answer, or why there was none. `direction` is seen from the runner: out or in."""

    number: int
    test: str
    direction: str
    method: str
    url: str
    request_headers: list[list[str]]
    request_body: dict[str, Any]
    status: int | None = None
    response_headers: list[list[str]] = field(default_factory=list)
    response_body: dict[str, Any] = field(default_factory=dict)
    fault: dict[str, Any] | None = None
    milliseconds: int = 0

    def as_dict(self) -> dict[str, Any]:
        """All of it, for storing and showing."""
        return dict(self.__dict__)

    def answer(self) -> Answer | None:
        """The answer as it was kept, or the message that came in; None when there was none, or not all was kept."""
        body = self.response_body if self.direction == "out" else self.request_body
        headers = self.response_headers if self.direction == "out" else self.request_headers
        if self.status is None or body.get("cut"):
            return None
        content = base64.b64decode(body["base64"]) if "base64" in body else str(body.get("text", "")).encode()
        return Answer(self.status, tuple((key, value) for key, value in headers), content)

    def hashed(self) -> dict[str, Any]:
        """Without time and without headers that change from run to run."""
        found = self.as_dict()
        del found["milliseconds"]
        for name in ("request_headers", "response_headers"):
            kept = [one for one in found[name] if one[0].lower() not in VOLATILE]
            found[name] = sorted([key.lower(), value] for key, value in kept)
        return found


class Notebook:
    """Writes down the exchanges of a session."""

    def __init__(self, mask: Mask, keeping: Keeping = STANDARD, kept: list[Exchange] | None = None) -> None:
        self.mask, self.keeping = mask, keeping
        self.exchanges: list[Exchange] = kept if kept is not None else []
        self._bytes = sum(len(str(one.response_body.get("text", ""))) for one in self.exchanges)

    @property
    def full(self) -> bool:
        """No more is taken: a kit that goes in rings must end."""
        return len(self.exchanges) >= self.keeping.exchanges

    def begin(self, test: str, request: Outgoing, direction: str = "out") -> Exchange:
        """A request that is about to be sent, or has just come in."""
        made = Exchange(
            len(self.exchanges) + 1,
            test,
            direction,
            request.method,
            self.mask.text(request.url),
            self.mask.headers(request.headers),
            self._body(request.body, dict(request.headers)),
        )
        self.exchanges.append(made)
        return made

    def end(self, exchange: Exchange, answer: Answer, milliseconds: int = 0) -> None:
        """What came back."""
        exchange.status = answer.status
        exchange.response_headers = self.mask.headers(answer.headers)
        exchange.response_body = self._body(answer.body, dict(answer.headers))
        exchange.milliseconds = milliseconds

    def broke(self, exchange: Exchange, code: str, values: Mapping[str, Any], milliseconds: int = 0) -> None:
        """Nothing came back, and why."""
        exchange.fault = {
            "code": code,
            "values": {key: self.mask.text(str(one)) for key, one in values.items()},
        }
        exchange.milliseconds = milliseconds

    def _body(self, content: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        if not content:
            return {}
        content = self.mask.bytes(content)
        kind = next((value for key, value in headers.items() if key.lower() == "content-type"), "")
        found: dict[str, Any] = {"size": len(content), "sha256": sha256(content), "type": kind}
        room = min(self.keeping.body, max(self.keeping.session - self._bytes, 0))
        part = content[:room]
        self._bytes += len(part)
        try:
            found["text"] = part.decode("utf-8")
        except UnicodeDecodeError:
            found["base64"] = base64.b64encode(part).decode()
        if len(part) < len(content):
            found["cut"] = True
        return found
