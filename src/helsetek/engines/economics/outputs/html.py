"""The report as one HTML file: no scripts, figures inside, tables with headings that can be read aloud."""

from __future__ import annotations

from html import escape

from helsetek.engines.economics.outputs.report import Chapter, Figure, Report
from helsetek.engines.economics.outputs.tabular import Table

STYLE = """body{font:16px/1.5 Inter,Arial,sans-serif;color:#1e2b3c;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0 2rem;width:100%}caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{padding:.3rem .6rem;border-bottom:1px solid #c9d1da;text-align:right;vertical-align:top}
th[scope=row],td.text,th.text{text-align:left;font-weight:400}tr.strong>*{font-weight:700;border-top:2px solid #1e2b3c}
figure{margin:1rem 0 2rem}svg{max-width:100%;height:auto}p.note{font-size:.9rem}"""


def html(report: Report) -> str:
    """The whole document."""
    body = "".join(
        _chapter(number, chapter, report.language) for number, chapter in enumerate(report.chapters, 1)
    )
    return (
        f'<!doctype html>\n<html lang="{report.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(report.title)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{escape(report.title)}</h1>{body}</main></body></html>\n"
    )


def _chapter(number: int, chapter: Chapter, language: str) -> str:
    parts = "".join(_part(part, language) for part in chapter.parts)
    return f"<section><h2>{number} {escape(chapter.title)}</h2>{parts}</section>"


def _part(part: str | Table | Figure, language: str) -> str:
    if isinstance(part, Table):
        return table(part, language)
    if isinstance(part, Figure):
        return f"<figure>{part.svg}<figcaption>{escape(part.title)}</figcaption></figure>"
    return f"<p>{escape(part)}</p>"


def table(part: Table, language: str) -> str:
    """A table with caption and headings for rows and columns."""
    texts = [all(isinstance(row[n], str) for row in part.rows) for n in range(len(part.columns))]
    head = "".join(
        f'<th scope="col"{_left(t)}>{escape(name)}</th>' for name, t in zip(part.columns, texts, strict=True)
    )
    body = ""
    for number, cells in enumerate(part.shown(language)):
        strong = ' class="strong"' if number in part.strong else ""
        rest = "".join(
            f"<td{_left(t)}>{escape(cell)}</td>" for cell, t in zip(cells[1:], texts[1:], strict=True)
        )
        body += f'<tr{strong}><th scope="row">{escape(cells[0])}</th>{rest}</tr>'
    note = f'<p class="note">{escape(part.note)}</p>' if part.note else ""
    top = f"<caption>{escape(part.title)}</caption><thead><tr>{head}</tr></thead>"
    return f"<table>{top}<tbody>{body}</tbody></table>{note}"


def _left(text: bool) -> str:
    return ' class="text"' if text else ""
