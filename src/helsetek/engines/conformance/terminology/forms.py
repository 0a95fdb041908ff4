"""Code systems that are too large or too closed to carry, known by the form of their codes."""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import luhn, verhoeff

from helsetek.engines.conformance.terminology import ucum

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-x(?:-[A-Za-z0-9]{1,8})+)?|x(?:-[A-Za-z0-9]{1,8})+|i-[A-Za-z]+"
)
_MIME = re.compile(
    r"[\w!#$&^+.-]{1,127}/[\w!#$&^+.*-]{1,127}(?:\s*;\s*[\w.+-]+=(?:[^\s;\"]+|\"[^\"]*\"))*\s*;?"
)
_ATC = re.compile(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?")


def _snomed(code: str) -> bool:
    """A SNOMED CT identifier: 6 to 18 digits, the last a check digit by Verhoeff. Expressions are not read."""
    if not code.isdigit():
        return bool(re.search(r"[:+|{]", code))
    return 6 <= len(code) <= 18 and verhoeff.is_valid(code)


def _loinc(code: str) -> bool:
    """A LOINC code: digits, a hyphen and a check digit by the Luhn formula. Parts and answers (LP, LA, LL) by form."""
    found = re.fullmatch(r"(LP|LA|LL|LG|MTHU)?(\d{1,7})-(\d)", code)
    return found is not None and (bool(found[1]) or luhn.calc_check_digit(found[2]) == found[3])


_FORMS: dict[str, Callable[[str], bool]] = {
    SNOMED: _snomed,
    LOINC: _loinc,
    "urn:ietf:bcp:47": lambda code: _LANGUAGE.fullmatch(code) is not None,
    # FHIR R4, CapabilityStatement.format: xml, json and ttl are allowed beside full media types.
    "urn:ietf:bcp:13": lambda code: code in ("xml", "json", "ttl") or _MIME.fullmatch(code) is not None,
    "http://unstats.un.org/unsd/methods/m49/m49.htm": lambda code: re.fullmatch(r"\d{3}", code) is not None,
    "urn:iso:std:iso:3166": lambda code: re.fullmatch(r"[A-Z]{2,3}|\d{3}", code) is not None,
    "urn:iso:std:iso:3166:-2": lambda code: re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code) is not None,
    "https://www.usps.com/": lambda code: re.fullmatch(r"[A-Z]{2}", code) is not None,
    "http://www.whocc.no/atc": lambda code: _ATC.fullmatch(code) is not None,
}
# Where the form is all there is to know.
_BY_FORM_ALONE = {"urn:ietf:bcp:47", "urn:ietf:bcp:13"}


def well_formed(system: str, code: str) -> bool | None:
    """True or False where the form tells; None where only a terminology server could."""
    if system == ucum.SYSTEM:
        return True if ucum.read(code) is not None else None if _perhaps_unit(code) else False
    check = _FORMS.get(system)
    if check is None:
        return None
    if not check(code):
        return False
    return True if system in _BY_FORM_ALONE else None


def _perhaps_unit(code: str) -> bool:
    """A unit that is not in our table may still be one; white space, loose brackets and words are not."""
    return (
        not re.search(r"\s|[^\x21-\x7e]", code)
        and code.count("{") == code.count("}")
        and bool(re.search(r"[\[\]{}']", code))
    )
