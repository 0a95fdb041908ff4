"""Every must that an application has tested is verified by the kit that its set names."""

import csv
import tomllib
from pathlib import Path

import pytest

from helsetek.engines.kits import load_kit

FOLDER = Path(__file__).resolve().parents[3] / "src" / "helsetek" / "standards" / "data"
SETS = [
    one for one in tomllib.loads((FOLDER / "sets.toml").read_text(encoding="utf-8"))["set"] if one.get("kit")
]


@pytest.mark.parametrize("slug", [one["slug"] for one in SETS])
def test_the_kit_of_a_set_covers_it(slug: str) -> None:
    kit = load_kit(next(one["kit"] for one in SETS if one["slug"] == slug))
    strong = {name for test in kit.tests if test.level == "must" for name in test.verifies}
    with (FOLDER / "sets" / f"{slug}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    open_ = [
        row["ID"] for row in rows
        if row["Må/Bør"] == "Må" and row["ID"] not in strong and not row["Grunn til at det ikke prøves"].strip()
    ]  # fmt: skip
    assert open_ == []
