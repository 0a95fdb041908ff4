"""What the form of a section is: some Django forms and rows of forms that together read and show typed data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from helsetek.common.web.forms import Rows
from helsetek.grants.reading import Words
from helsetek.grants.rules.completeness import Frame
from helsetek.grants.rules.eligibility import EarlierGrant

Part = forms.Form | Rows


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form is filled in by: the call's terms, the words of the codes, the partners in order (lead first)."""

    frame: Frame
    words: Words
    members: tuple[tuple[int, str], ...]
    own_ids: frozenset[int] = frozenset()  # organisations the writer acts for
    writer_name: str = ""
    writer_email: str = ""
    chosen_activities: tuple[str, ...] = ()
    earlier_grants: tuple[EarlierGrant, ...] = ()


class SectionForm:
    """The forms of one section. ``data`` is what was sent; without it the section as it stands is shown."""

    template: ClassVar[str] = "grants/sections/plain.html"

    def __init__(self, data: QueryDict | None, section: Any, desk: Desk) -> None:
        self.desk = desk
        self.section = section
        self.sent = data
        self.build()

    def build(self) -> None:
        """Make the parts from ``self.sent`` and ``self.section``."""
        raise NotImplementedError

    def parts(self) -> Sequence[Part]:
        raise NotImplementedError

    def read(self) -> dict[str, Any]:
        """The section's data, of what was sent. Only after ``is_valid()``."""
        raise NotImplementedError

    def field(self, path: str) -> Any | None:
        """The bound field that shows the section's ``path``; None where it cannot be pointed at."""
        raise NotImplementedError

    @property
    def asked(self) -> bool:
        """Whether a row was only to be added or taken away: nothing is saved then."""
        return any(part.asked for part in self.parts() if isinstance(part, Rows))

    def is_valid(self) -> bool:
        valid = [
            part.is_valid() for part in self.parts()
        ]  # all of them, so that every error is shown at once
        return all(valid)

    def target(self, path: str) -> str:
        """The id on the page that a link to ``path`` leads to; "" for none."""
        found = self.field(path)
        return str(found.id_for_label or found.auto_id) if found is not None else ""

    def refuse(self, sentences: Sequence[str]) -> None:
        """Put what the service refused on top of the form."""
        first = self.parts()[0]
        if isinstance(first, forms.Form):
            for sentence in sentences:
                first.add_error(None, sentence)
        else:
            first._non_form_errors.extend(sentences)


def row_field(rows: Rows, index: str, name: str) -> Any | None:
    """The field of a row, by the row's place among those that were stored."""
    if not index.isdecimal() or int(index) >= len(rows.forms):
        return None
    form = rows.forms[int(index)]
    return form[name] if name in form.fields else None


def dumped_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of a section as initial values of formset rows."""
    return [row.model_dump() for row in rows]
