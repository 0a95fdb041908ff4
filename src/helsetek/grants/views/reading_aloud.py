"""A whole application as it is read, section by section."""

from __future__ import annotations

from typing import Any

from helsetek.grants.models import Application
from helsetek.grants.reading import read as read_section
from helsetek.grants.reading import words_for
from helsetek.grants.selectors import applications as applying


def reading_of(application: Application) -> list[Any]:
    sections = applying.content(application)
    words = words_for(application, sections.values())
    return [read_section(key, section, words) for key, section in sections.items()]
