"""A migrated SQLite file, kept between runs, so that they need not migrate from nothing each time.

In the folder that HELSETEK_TEST_TEMPLATES names; where it is set and empty, as in a full ``./test``, nothing is kept.
The file's name is the hash of what the migrations are made of, so an old one is never used.
"""

import hashlib
import os
import shutil
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "helsetek"
KEPT = ROOT / ".pytest_cache" / "databases"
# What migrations call upon.
USED = ("common/guards.py", "common/norsk.py")


def path() -> Path | None:
    folder = os.environ.get("HELSETEK_TEST_TEMPLATES", str(KEPT))
    return Path(folder) / f"{_fingerprint()}.sqlite3" if folder and connection.vendor == "sqlite" else None


def _fingerprint() -> str:
    files = sorted(SOURCE.glob("*/migrations/*.py")) + [SOURCE / name for name in USED]
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(SOURCE)).encode() + file.read_bytes())
    return digest.hexdigest()[:20]


def use(target: Path) -> None:
    """Puts the kept file in place as the test database, if there is one."""
    template = path()
    if template is not None and template.exists():
        shutil.copyfile(template, target)


def keep() -> None:
    """Keeps the migrated test database for the next run, and forgets older ones."""
    template = path()
    if template is None or template.exists():
        return
    template.parent.mkdir(parents=True, exist_ok=True)
    unfinished = template.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{unfinished}'")
    for older in template.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished.replace(template)
