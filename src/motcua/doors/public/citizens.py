"""Who a visitor is once signed in: a person, never an officer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.models import Person, User
from motcua.accounts.ports import identity_providers
from motcua.doors.frame import kept_forms
from motcua.doors.frame.passwords import NameAndPassword, ours, try_to_sign_in
from motcua.doors.frame.sample_mark import holds_sample
from motcua.doors.public.pages import page
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound

Parameters = ParamSpec("Parameters")
Page = Callable[Concatenate[HttpRequest, Person, Parameters], HttpResponse]
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def person_on(request: HttpRequest) -> Person | None:
    """Who is signed in as a citizen, if anybody."""
    user = request.user
    return user.person if isinstance(user, User) and user.person_id else None


def actor_of(person: Person) -> Actor:
    """The person in records: by number, never by name."""
    return Actor("person", str(person.pk), f"Người dân số {person.pk}", "")


def citizen(view_page: Page[Parameters]) -> View[Parameters]:
    """Let in people who are signed in; others sign in first and come back, what they typed is kept.

    What is not theirs is not there.
    """

    @wraps(view_page)
    def view(request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        person = person_on(request)
        if person is None:
            kept = not request.user.is_authenticated and kept_forms.keep(request)
            wanted = reverse("public:kept-form") if kept else request.get_full_path()
            return redirect_to_login(wanted, reverse("public:sign-in"))
        try:
            answer = view_page(request, person, *args, **kwargs)
        except NotFound as absent:
            raise Http404(absent.message) from absent
        patch_cache_control(answer, private=True, no_store=True)
        kept_forms.after_page(request, answer)
        return answer

    return cast("View[Parameters]", view)


class SignInForm(NameAndPassword):
    """Name and password of an account for trying out."""

    name_label = gettext_lazy("Tên đăng nhập")
    password_label = gettext_lazy("Mật khẩu")
    error_messages = {
        "invalid_login": gettext_lazy("Tên đăng nhập hoặc mật khẩu không đúng."),
        "inactive": gettext_lazy("Tài khoản này đã khoá."),
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """Only people: an officer signs in at the staff's door."""
        super().confirm_login_allowed(user)
        if not user.person_id:
            raise forms.ValidationError(_("Tên đăng nhập hoặc mật khẩu không đúng."), code="invalid_login")


def local_sign_in() -> bool:
    """Whether citizens may sign in with a name and a password: for trying out, or where the office says so."""
    return bool(settings.LOCAL_CITIZENS) or holds_sample()


def is_officer(request: HttpRequest) -> bool:
    """Signed in, but not as a person: an officer's session never turns into a citizen's unasked."""
    return request.user.is_authenticated and person_on(request) is None


def sign_in_page(
    request: HttpRequest, wanted: str, *, status: int = 200, problem: str = "", **more: Any
) -> HttpResponse:
    """The ways to sign in that are set up here, and what went wrong."""
    form = more.pop("form", None) or (SignInForm(request) if local_sign_in() else None)
    providers = list(identity_providers().values())
    officer = is_officer(request)
    if form is not None and providers:
        form.fields["username"].widget.attrs.pop("autofocus", None)  # the buttons above come first
    context = {
        "next": wanted, "providers": providers, "form": None if officer else form, "officer": officer,
        "closed": not providers and form is None, "problem": problem, "kept": kept_forms.is_waiting(request), **more,
    }  # fmt: skip
    return page(request, "sign_in.html", context, status=status)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in and go on to where one wanted to."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if person_on(request) is not None:
        return redirect(safe(request, wanted))
    if request.method != "POST" or not local_sign_in() or is_officer(request):
        return sign_in_page(request, wanted)
    tried = try_to_sign_in(request, SignInForm)
    if tried.signed_in:
        return redirect(safe(request, wanted))
    shown = sign_in_page(
        request, wanted, form=tried.form, wait_minutes=tried.wait_minutes, status=tried.status
    )
    return tried.told(shown)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; nothing of the session stays."""
    provider = request.session.get("citizen.provider", "")
    logout(request)
    known = provider in identity_providers()
    answer = redirect(f"{reverse('public:signed-out')}?qua={provider}" if known else "public:home")
    kept_forms.forget_who(answer)
    return answer


@require_http_methods(["GET", "POST"])
@citizen
def kept_form(request: HttpRequest, person: Person) -> HttpResponse:
    """What was being sent when the session ended: send it on, or (POST) drop it."""
    kept = kept_forms.kept_for(request)
    if kept is None or request.method == "POST":
        kept_forms.drop(request)
        return redirect("public:mine")
    return page(request, "kept_form.html", {"kept": kept})


def safe(request: HttpRequest, wanted: str) -> str:
    """Where to go on: the page wanted when it is ours, otherwise what is the person's own."""
    return ours(request, wanted, reverse("public:mine"))
