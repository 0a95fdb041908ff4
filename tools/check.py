"""Style, types, house contracts and tests: the program behind ./test."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
NO_TESTS_COLLECTED = 5


def run(*command: str) -> int:
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False).returncode


def pytest(*arguments: str) -> int:
    if not (ROOT / "src/helsetek/config/settings.py").exists():
        return 0
    code = run("python", "-m", "pytest", *arguments)
    if code == NO_TESTS_COLLECTED and not list((ROOT / "tests").rglob("test_*.py")):
        return 0
    return code


def main() -> int:
    parser = argparse.ArgumentParser(prog="./test", description="Checks everything.")
    parser.add_argument("--quick", action="store_true", help="style, contracts and unit tests on SQLite")
    parser.parse_args()
    os.environ.setdefault("HELSETEK_ENV", "test")
    start = time.monotonic()
    failed = []
    for name, command in {
        "format": ("ruff", "format", "--check", "--quiet", "."),
        "ruff": ("ruff", "check", "--quiet", "."),
        "contracts": ("lint-imports",),
    }.items():
        if run(*command):
            failed.append(name)
    if pytest("-q", "-n", "2", "--ignore=tests/browser"):
        failed.append("tests")
    print(f"{'failed: ' + ', '.join(failed) if failed else 'all well'} in {time.monotonic() - start:.1f}s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
