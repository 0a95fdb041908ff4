"""Shipped analyses and published runs are for everybody; saving is for analysts, of their own organisation's runs."""

from tests.access.kinds import EVERYBODY, Reply, act, form, page, post_only, public
from tests.access.scene import Scene

ANALYSTS = frozenset({"per"})


def shipped(scene: Scene) -> list[str]:
    return ["rapport-2022"]


def saved(scene: Scene) -> list[str]:
    return [scene.saved_run.key]


def published(scene: Scene) -> list[str]:
    return [scene.published_run.key]


def brought(scene: Scene) -> list[str]:
    return [scene.assumptions_file.key]


def with_part(scene: Scene) -> list[str]:
    return ["rapport-2022", "resultat"]


def with_cell(scene: Scene) -> list[str]:
    return ["rapport-2022", "table8.net.nivaa3"]


def with_form(scene: Scene) -> list[str]:
    return ["rapport-2022", "json"]


ROWS = [
    public("evaluation:analyses"),
    public("evaluation:compare"),
    public("evaluation:contradictions"),
    public("evaluation:rounds"),
    public("evaluation:round", lambda s: [s.open_call.slug]),
    public("evaluation:reported"),
    public("evaluation:observations"),
    public("evaluation:observation_log"),
    *form("evaluation:link", ANALYSTS, lambda s: [s.an_indicator]),
    *post_only("evaluation:save_updated", ANALYSTS),
    page("evaluation:runs", ANALYSTS),
    *form("evaluation:upload", ANALYSTS),
    # The form of a shipped analysis calculates and writes nothing: everybody may send it.
    *form("evaluation:analysis", EVERYBODY, shipped, when="shipped"),
    *form("evaluation:analysis", EVERYBODY, published, when="published"),
    *form("evaluation:analysis", ANALYSTS, saved, when="saved"),
    *form("evaluation:analysis", ANALYSTS, brought, when="brought"),
    *form("evaluation:uncertainty", EVERYBODY, shipped),
    *form("evaluation:distribution", EVERYBODY, shipped),
    public("evaluation:assumptions", shipped),
    public("evaluation:fragment", with_part),
    public("evaluation:why", with_cell),
    public("evaluation:download", with_form),
    # Every part of a run that is not published is as closed as its page.
    page("evaluation:assumptions", ANALYSTS, saved, when="saved"),
    page("evaluation:fragment", ANALYSTS, lambda s: [s.saved_run.key, "resultat"], when="saved"),
    page("evaluation:why", ANALYSTS, lambda s: [s.saved_run.key, "table8.net.nivaa3"], when="saved"),
    page("evaluation:download", ANALYSTS, lambda s: [s.saved_run.key, "json"], when="saved"),
    *form("evaluation:save", ANALYSTS, shipped),
    page("evaluation:publish", ANALYSTS, saved),
    act("evaluation:publish", ANALYSTS, saved),
    page("evaluation:withdraw", ANALYSTS, published, others=Reply.FORBIDDEN),
    act("evaluation:withdraw", ANALYSTS, published),
]
