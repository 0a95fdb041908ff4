"""What a decision letter is told: sums, reasons and rights, already written in the letter's language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.casework import selectors as cases
from helsetek.casework.parameters import parameter, reference, section
from helsetek.common import clock, money
from helsetek.common.letters import Signatory
from helsetek.common.web import show
from helsetek.grants.models import Application, Decision
from helsetek.grants.rules.scoring import Result
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import CallTerms

from .assessments import result_of, terms_of
from .state_aid import assessment_of, ceiling_cents

LETTERS = Path(__file__).resolve().parent.parent / "letters"


@dataclass(frozen=True, slots=True)
class LetterOfAct:
    """All that ``casework.make_letter`` asks for."""

    template: Path
    template_version: str
    language: str
    title: str
    content: dict[str, Any]
    signed_by: tuple[Signatory, ...]
    copies_to: tuple[str, ...]


def of_decision(decision: Decision, language: str | None = None) -> LetterOfAct:
    """The letter in the lead's language form (språklova § 15), or in another on request."""
    application = decision.application
    chosen = language or registry.letter_language(application.lead)
    terms = terms_of(application)
    with translation.override(chosen):
        return LetterOfAct(
            template=LETTERS / terms.letter_templates / "decision.typ",
            template_version=f"decision {terms.letter_templates}",
            language=chosen,
            title=title_of(decision),
            content=_content(decision, terms, chosen),
            signed_by=_signed_by(decision),
            copies_to=tuple(_partners(application)),
        )


def title_of(decision: Decision) -> str:
    """What the letter is called, in the language that is active."""
    words = {
        "granted": _("Grant: %(project)s"),
        "partial": _("Grant in part: %(project)s"),
        "refused": _("Refusal of application: %(project)s"),
        "dismissed": _("Dismissal of application: %(project)s"),
        "increased": _("Increased grant: %(project)s"),
    }
    return words[decision.outcome] % {"project": decision.application.case.title}


def _content(decision: Decision, terms: CallTerms, language: str) -> dict[str, Any]:
    application = decision.application
    before = _told_ore(decision)
    assessed = decision.outcome not in ("dismissed", "increased")
    result = result_of(application) if assessed else None
    return {
        "outcome": decision.outcome,
        "call": scheme.title(application.call).in_language(language),
        "project": application.case.title,
        "partners": ", ".join(_partners(application)),
        "requested": money.show(application.requested_ore),
        "amount": money.show(decision.amount_ore),
        "before": money.show(before),
        "together": money.show(before + decision.amount_ore),
        "post": _post(decision),
        "reasons": decision.reasons,
        "parts": _parts(decision),
        "law": _law(language),
        "conditions": _conditions(decision),
        "reserve": decision.on_reserve_list,
        "criteria": _criteria(result, terms, language),
        "score": [_("Weighted score"), "", _("%(score)s of 100") % {"score": _score(result)}],
        "duties": [duty.in_language(language) for duty in terms.parameters.sharing_duties],
        "audit_threshold": money.show(terms.parameters.audit_threshold_ore),
        "acceptance_days": terms.parameters.acceptance_days,
        "appeal_weeks": weeks_in_words(int(parameter("appeal_weeks", clock.today()))),
    }


def _conditions(decision: Decision) -> str:
    """The decision's own conditions; and that the grant is de minimis aid, which must be told in writing."""
    aid = assessment_of(decision.application)
    if aid is None or aid.kind != "de_minimis" or aid.undertaking is None or not decision.amount_ore:
        return decision.conditions
    words = _(
        "%(amount)s of the grant is de minimis aid to %(name)s, equal to %(euro)s euro. %(name)s must tell of it when "
        "applying for other de minimis aid: in three years no undertaking may get more than %(ceiling)s euro."
    ) % {
        "amount": money.show(aid.amount_ore),
        "name": aid.undertaking.name,
        "euro": show.number(aid.cents // 100),
        "ceiling": show.number(ceiling_cents(clock.today(), general_interest=aid.general_interest) // 100),
    }
    return "\n\n".join(part for part in (decision.conditions, words) if part)


def _parts(decision: Decision) -> list[dict[str, str]]:
    """The reasons under their headings (forvaltningsloven § 25); nothing where they were written as one text."""
    headings = (_("The rules"), _("What we take as a basis"), _("Our assessment"))
    parts = (decision.reason_rule, decision.reason_facts, decision.reason_discretion)
    pairs = zip(headings, parts, strict=True)
    return [{"heading": heading, "text": part} for heading, part in pairs if part.strip()]


def _law(language: str) -> dict[str, str]:
    """Where the party's rights stand, by the act that holds today."""
    day = clock.today()
    full = {name: reference(name, day, language) for name in ("appeal", "access")}
    short = {
        name: section(name, day, language) for name in ("period", "form", "first_instance", "suspension")
    }
    both = reference("reasons", day, language)
    return full | short | {"reasons": both, "body": str(parameter("appeal_body", day)[language])}


def _told_ore(decision: Decision) -> int:
    told = decision.application.decisions.filter(notified_at__isnull=False, reopened_at__isnull=True)
    return sum(told.exclude(pk=decision.pk).values_list("amount_ore", flat=True))


def _post(decision: Decision) -> str:
    envelope = decision.allotment.envelope
    if not envelope.chapter.isdigit():  # not known: then the name says more
        return f"{envelope.name}, {envelope.year}"
    words = {"chapter": envelope.chapter, "post": envelope.post, "year": envelope.year}
    return _("Chapter %(chapter)s post %(post)s, %(year)s") % words


def _criteria(result: Result | None, terms: CallTerms, language: str) -> list[list[str]]:
    """Criterion, weight and mean points, as rows of text."""
    if result is None:
        return []
    return [
        [
            terms.criterion(criterion.code).label.in_language(language),
            f"{criterion.weight}\u00a0%",
            show.decimal(criterion.mean.normalize()),
        ]
        for criterion in result.criteria
    ]


def _score(result: Result | None) -> str:
    return show.decimal(result.score, 1) if result else ""


def weeks_in_words(weeks: int) -> str:
    words = {2: _("two"), 3: _("three"), 4: _("four"), 6: _("six")}
    return words.get(weeks, str(weeks))


def _partners(application: Application) -> list[str]:
    return [party.organisation.name for party in cases.parties_of(application.case) if party.role != "lead"]


def _signed_by(decision: Decision) -> tuple[Signatory, ...]:
    """Who decided, and who prepared: both answer for the letter."""
    signed = [Signatory(decision.decided_by.name, _("Decision maker"))] if decision.decided_by else []
    return (*signed, Signatory(decision.prepared_by.name, _("Case officer")))
