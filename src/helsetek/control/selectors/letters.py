"""The letters of a control: notice, draft report, report. In bokmål, nynorsk or English, as the recipient has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.common.letters import PLAIN, Signatory
from helsetek.common.web.show import day, deadline, kroner
from helsetek.control.models import Control, Finding, Visit
from helsetek.registry import selectors as registry

VERSION = "control-1"


@dataclass(frozen=True, slots=True)
class ControlLetter:
    """All that ``casework.make_letter`` asks for."""

    kind: str
    title: str
    language: str
    blocks: list[dict[str, Any]]
    signed_by: tuple[Signatory, ...]

    @property
    def made_of(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": self.title,
            "language": self.language,
            "template": PLAIN,
            "template_version": VERSION,
            "data": {"blocks": self.blocks},
            "signed_by": self.signed_by,
        }


def notice(control: Control, due_at: datetime) -> ControlLetter:
    """That there is a control, on what ground, what is asked for, and by when."""
    with _language_of(control) as language:
        return _letter(control, "control.notice", language, _("Notice of control"), _notice(control, due_at))


def _notice(control: Control, due_at: datetime) -> list[dict[str, Any]]:
    visit = control.kind == "visit"
    opening = _(
        "We have chosen the project «%(title)s» for control. The control looks at whether the grant has been used as "
        "intended and whether the terms are kept. That a project is chosen does not mean that something is wrong."
    ) % {"title": control.grant.application.case.title}
    ground = _(
        "The ground is the control clause in the letter of grant, the Appropriation Regulations section 10 and the "
        "regulations of economy in the state, chapter 6.3."
    )
    blocks = [_text(opening), _facts(control), _text(ground), _heading(_("What we ask you to hand in"))]
    blocks.append({"kind": "list", "items": _lines(control.asked)})
    blocks.append(
        _text(
            _(
                "Hand it in on the page of the control by %(when)s. If you need more time, write to us before then."
            )
            % {"when": deadline(due_at)}
        )
    )
    if visit:
        blocks += [
            _heading(_("Visit")),
            _text(
                _(
                    "We will also visit you. We agree on the day with you, and you may have with you whom you wish."
                )
            ),
        ]
    return [*blocks, _heading(_("What happens then")), {"kind": "steps", "items": _steps()}]


def _steps() -> list[str]:
    return [
        _("We go through what you hand in."),
        _("You get a draft of our report and can state your view of it."),
        _("You get the report, with findings and time limits if there are any."),
        _("We follow up until every finding is mended."),
    ]


def draft(control: Control, statement_due_at: datetime) -> ControlLetter:
    """The draft report, with the time in which the party may state its view."""
    with _language_of(control) as language:
        invitation = _(
            "This is a draft. You have the right to state your view before the report is final (the Public "
            "Administration Act section 17). Do so on the page of the control by %(when)s."
        ) % {"when": deadline(statement_due_at)}
        blocks = [{"kind": "box", "text": invitation}, *_report(control)]
        return _letter(control, "control.draft", language, _("Draft report of control"), blocks)


def final(control: Control) -> ControlLetter:
    """The report: what was found, what the party says, what must be mended and by when."""
    with _language_of(control) as language:
        blocks = _report(control)
        blocks += [_heading(_("What you have stated")), *_said(control)]
        blocks += [_heading(_("Conclusion")), _text(control.conclusion), *_follow_up(control)]
        return _letter(control, "control.report", language, _("Report of control"), blocks)


def _report(control: Control) -> list[dict[str, Any]]:
    blocks = [_facts(control), _heading(_("What we have looked at")), _text(control.summary)]
    blocks += [_visited(visit) for visit in control.visits.all()]
    blocks.append(_heading(_("Findings")))
    findings = list(control.findings.all())
    if not findings:
        return [*blocks, _text(_("We have found nothing that must be mended."))]
    return blocks + [block for finding in findings for block in _finding(finding)]


def _visited(visit: Visit) -> dict[str, Any]:
    words = _("We visited you on %(day)s (%(place)s). Present: %(present)s.")
    return _text(words % {"day": day(visit.held_on), "place": visit.place, "present": visit.present})


def _finding(finding: Finding) -> list[dict[str, Any]]:
    rows = [[_("Gravity"), str(finding.get_gravity_display())], [_("Ground"), finding.ground]]
    if finding.money_ore:
        rows.append([_("Sum"), kroner(finding.money_ore)])
    rows.append([_("To be mended by"), day(finding.due_on)])
    title = f"{finding.number}. {finding.get_category_display()}"
    return [
        {"kind": "heading", "text": title, "level": 2},
        _text(finding.text),
        {"kind": "facts", "rows": rows},
    ]


def _said(control: Control) -> list[dict[str, Any]]:
    if control.statement:
        return [{"kind": "quote", "text": control.statement}]
    return [_text(_("You have not stated a view in the time you were given."))]


def _follow_up(control: Control) -> list[dict[str, Any]]:
    if not control.findings.exists():
        return [_text(_("The control is thereby ended. Thank you for your help."))]
    return [
        _heading(_("How to follow up")),
        _text(
            _(
                "Answer each finding on the page of the control within its time, with documentation. Findings that are "
                "not mended can lead to payments being stopped and the grant being claimed back."
            )
        ),
    ]


def _letter(
    control: Control, kind: str, language: str, title: str, blocks: list[dict[str, Any]]
) -> ControlLetter:
    whole = f"{title}: {control.grant.application.case.title}"[:300]
    signed = (Signatory(control.controller.name, _("Controller")),)
    return ControlLetter(kind, whole, language, blocks, signed)


class _language_of:  # noqa: N801 - it reads as a word in a with statement
    def __init__(self, control: Control) -> None:
        self.language = registry.letter_language(control.grant.application.lead)
        self.override = translation.override(self.language)

    def __enter__(self) -> str:
        self.override.__enter__()
        return self.language

    def __exit__(self, *what: Any) -> None:
        self.override.__exit__(*what)


def _facts(control: Control) -> dict[str, Any]:
    application = control.grant.application
    rows = [
        [_("Project"), application.case.title],
        [_("The grant's case number"), application.case.number],
        [_("Kind of control"), str(control.get_kind_display())],
    ]
    return {"kind": "facts", "rows": rows}


def _text(words: str) -> dict[str, Any]:
    return {"kind": "text", "text": words}


def _heading(words: str) -> dict[str, Any]:
    return {"kind": "heading", "text": words, "level": 1}


def _lines(text: str) -> list[str]:
    return [line.strip(" -•") for line in text.splitlines() if line.strip(" -•")]
