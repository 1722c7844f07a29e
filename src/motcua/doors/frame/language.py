"""Which language a page speaks: Vietnamese, unless a visitor of the public pages chose English.

The browser's own wish is not followed: a clerk with an English Windows must not meet English error messages.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

_STAFF = "/can-bo/"


class ChosenLanguage:
    """Middleware: the language of the cookie on public pages, Vietnamese everywhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(self._language(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    def _language(self, request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _ in settings.LANGUAGES}
        return chosen if chosen in known and not request.path.startswith(_STAFF) else settings.LANGUAGE_CODE
