"""The report as a Word document, with real headings and tables, and figures as vector graphics.

Word shows the SVG; older readers show the picture that stands in for it, which is empty: every figure's numbers
stand in a table beside it.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from helsetek.engines.economics.outputs.report import Figure, Report
from helsetek.engines.economics.outputs.tabular import Table

LANGUAGE_TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
SVG_BLIP = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{embed}"/></a:ext></a:extLst>'
)
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def document(report: Report) -> bytes:
    """The Word file as bytes; the same report gives the same content."""
    word = Document()
    _prepare(word, report)
    word.add_heading(report.title, level=0)
    for number, chapter in enumerate(report.chapters, 1):
        word.add_heading(f"{number} {chapter.title}", level=1)
        for part in chapter.parts:
            _add(word, part, report.language)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: Any, report: Report) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    word.styles["Normal"].font.size = Pt(10)
    properties = word.styles["Normal"].element.get_or_add_rPr()
    properties.append(parse_xml(f'<w:lang xmlns:w="{_w()}" w:val="{LANGUAGE_TAGS[report.language]}"/>'))
    word.core_properties.title = report.title
    word.core_properties.language = LANGUAGE_TAGS[report.language]


def _w() -> str:
    return qn("w:lang").partition("}")[0][1:]


def _add(word: Any, part: str | Table | Figure, language: str) -> None:
    if isinstance(part, Table):
        _table(word, part, language)
    elif isinstance(part, Figure):
        _figure(word, part)
    else:
        word.add_paragraph(part)


def _table(word: Any, part: Table, language: str) -> None:
    word.add_paragraph(part.title, style="Caption")
    grid = word.add_table(rows=1, cols=len(part.columns), style="Light List Accent 1")
    for cell, name in zip(grid.rows[0].cells, part.columns, strict=True):
        cell.text = name
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:tblHeader xmlns:w="{_w()}"/>'))
    for number, texts in enumerate(part.shown(language)):
        cells = grid.add_row().cells
        for n, text in enumerate(texts):
            _cell(
                cells[n],
                text,
                bold=number in part.strong or n == 0,
                left=isinstance(part.rows[number][n], str),
            )
    if part.note:
        word.add_paragraph(part.note)


def _cell(cell: Any, text: str, *, bold: bool, left: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(8)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.RIGHT


def _figure(word: Any, part: Figure) -> None:
    """A picture whose real content is the SVG."""
    width, height = (float(part.svg.split(f'{name}="')[1].split('"')[0]) for name in ("width", "height"))
    run = word.add_paragraph().add_run()
    shape = run.add_picture(BytesIO(_empty_png()), width=Mm(170), height=Mm(170 * height / width))
    shape._inline.docPr.set("descr", part.title)
    number = len([p for p in word.part.package.iter_parts() if str(p.partname).endswith(".svg")]) + 1
    svg = Part(
        PackURI(f"/word/media/figure{number}.svg"), "image/svg+xml", part.svg.encode(), word.part.package
    )
    embed = word.part.relate_to(svg, IMAGE)
    shape._inline.graphic.graphicData.pic.blipFill.blip.append(parse_xml(SVG_BLIP.format(embed=embed)))
    word.add_paragraph(part.title, style="Caption")


def _empty_png() -> bytes:
    """One transparent dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0")) + chunk(b"IEND", b"")
