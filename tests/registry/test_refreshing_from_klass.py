"""`helsetek import kommuner` brings the municipalities in line with Statistics Norway's list (Klass 131)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helsetek.common.models import Event
from helsetek.registry import klass, selectors
from helsetek.registry.commands import import_kommuner
from helsetek.registry.models import Municipality, Organisation

DAY = date(2028, 1, 1)
HEADING = '"code";"parentCode";"level";"name";"shortName";"presentationName";"validFrom";"validTo"'


@pytest.fixture
def names(norway: None, db: None) -> dict[str, str]:
    """Number → name of all municipalities, to be changed into the list of another day."""
    return dict(Municipality.objects.values_list("number", "organisation__name"))


def as_klass(names: dict[str, str], encoding: str = "utf-8-sig", separator: str = ";") -> bytes:
    lines = [HEADING] + [f'"{number}";"";"1";"{name}";"";"";"";""' for number, name in names.items()]
    return "\n".join(lines).replace(";", separator).encode(encoding, errors="replace")


Import = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Import:
    def run(content: bytes, *options: str, answer: str = "") -> Result:
        file = tmp_path / "131.csv"
        file.write_bytes(content)
        return CliRunner().invoke(
            import_kommuner, [str(file), "--from", "2028-01-01", *options], input=answer
        )

    return run


def there(number: str) -> Municipality:
    return Municipality.objects.select_related("organisation", "county").get(number=number, valid_to=None)


def test_the_same_list_changes_nothing(names: dict[str, str], run: Import) -> None:
    result = run(as_klass(names), "--yes")
    assert result.exit_code == 0, result.output
    assert "agrees" in result.output
    assert not Event.objects.filter(verb="registry.municipalities_refreshed").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
def test_it_reads_every_way_the_list_is_written(names: dict[str, str], encoding: str, separator: str) -> None:
    listing = klass.read(as_klass(names, encoding, separator), DAY)
    assert len(listing.listed) == 357
    assert not listing.problems
    assert listing.listed["1804"].name == "Bodø"
    assert not klass.compare(names, listing), "letters that Latin-1 lacks are no new names"


def test_a_new_name_is_shown_asked_about_and_written(names: dict[str, str], run: Import) -> None:
    content = as_klass(names | {"1804": "Bodø - Bådåddjo"})
    assert "1804 Bodø → Bodø - Bådåddjo" in run(content, "--dry-run").output
    assert there("1804").organisation.name == "Bodø"
    assert "Nothing was changed" in run(content, answer="n\n").output
    assert there("1804").organisation.name == "Bodø"
    assert "Changed." in run(content, answer="y\n").output
    assert there("1804").organisation.name == "Bodø - Bådåddjo"
    event = Event.objects.get(verb="registry.municipalities_refreshed")
    assert event.data["renamed"] == [{"number": "1804", "before": "Bodø", "after": "Bodø - Bådåddjo"}]


def test_a_new_number_stays_with_the_same_municipality(names: dict[str, str], run: Import) -> None:
    lunner = there("3234").organisation
    del names["3234"]
    result = run(as_klass(names | {"3450": "Lunner"} | {"3449": names["3449"]}), "--yes")
    assert "3450" in result.output
    # 3450 is another municipality's number already (Etnedal): then it is a new name, and Lunner is gone.
    assert "Gone" in result.output
    assert there("3234").organisation == lunner


def test_a_municipality_that_changes_county_keeps_its_cases_and_gets_the_new_number(
    names: dict[str, str], run: Import
) -> None:
    lunner = there("3234").organisation
    del names["3234"]
    run(as_klass(names | {"3499": "Lunner"}), "--yes")
    moved = there("3499")
    assert moved.organisation == lunner
    assert moved.county.name == "Innlandet"
    assert [row.number for row in selectors.numbers_of(lunner.pk)] == ["3499", "3234", "3054", "0533"]


def test_a_merger_is_told_and_written(names: dict[str, str], run: Import) -> None:
    fauske, sorfold = there("1841").organisation, there("1845").organisation
    inhabitants = {one.pk: selectors.facts_of([one.pk])[one.pk].inhabitants for one in (fauske, sorfold)}
    for number in ("1841", "1845"):
        del names[number]
    content = as_klass(names | {"1880": "Indre Salten"})
    assert "1880 Indre Salten" in run(content, "--yes").output
    assert not Municipality.objects.filter(number="1880").exists(), "nobody has said what it came from"

    run(content, "--yes", "--into", "1841=1880", "--into", "1845=1880")
    merged = there("1880")
    for old in (fauske, sorfold):
        old.refresh_from_db()
        assert old.valid_to == DAY
        assert selectors.successors_of(old.pk) == []  # it begins in 2028 only
    origins = selectors.origins_of(merged.organisation_id)
    assert {origin.kind for origin in origins} == {"merger"}
    facts = selectors.facts_of([merged.organisation_id])[merged.organisation_id]
    assert facts.inhabitants == sum(inhabitants.values())
    assert facts.regional_health_authority == "Helse Nord"


def test_one_that_joins_a_larger_which_keeps_its_number(names: dict[str, str], run: Import) -> None:
    before = selectors.facts_of([there("1804").organisation_id])
    gildeskal = there("1838")
    del names["1838"]
    run(as_klass(names), "--yes", "--into", "1838=1804")
    after = selectors.facts_of([there("1804").organisation_id])
    joined = selectors.facts_of([gildeskal.organisation_id])[gildeskal.organisation_id]
    (one,), (other,) = before.values(), after.values()
    assert other.inhabitants == one.inhabitants + joined.inhabitants
    assert Organisation.objects.get(pk=gildeskal.organisation_id).valid_to == DAY


def test_a_split_makes_a_new_municipality_and_lets_the_old_live_on(
    names: dict[str, str], run: Import
) -> None:
    kristiansand = there("4204").organisation
    del names["4204"]
    result = run(
        as_klass(names | {"4290": "Kristiansand", "4291": "Søgne"}),
        "--yes", "--into", "4204=4290", "--into", "4204=4291",
    )  # fmt: skip
    assert "split" in result.output
    assert there("4290").organisation == kristiansand
    assert there("4291").organisation != kristiansand
    assert there("4291").county.name == "Agder"
    kristiansand.refresh_from_db()
    assert kristiansand.valid_to is None


def test_bad_rows_are_named_by_number_and_reason_and_the_rest_is_used(
    names: dict[str, str], run: Import
) -> None:
    lines = as_klass(names | {"1804": "Bodø by"}).decode("utf-8-sig").splitlines()
    lines += [
        '"12a4";"";"1";"Feil";"";"";"";""',
        '"1804";"";"1";"Bodø igjen";"";"";"";""',
        '"9998";"";"1";"";"";"";"";""',
        '"9997";"";"2";"Et fylke";"";"";"";""',
        '"9996";"";"1";"Rar dag";"";"";"i går";""',
        '"9999";"";"1";"Uoppgitt";"";"";"";""',
        "",
    ]
    output = run("\n".join(lines).encode(), "--dry-run").output
    assert "Rows that cannot be used (5)" in output
    assert "line 359: «12a4» is not a municipality number of four digits" in output
    assert "stands on line" in output
    assert "1804 Bodø → Bodø by" in output
    assert "Uoppgitt" not in output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "column code"),
        (b"\x00\x01\x02PK", "not text"),
        (b"a;b;c\n1;2;3\n", "column code"),
        (HEADING.encode(), "no municipality"),
        (HEADING.encode() + b'\n"0001";"";"1";"Land"', "another list"),
        (b"x" * (klass.LARGEST + 1), "too large"),
    ],
)
def test_another_file_is_refused_in_words(
    names: dict[str, str], run: Import, content: bytes, words: str
) -> None:
    result = run(content, "--yes")
    assert result.exit_code == 1
    assert words in result.output
    assert Municipality.objects.filter(valid_to=None).count() == 357


def test_a_county_that_nobody_knows_is_refused_and_nothing_is_changed(
    names: dict[str, str], run: Import
) -> None:
    del names["1804"]
    result = run(as_klass(names | {"9901": "Bodø", "1841": "Fauske by"}), "--yes")
    assert result.exit_code == 1
    assert "county" in result.output
    assert there("1841").organisation.name != "Fauske by"


def test_old_rows_of_a_list_with_days_are_passed_over() -> None:
    rows = [
        HEADING,
        '"1804";"";"1";"Bodø";"";"";"1964-01-01";""',
        '"1843";"";"1";"Bodin";"";"";"1964-01-01";"1968-01-01"',
    ]
    assert set(klass.read("\n".join(rows).encode(), DAY).listed) == {"1804"}
