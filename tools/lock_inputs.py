"""Prints the hash of what the Python locks are made from: the dependencies named in pyproject.toml and *.in.

tools/lock.sh writes it into each lock; a test compares, so that a lock is never older than its inputs.
"""

import hashlib
import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """First 16 hexadecimal digits of SHA-256 over the dependency lists, independent of order and comments."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    inputs = {
        "python": project["requires-python"],
        "run": sorted(project["dependencies"]),
        "extras": {name: sorted(names) for name, names in project["optional-dependencies"].items()},
        "files": {
            path.name: path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.in")
        },
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    print(fingerprint())
