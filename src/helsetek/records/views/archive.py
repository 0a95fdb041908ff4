"""The archive: deposits of closed cases, for controllers and system administrators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tarfile import BLOCKSIZE, TarInfo
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import found, signed_in, who
from helsetek.common.web.listing import (
    ActsColumn,
    Column,
    InstantColumn,
    Listing,
    NumberColumn,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm
from helsetek.common.web.parts import Text
from helsetek.records import permissions
from helsetek.records.models import Deposit
from helsetek.records.selectors import archive as selectors
from helsetek.records.services import archive as acts

_PIECE = 1 << 20


def _ways(row: Deposit) -> list[tuple[Text, str]]:
    if row.state != "ready" or not selectors.folder_of(row).is_dir():
        return []
    return [(_("Download"), reverse("records:download_deposit", args=[row.pk]))]


class DepositList(Listing):
    file_name = "arkivuttrekk"
    search = ("name",)

    name = TextColumn(gettext_lazy("Deposit"))
    state = StatusColumn(gettext_lazy("State"), of="records.deposit")
    ordered_at = InstantColumn(gettext_lazy("Asked for"))
    cases = NumberColumn(gettext_lazy("Cases"))
    documents = NumberColumn(gettext_lazy("Documents"))
    checksum = Column(gettext_lazy("Checksum (SHA-256)"), on_page=False)
    problem = TextColumn(gettext_lazy("Problem"))
    ways = ActsColumn(gettext_lazy("Fetch"), acts=_ways)


@require_safe
@signed_in
def archive(request: HttpRequest) -> HttpResponse:
    permissions.may_archive(who(request)).require()
    busy = Deposit.objects.filter(state__in=["ordered", "making"]).first()
    context = {"waiting": len(selectors.waiting()), "busy": busy}
    return DepositList.show(request, selectors.deposits(), "records/archive.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def order_deposit(request: HttpRequest) -> HttpResponse:
    person = who(request)
    permissions.may_archive(person).require()
    back = reverse("records:archive")
    return confirm(
        request,
        title=_("Make a deposit?"),
        text=_(
            "Every closed case that is in no deposit yet is written as Noark 5.5 and archived from then on."
        ),
        label=_("Make the deposit"),
        act=lambda reason: acts.order_deposit(by=person),
        then=back,
        back=back,
        done=_("The deposit is being made. The list shows how far it has come."),
        color="accent",
    )


@require_safe
@signed_in
def download_deposit(request: HttpRequest, deposit_id: int) -> Any:
    """The whole deposit as a tar file, sent as it is read: it may be larger than the memory."""
    permissions.may_archive(who(request)).require()
    made = found(selectors.deposit, deposit_id)
    folder = selectors.folder_of(made)
    if made.state != "ready" or not folder.is_dir():
        raise Http404
    return StreamingHttpResponse(
        _tar(folder),
        content_type="application/x-tar",
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}.tar"',
            "Cache-Control": "no-store",
        },
    )


def _tar(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            info = TarInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            info.size, info.mtime = path.stat().st_size, int(path.stat().st_mtime)
            yield info.tobuf()
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
            yield bytes(-info.size % BLOCKSIZE)
    yield bytes(2 * BLOCKSIZE)
