"""What each partner does: one form for each, in the order of the collaboration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.grants.forms.fields import long_text, several, text
from helsetek.grants.rules.sections import Partner
from helsetek.grants.wording import FIELDS

from .base import Desk, SectionForm


class PartnerForm(forms.Form):
    tasks = long_text(
        FIELDS["partners.tasks"],
        most=3000,
        rows=4,
        help_text=_("What does this partner contribute, and what does it get?"),
    )
    contact_name = text(FIELDS["partners.contact_name"], autocomplete="name")
    contact_email = text(
        FIELDS["partners.contact_email"], most=254, type="email", inputmode="email", autocomplete="email"
    )

    def __init__(self, *arguments: Any, desk: Desk, organisation_id: int, name: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.organisation_id, self.name = organisation_id, name
        self.is_own = organisation_id in desk.own_ids
        codes = desk.chosen_activities or tuple(activity.code for activity in desk.frame.terms.activities)
        choices = [(code, desk.words.activity(code)) for code in codes]
        self.fields["activities"] = several(
            FIELDS["partners.activities"],
            choices,
            help_text="" if desk.chosen_activities else _("You choose the activities under The project."),
        )
        self.order_fields(["tasks", "activities", "contact_name", "contact_email"])


class PartnersSection(SectionForm):
    template = "grants/sections/partners.html"

    def build(self) -> None:
        self.forms = [self._form(pk, name) for pk, name in self.desk.members]

    def _form(self, pk: int, name: str) -> PartnerForm:
        partner = self.section.of(pk) or Partner(organisation_id=pk)
        initial = partner.model_dump(exclude={"organisation_id"})
        if pk in self.desk.own_ids and not partner.contact_name and not partner.contact_email:
            # Whoever fills it in is a good first guess.
            initial |= {"contact_name": self.desk.writer_name, "contact_email": self.desk.writer_email}
        return PartnerForm(
            self.sent, prefix=f"p{pk}", initial=initial, desk=self.desk, organisation_id=pk, name=name
        )

    def parts(self) -> list[Any]:
        return list(self.forms)

    def read(self) -> dict[str, Any]:
        return {
            "partners": [
                {"organisation_id": form.organisation_id, **form.cleaned_data} for form in self.forms
            ]
        }

    def field(self, path: str) -> Any | None:
        _partners, _dot, rest = path.partition(".")
        index, _dot, name = rest.partition(".")
        if not index.isdecimal():
            return self.forms[0]["tasks"] if self.forms else None
        if int(index) >= len(self.section.partners):
            return None
        wanted = self.section.partners[int(index)].organisation_id
        form = next((form for form in self.forms if form.organisation_id == wanted), None)
        return form[name] if form and name in form.fields else None
