"""Payment files in ISO 20022: a credit transfer (pain.001.001.03) out, and the bank's answer (pain.002) in.

Source: the Norwegian guidelines of Bits for pain.001.001.03 and pain.002.001.03. The writer is a page long, so no
package is used for it; what it writes is judged by the schema in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
LARGEST_ANSWER = 20_000_000  # bytes; an answer for every instalment of a year is far smaller

# What the bank's codes mean for us (external code list ExternalPaymentTransactionStatus1Code).
SETTLED = frozenset({"ACSC", "ACCC", "ACWC"})
REJECTED = frozenset({"RJCT", "CANC"})
# Received, checked, waiting: the instalment stays «sent» until the bank says how it ended.
UNDER_WAY = frozenset({"RCVD", "ACTC", "ACCP", "ACSP", "PDNG", "PART", "ACFC", "PATC"})


class NotAnAnswer(ValueError):
    """The file is not a payment answer that can be read; the message says what was found."""


@dataclass(frozen=True)
class Debtor:
    """Who pays: name and account of the directorate's payer."""

    name: str
    account: str
    organisation_number: str
    bic: str


@dataclass(frozen=True)
class Transfer:
    """One payment: ``end_to_end_id`` (at most 35 characters) comes back in the answer."""

    end_to_end_id: str
    creditor: str
    account: str
    amount_ore: int
    text: str


@dataclass(frozen=True)
class Status:
    """What the bank says of one transfer; ``end_to_end_id`` is empty when it speaks of the whole file."""

    end_to_end_id: str
    code: str
    reason: str

    @property
    def settled(self) -> bool:
        return self.code in SETTLED

    @property
    def rejected(self) -> bool:
        return self.code in REJECTED


@dataclass(frozen=True)
class BankAnswer:
    """The answer to one file, named by that file's message id."""

    original_message_id: str
    group: Status | None
    transfers: tuple[Status, ...]

    def for_transfer(self, end_to_end_id: str) -> Status | None:
        """What holds for a transfer: its own status, else that of the whole file when it is final."""
        own = next((status for status in self.transfers if status.end_to_end_id == end_to_end_id), None)
        return own or (self.group if self.group and (self.group.settled or self.group.rejected) else None)


def write_file(
    *, message_id: str, made_at: datetime, pay_on: date, debtor: Debtor, transfers: Iterable[Transfer]
) -> bytes:
    """A pain.001.001.03 document with one payment group. Raises ValueError when there is nothing to pay."""
    transfers = list(transfers)
    if not transfers:
        raise ValueError("A payment file needs at least one payment.")
    ET.register_namespace("", NAMESPACE)
    document = ET.Element(f"{{{NAMESPACE}}}Document")
    initiation = _add(document, "CstmrCdtTrfInitn")
    _header(initiation, message_id, made_at, debtor, transfers)
    _group(initiation, message_id, pay_on, debtor, transfers)
    content: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True)
    return content


