"""Blind assessment: nothing that an assessor can reach tells who applied. Every page and file is searched.

The duties (docs/law.md): likebehandling, saklighet.
"""

from __future__ import annotations

import io
import re
from urllib.parse import urljoin, urlsplit

import openpyxl
import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from helsetek.casework import services as casework
from helsetek.casework.models import Notice
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application, BlindCopy
from helsetek.grants.selectors import blinding as selectors
from helsetek.grants.selectors.attachments import PAGE, attachments
from helsetek.grants.services import assessment as assessing
from helsetek.grants.services import blinding as services
from helsetek.records import redaction
from tests import rounds, scenes
from tests.access.kinds import VISITOR
from tests.access.table import TABLE
from tests.cast import Cast
from tests.grants.content import changed
from tests.rounds import at_work, fresh
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# What tells who applied: parties, the collaboration, people, addresses, and a word that only the officer knows.
TELLS = (
    "Bodø", "Fauske", "Saltdal", "Fuosko", "bodo.kommune", "Felles journal i Salten", "Kari Nordmann", "Nordmann",
    "Storjord", "2026/0", "2024/0",
)  # fmt: skip
SUMMARY = (
    "Bodø kommune og Fauske – Fuosko vil bruke Storjord som base. Kari Nordmann, kari@bodo.kommune.no, leder."
)
# These pages let one choose among all organisations there are; that a name is among them says nothing.
WHOLE_REGISTER = ("/min-side/tilknytninger/", "/min-side/be-om-tilgang/")
PLACES = TELLS[:4]
PUBLIC = {row.route for row in TABLE if VISITOR in row.allowed}
MOST_PAGES = 120


def a_pdf(text: str) -> bytes:
    return redaction.to_pdf(text.encode(), "text/plain")


def a_blind_application(cast: Cast) -> Application:
    """Written so that it tells everywhere, with two documents, and under assessment."""
    terms = scenes.some_terms().model_copy(update={"blind": True})
    call = scenes.an_open_call(cast, terms=terms)
    draft = scenes.a_draft(cast, call=call)
    with scenes.during(call):
        content = changed(scenes.some_content(draft), "project", summary=SUMMARY, title="Journal for Bodø")
        [first, *others] = content.partners.partners
        first = first.model_copy(update={"contact_name": "Kari Nordmann", "contact_email": "kari@bodo.no"})
        content = changed(content, "partners", partners=(first, *others))
        scenes.write_all(draft, content)
        for name, text in (("bodo-plan.pdf", SUMMARY), ("kart.pdf", "Kart over Saltdal.")):
            casework.add_document(
                by=cast.anne,
                case=draft.case,
                page=PAGE,
                page_id=draft.pk,
                title=f"Plan for Bodø, {name}",
                file_name=name,
                content=a_pdf(text),
            )
        scenes.submission.submit(by=cast.bjorn, application=draft)
    return rounds.an_eligible_application(cast, application=fresh(draft))


def text_of(content: bytes, content_type: str) -> str:
    """Everything that can be read in a file, its names and metadata too."""
    if content.startswith(b"%PDF"):
        return redaction.text_of(content) + content.decode("latin-1")
    if content.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        return "\n".join([*cells, str(vars(book.properties))])
    return content.decode("utf-8", "replace")


def told_in(text: str, words: tuple[str, ...] = TELLS) -> list[str]:
    return [word for word in words if word.casefold() in text.casefold()]


def crawl(browser: Client, starts: list[str]) -> dict[str, str]:
    """Every page and file that is reached from the starts by following links: address → all that it says.

    What is open to everybody is left out: it is the same for those who do not assess.
    """
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        if address in found:
            continue
        answer = browser.get(address)
        body = answer.getvalue() if answer.streaming else answer.content
        heading = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
        found[address] = f"{address}\n{heading}\n{text_of(body, answer.headers.get('Content-Type', ''))}"
        if answer.status_code in (301, 302):
            waiting.append(urljoin(address, answer.headers["Location"]))
        if "html" in answer.headers.get("Content-Type", ""):
            links = re.findall(r'href="([^"#]+)"', body.decode())
            local = (urljoin(address, link.replace("&amp;", "&")) for link in links)
            waiting += [one for one in local if _is_inside(one)]
    return found


def _is_inside(address: str) -> bool:
    parts = urlsplit(address)
    if parts.netloc or parts.scheme:
        return False
    try:
        return resolve(parts.path).view_name not in PUBLIC
    except Resolver404:
        return False


