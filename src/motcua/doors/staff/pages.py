"""How a staff page is answered: the page, and who is signed in where."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.organisation.rules import Officer


def show(
    request: HttpRequest,
    officer: Officer,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page for an officer, with name, post and agency in the head."""
    who = {"agency_name": officer.agency_name, "staff_name": officer.name, "staff_post": officer.title}
    return render(request, template, {**who, "officer": officer, **(context or {})}, status=status)
