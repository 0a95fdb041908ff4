"""Approval: the register is everybody's, the rest belongs to the vendor (Nils) and those who handle approvals."""

from tests.access.kinds import EVERYBODY, form, page, post_only, public
from tests.access.scene import Scene

_INSIDE = {"guri", "gunnar", "hans", "frode", "mona"}
_VENDOR = {"nils"}


def _number(scene: Scene) -> list[object]:
    return [scene.approved_product.number]


def _draft(scene: Scene) -> list[object]:
    return [scene.approval_draft.pk]


def _sent(scene: Scene) -> list[object]:
    return [scene.approved_product.application_id]


ROWS = [
    public("approval:register"),
    public("approval:compare"),
    public("approval:key"),
    public("approval:feed", lambda s: ["atom"]),
    public("approval:certificate", _number),
    public("approval:badge", _number),
    public("approval:declaration", _number),
    *form("approval:complain", EVERYBODY, _number),
    *form("approval:incident", _VENDOR, _number),
    *form("approval:withdraw", _VENDOR, _number),
    *form("approval:status", {"hans"}, _number),
    *form("approval:open_watch", {"guri", "gunnar"}, _number),
    page("approval:products", _VENDOR | _INSIDE),
    *form("approval:new_product", _VENDOR),
    page("approval:product", _VENDOR, lambda s: [s.approval_draft.configuration.product_id]),
    *form("approval:change_product", _VENDOR, lambda s: [s.approval_draft.configuration.product_id]),
    *form("approval:configuration", _VENDOR, lambda s: [s.approval_draft.configuration.product_id]),
    *form("approval:begin", _VENDOR, lambda s: [s.approval_draft.configuration_id]),
    page("approval:applications", _INSIDE),
    page("approval:application", _VENDOR, _draft, when="a draft"),
    page("approval:application", _VENDOR | _INSIDE, _sent, when="decided"),
    *form("approval:answers", _VENDOR, _draft),
    *form("approval:paper", _VENDOR, lambda s: [*_draft(s), "sheet"]),
    *form("approval:results", {"guri", "gunnar"}, lambda s: [s.tested_product.pk]),
    *form("approval:add_run", _VENDOR, _draft),
    *form("approval:comment", _VENDOR, _draft),
    *form("approval:step", _VENDOR, lambda s: [*_draft(s), "send"]),
    *form("approval:endpoints", _VENDOR, lambda s: [s.approval_draft.configuration_id]),
    *post_only("approval:end_endpoint", _VENDOR, lambda s: [s.test_address.pk]),
    *form("approval:start_kit_run", _VENDOR, _draft, when="a draft"),
    *form(
        "approval:start_kit_run",
        _VENDOR | {"guri", "gunnar"},
        lambda s: [s.tested_product.pk],
        when="in test",
    ),
    page("approval:kit_run", _VENDOR, lambda s: [s.kit_run.pk]),
    *form("approval:answer_test", _VENDOR, lambda s: [s.asking_kit_run.pk, "EHL-01"]),
    *form("approval:cancel_kit_run", _VENDOR, lambda s: [s.kit_run.pk]),
    page("approval:kit_run_file", _VENDOR, lambda s: [s.finished_kit_run.pk, "json"]),
    page("approval:watch", _INSIDE),
    *form("approval:draw", {"guri", "gunnar"}),
    page("approval:surveillance", _VENDOR | _INSIDE, lambda s: [s.watched.pk]),
    *form("approval:watch_step", {"guri", "gunnar"}, lambda s: [s.watched.pk, "funn"]),
]
