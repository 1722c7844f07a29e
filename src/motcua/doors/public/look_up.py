"""Looking up a dossier by its code: code and progress for anybody, nothing else (TT 01/2018 Điều 16.2d)."""

import re
from datetime import date
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from motcua.catalogue.enums import Kind
from motcua.doors.frame.components import TimelineEvent, Tone
from motcua.doors.frame.visitors import address_of, digest_of
from motcua.doors.public.pages import page
from motcua.dossiers.access import dossier_for_anyone
from motcua.dossiers.enums import State
from motcua.dossiers.lateness import public_apology
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import PublicProgress, left_to_pay, public_progress, public_time_line
from motcua.dossiers.rules.codes import code_in
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.queries import where_to_go

# Codes can be counted through; a person at a counter never looks up so many in a minute.
LOOK_UPS_A_MINUTE: Final = 60
WINDOW_SECONDS: Final = 60
# Nobody mistypes a code so often in an hour; who tries codes in series does. Then nothing is answered for that hour.
MISSES_AN_HOUR: Final = 40
STOPPED_SECONDS: Final = 3600
LONGEST_CODE: Final = 60
_LONGEST_LINE: Final = 300  # what a scanner reads off a receipt

# A receipt's code (H99.101-251120-0012, an older provincial form) or a tracking number; no procedure's code.
_LIKE_A_CODE: Final = re.compile(
    r"(?=.*\d)(?:[A-Z0-9.]+-[A-Z0-9.-]*\d[A-Z0-9.-]*|(?=.*[A-Z])[A-Z0-9]{10,16})", re.IGNORECASE
)

TONES: Final[dict[State, Tone]] = {
    State.SUPPLEMENT_BEFORE: "waiting", State.SUPPLEMENTING: "waiting", State.AWAITING_PAYMENT: "waiting",
    State.REJECTED: "stopped", State.WITHDRAWN: "stopped", State.STOPPED: "stopped",
    State.SETTLED: "done", State.RETURNED: "done",
}  # fmt: skip


def like_a_code(text: str) -> bool:
    """Whether a search means a dossier rather than a procedure."""
    return _LIKE_A_CODE.fullmatch(text.strip()) is not None


def search(request: HttpRequest) -> HttpResponse:
    """One box for both: a dossier's code leads to the dossier, any other words to the list of procedures."""
    text = request.GET.get("q", "").strip()[:200]
    if code := code_in(text):
        return redirect("public:progress", code=code)
    if like_a_code(text):
        return redirect("public:progress", code=text.upper())
    return redirect(f"{reverse('public:procedures')}?{urlencode({'q': text})}")


def look_up(request: HttpRequest) -> HttpResponse:
    """The form; a code in the address leads to its page."""
    whole = request.GET.get("ma", "").strip()[:_LONGEST_LINE]
    asked = code_in(whole) or whole[:LONGEST_CODE]
    if asked and "/" not in asked:
        return redirect("public:progress", code=asked.upper())
    problem = _("Ghi mã hồ sơ hoặc mã tra cứu.") if "ma" in request.GET else ""
    return _form(request, asked, problem, 422 if problem else 200)


def progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far a dossier has come. Absent and hidden answer alike; too many in a minute are asked to wait."""
    if hurried(request):
        return slow_down(request, code)
    try:
        dossier = public_dossier(code)
    except NotFound:
        _count(_key_of_misses(request), STOPPED_SECONDS)
        return _form(request, code, _("Không có hồ sơ nào mang mã này."), 404)
    return _progress_page(request, dossier)


def _progress_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    shown = public_progress(dossier)
    late, to_pay = _late(shown, clock.today()), left_to_pay(dossier)
    context = {
        "shown": shown,
        "state": _(shown.state.citizen_label),
        "tone": "late" if late else TONES.get(shown.state, "running"),
        "late": late,
        "next_step": next_step(shown, owed=to_pay),
        "to_pay": to_pay,
        "apology": public_apology(dossier),
        "desk": dossier.desk,
        "desks": where_to_go(dossier.desk, clock.today()),
        "events": time_line(dossier),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Tra cứu hồ sơ"), reverse("public:look-up")),
            (shown.code, ""),
        ],
    }
    answer = page(request, "progress.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def time_line(dossier: Dossier) -> list[TimelineEvent]:
    """Statuses in the citizen's words, the last marked as the present one."""
    steps = public_time_line(dossier)
    return [
        TimelineEvent(
            _(state.citizen_label), at=at, tone=TONES.get(state, "running"), current=place == len(steps)
        )
        for place, (state, at) in enumerate(steps, start=1)
    ]


