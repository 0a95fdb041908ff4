"""Django's own form rendering, in the markup of the design system."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

_TOGGLES = {"checkbox", "radio"}


class DesignRenderer(TemplatesSetting):
    """One template for each of form, field and formset; every control gets the class of the design system."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
    formset_template_name = "common/forms/formset.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        if "widget" in context:
            _dress(context["widget"])
        return mark_safe(super().render(template_name, context, request))  # noqa: S308 - a rendered template


def _dress(widget: dict[str, Any]) -> None:
    attributes = widget["attrs"]
    if widget.get("type") != "hidden" and "ds-input" not in attributes.get("class", ""):
        attributes["class"] = f"ds-input {attributes.get('class', '')}".strip()
    if "textarea" in widget.get("template_name", ""):
        # A browser cuts pasted text silently at maxlength; the counter and the server's answer say it in words.
        attributes.pop("maxlength", None)
        attributes.setdefault("rows", "5")
    for part in widget.get("subwidgets", ()):
        _dress(part)
