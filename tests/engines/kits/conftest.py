"""The shipped kits, one engine for all tests, and the profiles where they are at hand."""

import os
from pathlib import Path

import pytest

from helsetek.engines.conformance import Engine
from helsetek.engines.kits import Kit, load_kit, make_engine

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("HELSETEK_SHARED", ROOT.parent / "shared")) / "data"


@pytest.fixture(scope="session")
def rest_kit() -> Kit:
    return load_kit("no-basis-rest")


@pytest.fixture(scope="session")
def no_basis() -> Engine:
    """The engine with HL7 Norway's profiles; tests that need it are left out where they are not at hand."""
    folder = SHARED / "no-basis"
    if not folder.is_dir():
        pytest.skip("the profiles are not at hand")
    return make_engine([folder / name for name in ("StructureDefinition", "CodeSystem", "ValueSet")])


@pytest.fixture(scope="session")
def plain_engine() -> Engine:
    """The engine without packages."""
    return make_engine()


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder with the schemas of messages."""
    folder = SHARED / "kith" / "xsd"
    if not folder.is_dir():
        pytest.skip("the schemas are not at hand")
    return folder