def _header(
    initiation: ET.Element, message_id: str, made_at: datetime, debtor: Debtor, transfers: list[Transfer]
) -> None:
    header = _add(initiation, "GrpHdr")
    _add(header, "MsgId", message_id)
    _add(header, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _add(header, "NbOfTxs", str(len(transfers)))
    _add(header, "CtrlSum", _kroner(sum(transfer.amount_ore for transfer in transfers)))
    _party(_add(header, "InitgPty"), debtor)


def _group(
    initiation: ET.Element, message_id: str, pay_on: date, debtor: Debtor, transfers: list[Transfer]
) -> None:
    group = _add(initiation, "PmtInf")
    _add(group, "PmtInfId", message_id)
    _add(group, "PmtMtd", "TRF")
    _add(group, "NbOfTxs", str(len(transfers)))
    _add(group, "CtrlSum", _kroner(sum(transfer.amount_ore for transfer in transfers)))
    _add(group, "ReqdExctnDt", pay_on.isoformat())
    _party(_add(group, "Dbtr"), debtor)
    _account(_add(group, "DbtrAcct"), debtor.account)
    _add(_add(_add(group, "DbtrAgt"), "FinInstnId"), "BIC", debtor.bic)
    for transfer in transfers:
        _transfer(_add(group, "CdtTrfTxInf"), transfer)


def _transfer(parent: ET.Element, transfer: Transfer) -> None:
    _add(_add(parent, "PmtId"), "EndToEndId", transfer.end_to_end_id)
    amount = _add(_add(parent, "Amt"), "InstdAmt", _kroner(transfer.amount_ore))
    amount.set("Ccy", "NOK")
    _add(_add(parent, "Cdtr"), "Nm", plain(transfer.creditor, 70))
    _account(_add(parent, "CdtrAcct"), transfer.account)
    _add(_add(parent, "RmtInf"), "Ustrd", plain(transfer.text, 140))


def _party(parent: ET.Element, debtor: Debtor) -> None:
    _add(parent, "Nm", plain(debtor.name, 70))
    other = _add(_add(_add(parent, "Id"), "OrgId"), "Othr")
    _add(other, "Id", debtor.organisation_number)
    _add(_add(other, "SchmeNm"), "Cd", "BANK")


def _account(parent: ET.Element, number: str) -> None:
    """A Norwegian account number is a BBAN."""
    other = _add(_add(parent, "Id"), "Othr")
    _add(other, "Id", number)
    _add(_add(other, "SchmeNm"), "Cd", "BBAN")


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = text
    return child


def _kroner(ore: int) -> str:
    return f"{Decimal(ore).scaleb(-2):.2f}"


def plain(text: str, longest: int) -> str:
    """Text without control characters and line breaks, cut to what the field takes."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()[:longest]


def read_answer(content: bytes) -> BankAnswer:
    """Read a pain.002 (any of its versions). Raises NotAnAnswer with a plain sentence."""
    report = _report(content)
    group = _find(report, "OrgnlGrpInfAndSts")
    if group is None:
        raise NotAnAnswer("The answer does not say which file it is about.")
    statuses = [_status(item) for item in report.iter() if _name(item) == "TxInfAndSts"]
    return BankAnswer(_text(group, "OrgnlMsgId"), _group_status(group), tuple(statuses))


def _report(content: bytes) -> ET.Element:
    if len(content) > LARGEST_ANSWER:
        raise NotAnAnswer("The file is too large to be a payment answer.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise NotAnAnswer("The file holds declarations that a payment answer never has.")
    try:
        root = ET.fromstring(content)  # noqa: S314 - declarations and entities are refused above
    except (ET.ParseError, LookupError, ValueError) as error:
        raise NotAnAnswer("The file is not well-formed XML.") from error
    report = _find(root, "CstmrPmtStsRpt")
    if report is None:
        raise NotAnAnswer("The file is not a payment answer (pain.002).")
    return report


def _group_status(group: ET.Element) -> Status | None:
    code = _text(group, "GrpSts")
    return Status("", code, _reason(group)) if code else None


def _status(item: ET.Element) -> Status:
    return Status(_text(item, "OrgnlEndToEndId"), _text(item, "TxSts"), _reason(item))


def _reason(item: ET.Element) -> str:
    """The bank's reason: its code and what it adds in words."""
    information = _find(item, "StsRsnInf")
    if information is None:
        return ""
    words = [_text(information, "Cd"), *(e.text or "" for e in information.iter() if _name(e) == "AddtlInf")]
    return plain(" ".join(word for word in words if word), 500)


def _find(parent: ET.Element, name: str) -> ET.Element | None:
    return next((element for element in parent.iter() if _name(element) == name), None)


def _text(parent: ET.Element, name: str) -> str:
    found = _find(parent, name)
    return (found.text or "").strip() if found is not None else ""


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
