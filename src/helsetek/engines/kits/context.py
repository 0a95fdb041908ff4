"""What is known while a kit runs: inputs, what was extracted, what the run makes for itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from helsetek.engines.kits import made
from helsetek.engines.kits.exchanges import Answer
from helsetek.engines.kits.faults import Missing
from helsetek.engines.kits.model import Kit

_PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")


class Context:
    """Names and their values. `variables` are what a stored session keeps; answers live in one run only."""

    def __init__(
        self, kit: Kit, inputs: Mapping[str, Any], secrets: Mapping[str, str], *, seed: str, moment: str
    ) -> None:
        self.kit, self.inputs, self.secrets = kit, dict(inputs), dict(secrets)
        self.seed, self.moment = seed, moment
        self.variables: dict[str, Any] = {}
        self.answers: dict[str, Answer] = {}
        self.kept: dict[str, int] = {}

    def value(self, name: str) -> Any:
        """The value of a name. Raises Missing."""
        if name in self.variables:
            return self.variables[name]
        if name.startswith("secret."):
            return self.secrets.get(name.removeprefix("secret."), "")
        if self.inputs.get(name) not in (None, ""):
            return self.inputs[name]
        if name == "now":
            return self.moment
        if name == "today":
            return self.moment[:10]
        found = made.make(self.seed, name)
        if found is None:
            raise Missing(name)
        return found

    def known(self, name: str) -> bool:
        """Has the name a value?"""
        try:
            return self.value(name) not in (None, "")
        except Missing:
            return False

    def answer(self, name: str | None) -> Answer:
        """An answer that was kept, or the last one. Raises Missing."""
        name = name or "last"
        if name not in self.answers:
            raise Missing(name)
        return self.answers[name]

    def fill(self, found: Any, *, xml: bool = False) -> Any:
        """Data with their {{names}} filled in. A text that is only a name becomes the value itself."""
        if isinstance(found, str):
            only = _PLACE.fullmatch(found)
            if only and not xml:
                return self.value(only[1])
            return _PLACE.sub(lambda place: _text(self.value(place[1]), xml=xml), found)
        if isinstance(found, Mapping):
            return {key: self.fill(value, xml=xml) for key, value in found.items()}
        if isinstance(found, list):
            return [self.fill(one, xml=xml) for one in found]
        return found

    def text(self, found: Any) -> str:
        """The same, always as text."""
        return _text(self.fill(found), xml=False)


def _text(value: Any, *, xml: bool) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return escape(text, {'"': "&quot;"}) if xml else text
