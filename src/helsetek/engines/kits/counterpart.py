"""The counterpart in an exchange of messages: a small server that takes what the system under test sends.

It answers 202 at once and keeps the message; what is to be said back, the kit says in a step of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from helsetek.engines.kits.faults import ToolFault
from helsetek.engines.kits.inbox import Inbox, Message

MOST_BYTES = 10_000_000
SECONDS = 20


class _Handler(BaseHTTPRequestHandler):
    """Takes POST and PUT; says briefly what it is to others."""

    server_version = "helsetek-counterpart"
    sys_version = ""
    timeout = SECONDS
    inbox: Inbox

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self._say(411, "Content-Length is needed")
        elif int(length) > MOST_BYTES:
            self._say(413, f"at most {MOST_BYTES} bytes")
        else:
            content = self.rfile.read(int(length))
            kept = self.inbox.put(Message(content, tuple(self.headers.items()), self.path[:500]))
            self._say(202 if kept else 429, "received" if kept else "full")

    do_PUT = do_POST  # noqa: N815 - named by http.server

    def do_GET(self) -> None:
        self._say(200, "counterpart of helsetek conformance: send messages here with POST")

    def _say(self, status: int, words: str) -> None:
        content = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: what came is in the report."""


@contextmanager
def counterpart(inbox: Inbox, host: str, port: int) -> Iterator[str]:
    """Listens while the block runs; gives the address. Raises ToolFault when the port is taken."""
    handler = type("Handler", (_Handler,), {"inbox": inbox})
    try:
        server = ThreadingHTTPServer((host, port), handler)
    except OSError as error:
        raise ToolFault("counterpart.port", port=port) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
