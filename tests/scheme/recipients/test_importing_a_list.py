"""`helsetek import tilskudd FILE` shows, and imports only when told so; nothing is imported twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helsetek.common import events
from helsetek.common.money import kroner
from helsetek.scheme.commands import import_recipients
from helsetek.scheme.models import ReportedList
from helsetek.scheme.selectors import reported_awards
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = """Tilskuddsordning;År;Mottaker;Orgnr;Beløp
Helseteknologi;2025;BODØ KOMMUNE;;4 900 000
Helseteknologi;2025;Fuosko kommune;;100 000
Helseteknologi;2025;Et ukjent selskap AS;974760673;50 000
Helseteknologi;2025;;;1
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mottakere.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(import_recipients, [str(word) for word in words])


def test_without_yes_it_only_shows(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 0
    for said in (
        "recipient",
        "«Mottaker»",
        "3 rows can be read",
        "5 050 000 kr",
        "row 5: The recipient is missing.",
    ):
        assert said in result.output
    assert "Nothing was imported" in result.output
    assert not reported_awards().exists()


def test_with_yes_the_good_rows_are_kept_with_their_source(cast: Cast, file: Path) -> None:
    assert "Imported 3 grants" in run(file, "--yes").output
    found = {award.recipient: award for award in reported_awards()}
    assert found["BODØ KOMMUNE"].amount_ore == kroner(4_900_000)
    assert {award.source for award in found.values()} == {"tilskudd.no"}
    event = events.of_thing(f"reported_list:{ReportedList.objects.get().pk}")[0]
    assert (event.verb, event.data["new"], event.data["bad"]) == ("scheme.recipients_imported", 3, 1)


def test_recipients_are_found_in_the_registry_by_name_or_not_at_all(cast: Cast, file: Path) -> None:
    run(file, "--yes")
    found = {award.recipient: award.organisation for award in reported_awards()}
    assert found == {"BODØ KOMMUNE": cast.bodo, "Fuosko kommune": cast.fauske, "Et ukjent selskap AS": None}


def test_a_recipient_is_found_by_its_number_first(cast: Cast, file: Path) -> None:
    cast.saltdal.organisation_number = "974760673"
    cast.saltdal.save()
    run(file, "--yes")
    assert reported_awards().get(recipient="Et ukjent selskap AS").organisation == cast.saltdal


def test_the_same_file_is_imported_once(file: Path) -> None:
    run(file, "--yes")
    again = run(file, "--yes")
    assert again.exit_code == 1
    assert reported_awards().count() == 3


def test_a_longer_list_adds_only_what_is_new(file: Path) -> None:
    run(file, "--yes")
    file.write_text(LIST + "Helseteknologi;2025;Alver kommune;;200 000\n", encoding="utf-8")
    assert "Imported 1 grants; 3 were here already" in run(file, "--yes").output


@pytest.mark.parametrize("content", ["", "a;b\n1;2\n", "Ordning;År;Mottaker;Beløp\n;;;x\n"])
def test_a_list_that_cannot_be_used_is_one_clear_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(content)
    result = run(path, "--yes")
    assert result.exit_code == 1
    assert "Error:" in result.output
    assert not ReportedList.objects.exists()
