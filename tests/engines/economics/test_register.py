"""The municipality table is read in the form of the project's register, and by a single file."""

from pathlib import Path

import numpy as np
import pytest

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.preparing import find_register, prepare
from helsetek.engines.economics.register import Register, read_register

HEAD = "kommunenummer,navn,fylkesnummer,sentralitetsindeks,sentralitetsklasse,kostragruppe,rhf"
OSLO = "0301,Oslo,03,1000,1,EKG13,Helse Sør-Øst"


def test_the_projects_own_register_holds_all_municipalities() -> None:
    table = find_register()
    assert table
    assert table.parts[-4:] == ("helsetek", "registry", "data", "kommuner.csv")
    register = read_register(table, 2024)
    assert (len(register), register.population.sum(), register.midt.sum()) == (357, 5_550_203, 65)
    assert read_register(table, 2022).population.sum() == 5_425_270
    assert len(register.groups("county")[0]) == 15
    assert "Oslo" in register.groups("county")[0]


def test_every_municipality_is_in_one_group(country: Register) -> None:
    for by in ("size", "centrality", "kostra", "region", "county", "midt", "municipality"):
        names, member = country.groups(by)
        assert len(names) == len(member)
        np.testing.assert_array_equal(member.sum(axis=0), 1)
    assert country.groups("size")[0][0] == "under 2 000"


def test_the_scheme_is_prepared_on_the_real_register() -> None:
    found = prepare("2024")
    assert found.error <= 1e-3
    assert found.nodes <= 12


def test_a_single_file_with_its_own_population_will_do(tmp_path: Path) -> None:
    table = tmp_path / "kommuner.csv"
    table.write_text(f"{HEAD},folketall_2024,fylke\n{OSLO},717710,Oslo\n", encoding="utf-8")
    assert read_register(table, 2024).population.tolist() == [717_710]
    with pytest.raises(AnalysisError, match="no population for 2023"):
        read_register(table, 2023)


def test_a_table_without_a_column_or_without_rows_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "kommuner.csv"
    table.write_text("kommunenummer,navn\n0301,Oslo\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match="lacks the column «fylkesnummer»"):
        read_register(table, 2024)
    with pytest.raises(AnalysisError, match="There is no municipality table"):
        read_register(tmp_path / "ingen.csv", 2024)
    with pytest.raises(AnalysisError, match="empty"):
        Register([])


def test_an_unknown_grouping_is_refused(country: Register) -> None:
    with pytest.raises(AnalysisError, match="not grouped by «farge»"):
        country.groups("farge")
