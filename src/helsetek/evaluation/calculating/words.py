"""How units, numbers and assumptions are written for people."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helsetek.common.web import show
from helsetek.engines.economics.assumptions import Parameter, Spread
from helsetek.engines.economics.assumptions.model import Value

MINUS = "−"


def language() -> str:
    """The reader's language, as the engine names it."""
    found = (get_language() or "nb")[:2]
    return found if found in ("nb", "nn", "en") else "nb"


def unit(text: str) -> str:
    """«NOK/inhabitant» as «kr per innbygger»; nothing for a pure number."""
    names = {
        "NOK": _("kr"), "kNOK": _("thousand kr"), "MNOK": _("million kr"), "week": _("working weeks"),
        "inhabitant": _("inhabitants"), "municipality": _("municipalities"), "tender": _("procurements"),
        "vendor": _("vendors"), "year": _("years"), "calendar_year": _("year"), "percent": "%", "1": "",
    }  # fmt: skip
    over = {
        "week": _("working week"), "inhabitant": _("inhabitant"), "municipality": _("municipality"),
        "tender": _("procurement"), "vendor": _("vendor"), "year": _("year"),
    }  # fmt: skip
    top, *below = text.replace(" ", "").split("/")
    said = [" · ".join(names.get(part, part) for part in top.split("*"))]
    said += [over.get(part, part) for part in below]
    return f" {_('per')} ".join(part for part in said if part)


def number(value: float, most: int = 4) -> str:
    """A number with as many decimals as it has, at most ``most``."""
    if value != value:
        return show.NOTHING
    return show.decimal(round(value, most)) if most else show.decimal(round(value), 0)


def millions(value: float | None, places: int = 1) -> str:
    """MNOK with one decimal: «−116,0»."""
    if value is None:
        return show.NOTHING
    text = show.decimal(round(value, places), places)
    return text.replace(MINUS, "") if text.strip(f"{MINUS}0,.") == "" else text


def million_kroner(value: float | None, places: int = 1) -> str:
    return _("%(amount)s million kr") % {"amount": millions(value, places)}


def stated(value: Value) -> str:
    """A number, or a number for each year it changes."""
    if isinstance(value, dict):
        return "; ".join(f"{year}: {number(one)}" for year, one in value.items())
    return number(value)


def spread(found: Spread | None) -> str:
    """How uncertain an assumption is, in words."""
    if found is None:
        return ""
    kinds = {
        "uniform": _("evenly spread"), "triangular": _("triangle"), "pert": _("PERT"), "normal": _("normal"),
        "lognormal": _("log-normal"), "beta": _("beta"),
    }  # fmt: skip
    ons = {"value": _("the value"), "factor": _("a factor on the value"), "shift": _("added to the value")}
    names = {
        "low": _("from"), "mode": _("most likely"), "high": _("to"), "mean": _("mean"), "sd": _("spread"),
        "median": _("median"), "alpha": "α", "beta": "β",
    }  # fmt: skip
    numbers = ", ".join(f"{names.get(key, key)} {number(one)}" for key, one in found.numbers.items())
    return f"{kinds.get(found.kind, found.kind)}, {ons.get(found.on, found.on)}: {numbers}"


def status(parameter: Parameter) -> str:
    """Where the value comes from, in a word."""
    return {
        "given": _("given"), "external": _("external"), "calibrated": _("calibrated"), "judged": _("judged"),
    }[parameter.status]  # fmt: skip


def status_color(parameter: Parameter) -> str:
    return {"given": "info", "external": "success", "calibrated": "warning", "judged": "neutral"}[
        parameter.status
    ]


def effect(name: str) -> str:
    """An effect of the model in words; its own name if it is not known here."""
    return {
        "investment": _("Investment"), "administration": _("Running and administration"),
        "grant": _("Grants to collaborations"), "networks": _("Transfers to networks"),
        "grant_use": _("Added resources bought with grants"),
        "networks_use": _("Added resources bought with network money"), "procurement": _("Time saved in procurement"),
        "introduction": _("Saved in introduction"), "own_effort": _("Own effort of municipalities"),
        "vendors": _("Time saved by vendors"), "purchase": _("Better purchase terms"),
        "tax_financing": _("Tax financing"),
    }.get(name, name)  # fmt: skip
