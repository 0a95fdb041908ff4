"""Where the runner may call: addresses that were registered, on the open internet, by HTTPS.

A name is resolved once and the connection goes to the address that was looked at, so a name server cannot give one
answer to the guard and another to the connection. Every redirect comes through here anew.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from helsetek.engines.kits.faults import ToolFault

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
_PORTS = {"https": 443, "http": 80}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """Where a connection goes: the name for TLS and the Host line, the address for the socket."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str

    @property
    def host_line(self) -> str:
        """The Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def origin(url: str) -> str:
    """`scheme://host:port` in lower case. Raises ToolFault when it is no web address."""
    parts = _parts(url)
    return f"{parts.scheme}://{_host(parts)}:{parts.port or _PORTS[parts.scheme]}"


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ToolFault("address.form", url=url) from error
    if parts.scheme not in _PORTS or not parts.hostname or any(one in url for one in "\r\n\t "):
        raise ToolFault("address.form", url=url)
    if parts.username is not None or parts.password is not None:
        raise ToolFault("address.user", url=f"{parts.scheme}://{parts.hostname}")
    return parts


def _host(parts: SplitResult) -> str:
    """The name as the network has it; names in other letters are written in their own code."""
    name = (parts.hostname or "").rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ToolFault("address.form", url=name) from error


def is_internal(address: str) -> bool:
    """Is this an address that only an inside can reach, or that is no single machine?"""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    return any(not one.is_global or one.is_multicast for one in _meant(found))


def _meant(found: IpAddress) -> list[IpAddress]:
    """The address, and the one of version 4 that it may carry inside."""
    every: list[IpAddress] = [found]
    if isinstance(found, ipaddress.IPv6Address):
        inside = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _TRANSLATED:
            inside.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if found.ipv4_mapped:  # the outer form says nothing of its own
            every = []
        every += [one for one in inside if one is not None]
    return every


@dataclass(frozen=True)
class Addresses:
    """What may be called. `local` is for the vendor's own machine: it allows loopback, and HTTP there."""

    registered: frozenset[str]
    local: bool = False
    resolve: Resolve = resolve

    @classmethod
    def of(cls, urls: Iterable[str], *, local: bool = False, resolve: Resolve = resolve) -> Addresses:
        """From the addresses that were registered."""
        return cls(frozenset(origin(url) for url in urls), local, resolve)

    def check(self, url: str) -> Target:
        """Where to connect. Raises ToolFault when it may not be called."""
        parts = _parts(url)
        host, port = _host(parts), parts.port or _PORTS[parts.scheme]
        if origin(url) not in self.registered:
            raise ToolFault("address.unregistered", address=f"{parts.scheme}://{host}:{port}")
        try:
            found = self.resolve(host, port)
        except OSError as error:
            raise ToolFault("address.unknown", host=host) from error
        if not found:
            raise ToolFault("address.unknown", host=host)
        ip = self._allowed(host, found)
        if parts.scheme != "https" and not _is_loopback(ip):
            raise ToolFault("address.plain", address=f"http://{host}")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(parts.scheme, host, port, ip, path)

    def _allowed(self, host: str, found: list[str]) -> str:
        """One of the addresses; none of them may be internal."""
        if self.local and all(_is_loopback(one) for one in found):
            return found[0]
        if any(is_internal(one) for one in found):
            raise ToolFault("address.internal", host=host)
        return found[0]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
