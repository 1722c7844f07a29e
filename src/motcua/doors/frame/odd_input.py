"""Addresses that no page of ours can mean, answered before any page looks at them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class RefuseNul:
    """Middleware: 400 for a NUL in an address. PostgreSQL keeps none in a text and fails; no keyboard types one.

    Forms refuse it in their fields by themselves.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL")
        return self.get_response(request)
