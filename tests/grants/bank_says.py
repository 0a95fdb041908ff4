"""A camt.053 statement as a bank writes it."""

from __future__ import annotations

from datetime import date


def camt(*lines: tuple[str, str, str, str, date]) -> bytes:
    """Lines of (DBIT or CRDT, sum, end-to-end id, KID, day)."""
    entries = "".join(
        f'<Ntry><Amt Ccy="NOK">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day.isoformat()}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{own or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f'<AmtDtls><TxAmt><Amt Ccy="NOK">{amount}</Amt></TxAmt></AmtDtls>'
        "<RltdPties><Dbtr><Nm>Bodø kommune</Nm></Dbtr></RltdPties>"
        + (f"<RmtInf><Strd><CdtrRefInf><Ref>{kid}</Ref></CdtrRefInf></Strd></RmtInf>" if kid else "")
        + "</TxDtls></NtryDtls></Ntry>"
        for side, amount, own, kid, day in lines
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>'
        f"{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
