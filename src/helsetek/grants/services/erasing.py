"""Delete drafts that were never submitted: their text, files and notices. The case keeps its number and nothing else."""

from __future__ import annotations

from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.grants.models import Application, ApplicationState, Competence
from helsetek.grants.rules.machines import APPLICATION
from helsetek.grants.selectors.attachments import PAGE

from .drafting import locked

TITLE = "Slettet utkast"


def lock_draft(application_id: int) -> None:
    Application.objects.select_for_update(of=("self",)).filter(pk=application_id).first()


def erase_draft(application_id: int) -> tuple[int, tuple[str, ...], tuple[str, str]]:
    """Part of an act of the room below: it decides that, and records the event. personvernforordningen art. 5 no. 1 e.

    Gives how many rows went, the stored files to be taken away when that is committed, and the states before and after.
    """
    application = locked(Application.objects.get(pk=application_id))
    rows = application.section_versions.all().delete()[0]
    documents = cases.all_documents_of(PAGE, application.pk)
    files = tuple(casework.erase_document(one) for one in documents)
    rows += len(files) + casework.erase_notices(
        cases.notices_about(application.case).values_list("pk", flat=True)
    )
    casework.retitle(application.case, TITLE)
    before = application.state
    if before == ApplicationState.DRAFT:
        application.state = state.move(APPLICATION, "forget", before)
    application.requested_ore, application.area, application.source = 0, "", ""
    application.save(update_fields=["state", "requested_ore", "area", "source"])
    moved = (before, application.state) if before != application.state else ("", "")
    return rows, files, moved


def forget_competence(person_id: int) -> int:
    """What an assessor told of the own competence, when the person is forgotten."""
    return Competence.objects.filter(person_id=person_id).delete()[0]
