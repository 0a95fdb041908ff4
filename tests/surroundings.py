"""Set before anything reads the settings: a data folder of its own for each process, and the kind of run.

Imported first by ``conftest.py``. A parallel run (pytest-xdist) imports it once in each process.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

HOME = Path(tempfile.mkdtemp(prefix=f"helsetek-test-{os.getpid()}-home-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

os.environ["HELSETEK_HOME"] = str(HOME)
os.environ["HELSETEK_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "helsetek.config.settings"
# Tests ask far more often than a visitor may; the test of the limit sets its own.
os.environ["API_REQUESTS_A_MINUTE"] = "1000000"
# Playwright runs an event loop in the thread of the test; Django need not worry about it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

django.setup()
