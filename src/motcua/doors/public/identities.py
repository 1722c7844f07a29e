"""Signing in with VNeID or the national portal: going there, coming back, leaving."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from motcua.accounts.linking import sign_in_with
from motcua.accounts.ports import IdentityProvider, identity_providers
from motcua.doors.frame.wording import said
from motcua.doors.public.citizens import is_officer, safe, sign_in_page
from motcua.doors.public.pages import page
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.queries import home_agency
from motcua.regimes.queries import rule

PROVIDER = "citizen.provider"
_WANTED = "citizen.wanted"
_WORDS = {
    "cancelled": gettext_noop("Ông/bà đã huỷ đăng nhập. Có thể thử lại hoặc chọn cách khác."),
    "state": gettext_noop(
        "Lần đăng nhập này đã hết hạn, đã dùng rồi hoặc bắt đầu từ một cửa sổ khác. Bấm nút để đăng nhập lại."
    ),
    "unreachable": gettext_noop("Chưa kết nối được nơi xác thực. Xin thử lại sau ít phút, hoặc chọn cách khác."),
    "provider": gettext_noop("Nơi xác thực không nhận lần đăng nhập này. Xin thử lại, hoặc chọn cách khác."),
    "token": gettext_noop(
        "Câu trả lời của nơi xác thực không kiểm tra được nên không dùng. Không có gì thay đổi; bấm nút để đăng nhập lại."
    ),
    "clock": gettext_noop(
        "Đồng hồ của máy chủ và của nơi xác thực lệch nhau, hoặc xác thực đã hết hạn. Xin thử lại; nếu vẫn vậy, báo cơ quan."
    ),
    "claims": gettext_noop(
        "Nơi xác thực không cho biết số định danh hoặc họ tên nên không biết ông/bà là ai. Kiểm tra tài khoản của mình."
    ),
    "organisation": gettext_noop(
        "Đây là tài khoản của tổ chức. Xin đăng nhập bằng tài khoản cá nhân của người nộp hồ sơ."
    ),
    "changed_person": gettext_noop(
        "Tài khoản này trước đây gắn với một số định danh khác. Xin liên hệ Bộ phận Một cửa để kiểm tra."
    ),
    "another_person": gettext_noop(
        "Số định danh của ông/bà đang được ghi cho một người mang tên khác, có thể do nhập nhầm. "
        "Xin mang thẻ căn cước tới Bộ phận Một cửa để sửa."
    ),
    "locked": gettext_noop("Tài khoản này đã khoá."),
    "staff": gettext_noop("Máy này đang đăng nhập bằng tài khoản cán bộ. Xin đăng xuất tài khoản đó trước."),
}  # fmt: skip
_STATUS = {"unreachable": 502, "level": 403, "locked": 403}


@never_cache
@require_GET
def leave_for(request: HttpRequest, name: str) -> HttpResponse:
    """To where the person says who they are. A link and not a form: a form may lead to our own pages only."""
    provider = _provider(name)
    wanted = safe(request, request.GET.get("next", ""))
    request.session[_WANTED] = wanted
    try:
        if is_officer(request):
            raise Refused("", code="staff")
        shared = hasattr(
            request, "shell"
        )  # at a machine in the hall the last visitor's sign-in must not serve
        return redirect(provider.begin(request, back=_back(request, name), wanted=wanted, anew=shared))
    except Refused as refusal:
        return _refused(request, refusal)


@never_cache
@require_GET
def come_back(request: HttpRequest, name: str) -> HttpResponse:
    """Back from the provider: who it is becomes an account, and the visitor goes on to where they wanted."""
    provider = _provider(name)
    try:
        if is_officer(request):
            raise Refused("", code="staff")
        arrival = provider.finish(request, back=_back(request, name))
        user = sign_in_with(arrival.identity, least_level=_least_level())
    except Refused as refusal:
        return _refused(request, refusal)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(_WANTED, None)
    request.session[PROVIDER] = name
    return redirect(safe(request, arrival.wanted))


@never_cache
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Signed out here; on a shared computer one signs out at the provider too."""
    provider = identity_providers().get(request.GET.get("qua", ""))
    address = (
        provider.leaving(back=request.build_absolute_uri(reverse("public:signed-out"))) if provider else ""
    )
    return page(request, "signed_out.html", {"provider": provider, "address": address})


def _provider(name: str) -> IdentityProvider:
    provider = identity_providers().get(name)
    if provider is None:
        raise Http404
    return provider


def _back(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse("public:come-back", args=[name]))


def _least_level() -> int:
    agency = home_agency(clock.today())
    return int(rule("identity.least_level", on=clock.today(), scopes=agency.chain if agency else ()))


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    words = _WORDS.get(refusal.code)
    if refusal.code == "level":
        problem = _(
            "Nộp hồ sơ cần tài khoản định danh mức %(level)s. Xin kích hoạt mức này ở ứng dụng VNeID hoặc cơ quan công an; "
            "trong khi chờ, có thể nộp tại nơi tiếp nhận."
        ) % {"level": _least_level()}
    else:
        problem = _(words) if words else said(refusal.message)
    wanted = str(request.session.get(_WANTED, ""))
    return sign_in_page(request, wanted, problem=problem, status=_STATUS.get(refusal.code, 422))
