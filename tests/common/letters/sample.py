"""A letter with one of everything, and ways to read what came out."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from helsetek.common.instants import oslo
from helsetek.common.letters import PLAIN, Head, Place, Signatory, render

HEAD = Head(
    language="nb",
    title="Vedtak om tilskudd",
    sender=Place("Helsedirektoratet", (), "983544622"),
    recipient=Place("Bodø kommune", ("Postboks 319", "8001 Bodø")),
    case_number="2024/000123",
    made_at=oslo(2024, 2, 16, 9),
    officer="Guri",
    signed_by=(Signatory("Hans", "avdelingsdirektør"),),
    attachments=("Vilkår",),
    copies_to=("Fauske kommune",),
)
BLOCKS: list[dict[str, Any]] = [
    {"kind": "text", "text": "Vi viser til søknaden.\n\nVi innvilger tilskudd."},
    {"kind": "box", "text": "Dere er innvilget 2 300 000 kr."},
    {"kind": "heading", "text": "Budsjett"},
    {"kind": "facts", "rows": [["Søkt", "4 600 000 kr"], ["Innvilget", "2 300 000 kr"]]},
    {
        "kind": "table",
        "caption": "Godkjent budsjett",
        "columns": [{"title": "Post"}, {"title": "Beløp", "align": "right"}],
        "rows": [["Lønn", "1 300 000 kr"], ["Reiser", "1 000 000 kr"]],
        "total": ["Sum", "2 300 000 kr"],
    },
    {"kind": "heading", "text": "Vilkår", "level": 2},
    {"kind": "list", "items": ["Midlene brukes som søkt om.", "Rapport leveres."]},
    {"kind": "steps", "items": ["Aksepter.", "Bekreft konto."]},
    {"kind": "quote", "text": "Godt forankret."},
]


def letter(blocks: list[dict[str, Any]] | None = None, template: Path = PLAIN, **head: Any) -> bytes:
    return render(template, replace(HEAD, **head), {"blocks": BLOCKS if blocks is None else blocks})


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All the text, with single ordinary spaces."""
    pages = " ".join(page.extract_text() for page in reader(pdf).pages)
    return " ".join(pages.replace("\u00a0", " ").split())


def tags(pdf: bytes) -> list[DictionaryObject]:
    """Every structure element, in reading order."""
    found: list[DictionaryObject] = []

    def walk(node: Any) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader(pdf).trailer["/Root"]["/StructTreeRoot"])
    return found


def tag_names(pdf: bytes) -> list[str]:
    return [str(tag["/S"]) for tag in tags(pdf)]