def test_nothing_an_assessor_can_reach_tells_who_applied(cast: Cast) -> None:
    application = a_blind_application(cast)
    with at_work(application.call):
        assert "Storjord" in selectors.mask(application).hide(SUMMARY)
        services.keep_words(by=cast.guri, application=application, words=["Storjord", " "])
        first, second = attachments(application)
        services.make_copy(by=cast.guri, application=fresh(application), original=first)
        [one, other] = assessing.assign(
            by=cast.guri, application=application, assessors=[cast.ingrid, cast.jonas]
        )
        starts = ["/vurderinger/", "/mine-oppgaver/", "/varsler/", "/min-side/", "/vurderinger/?export=xlsx"]
        starts += [f"/vurderinger/{one.pk}/", "/vurderinger/?q=Bod%C3%B8", "/sok/?q=Bod%C3%B8+Journal"]
        # What stays closed, though its address could be guessed.
        case = application.case
        closed = [
            f"/soknader/{application.pk}/",
            f"/soknader/{application.pk}/les/",
            f"/soknader/{application.pk}/sak/",
            f"/saker/{case.number}/hendelser/",
            f"/saker/{case.number}/meldinger/",
            f"/saker/{case.number}/brev/",
            f"/saker/{case.number}/habilitet/",
            f"/saker/{case.number}/habilitet/funnet/",
            f"/dokumenter/{first.pk}/",
            f"/dokumenter/{second.pk}/",
        ]
        ingrid = browser_of(cast.ingrid)
        seen = crawl(ingrid, starts)  # before declaring
        assessing.declare(by=cast.ingrid, assessment=one, conflict=False)
        seen |= {f"{address} ": text for address, text in crawl(ingrid, starts).items()}  # scoring
        for each in (one, other):
            if each.pk == other.pk:
                assessing.declare(by=cast.jonas, assessment=each, conflict=False)
            assessing.hand_in(by=each.assessor, assessment=each, scores=rounds.scores(application, 4))
        seen |= {f"{address}  ": text for address, text in crawl(ingrid, starts).items()}  # handed in
        for address in closed:
            answer = ingrid.get(address)
            assert answer.status_code in (403, 404), address
            assert not told_in(answer.content.decode().replace(case.number, "")), address
    copies = [address for address in seen if address.startswith("/dokumenter/")]
    assert len({address.strip() for address in copies}) == 1
    assert any("vedlegg-1.pdf" in seen[address] for address in copies)
    assert "[part" in seen[f"/vurderinger/{one.pk}/ "]
    for address, text in seen.items():
        words = told_in(text.replace("q=Bod%C3%B8", "").replace("Bodø Journal", "").replace('"Bodø"', ""))
        known = PLACES if address.strip() in WHOLE_REGISTER else ()
        asked_for = ("Bodø",) if "q=" in address else ()  # the page repeats what was searched for
        assert not {*words} - {*known, *asked_for}, address
    assert "Journal for" not in seen["/vurderinger/?q=Bod%C3%B8"]  # a search finds no more than is shown
    notices = Notice.objects.filter(person__in=[cast.ingrid, cast.jonas])
    assert notices.exists()
    assert not told_in("".join(f"{one.subject}{one.body}{one.path}" for one in notices))
    assert not notices.filter(case__isnull=False).exists()


def test_copies_are_made_uploaded_looked_at_and_released(cast: Cast) -> None:
    application = a_blind_application(cast)
    with at_work(application.call):
        first, second = attachments(application)
        with pytest.raises(RuleBroken, match="Bodø"):
            services.upload_copy(
                by=cast.guri, application=application, original=first, content=a_pdf(SUMMARY)
            )
        with pytest.raises(RuleBroken, match="cannot be redacted"):
            services.upload_copy(by=cast.guri, application=application, original=first, content=b"%PDF-1.4 x")
        with pytest.raises(NotAllowed):
            services.make_copy(by=cast.gunnar, application=application, original=first)
        copy = services.upload_copy(
            by=cast.guri, application=application, original=first, content=a_pdf("Vi søker sammen.")
        )
        assert copy.released_at
        guri = browser_of(cast.guri)
        here = f"/soknader/{application.pk}/sak/blindet/"
        page = guri.get(here).content.decode()
        assert "[part" in page
        assert guri.post(f"{here}2/lag/").status_code == 302
        silent = BlindCopy.objects.get(original=second)
        BlindCopy.objects.filter(pk=silent.pk).update(released_at=None, silent=[1])
        assert len(selectors.released(application)) == 1
        assert guri.post(f"{here}2/apne/").status_code == 302
        with pytest.raises(WrongState, match="already"):
            services.release_copy(by=cast.guri, copy=silent)
        assert len(selectors.released(application)) == 2
        assert guri.post(here, {"words": "Salten\nStorjord"}).status_code == 302
        assert selectors.extra_words(fresh(application)) == ["Salten", "Storjord"]
        assert guri.get(f"{here}1/last-opp/").status_code == 200
        # Who has a tie to a party cannot weigh it blind, and is not asked.
        from helsetek.accounts import services as accounts

        accounts.tell_tie(by=cast.ingrid, person=cast.ingrid, kind="home", organisation_id=cast.bodo.pk)
        with pytest.raises(RuleBroken, match="ties"):
            assessing.assign(by=cast.guri, application=application, assessors=[cast.ingrid, cast.jonas])


def test_an_open_call_is_as_before(cast: Cast) -> None:
    application = rounds.an_eligible_application(cast)
    with at_work(application.call):
        with pytest.raises(WrongState, match="not blind"):
            services.keep_words(by=cast.guri, application=application, words=["Salten"])
        assert browser_of(cast.guri).get(f"/soknader/{application.pk}/sak/blindet/").status_code == 409
        assert selectors.shown(application, cast.ingrid).number == application.case.number
