"""Norwegian messages: samples, mutations that no schema catches, and throughput beside the bare schema check.

The samples are 14 messages that the schemas accept and 3 that they refuse. Two of the 14 (unknown-status) carry a
status that is not in the code system of receipts, so a validator of codes refuses them too.
"""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.conformance.material import DATA, row
from lxml import etree

from helsetek.engines.conformance import Engine
from helsetek.engines.conformance.kith.schemas import Schemas
from helsetek.engines.conformance.limits import STANDARD
from helsetek.engines.conformance.reading.xml_safe import parser, read_tree

FOLDER = DATA / "kith"
REFUSED = {"missing-migversion.xml", "unknown-migversion.xml", "invalid-version.xml", "unknown-status.xml"}
Mutate = Callable[[str], Iterator[str]]


def each(pattern: str, new: Callable[[re.Match[str]], str]) -> Mutate:
    """One mutant for each place where the pattern stands."""

    def mutate(text: str) -> Iterator[str]:
        for found in re.finditer(pattern, text):
            yield text[: found.start()] + new(found) + text[found.end() :]

    return mutate


def next_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


MUTATIONS: dict[str, Mutate] = {
    "code: type of message": each(r'<Type V="[^"]+"', lambda found: '<Type V="DIALOG_TULL"'),
    "code: type of receipt": each(r'(<MsgType V=")APPREC"', lambda found: found[1] + 'KVITTERING"'),
    "code: type of id": each(r'(TypeId [^>]*?V=")[A-Z ]+"', lambda found: found[1] + 'TULL"'),
    "code: status": each(r'(<Status V=")\d"', lambda found: found[1] + '9"'),
    "code: processing status": each(r'(<ProcessingStatus V=")[PDT]"', lambda found: found[1] + 'X"'),
    "code: receipt asked for": each(r'(<Ack V=")[JNF]"', lambda found: found[1] + 'X"'),
    "code: type of document": each(r'(<MsgType V=")(?:XML|A)"', lambda found: found[1] + 'TULL"'),
    "code: role": each(r'(<RoleToPatient [^>]*?V=")\d+"', lambda found: found[1] + 'TULL"'),
    "OID of a type of id": each(r'S="2\.16\.578\.1\.12\.4\.1\.1\.(?:8116|9051)"', lambda found: found[0][:-2] + '9"'),
    "OID not well formed": each(r'S="2\.16\.[\d.]+"', lambda found: found[0][:-1] + '..1"'),
    "number: fødselsnummer": each(r">(\d{11})<", lambda found: f">{next_digit(found[1])}<"),
    "number: too short": each(r">(\d{11})<", lambda found: f">{found[1][:-1]}<"),
    "number: HER-id": each(
        r'(<Id>)(\d{1,8})(</Id>\s*<TypeId [^>]*V="HER")', lambda found: f"{found[1]}X{found[2]}{found[3]}"
    ),
    "number: organisation": each(
        r'(<Id>)(\d{9})(</Id>\s*<TypeId [^>]*V="ENH")', lambda found: f"{found[1]}{found[2][:-1]}{found[3]}"
    ),
    "id of the message": each(r"<MsgId>[^<]+<", lambda found: "<MsgId>12345<"),
    "id of the receipt": each(r"(<AppRec[\s\S]*?)<Id>[0-9a-f-]{36}<", lambda found: f"{found[1]}<Id>12345<"),
    "reference: parent": each(r"<RefToParent>[^<]+<", lambda found: "<RefToParent>forrige melding<"),
    "reference: conversation": each(r"<RefToConversation>[^<]+<", lambda found: "<RefToConversation>1<"),
    "reference: an answer to nothing": each(
        r'(V="DIALOG_SVAR"[\s\S]*?)<ConversationRef>[\s\S]*?</ConversationRef>', lambda found: found[1]
    ),
    "header and payload: another kind": each(r'<Type V="DIALOG_[A-Z]+"', lambda found: '<Type V="EPIKRISE"'),
    "header and payload: the other part": each(
        r'<Type V="DIALOG_(FORESPORSEL|SVAR|NOTAT)"',
        lambda found: f'<Type V="DIALOG_{"SVAR" if found[1] == "FORESPORSEL" else "FORESPORSEL"}"',
    ),
    "receipt: refused without a reason": each(r'(<Status V=")1"', lambda found: found[1] + '2"'),
    "entities": each(r"<(MsgHead|AppRec) ", lambda found: f'<!DOCTYPE x [<!ENTITY a "b">]><{found[1]} '),
}  # fmt: skip


def main() -> None:
    engine = Engine(schemas=FOLDER / "xsd")
    paths = sorted(FOLDER.glob("messages/**/*.xml"))
    right = 0
    good: list[Path] = []
    for path in paths:
        valid = engine.validate(path.read_bytes()).valid
        right += valid == (path.name not in REFUSED)
        if valid:
            good.append(path)
    row("KITH samples judged right", f"{right} of {len(paths)}", "all")
    caught = total = 0
    for name, mutate in MUTATIONS.items():
        found = seen = 0
        for path in good:
            for mutant in mutate(path.read_text(encoding="utf-8")):
                seen += 1
                found += not engine.validate(mutant.encode()).valid
        print(f"  {name}: {found} of {seen}")
        caught, total = caught + found, total + seen
    row("KITH mutations caught", f"{caught} of {total}", "all")
    throughput(engine, good)


def throughput(engine: Engine, good: list[Path], rounds: int = 60) -> None:
    """Messages for each CPU-second: the engine's whole judgement, and lxml parsing and validating alone."""
    contents = [path.read_bytes() for path in good if "dialogmelding" in path.parts]
    schemas = Schemas(FOLDER / "xsd")
    root, _ = read_tree(contents[0], STANDARD)
    assert root is not None
    driver = schemas.driver(set(schemas.by_namespace))

    def bare() -> None:
        for content in contents:
            assert driver.validate(etree.fromstring(content, parser()))

    def ours() -> None:
        for content in contents:
            assert engine.validate(content).valid

    rates = []
    for work in (bare, ours):
        work()
        start = time.process_time()
        for _ in range(rounds):
            work()
        rates.append(rounds * len(contents) / (time.process_time() - start))
    row("KITH with rules against bare lxml schema check",
        f"{rates[1] / rates[0]:.2f} ({rates[1]:.0f} against {rates[0]:.0f} a second)", "≥ 0.1")  # fmt: skip


if __name__ == "__main__":
    main()
