"""The classes of data of this room and of the floors below, which cannot register their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helsetek.accounts import selectors as accounts
from helsetek.accounts import services as people
from helsetek.casework import selectors as casework
from helsetek.casework import services as acts
from helsetek.casework.selectors import Document, Notice
from helsetek.common.errors import WrongState

from .models import JournalEntry
from .retention import DataClass, Due, Gone

MOST = 5000


def number_of(thing: str) -> int:
    """The id in «person:17»."""
    return int(thing.partition(":")[2])


class RemovedDocuments(DataClass):
    """Files that somebody took off a page before they came into the journal: never part of what was handled."""

    name = "removed_documents"
    title = gettext_lazy("Files taken off their page")
    start = gettext_lazy("The file was taken away")
    what = gettext_lazy("The file and its title, if it never was in the journal")

    def due(self, edge: datetime, thing: str = "") -> Iterator[Due]:
        rows = casework.documents_taken_away(edge)
        rows = rows.filter(pk=thing.partition(":")[2]) if thing else rows
        found = list(rows.select_related("case")[:MOST])
        kept = _journalled({one.case_id for one in found if one.case_id})
        for one in found:
            if str(one.pk) not in kept:
                cases = (one.case_id,) if one.case_id else ()
                yield Due(f"document:{one.pk}", one.removed_at or edge, cases)

    def shown(self, things: list[str]) -> Mapping[str, str]:
        ids = [thing.partition(":")[2] for thing in things]
        return {f"document:{one.pk}": one.title for one in casework.documents(ids)}

    def lock(self, thing: str) -> None:
        Document.objects.select_for_update().filter(pk=thing.partition(":")[2]).first()

    def erase(self, thing: str, edge: datetime) -> Gone:
        [document] = casework.documents([thing.partition(":")[2]])
        return Gone(1, (_erase(document),))


def _journalled(case_ids: Iterable[int]) -> set[str]:
    rows = JournalEntry.objects.filter(case_id__in=list(case_ids)).values_list("documents", flat=True)
    return {str(one) for documents in rows for one in documents}


def _erase(document: Document) -> str:
    try:
        return acts.erase_document(document)
    except WrongState as error:
        raise WrongState(_("something else in the case needs it")) from error


class Notices(DataClass):
    """Notices of closed cases, and those that were about no case. The letter or act they tell of is what is kept."""

    name = "notices"
    title = gettext_lazy("Notices")
    start = gettext_lazy("The notice was given")
    what = gettext_lazy("Notices by e-mail and in the portal, with the name of who got them")

    def due(self, edge: datetime, thing: str = "") -> Iterator[Due]:
        rows = casework.notices_before(edge).order_by()
        kind, _colon, pk = thing.partition(":")
        if kind != "person":
            own = rows.filter(case__isnull=False, **({"case_id": int(pk)} if thing else {}))
            for case_id, oldest in own.values_list("case_id").annotate(Min("queued_at")).order_by("case_id"):
                yield Due(f"case:{case_id}", oldest, (case_id or 0,))
        if kind != "case":
            own = rows.filter(case__isnull=True, **({"person_id": int(pk)} if thing else {}))
            for person_id, oldest in (
                own.values_list("person_id").annotate(Min("queued_at")).order_by("person_id")
            ):
                yield Due(f"person:{person_id}", oldest)

    def shown(self, things: list[str]) -> Mapping[str, str]:
        found = {}
        for kind, field in (("case", "case_id"), ("person", "person_id")):
            ids = [number_of(thing) for thing in things if thing.startswith(f"{kind}:")]
            rows = Notice.objects.filter(**{f"{field}__in": ids})
            rows = rows.filter(case__isnull=True) if kind == "person" else rows
            for pk, count in rows.order_by().values_list(field).annotate(Count("pk")):
                found[f"{kind}:{pk}"] = ngettext(
                    "%(count)d notice in all", "%(count)d notices in all", count
                ) % {"count": count}
        return found

    def lock(self, thing: str) -> None:
        """The rows are locked one by one when they are deleted: new ones may come, and stay."""

    def erase(self, thing: str, edge: datetime) -> Gone:
        kind, _colon, pk = thing.partition(":")
        rows = casework.notices_before(edge)
        own = rows.filter(case_id=int(pk)) if kind == "case" else rows.filter(case=None, person_id=int(pk))
        return Gone(acts.erase_notices(own.values_list("pk", flat=True)))


class Contacts(DataClass):
    """People who have left. Who has had a hand in a case keeps the name: the case must tell who acted (arkivlova)."""

    name = "contacts"
    title = gettext_lazy("People who have left")
    start = gettext_lazy("The last role ended, or the last log-in")
    what = gettext_lazy(
        "E-mail address, ties and superior; the name and the link to the log-in too, "
        "if the person never acted in a case"
    )

    def due(self, edge: datetime, thing: str = "") -> Iterator[Due]:
        only = number_of(thing) if thing else None
        gone = accounts.people_who_left(edge, only=only)[:MOST]
        handled: dict[int, list[int]] = {}
        for person_id, case_id in casework.cases_handled_by([one.person_id for one in gone]):
            handled.setdefault(person_id, []).append(case_id)
        for one in gone:
            held = _("others need the person: as superior, or to answer a request") if one.needed else ""
            cases = tuple(handled.get(one.person_id, ()))
            yield Due(f"person:{one.person_id}", one.since, cases, held=held)

    def shown(self, things: list[str]) -> Mapping[str, str]:
        names = accounts.names_of(number_of(thing) for thing in things)
        return {f"person:{pk}": name for pk, name in names.items()}

    def lock(self, thing: str) -> None:
        people.lock_person(number_of(thing))

    def erase(self, thing: str, edge: datetime) -> Gone:
        return Gone(people.forget_person(number_of(thing)))
