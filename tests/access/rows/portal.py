"""The portal and the open interface are for everybody; «my tasks» is for whoever has logged in."""

from tests.access.kinds import EVERYBODY, EVERYBODY_LOGGED_IN, NOBODY, Reply, page, public
from tests.access.scene import Scene


def slug(scene: Scene) -> list[str]:
    return [scene.open_call.slug]


def envelope(scene: Scene) -> list[int]:
    assert scene.open_call.envelope_id
    return [scene.open_call.envelope_id]


ROWS = [
    public("portal:front"),
    public("portal:awards"),
    public("portal:award", lambda scene: [scene.grant.pk]),
    page("portal:my_tasks", EVERYBODY_LOGGED_IN),
    public("portal:search", query="q=Bodø"),
    public("portal:about"),
    public("portal:accessibility"),
    public("portal:privacy"),
    public("portal:open_data"),
    public("portal:awards_feed", lambda s: ["atom"]),
    public("portal:calls_feed", lambda s: ["rss"]),
    public("api:docs"),
    page("api-v1:api-root", NOBODY, others=Reply.HIDDEN, visitors=Reply.HIDDEN),
    public("api-v1:openapi-json"),
    public("api-v1:calls"),
    public("api-v1:call", slug),
    public("api-v1:awards"),
    page("api-v1:award", EVERYBODY, lambda scene: [f"grant-{scene.grant.pk}"], like="portal:award"),
    public("api-v1:organisations"),
    public("api-v1:organisation", lambda scene: [scene.cast.bodo.pk]),
    public("api-v1:envelopes"),
    public("api-v1:envelope", envelope),
    page("api-v1:threesixty", EVERYBODY, like="portal:awards"),
]
