"""What the tests need from Debian: a browser and a database server. Installed when we may, else named."""

import os
import shutil
import subprocess
from pathlib import Path

from tools import postgres

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_browser() -> str | None:
    """The path of Chromium (HELSETEK_CHROMIUM says another)."""
    chosen = os.environ.get("HELSETEK_CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def missing_packages() -> list[str]:
    """Names of Debian packages that are not there yet."""
    found = {"chromium": find_browser(), "postgresql": postgres.find_binaries()}
    return [package for package, path in found.items() if path is None]


def provide() -> str | None:
    """Installs what is missing when root on Debian. Gives one sentence on what is left to do, or None."""
    missing = missing_packages()
    if not missing:
        return None
    wish = f"apt-get install {' '.join(missing)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return f"The tests need {' and '.join(missing)}. As root: {wish}"
    print(f"  installing {' and '.join(missing)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *missing]
    for command in (["apt-get", "update", "--quiet=2"], install):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            return (
                f"{' '.join(command)} failed: {(done.stderr.strip() or 'no reason given').splitlines()[-1]}"
            )
    left = missing_packages()
    return f"{wish} did not bring {' and '.join(left)}." if left else None
