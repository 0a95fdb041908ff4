"""What of this room is deleted when it has served its time; and what keeps a case from the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.casework.selectors import Document
from helsetek.common import events
from helsetek.common.events import Event
from helsetek.grants.models import Application, LateDoor
from helsetek.grants.selectors.attachments import PAGE
from helsetek.grants.services import erasing
from helsetek.grants.wording import in_my_language
from helsetek.records import retention
from helsetek.records.retention import DataClass, Due, Gone
from helsetek.scheme import selectors as scheme

_MOST = 5000


def connect() -> None:
    retention.register(Drafts())
    events.subscribe("records.data_deleted", forget_competence)


def forget_competence(event: Event) -> None:
    """A person who left is forgotten: so is what an assessor told of the own competence."""
    kind, _colon, pk = event.thing.partition(":")
    if kind == "person" and event.data.get("class") == "contacts":
        erasing.forget_competence(int(pk))


class Drafts(DataClass):
    """Never submitted, so never before the authority: the applicant's own working paper, on loan in the system."""

    name = "drafts"
    title = gettext_lazy("Drafts that were never submitted")
    start = gettext_lazy("The call closed")
    what = gettext_lazy("Text, attachments and notices of the draft, with the contact persons named in it")

    def due(self, edge: datetime, thing: str = "") -> Iterator[Due]:
        rows = Application.objects.filter(
            state__in=["draft", "withdrawn"], submitted_at__isnull=True, call__closes_at__lt=edge
        )
        rows = rows.filter(pk=int(thing.partition(":")[2])) if thing else rows
        doors = set(LateDoor.objects.filter(until__gte=edge).values_list("call_id", "collaboration_id"))
        found = list(rows.select_related("call", "case").order_by("call__closes_at", "pk")[:_MOST])
        filled = self._with_content([one.pk for one in found])
        for one in found:
            open_door = (one.call_id, one.collaboration_id) in doors
            if not open_door and (one.state == "draft" or one.pk in filled):
                yield Due(f"application:{one.pk}", one.call.closes_at, (one.case_id,), never_opened=True)

    def _with_content(self, ids: list[int]) -> set[int]:
        """Of the drafts, those that still hold text or files."""
        texts = Application.objects.filter(pk__in=ids, section_versions__isnull=False)
        files = Document.objects.filter(page=PAGE, page_id__in=ids)
        return {*texts.values_list("pk", flat=True), *files.values_list("page_id", flat=True)}

    def shown(self, things: list[str]) -> Mapping[str, str]:
        """Not by its title: what was never submitted stays closed to the directorate to the end."""
        ids = [int(thing.partition(":")[2]) for thing in things]
        rows = Application.objects.filter(pk__in=ids).select_related("call")
        return {
            f"application:{one.pk}": _("Draft to the call «%(call)s»")
            % {"call": in_my_language(scheme.title(one.call))}
            for one in rows
        }

    def lock(self, thing: str) -> None:
        erasing.lock_draft(int(thing.partition(":")[2]))

    def erase(self, thing: str, edge: datetime) -> Gone:
        rows, files, moved = erasing.erase_draft(int(thing.partition(":")[2]))
        return Gone(rows, files, *moved)
