"""The house keeps its own rules: contracts, locks, migrations, clean files and licences."""

import lzma
import re
import subprocess
import sys
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock_inputs import fingerprint

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 400

# Files that may be longer, each with its reason.
LONG_FILES: dict[str, str] = {}

# Where the public gets its packages is each machine's own matter, and no file says where it was written.
FORBIDDEN_WORDS = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|files\.python|"
    r"(?<![\w.~-])/(?:work|root|home/\w+|tmp/team)/",
    re.IGNORECASE,
)
BINARY = {".png", ".jpg", ".webp", ".ico", ".pdf", ".woff2", ".ttf", ".otf", ".xlsx", ".gz", ".npz"}

# The Python Software Foundation's, permissive ones, and those whose reach ends at the file or the library.
PERMITTED_LICENCES = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|ISC|MPL|PSF|Python|Unlicense|HPND|CC0|EUPL|LGPL|Lesser General|Zlib|CNRI|SIL)",
    re.IGNORECASE,
)
FORBIDDEN_LICENCES = re.compile(
    r"\bA?GPL|(?<!Lesser )General Public|Affero|SSPL|Commons Clause", re.IGNORECASE
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in files if path.is_file() and path.suffix not in BINARY]


def test_rooms_import_only_as_the_contracts_allow() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "5 kept, 0 broken" in checked.stdout


@pytest.mark.parametrize("name", ["uv", "node", "run", "test"])
def test_each_lock_is_as_fresh_as_what_it_was_made_from(name: str) -> None:
    first = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first.endswith(fingerprint()), "pyproject.toml has changed: run tools/lock.sh"


def test_no_migration_is_missing() -> None:
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    with translation.override(None):
        changes = detector.changes(graph=loader.graph)
    missing = {room: [str(step.operations) for step in steps] for room, steps in changes.items()}
    assert not missing, "run helsetek manage makemigrations"
    assert not loader.detect_conflicts()


def test_no_file_names_a_package_index_or_a_folder_of_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked_files():
        if path == Path(__file__):
            continue
        for number, line in enumerate(_words_of(path).splitlines(), 1):
            if FORBIDDEN_WORDS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def _words_of(path: Path) -> str:
    """What a file says; of a packed one, what is in it."""
    if path.suffix == ".xz":
        return lzma.decompress(path.read_bytes()).decode("utf-8", errors="replace")
    return path.read_text(encoding="utf-8")


def test_no_source_file_is_too_long_to_read_at_one_sitting() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts
    }
    too_long = {
        name: lines for name, lines in lengths.items() if lines > MOST_LINES and name not in LONG_FILES
    }
    assert not too_long, f"split these into a folder by noun: {too_long}"
    assert not set(LONG_FILES) - set(lengths), "a file in the list of long ones is gone"


def run_time_packages() -> set[str]:
    """Names of the installed packages that the system needs to run, from the lock."""
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    locked = {canonicalize_name(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock, re.MULTILINE)}
    return locked & {canonicalize_name(found.metadata["Name"]) for found in distributions()}


def licence(package: str) -> str:
    """What a package says about its licence, shortest first: an expression, classifiers, or the first line of a text."""
    metadata = distribution(package).metadata
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License :: ")]
    text = (metadata.get("License") or "").strip()
    return metadata.get("License-Expression") or "; ".join(classifiers) or text.partition("\n")[0]


def test_every_package_at_run_time_has_a_licence_that_permits_our_use() -> None:
    packages = run_time_packages()
    assert canonicalize_name(Requirement("django").name) in packages
    doubtful = {
        package: said
        for package in sorted(packages)
        if not PERMITTED_LICENCES.search(said := licence(package)) or FORBIDDEN_LICENCES.search(said)
    }
    assert not doubtful


def test_the_licence_is_the_european_public_licence() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
