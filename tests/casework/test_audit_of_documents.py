"""`helsetek audit documents` finds files that are missing or changed, after a restore for instance."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from helsetek.casework import services, storage
from helsetek.casework.commands import audit_documents
from helsetek.casework.models import Case, Document
from tests.cast import Cast

from .conftest import PAGE
from .files import PDF


@pytest.fixture
def documents(case: Case, cast: Cast, settings: Settings, tmp_path: Path) -> list[Document]:
    settings.DOCUMENTS = tmp_path
    return [
        services.add_document(
            by=cast.anne, case=case, page=PAGE, page_id=case.pk, title=str(n), file_name="p.pdf", content=PDF
        )
        for n in range(3)
    ]


def audit() -> Result:
    return CliRunner().invoke(audit_documents)


def test_all_is_well(documents: list[Document]) -> None:
    result = audit()
    assert result.exit_code == 0
    assert "3 of 3 documents hold." in result.stdout


def test_what_is_missing_or_changed_is_named(documents: list[Document]) -> None:
    storage.path_of(documents[0].pk).unlink()
    storage.path_of(documents[1].pk).write_bytes(b"something else")
    result = audit()
    assert result.exit_code == 1
    assert f"{documents[0].pk} is missing" in result.stdout
    assert f"{documents[1].pk} is not what was stored" in result.stdout
    assert "1 of 3 documents hold." in result.stdout


def test_what_undone_acts_left_behind_is_told_and_no_fault(documents: list[Document]) -> None:
    storage.write(UUID(int=7), PDF)
    result = audit()
    assert result.exit_code == 0
    assert "1 files belong to no document" in result.stdout
