"""Signing in and out of the staff pages, and changing a password."""

from typing import Any

from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.actions import set_password
from motcua.accounts.models import User
from motcua.doors.frame import sign_in_limits
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel.refusals import Refused
from motcua.organisation.rules import Officer


class SignInForm(AuthenticationForm):
    """User name and password, with words that say what to do."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt.",
        "inactive": "Tài khoản này đã khoá. Liên hệ quản trị viên của cơ quan.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ít nhất 8 ký tự, không phải mật khẩu quen thuộc, không giống tên đăng nhập.",
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        given = self.cleaned_data
        if "password" in given and given.get("again") != given["password"]:
            self.add_error("again", "Hai lần nhập mật khẩu không giống nhau.")
        return given


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; leads back to where one wanted to go. Many wrong passwords: 429 until some minutes passed."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    username = request.POST.get("username", "")
    if request.method == "POST" and sign_in_limits.too_many(request, username):
        return _wait(request, username, wanted)
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_in_limits.forget_failures(request, username)
        login(request, form.get_user())
        return redirect(_safe(request, wanted))
    if form.is_bound:
        sign_in_limits.note_failure(request, username)
    status = 422 if form.is_bound else 200
    return render(request, "staff/sign_in.html", {"form": form, "next": wanted}, status=status)


def _wait(request: HttpRequest, username: str, wanted: str) -> HttpResponse:
    """The page again, the password not looked at: trying on would not even tell whether it is right."""
    minutes = sign_in_limits.WINDOW_SECONDS // 60
    form = SignInForm(request, initial={"username": username[:80]})
    context = {"form": form, "next": wanted, "wait_minutes": minutes}
    answer = render(request, "staff/sign_in.html", context, status=429)
    answer["Retry-After"] = str(sign_in_limits.WINDOW_SECONDS)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; nothing of the session stays."""
    logout(request)
    return redirect("staff:sign-in")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@gate()
def change_password(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A new password of one's own."""
    assert isinstance(request.user, User)  # noqa: S101 - the gate lets in nobody else
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = form.cleaned_data["password"]
            set_password(
                actor=officer.actor,
                user=request.user,
                password=new,
                must_change=False,
                agency=officer.agency_code,
            )
        except Refused as refused:
            form.add_error("password", refused.message)
        else:
            login(request, request.user)
            done(request, "Đã đổi mật khẩu.")
            return redirect("staff:home")
    forced = request.user.must_change_password
    context = {
        "form": form,
        "heading": "Đổi mật khẩu",
        "lead": "Mật khẩu hiện tại do người quản trị đặt. Đặt mật khẩu của riêng ông/bà để làm việc."
        if forced
        else "",
        "submit_label": "Đổi mật khẩu",
        "cancel_url": "" if forced else reverse("staff:home"),
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def _safe(request: HttpRequest, wanted: str) -> str:
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if allowed else reverse("staff:home")
