"""Who trains, moderates, asks the model, chooses what is ranked by, and hands out a whole round."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import Assessment

from .assessments import holds_one_of, may_declare


def may_calibrate(person: Person) -> Answer:
    """Training cases, minutes and the model: case officers and scheme managers."""
    place = holds_one_of(person, (Role.CASE_OFFICER, Role.SCHEME_MANAGER))
    return yes(place) if place else no(_("Only case officers and scheme managers can do this."))


def may_choose_basis(person: Person) -> Answer:
    """Whether raw or adjusted scores are ranked by: the scheme manager alone."""
    place = accounts.holds_anywhere(person, Role.SCHEME_MANAGER)
    return yes(place) if place else no(_("Only the scheme manager chooses what the round is ranked by."))


def may_train(person: Person) -> Answer:
    place = accounts.holds_anywhere(person, Role.ASSESSOR)
    return yes(place) if place else no(_("Only assessors score training cases."))


def may_change_scores(person: Person, assessment: Assessment) -> Answer:
    """The assessor alone changes the own scores, after a moderation meeting that the assessor took part in."""
    return may_declare(person, assessment)


def may_hand_out(person: Person) -> Answer:
    """A case officer hands out all applications of a round at once; each case is asked about by itself too."""
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    return yes(place) if place else no(_("Only a case officer can do this."))
