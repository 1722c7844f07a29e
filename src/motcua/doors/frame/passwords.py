"""Signing in with a name and a password, the same at every door: labels, the limit on guessing, where one goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from motcua.doors.frame import sign_in_limits

LONGEST_NAME = 80


class NameAndPassword(AuthenticationForm):
    """The two fields, labelled by the door (`name_label`, `password_label`), which also has its own `error_messages`."""

    name_label: Any = "Tên đăng nhập"
    password_label: Any = "Mật khẩu"  # noqa: S105 - the word on the page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = self.name_label
        self.fields["password"].label = self.password_label


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try: signed in, or the form to show again with its status; `wait_minutes` after too many."""

    form: AuthenticationForm
    signed_in: bool = False
    status: int = 200
    wait_minutes: int = 0

    def told(self, answer: HttpResponse) -> HttpResponse:
        """The page with this form; after too many tries it says when to come back."""
        if self.wait_minutes:
            answer["Retry-After"] = str(self.wait_minutes * 60)
        return answer


def try_to_sign_in(request: HttpRequest, form: Callable[..., AuthenticationForm]) -> Tried:
    """Sign in with what was sent. After too many wrong passwords it is not even looked at: trying on would not tell
    whether it is right."""
    username = request.POST.get("username", "")
    if sign_in_limits.too_many(request, username):
        empty = form(request, initial={"username": username[:LONGEST_NAME]})
        return Tried(empty, status=429, wait_minutes=sign_in_limits.WINDOW_SECONDS // 60)
    sent = form(request, data=request.POST)
    if sent.is_valid():
        sign_in_limits.forget_failures(request, username)
        login(request, sent.get_user())
        return Tried(sent, signed_in=True)
    sign_in_limits.note_failure(request, username)
    return Tried(sent, status=422)


def ours(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """Where to go on: the page wanted when it is on this site, else `otherwise`."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else otherwise
