"""A log-in that expires in the middle of a form loses nothing of what was typed."""

import re

from django.test import Client

from helsetek.accounts.services import welcome
from helsetek.cooperation.models import Collaboration
from tests.accounts.test_logging_in import choose
from tests.cast import Cast, give_role


def hidden(page: str, name: str) -> str:
    """The last of that name: the page's own form, after those of the header."""
    found = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return found[-1] if found else ""


def test_what_was_typed_is_there_after_the_log_in(provider: str, cast: Cast, client: Client) -> None:
    anne = welcome(issuer=provider, subject="anne", name="Anne", email="")
    give_role(anne, cast.bodo, "writer")
    client.get(choose(client.post("/logg-inn/").headers["Location"]))
    form = client.get("/samarbeid/nytt/").content.decode()
    typed = {"name": "Salten", "purpose": "Long thought about", "lead": str(cast.bodo.pk)}
    client.session.flush()  # eight hours later

    sent = client.post("/samarbeid/nytt/", typed | {"_kept": hidden(form, "_kept")})
    assert sent.status_code == 401
    log_in = re.search(r'href="(/logg-inn/\?next=[^"]*kept[^"]+)"', sent.content.decode())
    assert log_in
    page = client.get(log_in[1].replace("&amp;", "&")).content.decode()
    after = hidden(page, "next").replace("&amp;", "&")
    assert after.startswith("/samarbeid/nytt/")

    back = client.get(choose(client.post("/logg-inn/", {"next": after}).headers["Location"]))
    assert back.headers["Location"] == after
    again = client.get(after).content.decode()
    assert 'value="Salten"' in again
    assert "Long thought about" in again
    assert not Collaboration.objects.exists(), "nothing is sent before the person sends it once more"
    assert client.post("/samarbeid/nytt/", typed).status_code == 302
    assert Collaboration.objects.get().name == "Salten"


def test_somebody_else_who_logs_in_on_the_same_machine_does_not_see_it(
    provider: str, cast: Cast, client: Client
) -> None:
    for subject in ("anne", "bjorn"):
        give_role(welcome(issuer=provider, subject=subject, name=subject, email=""), cast.bodo, "writer")
    client.get(choose(client.post("/logg-inn/").headers["Location"]))
    form = client.get("/samarbeid/nytt/").content.decode()
    client.session.flush()
    sent = client.post("/samarbeid/nytt/", {"name": "A secret", "_kept": hidden(form, "_kept")})
    log_in = re.search(r'href="(/logg-inn/\?next=[^"]*kept[^"]+)"', sent.content.decode())
    assert log_in
    after = hidden(client.get(log_in[1].replace("&amp;", "&")).content.decode(), "next").replace("&amp;", "&")
    client.get(choose(client.post("/logg-inn/", {"next": after}).headers["Location"], "bjorn"))
    assert "A secret" not in client.get(after).content.decode()
