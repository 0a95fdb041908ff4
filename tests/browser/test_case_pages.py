"""What every case shares, seen by those who use it: wide and on a phone, light and dark, in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from helsetek.accounts.models import Person
from helsetek.casework import services
from helsetek.casework.models import Case, Document, ImpartialityDeclaration, Notice, NoticeState
from helsetek.common import events
from helsetek.common.letters import PLAIN
from tests import cast as casting
from tests.browser.eyes import PHONE, WIDE, assert_sound, listen
from tests.casework import guarded
from tests.cast import Cast
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "test.page"


@dataclass
class Scene:
    cast: Cast
    case: Case
    document: Document
    conflict: ImpartialityDeclaration
    site: str


@pytest.fixture
def scene(live_server: LiveServer) -> Scene:
    """A case in which some things have happened."""
    guarded.register("test.case", PAGE)
    cast = casting.gather()
    case = services.open_case(
        kind="test.case",
        title="Trygghetsteknologi og digital hjemmeoppfølging i Salten",
        lead_id=cast.bodo.pk,
        member_ids=[cast.fauske.pk, cast.saltdal.pk],
    )
    case = services.assign_officer(by=cast.frode, case=case, officer=cast.guri)
    document = services.add_document(
        by=cast.anne,
        case=case,
        page=PAGE,
        page_id=case.pk,
        title="Plan",
        file_name="plan.txt",
        content=b"Hei",
    )
    services.write_message(by=cast.anne, case=case, text="Kan vi få utsatt frist?\n\nHilsen Anne")
    services.write_message(by=cast.guri, case=case, text="Ja, til 1. mars.")
    letter = services.make_letter(
        case=case, kind="k", recipient_id=cast.bodo.pk, template=PLAIN, data={"blocks": []},
        title="Vedtak om tilskudd", template_version="1",
    )  # fmt: skip
    services.mark_sent(letter)
    conflict = services.declare_impartiality(by=cast.ingrid, case=case, conflict=True, ground="Gift")
    events.record("test.unheard", thing="x:1", person_id=None, case_number=case.number, reasons="En grunn")
    Notice.objects.filter(person=cast.bjorn).update(
        state=NoticeState.FAILED, problem="SMTPServerDisconnected"
    )
    return Scene(cast, case, document, conflict, live_server.url)


def as_person(context: BrowserContext, scene: Scene, person: Person, language: str = "nb") -> Page:
    cookies = browser_of(person).cookies
    context.clear_cookies()
    for name, value in (("sessionid", cookies["sessionid"].value), ("django_language", language)):
        context.add_cookies([{"name": name, "value": value, "url": scene.site}])
    return context.new_page()


def visits(scene: Scene) -> list[tuple[Person, str]]:
    cast, number = scene.cast, scene.case.number
    return [
        (cast.anne, f"/saker/{number}/meldinger/"),
        (cast.siri, f"/saker/{number}/meldinger/"),
        (cast.anne, f"/saker/{number}/brev/"),
        (cast.guri, f"/saker/{number}/hendelser/"),
        (cast.anne, f"/dokumenter/ny/{PAGE}/{scene.case.pk}/?next=/design/"),
        (cast.anne, f"/dokumenter/{scene.document.pk}/fjern/?next=/design/"),
        (cast.jonas, f"/saker/{number}/habilitet/"),
        (cast.guri, f"/saker/{number}/habilitet/"),
        (cast.guri, f"/saker/stedfortreder/{scene.conflict.pk}/"),
        (cast.anne, "/varsler/"),
        (cast.tor, "/varsler/"),
        (cast.rita, "/varsler/feilet/"),
    ]


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(WIDE, "light", "nb"), (PHONE, "dark", "nn"), (PHONE, "light", "en")],
    ids=["wide", "phone-dark", "phone"],
)
def test_pages_are_sound(
    browser: Browser, scene: Scene, size: dict[str, int], scheme: str, language: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    for number, (person, path) in enumerate(visits(scene)):
        page = as_person(context, scene, person, language)
        heard = listen(page)
        response = page.goto(scene.site + path)
        assert response is not None
        assert response.status == 200, path
        page.screenshot(path=tmp_path / f"{number:02d}-{language}.png", full_page=True)
        assert_sound(page)
        assert heard == [], path
        page.close()
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_document_is_added_and_saved_again(
    browser: Browser, scene: Scene, script: bool, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = as_person(context, scene, scene.cast.anne)
    page.goto(f"{scene.site}/dokumenter/ny/{PAGE}/{scene.case.pk}/?next=/varsler/")
    bad, good = tmp_path / "feil.pdf", tmp_path / "Notat på ålesundsk.txt"
    bad.write_text("not a PDF")
    good.write_text("Hei på deg", encoding="utf-8")
    page.get_by_label("Tittel").fill("Et notat")
    page.get_by_label("Fil", exact=False).last.set_input_files(bad)
    page.get_by_role("button", name="Legg til dokumentet").click()
    expect(page.get_by_text("ikke av den typen navnet sier").first).to_be_visible()
    expect(page.get_by_label("Tittel")).to_have_value("Et notat")
    page.get_by_label("Fil", exact=False).last.set_input_files(good)
    page.get_by_role("button", name="Legg til dokumentet").click()
    page.wait_for_url("**/varsler/")
    document = Document.objects.get(title="Et notat")
    with page.expect_download() as download:
        page.evaluate(
            "address => { location.href = address }", f"/dokumenter/{document.pk}/"
        ) if script else None
        if not script:
            page.set_content(f'<a href="{scene.site}/dokumenter/{document.pk}/">Hent</a>')
            page.get_by_role("link", name="Hent").click()
    assert download.value.suggested_filename == "Notat på ålesundsk.txt"
    assert Path(download.value.path()).read_text(encoding="utf-8") == "Hei på deg"
    context.close()


def test_notices_are_read(browser: Browser, scene: Scene) -> None:
    context = browser.new_context()
    page = as_person(context, scene, scene.cast.anne)
    page.goto(f"{scene.site}/varsler/")
    expect(page.get_by_role("heading", name="Ny melding i sak")).to_have_count(1)
    page.get_by_role("button", name="Åpne og merk som lest").click()
    expect(page).to_have_url(f"{scene.site}/saker/{scene.case.number}/meldinger/")
    page.goto(f"{scene.site}/varsler/")
    expect(page.get_by_role("button", name="Åpne og merk som lest")).to_have_count(0)
    context.close()
