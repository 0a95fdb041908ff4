"""An HTTP client that trusts nobody: it goes to the address that was checked, with limits on time and size.

No redirects, no retries, no proxies, no cookies: who needs them asks for them one by one.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from helsetek.engines.kits.addresses import Addresses, Target
from helsetek.engines.kits.exchanges import Answer, Outgoing
from helsetek.engines.kits.faults import ToolFault


@dataclass(frozen=True)
class Limits:
    """Seconds for a whole exchange and bytes of an answer."""

    seconds: float = 30.0
    bytes: int = 10_000_000


STANDARD = Limits()


class Transport(Protocol):
    """Sends one request. Raises ToolFault when no answer came."""

    def send(self, request: Outgoing) -> Answer: ...


class _Pinned(http.client.HTTPConnection):
    """A connection to an address, with the name in TLS and in the Host line."""

    def __init__(self, target: Target, seconds: float, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target, self.context = target, context

    def connect(self) -> None:
        """To the address that was checked, not to what the name means by now."""
        self.sock = socket.create_connection((self.target.ip, self.target.port), self.timeout)
        if self.target.scheme == "https":
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.target.host)


class Https:
    """The client of a session: what may be called, how long, how much."""

    def __init__(
        self, addresses: Addresses, limits: Limits = STANDARD, *, authority: Path | None = None
    ) -> None:
        self.addresses, self.limits = addresses, limits
        try:
            self.context = ssl.create_default_context(cafile=str(authority) if authority else None)
        except (OSError, ssl.SSLError) as error:
            raise ToolFault("tls.authority", path=authority.name if authority else "") from error
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2

    def send(self, request: Outgoing) -> Answer:
        """One request to a registered address. Raises ToolFault: the reason is never the vendor's failure."""
        target = self.addresses.check(request.url)
        connection = _Pinned(target, self.limits.seconds, self.context)
        ended = threading.Event()

        def stop() -> None:  # a server that gives a byte now and then must not hold us
            ended.set()
            _shut(connection)

        watch = threading.Timer(self.limits.seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            return self._exchange(connection, target, request)
        except ToolFault:
            raise
        except ssl.SSLCertVerificationError as error:
            raise ToolFault("tls.certificate", host=target.host, reason=error.verify_message) from error
        except ssl.SSLError as error:
            raise self._late(ended, target, "tls.failed", error) from error
        except TimeoutError as error:
            raise ToolFault("network.time", host=target.host, seconds=int(self.limits.seconds)) from error
        except ConnectionRefusedError as error:
            raise ToolFault("network.refused", host=target.host, port=target.port) from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise self._late(ended, target, "network.broken", error) from error
        finally:
            watch.cancel()
            connection.close()

    def _late(self, ended: threading.Event, target: Target, code: str, error: Exception) -> ToolFault:
        if ended.is_set():
            return ToolFault("network.time", host=target.host, seconds=int(self.limits.seconds))
        return ToolFault(code, host=target.host, reason=type(error).__name__)

    def _exchange(self, connection: _Pinned, target: Target, request: Outgoing) -> Answer:
        connection.putrequest(request.method, target.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", target.host_line)
        connection.putheader("Accept-Encoding", "identity")
        connection.putheader("Connection", "close")
        for name, value in request.headers:
            connection.putheader(name, value)
        if request.body or request.method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body or None)
        response = connection.getresponse()
        return Answer(response.status, tuple(response.getheaders()), self._body(response, target))

    def _body(self, response: http.client.HTTPResponse, target: Target) -> bytes:
        parts, size = [], 0
        started = time.monotonic()
        while part := response.read(65_536):
            size += len(part)
            if size > self.limits.bytes:
                raise ToolFault("network.size", host=target.host, most=self.limits.bytes)
            if time.monotonic() - started > self.limits.seconds:
                raise ToolFault("network.time", host=target.host, seconds=int(self.limits.seconds))
            parts.append(part)
        return self._unpacked(b"".join(parts), response.headers.get("Content-Encoding", ""), target)

    def _unpacked(self, content: bytes, coding: str, target: Target) -> bytes:
        """We ask for plain bodies; some send packed ones all the same."""
        if coding.lower() not in ("gzip", "deflate"):
            return content
        unpacker = zlib.decompressobj(47 if coding.lower() == "gzip" else 15)
        try:
            found = unpacker.decompress(content, self.limits.bytes + 1)
        except zlib.error as error:
            raise ToolFault("network.broken", host=target.host, reason="gzip") from error
        if len(found) > self.limits.bytes:
            raise ToolFault("network.size", host=target.host, most=self.limits.bytes)
        return found


def _shut(connection: http.client.HTTPConnection) -> None:
    try:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
