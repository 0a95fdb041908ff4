"""Whether a file has the form of assumptions at all, by the published JSON Schema; said in the reader's language."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from helsetek.engines.economics.assumptions.layers import Layers
from helsetek.engines.economics.errors import Fault

MOST_FAULTS = 30
#: What the engine says better itself, with its own mend.
LEFT_TO_THE_ENGINE = {"parameter": {"unit", "value", "range", "spread", "source", "status", "growth", "vat"}}


@lru_cache
def _validator() -> Draft202012Validator:
    folder = resources.files("helsetek.engines.economics") / "data"
    schema = json.loads((folder / "assumptions.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def faults_of_shape(layers: Layers) -> list[Fault]:
    """What does not have the form of the schema; each with its line. The engine checks the meaning afterwards."""
    found = []
    for error in _validator().iter_errors(layers.data):
        path = tuple(str(step) for step in error.absolute_path)
        if not _engine_says_it(path, error):
            found.append(layers.fault(path, *_words(path, error)))
        if len(found) >= MOST_FAULTS:
            break
    return found


def _engine_says_it(path: tuple[str, ...], error: ValidationError) -> bool:
    """The engine's own check takes these without falling over them, and names the mend."""
    if len(path) == 3 and path[2] in LEFT_TO_THE_ENGINE.get(path[0], set()):
        return path[2] in ("unit", "status", "growth", "vat") and isinstance(error.instance, str)
    return path[:1] == ("correlation",) and error.validator in ("minimum", "maximum")


def _words(path: tuple[str, ...], error: Any) -> tuple[str, str]:
    place = ".".join(path) or _("the file")
    named: dict[str, Any] = {"place": place}
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            unknown = _unknown(error)
            known = ", ".join(sorted(error.schema.get("properties", {})))
            what = _("«%(place)s» has a key that is not known: «%(unknown)s».") % {
                **named,
                "unknown": unknown,
            }
            mend = (
                _("Known keys: %(known)s.") % {"known": known}
                if known
                else _("Take it out, or mend its spelling.")
            )
            return what, mend
        case "required":
            missing = next((name for name in error.validator_value if name not in error.instance), "")
            what = _("«%(place)s» lacks «%(missing)s».") % {**named, "missing": missing}
            return what, _("Write %(missing)s = …") % {"missing": missing}
        case "enum":
            what = _("«%(place)s» is «%(value)s», which is not known.") % {
                **named,
                "value": _short(error.instance),
            }
            return what, _("Write one of %(known)s.") % {"known": ", ".join(map(str, error.validator_value))}
        case "minimum" | "maximum":
            what = _("«%(place)s» is %(value)s, which cannot be.") % {
                **named,
                "value": _short(error.instance),
            }
            sides = {"minimum": _("Write at least %(limit)s."), "maximum": _("Write at most %(limit)s.")}
            return what, sides[error.validator] % {"limit": error.validator_value}
    what = _("«%(place)s» cannot be read: %(value)s.") % {**named, "value": _short(error.instance)}
    return what, _("Compare with one of the files that are shipped.")


def _unknown(error: Any) -> str:
    known = set(error.schema.get("properties", {}))
    return ", ".join(str(name) for name in error.instance if name not in known)[:80]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
