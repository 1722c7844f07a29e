"""The gate in front of every staff page: who acts, with which right, and what a refusal looks like."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from motcua.accounts.models import User
from motcua.doors.frame import kept_forms
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import officer_of
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_ACT_KEY = re.compile(r"[0-9A-Za-z-]{1,64}")

Parameters = ParamSpec("Parameters")
Page = Callable[Concatenate[HttpRequest, Officer, Parameters], HttpResponse]
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def gate(*rights: Right) -> Callable[[Page[Parameters]], View[Parameters]]:
    """Let in officers who hold one of the rights anywhere (any officer when none is named).

    The page gets the officer as its second argument and narrows by scope itself, through `access`.
    Not signed in: to sign-in and back, what was typed is kept. Without the right, and NotFound from below: 404,
    so that hidden and absent answer alike. Refused: the page again with the message (409 when overtaken).
    """

    def decorate(page: Page[Parameters]) -> View[Parameters]:
        @wraps(page)
        def view(request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                kept = kept_forms.keep(request)
                return redirect_to_login(reverse("staff:kept-form") if kept else request.get_full_path())
            try:
                if must_change_password(request):
                    return redirect("staff:password")
                officer = officer_on(request)
                if rights and not any(officer.may_anywhere(right) for right in rights):
                    raise NotFound
                answer = page(request, officer, *args, **kwargs)
            except NotFound as absent:
                raise Http404(absent.message) from absent
            except Refused as refused:
                answer = refusal_page(request, refused)
            # Desks share computers: what one officer saw must not come back from the browser's memory
            # after signing out, nor a form already sent be filled in for the next citizen.
            patch_cache_control(answer, private=True, no_store=True)
            kept_forms.after_page(request, answer)
            return answer

        cast(Any, view).rights = rights
        return cast("View[Parameters]", view)

    return decorate


def must_change_password(request: HttpRequest) -> bool:
    """Whether the password was set by somebody else: nothing but changing it is possible then."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return cast(User, request.user).must_change_password and here != "staff:password"


def officer_on(request: HttpRequest) -> Officer:
    """The officer of this request, looked up once."""
    known = getattr(request, "motcua_officer", None)
    if known is None:
        known = officer_of(cast(User, request.user))
        cast(Any, request).motcua_officer = known
    return cast(Officer, known)


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """What an officer sees when an act is refused and its form cannot show it: the words, and the way back."""
    status = 409 if refused.code == "overtaken" else 422
    context = {"refused": refused, "back": request.META.get("HTTP_REFERER", "")}
    return TemplateResponse(request, "staff/refused.html", context, status=status)


def act_key_of(request: HttpRequest) -> str | None:
    """The key a form was made with: the same key twice is one act. What is no such key counts as none."""
    sent = request.POST.get("act_key", "")
    return sent if _ACT_KEY.fullmatch(sent) else None


def done(request: HttpRequest, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, words)
