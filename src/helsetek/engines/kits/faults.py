"""What can go wrong, by whose doing it is: the kit's, the tool's, the vendor's."""

from __future__ import annotations

from typing import Any


class KitBroken(Exception):
    """A kit that cannot be used. `faults` are sentences for the one who wrote it, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults[:5]))
        self.faults = faults


class ToolFault(Exception):
    """The tool, the set-up or the network failed: the result is `error`, never the vendor's `fail`.

    `code` is a message of data/messages.toml, `values` what it tells.
    """

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


class Missing(Exception):
    """A value that an earlier step should have given is not there: the test is skipped."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Waiting(Exception):
    """The test waits for a person or for the system under test."""

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values
