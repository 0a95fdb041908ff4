"""A record system in miniature that sends and receives dialogue messages, with switches that break one thing each."""

import json
from dataclasses import dataclass, field

from lxml import etree

from helsetek.engines.conformance import Engine
from helsetek.engines.kits import Inbox, Message
from helsetek.engines.kits.exchanges import Answer, Outgoing

HEAD = "{http://www.kith.no/xmlstds/msghead/2006-05-24}"
OWN, OTHER = "8142987", "8094866"


@dataclass
class ScriptedRecord:
    """`in_answer`: receipts are given in the HTTP answer instead of being sent to the counterpart."""

    engine: Engine
    inbox: Inbox
    broken: str = ""
    in_answer: bool = False
    silent: bool = False
    made: int = 0
    dead: bool = False
    asked: list[str] = field(default_factory=list)

    def send(self, request: Outgoing) -> Answer:
        """What comes from the runner: a message, a receipt, or the trigger."""
        if request.url.endswith("/trigger"):
            return self._act(json.loads(request.body)["act"])
        return self._take(request.body)

    def _out(self, content: str) -> Answer:
        if self.silent:
            return Answer(202)
        if self.in_answer:
            return Answer(200, (("Content-Type", "application/xml"),), content.encode())
        self.inbox.put(Message(content.encode()))
        return Answer(202)

    # --- receives ---

    def _take(self, content: bytes) -> Answer:
        try:
            root = etree.fromstring(content)
        except etree.XMLSyntaxError:
            self.dead = self.broken == "dies of nonsense"
            return Answer(400)
        if self.broken == "refuses" or self.dead:
            return Answer(500)
        if root.tag != f"{HEAD}MsgHead":
            return (
                self._out(self._receipt(root, "1", ""))
                if self.broken == "receipt of receipt"
                else Answer(202)
            )
        wanted = root.find(f"{HEAD}MsgInfo/{HEAD}Ack")
        if wanted is not None and wanted.get("V") == "N" and self.broken != "always a receipt":
            return Answer(202)
        error = self._fault(content, root)
        if error and self.broken == "accepts anything":
            error = ""
        if self.broken == "no receipt":
            return Answer(202)
        return self._out(self._receipt(root, "2" if error else "1", error))

    def _fault(self, content: bytes, root: etree._Element) -> str:
        to = root.findtext(f"{HEAD}MsgInfo/{HEAD}Receiver/{HEAD}Organisation/{HEAD}Ident/{HEAD}Id")
        if to != OWN:
            return "" if self.broken == "any receiver" else "E21"
        valid = self.broken == "any schema" or self.engine.validate(content).valid
        if self.broken == "rejects all":
            return "T99"
        return "" if valid else "T01"

    def _receipt(self, root: etree._Element, status: str, error: str) -> str:
        self.made += 1
        broken = self.broken
        of = root.findtext(f"{HEAD}MsgInfo/{HEAD}MsgId") or root.findtext("{*}Id") or ""
        sender, receiver = (OTHER, OWN) if broken == "own parties" else (OWN, OTHER)
        shown = error if broken != "strange error" or not error else "ukjent feil"
        told = (
            f'<Error S="2.16.578.1.12.4.1.1.8221" V="{shown}"/>'
            if error and broken != "no error code"
            else ""
        )
        kind = "DIALOG_SVAR" if broken == "other type" else "DIALOG_NOTAT"
        status = "1" if broken == "ok with error" else status
        extra = "<Tull/>" if broken == "invalid receipt" else ""
        of = (
            of.upper()
            if broken == "upper case"
            else "22222222-2222-4222-8222-222222222222"
            if broken == "other id"
            else of
        )
        return (
            '<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15"><MsgType V="APPREC"/>'
            f"<MIGversion>v1.1 2012-02-15</MIGversion><GenDate>2026-01-02T03:04:05</GenDate>"
            f"<Id>00000000-0000-4000-8000-{self.made:012}</Id>{extra}"
            f'<Sender><HCP><Inst><Name>A</Name><Id>{sender}</Id><TypeId V="HER"/></Inst></HCP></Sender>'
            f'<Receiver><HCP><Inst><Name>B</Name><Id>{receiver}</Id><TypeId V="HER"/></Inst></HCP></Receiver>'
            f'<Status V="{status}"/>{told}<OriginalMsgId><MsgType V="{kind}"/>'
            f"<IssueDate>2026-01-02T03:04:05</IssueDate><Id>{of}</Id></OriginalMsgId></AppRec>"
        )

    # --- sends ---

    def _act(self, act: str) -> Answer:
        self.asked.append(act)
        if self.broken == "never sends":
            return Answer(204)
        if self.broken == "trigger broken":
            return Answer(500)
        self.inbox.put(Message(self._message(act).encode()))
        return Answer(204)

    def _message(self, act: str) -> str:
        self.made += 1
        broken = self.broken
        number = 1 if broken == "same id" else self.made
        kind, reference = "DIALOG_NOTAT", ""
        if act == "answer":
            kind = "DIALOG_SVAR"
            of = "33333333-3333-4333-8333-333333333333" if broken == "other parent" else self._enquiry
            reference = f"<RefToParent>{of}</RefToParent><RefToConversation>{of}</RefToConversation>"
            reference = f"<ConversationRef>{reference}</ConversationRef>"
        version = "2006-10-11" if broken == "old payload" else "2013-01-23"
        oid = "2.16.578.1.12.4.1.1.8116" if broken != "wrong oid" else "2.16.578.1.12.4.1.1.7304"
        sender = "777777" if broken == "other sender" else OWN
        fnr = "15720255179" if broken == "wrong check digit" else "15720255178"
        return (
            f'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo><Type V="{kind}" DN="x"/>'
            f"<MIGversion>{'v1.0' if broken == 'old head' else 'v1.2 2006-05-24'}</MIGversion>"
            f"<GenDate>2026-01-02T03:04:05</GenDate><MsgId>00000000-0000-4000-8000-{number:012}</MsgId>{reference}"
            f"<Sender><Organisation><OrganisationName>A</OrganisationName><Ident><Id>{sender}</Id>"
            '<TypeId V="HER" S="2.16.578.1.12.4.1.1.9051"/></Ident></Organisation></Sender>'
            f"<Receiver><Organisation><OrganisationName>B</OrganisationName><Ident><Id>{OTHER}</Id>"
            '<TypeId V="HER" S="2.16.578.1.12.4.1.1.9051"/></Ident></Organisation></Receiver>'
            f'<Patient><FamilyName>T</FamilyName><GivenName>S</GivenName><Ident><Id>{fnr}</Id><TypeId V="FNR" S="{oid}"/>'
            '</Ident></Patient></MsgInfo><Document><RefDoc><MsgType V="XML"/><Content>'
            f'<Dialogmelding xmlns="http://www.kith.no/xmlstds/dialog/{version}"><Notat>'
            '<TemaKodet V="99" S="2.16.578.1.12.4.1.1.9153" DN="x"/>'
            f"{'<Tull/>' if broken == 'invalid message' else ''}"
            "</Notat></Dialogmelding></Content></RefDoc></Document></MsgHead>"
        )

    @property
    def _enquiry(self) -> str:
        return self.enquiry

    enquiry: str = ""
