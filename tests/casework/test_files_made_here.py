"""The system may store kinds of file that nobody may send in."""

from __future__ import annotations

import pytest

from helsetek.casework.rules.files import BadFile, inspect

PAYMENT_FILE = b"<?xml version='1.0' encoding='utf-8'?><Document/>"


def test_a_payment_file_can_be_stored_by_the_system() -> None:
    assert (
        inspect("HTO-1.xml", PAYMENT_FILE, "application/xml", made_here=True).content_type
        == "application/xml"
    )


def test_nobody_can_send_one_in() -> None:
    with pytest.raises(BadFile):
        inspect("HTO-1.xml", PAYMENT_FILE, "application/xml")
