"""Findings: written before the report, answered by the party, closed with evidence, and what they lead to."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import state
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.control.models import Control, Finding
from helsetek.control.permissions import may_answer, may_control
from helsetek.control.rules.machines import FINDING
from helsetek.control.rules.words import CATEGORIES, GRAVITIES
from helsetek.control.selectors import controls as selectors

from .common import filled, locked, record, tell, tell_party

WRITABLE = ("noticed", "handed_in", "draft_sent", "stated")


@transaction.atomic
def save_finding(
    *,
    by: Person,
    control: Control,
    category: str,
    gravity: str,
    text: str,
    ground: str,
    due_on: date,
    money_ore: int = 0,
    finding: Finding | None = None,
) -> Finding:
    """Write a finding, or change one, before the report is sent (after the party's statement too)."""
    control = locked(control)
    right = may_control(by, control).require()
    if control.state not in WRITABLE:
        raise WrongState(_("Findings are written after the notice and before the report."))
    _check(category, gravity, due_on)
    one = Finding.objects.get(pk=finding.pk, control=control) if finding else Finding(control=control)
    if finding is None:
        one.number = (control.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    one.category, one.gravity, one.due_on, one.money_ore = category, gravity, due_on, money_ore
    one.text = filled("text", text, _("Describe what you found."), longest=4000)
    one.ground = filled("ground", ground, _("Say which rule or term it breaks."), longest=300)
    one.save()
    _record("control.finding_written", one, by, right.acting_for, before=one.state, data=_of(one))
    return one


def _check(category: str, gravity: str, due_on: date) -> None:
    wrong: dict[str, list[str]] = {}
    if category not in CATEGORIES:
        wrong["category"] = [_("Choose from the list.")]
    if gravity not in GRAVITIES:
        wrong["gravity"] = [_("Choose from the list.")]
    if not clock.today() < due_on <= clock.today() + timedelta(days=731):
        wrong["due_on"] = [_("Give a day to come, within two years.")]
    if wrong:
        raise RuleBroken(_("The finding was not saved."), wrong)


def _of(finding: Finding) -> dict[str, object]:
    return {
        "number": finding.number,
        "category": finding.category,
        "gravity": finding.gravity,
        "money_ore": finding.money_ore,
    }


@transaction.atomic
def take_out(*, by: Person, finding: Finding) -> None:
    """Take a finding out again before the report (the party's statement has shown that it does not hold)."""
    control = locked(finding.control)
    right = may_control(by, control).require()
    if control.state not in WRITABLE:
        raise WrongState(_("Findings are written after the notice and before the report."))
    finding = Finding.objects.get(pk=finding.pk)
    data, pk = _of(finding), finding.pk
    finding.delete()
    record("control.finding_taken_out", control, by, right.acting_for, thing=f"finding:{pk}", data=data)


@transaction.atomic
def answer(*, by: Person, finding: Finding, text: str) -> Finding:
    """The party tells how the finding is mended; the documentation lies on the page of the control."""
    finding = _locked(finding)
    right = may_answer(by, finding.control).require()
    _must_be_reported(finding)
    before, target = finding.state, state.move(FINDING, "answer", finding.state)
    finding.answer = filled("text", text, _("Say how it is mended."))
    finding.state, finding.answered_at = target, clock.now()
    finding.save(update_fields=["answer", "state", "answered_at"])
    tell(
        [finding.control.controller],
        finding.control,
        "control.finding_answered",
        f"answered:{finding.pk}:{int(clock.now().timestamp())}",
    )
    _record("control.finding_answered", finding, by, right.acting_for, before=before)
    return finding


@transaction.atomic
def close(*, by: Person, finding: Finding, evidence: str) -> Finding:
    """Close a finding, with what shows that it is mended."""
    return _judge(by, finding, "close", evidence, _("Say what shows that it is mended."))


@transaction.atomic
def not_enough(*, by: Person, finding: Finding, evidence: str) -> Finding:
    """The answer is not enough: the finding is open again."""
    return _judge(by, finding, "not_enough", evidence, _("Say what is still missing."))


def _judge(by: Person, finding: Finding, act: str, evidence: str, sentence: str) -> Finding:
    finding = _locked(finding)
    right = may_control(by, finding.control).require()
    _must_be_reported(finding)
    before, target = finding.state, state.move(FINDING, act, finding.state)
    finding.evidence = filled("evidence", evidence, sentence, longest=4000)
    finding.state, finding.closed_at = target, clock.now() if target == "closed" else None
    finding.save(update_fields=["evidence", "state", "closed_at"])
    kind = "control.finding_closed" if target == "closed" else "control.finding_not_enough"
    tell_party(
        finding.control,
        "control.finding_judged",
        f"{kind}:{finding.pk}:{int(clock.now().timestamp())}",
        finding=finding,
    )
    _record(kind, finding, by, right.acting_for, before=before, reasons=finding.evidence)
    return finding


def _must_be_reported(finding: Finding) -> None:
    if finding.control.state != "reported":
        raise WrongState(_("Findings are followed up when the report is sent."))


def _locked(finding: Finding) -> Finding:
    locked(finding.control)
    Finding.objects.select_for_update().get(pk=finding.pk)
    return selectors.finding(finding.pk)


def _record(
    verb: str,
    finding: Finding,
    by: Person,
    acting_for: int | None,
    *,
    before: str,
    reasons: str = "",
    data: dict[str, object] | None = None,
) -> None:
    record(
        verb,
        finding.control,
        by,
        acting_for,
        thing=f"finding:{finding.pk}",
        before=before,
        to_state=finding.state,
        reasons=reasons,
        data={"number": finding.number} | (data or {}),
    )
