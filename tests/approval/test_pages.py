"""What everybody reads: the register on any day, certificates, and what machines fetch."""

from __future__ import annotations

import json

from lxml import etree

from helsetek.approval import sealing
from helsetek.approval.rules.status import Status
from helsetek.approval.services import statuses
from tests.approval import making
from tests.cast import Cast
from tests.scenes import an_open_call
from tests.visiting import visitor


def test_the_register_shows_a_suspension_the_same_second_and_knows_every_day(cast: Cast) -> None:
    approval = making.approved(cast, "b", name="Fjordjournal")
    reader, address = visitor(), f"/godkjenninger/{approval.number}/"
    found = reader.get("/godkjenninger/?areas=records&q=fjord").content.decode()
    assert "Fjordjournal" in found
    assert "Godkjent" in found
    assert "Fjordjournal" not in reader.get("/godkjenninger/?area=welfare_technology").content.decode()
    assert "Fjordjournal" not in reader.get("/godkjenninger/?dag=2020-01-01").content.decode()
    statuses.say_status(
        by=cast.hans, approval=approval, status=Status.SUSPENDED, reason="Svikter", legal_basis="EHDS art. 45"
    )
    assert "Suspendert" in reader.get(address).content.decode()
    assert "Suspendert" in reader.get(f"{address}merke.svg").content.decode()
    assert "Svikter" in reader.get("/godkjenninger/endringer/atom/").content.decode()
    etree.fromstring(reader.get("/godkjenninger/endringer/atom/").content)
    feed = json.loads(reader.get("/godkjenninger/endringer/json/").content)
    assert feed["items"][0]["content_text"] == "Svikter"
    signed = json.loads(reader.get(f"{address}erklaring/").content)
    assert sealing.holds(signed["content"], signed["sha256"], signed["jws"], signed["key"])
    assert "Fjordjournal" in reader.get(f"/godkjenninger/sammenlign/?n={approval.number}").content.decode()
    for wrong in ("HT-1", "HT-99999", "HT-0000²"):
        assert reader.get(f"/godkjenninger/{wrong}/").status_code == 404


def test_a_call_leads_to_the_standards_it_names(cast: Cast) -> None:
    call = an_open_call(cast)
    page = visitor().get(f"/utlysninger/{call.slug}/").content.decode()
    assert '"/standarder/hodemelding-v1-2/"' in page
    assert '"/standarder/kjernejournal/"' in page
