"""What every test stands on: a data folder of its own."""

import os
import tempfile

os.environ.setdefault("HELSETEK_ENV", "test")
os.environ.setdefault("HELSETEK_HOME", tempfile.mkdtemp(prefix="helsetek-test-"))
