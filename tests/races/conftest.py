"""A race needs two that write at the same time, which SQLite never lets happen: these run on PostgreSQL."""

from .racing import course  # noqa: F401 - a fixture
