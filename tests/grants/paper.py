"""Fill in the forms of a page as a browser without JavaScript would: what stands in the fields, and what one changes."""

from __future__ import annotations

from typing import Any

from django.test import Client
from lxml import html


class Page:
    """A page as it came, with the form that one writes in."""

    def __init__(self, client: Client, path: str, response: Any) -> None:
        self.client, self.path, self.response = client, path, response
        self.status: int = response.status_code
        text = response.content.decode()
        self.tree = html.fromstring(text) if text.strip() else html.fromstring("<p></p>")

    @property
    def text(self) -> str:
        return " ".join(self.tree.text_content().split())

    def form(self, holding: str = "") -> Any:
        """The form that holds a field of that name; else the last one that posts (the others are in the header)."""
        posting = [form for form in self.tree.forms if form.method == "POST"]
        if holding:
            return next(form for form in posting if holding in form.fields)
        return [
            form for form in posting if "language" not in form.fields and "appearance" not in form.fields
        ][-1]

    def send(self, button: tuple[str, str] | None = None, holding: str = "", **changes: Any) -> Page:
        """Send the form as it stands but for some fields; ``button`` is the name and value of the one pressed."""
        form = self.form(holding)
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        data |= {name.replace("__", "-"): value for name, value in changes.items()}
        if button:
            data[button[0]] = button[1]
        path = form.action or self.path
        return Page(self.client, path, self.client.post(path, data))

    def follow(self) -> Page:
        """Go where a redirect leads."""
        assert self.status == 302, (self.status, self.text[:400])
        return open_page(self.client, self.response["Location"])


def open_page(client: Client, path: str) -> Page:
    return Page(client, path, client.get(path))
