"""Collaborations: Bodø leads, Fauske and Saltdal are invited."""

from tests.access.kinds import (
    APPLICANTS,
    DIRECTORATE,
    EVERYBODY_LOGGED_IN,
    OWN,
    OWN_WRITERS,
    PARTNERS,
    form,
    page,
)

_READERS = DIRECTORATE - {"rita"}

ROWS = [
    page("cooperation:collaborations", EVERYBODY_LOGGED_IN - {"tor"}),
    *form("cooperation:found", APPLICANTS - {"siri"}),
    page("cooperation:collaboration", OWN | PARTNERS | _READERS, lambda s: [s.collaboration.pk]),
    *form("cooperation:change", OWN_WRITERS, lambda s: [s.collaboration.pk]),
    *form("cooperation:agreement", OWN_WRITERS, lambda s: [s.collaboration.pk]),
    *form("cooperation:invite", OWN_WRITERS, lambda s: [s.collaboration.pk]),
    *form("cooperation:answer", {"david"}, lambda s: [s.invitation.pk]),
    *form("cooperation:withdraw", {"david"}, lambda s: [s.invitation.pk]),
]
