"""What a form offers to take is what is taken where files are stored: the kinds are stated once."""

from __future__ import annotations

import pytest
from django import forms

from helsetek.casework.forms import DocumentForm
from helsetek.casework.rules.files import KINDS, endings, in_words
from helsetek.common.web.forms import UploadField
from helsetek.cooperation.forms import AgreementForm, FoundForm
from helsetek.grants.forms.reports import AuditorForm


@pytest.mark.parametrize("form", [DocumentForm, AgreementForm, FoundForm, AuditorForm])
def test_no_form_offers_a_kind_that_is_refused_afterwards(form: type[forms.Form]) -> None:
    [field] = [field for field in form.base_fields.values() if isinstance(field, UploadField)]
    assert field.endings
    assert set(field.endings) <= set(endings())


def test_an_ending_has_one_kind_only() -> None:
    assert len(endings()) == len(set(endings()))
    assert endings("PDF", "Word") == ("pdf", "docx")


def test_the_kinds_in_words() -> None:
    assert in_words() == "PDF, Word (docx), Excel (xlsx), PNG, JPEG, TXT, CSV"
    assert in_words("PDF", "Word") == "PDF, Word (docx)"
    assert {kind.name for kind in KINDS} >= {"PDF", "Word"}
