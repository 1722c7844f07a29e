"""The screens of the machine itself: where to begin, the end of a visit, five faces."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters.models import Kiosk
from motcua.counters.queries import kinds_of, kiosk_with
from motcua.doors.frame.wording import said
from motcua.doors.kiosk.visits import mark, shell_for
from motcua.doors.public.citizens import is_officer
from motcua.doors.public.look_up import hurried, public_dossier
from motcua.doors.public.pages import page
from motcua.dossiers.models import Dossier
from motcua.feedback.actions import rate as keep_rating
from motcua.feedback.enums import RatingChannel, Reason
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused

CITIZEN = Actor("citizen", "", "Người nộp hồ sơ")
# From the worst to the best, as scores 1 to 5.
FACES = (
    gettext_noop("Rất không hài lòng"), gettext_noop("Không hài lòng"), gettext_noop("Bình thường"),
    gettext_noop("Hài lòng"), gettext_noop("Rất hài lòng"),
)  # fmt: skip
_CONTENT_FROM = 3
Screen = Callable[[HttpRequest, Kiosk], HttpResponse]


def screen(*, fresh: bool = False) -> Callable[[Screen], Callable[..., HttpResponse]]:
    """A screen of a registered machine; `fresh`: another visitor begins. An unknown key leads nowhere."""

    def decorate(show: Screen) -> Callable[..., HttpResponse]:
        @wraps(show)
        def view(request: HttpRequest, key: str) -> HttpResponse:
            machine = kiosk_with(key)
            if machine is None:
                raise Http404(_("Máy này chưa đăng ký hoặc đã ngừng."))
            if is_officer(request):
                # An officer's own computer must not turn into a machine, nor a machine keep an officer.
                return shown(request, "officer.html", {"machine": machine}, status=409)
            shell = shell_for(request, machine, fresh=fresh)
            answer = show(request, machine)
            mark(answer, shell)
            return answer

        return view

    return decorate


@require_safe
@screen(fresh=True)
def start(request: HttpRequest, machine: Kiosk) -> HttpResponse:
    """The first screen. Opening it registers this browser as the machine, and begins a visit."""
    return shown(request, "start.html", {"machine": machine, "queue": kinds_of(machine.agency).exists()})


@require_safe
@screen(fresh=True)
def over(request: HttpRequest, machine: Kiosk) -> HttpResponse:
    """The end of a visit: signed out, Vietnamese again, and back to the first screen."""
    answer = redirect("kiosk:start", key=machine.key)
    for name in (settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        answer.delete_cookie(name)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@require_http_methods(["GET", "POST"])
@screen()
def rate(request: HttpRequest, machine: Kiosk) -> HttpResponse:
    """The look-up number and one of five faces; who is not content may say why. Nobody is asked who they are."""
    key, score = _scanned(request.POST.get("key", "")), _score(request)
    context = {"machine": machine, "faces": list(enumerate((_(face) for face in FACES), 1)), "key": key}
    if request.method != "POST":
        return shown(request, "rate.html", context)
    if hurried(request):
        words = _("Đã gửi quá nhiều lần trong một phút. Xin đợi một phút rồi gửi lại.")
        return shown(request, "rate.html", {**context, "problem": words}, status=429)
    try:
        dossier = _dossier(key)
        if not score:
            raise Refused(_("Chọn một trong năm khuôn mặt."), field="score")
        if score < _CONTENT_FROM and "reasons_asked" not in request.POST:
            asked = {
                "score": score,
                "face": _(FACES[score - 1]),
                "reasons": [(each.value, _(each.label)) for each in Reason],
            }
            return shown(request, "reasons.html", {**context, **asked})
        chosen = set(request.POST.getlist("reason"))
        keep_rating(
            dossier, satisfied=score >= _CONTENT_FROM, score=score, channel=RatingChannel.DEVICE,
            reasons=[each for each in Reason if each.value in chosen], actor=CITIZEN,
        )  # fmt: skip
    except NotFound:
        words = _("Không có hồ sơ nào mang mã tra cứu này. Xem lại 12 ký tự trên giấy tiếp nhận.")
    except Refused as refused:
        words = said(refused.message)
    else:
        return redirect("kiosk:thanks", key=machine.key)
    return shown(request, "rate.html", {**context, "problem": words}, status=422)


@require_safe
@screen()
def thanks(request: HttpRequest, machine: Kiosk) -> HttpResponse:
    """After a rating; the next visitor begins soon."""
    return shown(request, "thanks.html", {"machine": machine})


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A screen out of this door's own templates, knowing what every public page knows."""
    return page(request, template, context, status=status, folder="kiosk")


def _score(request: HttpRequest) -> int:
    sent = request.POST.get("score", "")
    return int(sent) if sent in ("1", "2", "3", "4", "5") else 0


def _scanned(text: str) -> str:
    """What was typed; of an address out of a QR code the look-up number in it."""
    address = urlsplit(text.strip()[:300])
    if address.scheme in ("http", "https"):
        return (parse_qs(address.query).get("ma") or [address.path.rstrip("/").rpartition("/")[2]])[0][:20]
    return text.strip()[:20]


def _dossier(key: str) -> Dossier:
    """By the look-up number only, which nobody guesses; codes can be counted through."""
    wanted = key.upper().replace("-", "").replace(" ", "")
    dossier = public_dossier(wanted) if wanted else None
    if dossier is None or dossier.tracking != wanted:
        raise NotFound
    return dossier