def next_step(shown: PublicProgress, *, owed: int = 0) -> str:
    """What the citizen can do now; empty when there is only waiting. `owed`: what is still to be paid, đồng."""
    nothing = _("Cơ quan đang kiểm tra giấy tờ. Ông/bà chưa cần làm gì.")
    pay = _("Nộp tiền để hồ sơ không phải chờ; trong lúc đó cơ quan kiểm tra giấy tờ.")
    words = {
        State.SUBMITTED: pay if owed else nothing,
        State.SUPPLEMENT_BEFORE: _(
            "Đăng nhập, mở hồ sơ ở trang Của tôi để bổ sung ngay; hoặc mang giấy tờ theo phiếu yêu cầu đến nơi tiếp nhận."
        ),
        State.SUPPLEMENTING: _(
            "Đăng nhập, mở hồ sơ ở trang Của tôi để bổ sung ngay; hoặc mang giấy tờ theo phiếu yêu cầu đến nơi tiếp nhận."
        ),
        State.AWAITING_PAYMENT: _("Nộp tiền theo thông báo đã gửi; nộp xong hồ sơ được giải quyết tiếp."),
        State.REJECTED: _("Lý do ghi trong phiếu từ chối đã gửi ông/bà; hỏi thêm tại nơi tiếp nhận."),
        State.STOPPED: _("Lý do ghi trong thông báo đã gửi ông/bà; hỏi thêm tại nơi tiếp nhận."),
        State.SETTLED: _("Mang giấy tiếp nhận đến nơi tiếp nhận để nhận kết quả."),
    }
    return words.get(shown.state, "")


def _late(shown: PublicProgress, today: date) -> bool:
    waiting = shown.waiting_for_citizen or shown.state.ended
    return shown.due_date is not None and not waiting and shown.due_date < today


def slow_down(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody looks up many codes one after another: asked to wait a minute; after many wrong ones, an hour."""
    stopped = _stopped(request)
    words = (
        _(
            "Đã tra quá nhiều mã không có. Máy hoặc mạng này tạm ngừng tra cứu trong một giờ; cần gấp thì hỏi nơi tiếp nhận."
        )
        if stopped
        else _("Đã tra cứu quá nhiều lần trong một phút. Xin đợi một phút rồi tra tiếp.")
    )
    answer = _form(request, code, words, 429)
    answer["Retry-After"] = str(STOPPED_SECONDS if stopped else WINDOW_SECONDS)
    return answer


def public_dossier(code: str) -> Dossier:
    """The dossier of a citizen's procedure by any of its codes. Raises NotFound."""
    dossier = dossier_for_anyone(code[:LONGEST_CODE])
    if dossier.procedure.kind != Kind.CITIZEN.value:
        raise NotFound
    return dossier


def _form(request: HttpRequest, asked: str, problem: str, status: int) -> HttpResponse:
    context = {
        "asked": asked,
        "problem": problem,
        "stopped": status == 429,
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Tra cứu hồ sơ"), "")],
    }
    return page(request, "look_up.html", context, status=status)


def hurried(request: HttpRequest) -> bool:
    """Whether this visitor looked up too many codes within a minute, or too many wrong ones within an hour."""
    key = f"public.look_up.{digest_of(address_of(request))}"
    return _stopped(request) or _count(key, WINDOW_SECONDS) > LOOK_UPS_A_MINUTE


def _stopped(request: HttpRequest) -> bool:
    return int(cache.get(_key_of_misses(request), 0)) >= MISSES_AN_HOUR


def _key_of_misses(request: HttpRequest) -> str:
    return f"public.look_up.missed.{digest_of(address_of(request))}"


def _count(key: str, seconds: int) -> int:
    """How often this happened in the window that the first time began."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # the window ended in between
        return 1
