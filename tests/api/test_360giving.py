"""The export of awards follows the 360Giving Data Standard 1.4.3."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from helsetek.grants.models import Application
from tests import rounds
from tests.cast import Cast
from tests.visiting import visitor

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("HELSETEK_SHARED", ROOT.parent / "shared"))
SCHEMAS = SHARED / "data" / "schemas" / "360giving"


@pytest.fixture
def package(cast: Cast) -> dict[str, Any]:
    rounds.a_told_round(cast)
    response = visitor().get("/api/v1/360giving.json")
    assert response.status_code == 200
    made: dict[str, Any] = response.json()
    return made


def test_every_grant_has_what_the_standard_asks_for(cast: Cast, package: dict[str, Any]) -> None:
    needed = {
        "id", "title", "description", "currency", "amountAwarded", "awardDate", "recipientOrganization",
        "fundingOrganization",
    }  # fmt: skip
    assert len(package["grants"]) == 3
    for grant in package["grants"]:
        assert needed <= set(grant)
        assert grant["currency"] == "NOK"
        assert isinstance(grant["amountAwarded"], int)
        assert grant["recipientOrganization"][0]["id"]
        assert grant["fundingOrganization"][0]["name"] == "Helsedirektoratet"
    assert len({grant["id"] for grant in package["grants"]}) == 3
    assert package["version"] == "1.4"


def test_what_is_synthetic_is_marked(cast: Cast) -> None:
    rounds.a_told_round(cast)
    Application.objects.update(synthetic=True)
    grants = visitor().get("/api/v1/360giving.json").json()["grants"]
    assert {grant["classifications"][0]["code"] for grant in grants} == {"synthetic"}


def test_an_organisation_number_is_used_where_it_is_known(cast: Cast) -> None:
    cast.bodo.organisation_number = "972418013"
    cast.bodo.save()
    rounds.a_told_round(cast)
    grants = visitor().get("/api/v1/360giving.json").json()["grants"]
    ids = {
        grant["recipientOrganization"][0]["name"]: grant["recipientOrganization"][0]["id"] for grant in grants
    }
    assert ids["Bodø"] == "NO-BRC-972418013"
    assert ids["Saltdal"] == "360G-helsetek-org-1840"


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"the 360Giving schemas are not at {SCHEMAS}")
@pytest.mark.parametrize("formats", [FormatChecker(), None])
def test_it_validates_against_the_standards_own_schema(
    package: dict[str, Any], formats: FormatChecker | None
) -> None:
    """Whether or not the validator checks formats: a bare date would fit two alternatives when it does not."""
    grant_schema = json.loads((SCHEMAS / "360-giving-schema.json").read_text())
    package_schema = json.loads((SCHEMAS / "360-giving-package-schema.json").read_text())
    resource = Resource(grant_schema, specification=DRAFT202012)
    address = package_schema["properties"]["grants"]["items"]["$ref"]
    registry: Registry[Any] = Registry().with_resources(
        [(address, resource), (grant_schema["$id"], resource)]
    )
    errors = Draft202012Validator(package_schema, registry=registry, format_checker=formats).iter_errors(
        package
    )
    assert [f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors] == []
