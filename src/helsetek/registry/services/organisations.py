"""Organisations that are not in the tables: vendors, laboratories, employers of assessors."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from helsetek.common import events
from helsetek.common.errors import RuleBroken
from helsetek.registry.models import LanguageForm, Organisation, OrganisationKind


@transaction.atomic
def add_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    organisation_number: str = "",
    language_form: LanguageForm = LanguageForm.NEUTRAL,
    synthetic: bool = False,
) -> Organisation:
    """Add an organisation; one of the same kind and name is given as it is. Raises RuleBroken.

    For the operator and for other services: there is no page for it, and so no right to ask for.
    """
    known = Organisation.objects.filter(kind=kind, name=name.strip()).first()
    if known:
        return known
    organisation = Organisation(
        kind=kind,
        name=name.strip(),
        organisation_number=organisation_number,
        language_form=language_form,
        synthetic=synthetic,
    )
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages), dict(error.message_dict)) from error
    organisation.save()
    events.record("registry.organisation_added", thing=f"organisation:{organisation.pk}", person_id=None)
    return organisation
