"""Calls are for everybody; writing them is for the scheme manager; the ledger for those who work with the scheme."""

from tests.access.kinds import CASE_SIDE, EVERYBODY, Reply, form, page
from tests.access.scene import Scene

MANAGER = frozenset({"frode"})
SEES_DRAFTS = MANAGER | {"guri", "gunnar", "mona"}
SEES_LEDGER = CASE_SIDE | {"per"}


def published(scene: Scene) -> list[str]:
    return [scene.open_call.slug]


def draft(scene: Scene) -> list[str]:
    return [scene.draft_call.slug]


def part(scene: Scene) -> list[str]:
    return [scene.draft_call.slug, "kriterier"]


def envelope(scene: Scene) -> list[int]:
    assert scene.open_call.envelope_id
    return [scene.open_call.envelope_id]


ROWS = [
    page("scheme:calls", EVERYBODY),
    page("scheme:call", EVERYBODY, published, when="published"),
    page("scheme:call", SEES_DRAFTS, draft, when="draft", others=Reply.HIDDEN, visitors=Reply.HIDDEN),
    page("scheme:document", EVERYBODY, lambda s: [s.open_call.slug, s.call_document], like="scheme:versions"),
    page("scheme:versions", EVERYBODY, published),
    page("scheme:preview", SEES_DRAFTS, draft, others=Reply.HIDDEN, visitors=Reply.HIDDEN),
    *form("scheme:new_call", MANAGER),
    *form("scheme:edit", MANAGER, part),
    *form("scheme:publish", MANAGER, draft),
    *form("scheme:drop_change", MANAGER, published),
    *form("scheme:cancel", MANAGER, published),
    *form("scheme:allotment", MANAGER, published),
    page("scheme:envelopes", SEES_LEDGER),
    page("scheme:envelope", SEES_LEDGER, envelope),
    *form("scheme:new_envelope", MANAGER),
    *form("scheme:allot", MANAGER, envelope),
    *form("scheme:take_back", MANAGER, envelope),
    *form("scheme:hold", MANAGER, envelope),
    *form("scheme:release", MANAGER, envelope),
]
