"""Standards that will be demanded, national solutions that will be supported, and duties to share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import rows
from helsetek.grants.forms.fields import long_text, several, text, tick
from helsetek.grants.rules.sections import Use, duty_key
from helsetek.grants.wording import FIELDS, in_my_language

from .base import Desk, SectionForm, row_field


class UseForm(forms.Form):
    """One thing that the call names: a tick, and how."""

    how = long_text(FIELDS["standards.how"], most=1000, rows=2)

    def __init__(self, *arguments: Any, code: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.code = code
        self.fields["used"] = tick(code)
        self.order_fields(["used", "how"])


class OtherUseRow(forms.Form):
    code = text(FIELDS["standards.code"])
    how = long_text(FIELDS["standards.how"], most=1000, rows=2)


class SharingForm(forms.Form):
    involved = long_text(
        FIELDS["standards.involved"],
        most=3000,
        rows=4,
        help_text=_("Users, vendors, standards organisations and authorities: who, and when?"),
    )

    def __init__(self, *arguments: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*arguments, **options)
        duties = desk.frame.terms.parameters.sharing_duties
        if duties:
            self.fields["duties"] = several(
                FIELDS["standards.duties"],
                [(duty_key(duty), in_my_language(duty)) for duty in duties],
                help_text=_("Those who get a grant take these upon them. Tick each to accept it."),
            )


class StandardsSection(SectionForm):
    template = "grants/sections/standards.html"

    def build(self) -> None:
        parameters, section = self.desk.frame.terms.parameters, self.section
        self.demanded = self._uses("s", parameters.mandatory_standards, section.demanded)
        self.solutions = self._uses("n", parameters.national_solutions, section.solutions)
        named = set(parameters.mandatory_standards)
        self.more = [use for use in section.demanded if use.code not in named]
        self.others = rows(OtherUseRow, row_title=_("Standard"), add=_("Add another standard"), most=40)(
            self.sent, prefix="others", initial=[use.model_dump() for use in self.more]
        )
        self.sharing = SharingForm(
            self.sent,
            initial={"involved": section.involved, "duties": list(section.duties)},
            desk=self.desk,
        )

    def _uses(self, prefix: str, codes: tuple[str, ...], stored: tuple[Use, ...]) -> list[UseForm]:
        known = {use.code: use.how for use in stored}
        return [
            UseForm(
                self.sent,
                prefix=f"{prefix}{place}",
                code=code,
                initial={"used": code in known, "how": known.get(code, "")},
            )
            for place, code in enumerate(codes)
        ]

    def parts(self) -> list[Any]:
        return [self.sharing, *self.demanded, self.others, *self.solutions]

    def read(self) -> dict[str, Any]:
        others = [row for row in self.others.kept if row["code"]]
        named = {form.code for form in self.demanded}
        return {
            "demanded": [*_ticked(self.demanded), *(row for row in others if row["code"] not in named)],
            "solutions": _ticked(self.solutions),
            "involved": self.sharing.cleaned_data["involved"],
            "duties": self.sharing.cleaned_data.get("duties", []),
        }

    def field(self, path: str) -> Any | None:
        if path in self.sharing.fields:
            return self.sharing[path]
        head, _dot, rest = path.partition(".")
        shown = self.demanded if head == "demanded" else self.solutions
        if not rest:
            return next((form["used"] for form in shown if not form["used"].initial), None)
        index = int(rest.partition(".")[0])
        stored = getattr(self.section, head)
        code = stored[index].code if index < len(stored) else ""
        form = next((form for form in shown if form.code == code), None)
        if form:
            return form["how"]
        place = next((str(i) for i, use in enumerate(self.more) if use.code == code), "x")
        return row_field(self.others, place, "how")


def _ticked(shown: list[UseForm]) -> list[dict[str, Any]]:
    return [
        {"code": form.code, "how": form.cleaned_data["how"]} for form in shown if form.cleaned_data["used"]
    ]
