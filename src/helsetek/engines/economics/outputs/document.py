"""The report as a Word document, with real headings and tables, and figures as vector graphics.

Word shows the SVG; other readers show the same drawing as dots. Every figure's numbers stand in a table beside it.
Wide tables stand on pages of their own, across.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from helsetek.engines.economics.outputs.picture import dots
from helsetek.engines.economics.outputs.report import Figure, Report
from helsetek.engines.economics.outputs.tabular import Table

LANGUAGE_TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
FONT, INK, WHITE = "Arial", RGBColor(0x1E, 0x2B, 0x3C), RGBColor(0xFF, 0xFF, 0xFF)
SHORT, LONG, MARGIN = 210, 297, 20
#: A table whose texts fill more characters than this across stands on a page turned round.
WIDEST = 150
#: How many characters of a column are counted when the width is shared out.
LONGEST, SHORTEST, WHOLE = 44, 7, 16
#: A table of so many rows is not broken between pages.
TOGETHER = 20
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
        _turn(word, across=any(isinstance(p, Table) and _wide(p, report.language) for p in chapter.parts))
        word.add_heading(f"{number} {chapter.title}", level=1)
        for part in chapter.parts:
            _add(word, part, report.language)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: Any, report: Report) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(SHORT), Mm(LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    for name, size in (("Normal", 10), ("Title", 22), ("Heading 1", 14), ("Caption", 9)):
        _style(word.styles[name], size)
    caption = word.styles["Caption"].paragraph_format
    caption.space_before, caption.space_after, caption.keep_with_next = Pt(12), Pt(4), True
    properties = word.styles["Normal"].element.get_or_add_rPr()
    properties.append(parse_xml(f'<w:lang xmlns:w="{_w()}" w:val="{LANGUAGE_TAGS[report.language]}"/>'))
    word.core_properties.title = report.title
    word.core_properties.language = LANGUAGE_TAGS[report.language]


def _style(style: Any, size: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _turn(word: Any, *, across: bool) -> None:
    """A new section where the page turns."""
    last = word.sections[-1]
    if across == (last.orientation == WD_ORIENT.LANDSCAPE):
        return
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if across else (Mm(SHORT), Mm(LONG))


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
    grid.autofit = False
    left = [all(isinstance(row[n], str) for row in part.rows) for n in range(len(part.columns))]
    for cell, name, to_left in zip(grid.rows[0].cells, part.columns, left, strict=True):
        _cell(cell, name, bold=True, left=to_left).font.color.rgb = WHITE
    _mark(grid.rows[0], "tblHeader")
    for number, texts in enumerate(part.shown(language)):
        row = grid.add_row()
        _mark(row, "cantSplit")
        for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _cell(
                cell, text, bold=number in part.strong or n == 0, left=isinstance(part.rows[number][n], str)
            )
    _widths(word, grid, part, language)
    if len(part.rows) <= TOGETHER:
        for row in grid.rows[:-1]:
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    if part.note:
        word.add_paragraph(part.note).paragraph_format.space_before = Pt(4)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:{name} xmlns:w="{_w()}"/>'))


def _characters(part: Table, language: str) -> list[int]:
    """How much room each column asks for: its longest text, within limits; a short text is not broken."""
    columns = list(zip(*([part.columns, *part.shown(language)]), strict=True))
    return [
        max(
            SHORTEST,
            min(LONGEST, max(map(len, texts))),
            *(len(w) + 2 for text in texts for w in text.split()),
        )
        for texts in columns
    ]


def _unbroken(text: str) -> list[str]:
    return [text] if len(text) <= WHOLE else text.split()


def _wide(part: Table, language: str) -> bool:
    return sum(_characters(part, language)) > WIDEST


def _widths(word: Any, grid: Any, part: Table, language: str) -> None:
    wanted = _characters(part, language)
    page = word.sections[-1].page_width - 2 * Mm(MARGIN)
    for column, count in zip(grid.columns, wanted, strict=True):
        width = int(page * count / sum(wanted))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _cell(cell: Any, text: str, *, bold: bool, left: bool) -> Any:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(8)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.RIGHT
    return run


def _figure(word: Any, part: Figure) -> None:
    """A picture in dots whose real content is the SVG."""
    width, height = (float(part.svg.split(f'{name}="')[1].split('"')[0]) for name in ("width", "height"))
    word.add_paragraph(part.title, style="Caption")
    run = word.add_paragraph().add_run()
    shape = run.add_picture(BytesIO(dots(part.svg, width)), width=Mm(170), height=Mm(170 * height / width))
    shape._inline.docPr.set("descr", part.title)
    number = len([p for p in word.part.package.iter_parts() if str(p.partname).endswith(".svg")]) + 1
    svg = Part(
        PackURI(f"/word/media/figure{number}.svg"), "image/svg+xml", part.svg.encode(), word.part.package
    )
    embed = word.part.relate_to(svg, IMAGE)
    shape._inline.graphic.graphicData.pic.blipFill.blip.append(parse_xml(SVG_BLIP.format(embed=embed)))
