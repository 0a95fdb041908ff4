"""The guide's own file works as printed: docs/engines/economics.md."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from helsetek.engines.economics.commands import analyse

GUIDE = Path(__file__).parents[3] / "docs" / "engines" / "economics.md"


def test_the_example_file_of_the_guide_is_carried_out(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    path = tmp_path / "mitt-forslag.toml"
    path.write_text(example.group(1), encoding="utf-8")
    found = CliRunner().invoke(analyse, [str(path), "--format", "json", "--draws", "256"])
    assert found.exit_code == 0, found.output
    result = json.loads(found.output)
    assert list(result["alternatives"]) == ["nivaa1", "nivaa2", "nivaa3", "nivaa4"]
    assert result["alternatives"]["nivaa4"]["table8"]["grant_income"] > 0


def test_every_command_the_guide_names_is_there() -> None:
    named = set(
        re.findall(r"helsetek analyse ([a-z]+)(?= |`|$)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert named - {"rapport"} == set(analyse.commands) - {"run"}
