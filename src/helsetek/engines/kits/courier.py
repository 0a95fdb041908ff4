"""Carries requests for the tests: writes every exchange down, follows few redirects, tells fault from answer."""

from __future__ import annotations

import time
from urllib.parse import urljoin

from helsetek.engines.kits.addresses import origin
from helsetek.engines.kits.exchanges import Answer, Notebook, Outgoing
from helsetek.engines.kits.faults import ToolFault
from helsetek.engines.kits.https import Transport

MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
# A gateway in front of the system, or a system that asks for time: no answer to the test.
_BUSY = (429, 502, 503, 504)
_OWN = ("authorization", "cookie")


class Courier:
    """Sends over a transport and notes it. There are no retries: what fails is told."""

    def __init__(self, transport: Transport, notebook: Notebook) -> None:
        self.transport, self.notebook = transport, notebook

    def send(self, test: str, request: Outgoing, *, busy: bool = False) -> Answer:
        """The answer at the end of at most three redirects. Raises ToolFault."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(test, request)
            target = answer.header("location")
            if answer.status not in _REDIRECTS or target is None or request.method not in ("GET", "HEAD"):
                if answer.status in _BUSY and not busy:
                    raise ToolFault("network.busy", status=answer.status)
                return answer
            request = _moved(request, urljoin(request.url, target))
        raise ToolFault("network.redirects", most=MOST_REDIRECTS)

    def _once(self, test: str, request: Outgoing) -> Answer:
        if self.notebook.full:
            raise ToolFault("limit.exchanges", most=self.notebook.keeping.exchanges)
        exchange = self.notebook.begin(test, request)
        started = time.monotonic()
        try:
            answer = self.transport.send(request)
        except ToolFault as fault:
            self.notebook.broke(exchange, fault.code, fault.values, _since(started))
            raise
        self.notebook.end(exchange, answer, _since(started))
        return answer


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _moved(request: Outgoing, url: str) -> Outgoing:
    """The same to another place; keys stay at home."""
    if origin(request.url).startswith("https:") and not origin(url).startswith("https:"):
        raise ToolFault("address.downgrade", address=origin(url))
    same = origin(url) == origin(request.url)
    headers = tuple(one for one in request.headers if same or one[0].lower() not in _OWN)
    return Outgoing(request.method, url, headers, request.body)
