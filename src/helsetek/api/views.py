"""The page that explains the interface, drawn from its own description; no script of others."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import endpoints

# The shapes that the page explains, in the order they are met.
SHAPES = (
    "CallOut", "CallAllotment", "CallInAll", "AwardOut", "Participant", "OrganisationOut", "EnvelopeOut", "Problem",
)  # fmt: skip


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    schema = endpoints.api.get_openapi_schema(path_prefix="/api/v1/")
    context = {
        "description": schema["info"]["description"],
        "operations": [_operation(path, methods["get"]) for path, methods in schema["paths"].items()],
        "schemas": _schemas(schema),
        "base": request.build_absolute_uri("/api/v1/"),
        "limit": settings.API_REQUESTS_A_MINUTE,
    }
    return render(request, "api/docs.html", context)


def _operation(path: str, said: dict[str, Any]) -> dict[str, Any]:
    answer = said["responses"].get(200, said["responses"].get("200", {}))
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "path": path,
        "id": said["operationId"],
        "description": said.get("description", ""),
        "parameters": [_parameter(one) for one in said.get("parameters", [])],
        "gives": _type(content),
        "can_be_tried": "{" not in path,
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    shape = one["schema"]
    return {
        "name": one["name"],
        "type": _type(shape),
        "about": one.get("description") or shape.get("description", ""),
        "required": one.get("required", False),
        "default": shape.get("default"),
    }


def _schemas(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = schema["components"]["schemas"]
    return [
        {
            "name": name,
            "title": name.removesuffix("Out"),
            "about": found[name].get("description", ""),
            "fields": [
                {"name": field, "type": _type(shape), "about": shape.get("description", "")}
                for field, shape in found[name]["properties"].items()
            ],
        }
        for name in SHAPES
    ]


def _type(shape: dict[str, Any]) -> str:
    """The type of a value in a word or two."""
    if "$ref" in shape:
        return (
            str(shape["$ref"].rsplit("/", 1)[-1])
            .removesuffix("Out")
            .replace("Page_", "page of ")
            .replace("Out_", "")
        )
    if "anyOf" in shape:
        return " | ".join(_type(one) for one in shape["anyOf"])
    if "enum" in shape:
        return " | ".join(f"«{value}»" for value in shape["enum"])
    if "const" in shape:
        return f"«{shape['const']}»"
    if shape.get("type") == "array":
        return f"list of {_type(shape.get('items', {}))}"
    return str(shape.get("format") or shape.get("type") or "object")
