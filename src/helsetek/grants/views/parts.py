"""What the pages of an application share: tabs, rules and sections as the components want them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from helsetek.common.web.parts import Section, Tab
from helsetek.grants import addresses
from helsetek.grants.rules.eligibility import Outcome, RuleResult
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors.applications import Application, Standing
from helsetek.grants.wording import SECTIONS, say


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule's answer in the reader's language, with where to mend it."""

    outcome: str
    title: str
    looked_at: str
    why: str
    mend: str
    source: str
    href: str
    section: str


def shown_rules(results: Iterable[RuleResult], application: Application, *, links: bool) -> list[ShownRule]:
    """Those that stop come first, then warnings, then what is met."""
    order = {Outcome.NOT_MET: 0, Outcome.NOT_YET: 1, Outcome.WARNING: 2, Outcome.OK: 3}
    return [
        ShownRule(
            outcome=result.outcome.value,
            title=say(result.title),
            looked_at=say(result.looked_at),
            why=say(result.why),
            mend=say(result.mend),
            source=say(result.source),
            href=_where(result, application) if links else "",
            section=result.section.value if result.section else "",
        )
        for result in sorted(results, key=lambda result: order[result.outcome])
    ]


def split(rules: list[ShownRule], blank: Iterable[SectionKey] = ()) -> dict[str, list[ShownRule]]:
    """What needs a look, what will be answered when its section is begun, and what is met."""
    unwritten = {key.value for key in blank}
    later = [rule for rule in rules if rule.outcome == "not_yet" and rule.section in unwritten]
    return {
        "to_mend": [rule for rule in rules if rule.outcome != "ok" and rule not in later],
        "later": later,
        "met": [rule for rule in rules if rule.outcome == "ok"],
    }


def _where(result: RuleResult, application: Application) -> str:
    if result.section:
        return addresses.section(application.pk, result.section)
    if result.rule in ("consents", "least_municipalities", "target_group"):
        return addresses.collaboration(application.collaboration_id)
    return ""


def summed_up(results: Iterable[RuleResult]) -> dict[str, int]:
    counts = {outcome.value: 0 for outcome in Outcome}
    for result in results:
        counts[result.outcome.value] += 1
    return counts


def shown_sections(application: Application, now: Standing) -> list[Section]:
    """The sections as a progress list."""
    words = {"complete": "", "empty": "", "started": _("%(count)s missing")}
    return [
        Section(
            SECTIONS[status.key],
            addresses.section(application.pk, status.key),
            status.state,  # type: ignore[arg-type]
            words[status.state] % {"count": len(status.problems)} if status.state == "started" else "",
        )
        for status in now.statuses
    ]


def tabs(request: HttpRequest, application: Application) -> list[Tab]:
    """The pages of an application side by side."""
    pages = [
        (_("Overview"), addresses.application(application.pk)),
        (_("The application"), addresses.of("read", application.pk)),
        (_("History"), addresses.of("history", application.pk)),
        (_("Messages"), addresses.messages(application.case.number)),
    ]
    return [Tab(label, href, current=request.path == href) for label, href in pages]
