"""Signing in and out of the staff pages, and changing a password."""

from typing import Any

from django import forms
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.actions import set_password
from motcua.accounts.models import User
from motcua.doors.frame import kept_forms
from motcua.doors.frame.passwords import NameAndPassword, Tried, ours, try_to_sign_in
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel.refusals import Refused
from motcua.organisation.rules import Officer


class SignInForm(NameAndPassword):
    """User name and password, with words that say what to do."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt.",
        "inactive": "Tài khoản này đã khoá. Liên hệ quản trị viên của cơ quan.",
    }


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
    tried = try_to_sign_in(request, SignInForm) if request.method == "POST" else Tried(SignInForm(request))
    if tried.signed_in:
        return redirect(ours(request, wanted, reverse("staff:home")))
    context = {
        "form": tried.form, "next": wanted, "wait_minutes": tried.wait_minutes,
        "kept": kept_forms.is_waiting(request),
    }  # fmt: skip
    return tried.told(render(request, "staff/sign_in.html", context, status=tried.status))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; nothing of the session stays."""
    logout(request)
    answer = redirect("staff:sign-in")
    kept_forms.forget_who(answer)
    return answer


@require_http_methods(["GET", "POST"])
@gate()
def kept_form(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was being sent when the session ended: send it on, or (POST) drop it."""
    kept = kept_forms.kept_for(request)
    if kept is None or request.method == "POST":
        kept_forms.drop(request)
        return redirect("staff:home")
    return show(request, officer, "staff/kept_form.html", {"kept": kept})


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
