"""Dialogues with citizens: the notice in time, questions, minutes, answers, the published result."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.frame.forms import MomentField
from motcua.doors.frame.templatetags.frame import moment, status_tag
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    areas,
    day_words,
    form_page,
    place_of,
    sheet,
    upload_of,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.doors.staff.steering.files import download
from motcua.feedback import dialogues
from motcua.feedback.access import dialogue_for, question_for
from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.feedback.dialogues import NewDialogue, NewQuestion
from motcua.feedback.enums import Asker, DialogueCause, DialogueState, DialogueWay
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

PAGE, _ONE = "staff:dialogues", "staff:dialogue"
_HEADS = ("Chủ đề", "Lúc", "Cách thức", "Tình trạng", "Câu hỏi", "Đã trả lời", "Công khai trước")


class DialogueForm(forms.Form):
    """What the notice says."""

    title = forms.CharField(label="Chủ đề", max_length=300)
    cause = forms.ChoiceField(
        label="Lý do tổ chức", choices=[(each.value, each.label) for each in DialogueCause]
    )
    way = forms.ChoiceField(label="Cách thức", choices=[(each.value, each.label) for each in DialogueWay])
    held_at = MomentField(label="Lúc")
    place = forms.CharField(label="Địa điểm, địa chỉ trực tuyến", max_length=300)
    content = forms.CharField(label="Nội dung", widget=areas())
    joining = forms.CharField(
        label="Cách đăng ký, gửi câu hỏi trước", max_length=500,
        help_text="Gửi về đâu, đến ngày nào: người dân đọc trên trang công khai.",
    )  # fmt: skip
    chair = forms.CharField(label="Chủ trì", max_length=300)


class AnnounceForm(forms.Form):
    """Through what was announced."""

    how = forms.CharField(
        label="Đã thông báo qua",
        max_length=300,
        help_text="Loa truyền thanh, trang thông tin, niêm yết, trưởng thôn…",
    )


class QuestionForm(forms.Form):
    """A question as it came."""

    words = forms.CharField(label="Câu hỏi", widget=areas())
    asker = forms.ChoiceField(label="Người hỏi là", choices=[(each.value, each.label) for each in Asker])
    asker_name = forms.CharField(
        label="Họ tên", max_length=200, required=False, help_text="Được mã hóa, không bao giờ công khai."
    )
    field = forms.CharField(label="Lĩnh vực", max_length=200, required=False)
    unit = forms.CharField(label="Bộ phận trả lời", max_length=200, required=False)


class HoldForm(forms.Form):
    """How it was."""

    people = forms.IntegerField(label="Số người dự", min_value=1, max_value=100_000)
    minutes = forms.CharField(label="Tóm tắt biên bản", widget=areas(5))
    file = forms.FileField(label="Biên bản", required=False, help_text="PDF, Word hoặc ảnh quét.")


class AnswerForm(forms.Form):
    """The answer, or where it went."""

    words = forms.CharField(label="Trả lời", widget=areas(4))
    passed_to = forms.CharField(
        label="Chuyển cơ quan có thẩm quyền", max_length=200, required=False,
        help_text="Khi vượt thẩm quyền: tên cơ quan; phần trả lời ghi văn bản chuyển.",
    )  # fmt: skip


class DropForm(forms.Form):
    """Why it is not held."""

    reason = forms.CharField(label="Vì sao không tổ chức", max_length=500, widget=areas(2))


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The dialogues of a year against how many there should be."""
    place = place_of(request, officer)
    rows = dialogues.dialogues_of(place.agency, place.year)
    counts = dialogues.counted(rows)
    shown = list(rows)
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(row, counts) for row in shown], name="doi-thoai")
    today = clock.today()
    held, wanted = dialogues.owed(place.agency, place.year, today)
    asked, said = (sum(each[part] for each in counts.values()) for part in (0, 1))
    of = Sheet(
        "Đối thoại",
        lead="Đối thoại với người dân, doanh nghiệp về thủ tục hành chính",
        do=(Do("Chuẩn bị đối thoại", place.url("staff:dialogue-add"), main=True),) if place.leads else (),
        notes=_notes(shown, held, wanted),
        cards=[
            Summary("Đã tổ chức", held, note=f"đến nay cần {wanted}"),
            Summary("Câu hỏi", asked),
            Summary("Đã trả lời", said),
        ],
        tables=[Table("Các cuộc đối thoại", _HEADS, [_line(row, counts) for row in shown],
                      "Năm này chưa có cuộc đối thoại nào.")],
    )  # fmt: skip
    filters = [Filter("nam", "Năm", years(), str(place.year))]
    return sheet(request, officer, of, place=place, filters=filters, saves=True)


def _cells(row: Dialogue, counts: dict[int, tuple[int, int]]) -> tuple[Any, ...]:
    asked, said = counts.get(row.pk, (0, 0))
    at = row.held_at.astimezone(clock.LOCAL).replace(tzinfo=None)
    return row.title, at, DialogueWay(row.way).label, row.status.label, asked, said, row.publish_by


def _line(row: Dialogue, counts: dict[int, tuple[int, int]]) -> Line:
    cells = _cells(row, counts)
    tag = status_tag(row.status.label, row.status.tone)
    return Line(
        (row.title, moment(row.held_at), cells[2], tag, cells[4], cells[5], day_words(row.publish_by)),
        (Do("Mở", reverse(_ONE, args=[row.pk]), about=row.title),),
    )


def _notes(rows: list[Dialogue], held: int, wanted: int) -> list[str]:
    notes = [f"Đến nay mới tổ chức {held} trong {wanted} cuộc đối thoại của năm."] if held < wanted else []
    return notes + [note for row in rows for note in _late(row)]


def _late(row: Dialogue) -> list[str]:
    today = clock.today()
    if row.status is DialogueState.PREPARED:
        last = day_words(row.announce_by)
        return [f"«{row.title}»: đã quá hạn thông báo {last}; lập lần khác, ngày muộn hơn."
                if today > row.announce_by else f"«{row.title}»: thông báo trước hết ngày {last}."]  # fmt: skip
    if row.status is DialogueState.ANNOUNCED and clock.now() > row.held_at:
        return [f"«{row.title}»: đã đến giờ, chưa ghi biên bản."]
    if row.status is DialogueState.HELD:
        late = " (đã quá hạn)" if today > row.publish_by else ""
        return [f"«{row.title}»: công khai kết quả trước hết ngày {day_words(row.publish_by)}{late}."]
    return []


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One dialogue: notice, questions, minutes, answers."""
    row = dialogue_for(officer, number)
    leads = officer.may(Right.STEER, row.agency.path)
    questions = list(Question.objects.filter(dialogue=row))
    of = Sheet(
        row.title,
        lead=row.agency.name,
        do=_next(row, questions) if leads else (),
        notes=_late(row),
        tables=[_questions(row, questions, leads)],
        crumbs=[Crumb("Đối thoại", _back(row)), Crumb(row.title)],
    )
    may_drop = leads and row.status in (DialogueState.PREPARED, DialogueState.ANNOUNCED)
    more: dict[str, Any] = {"facts": _facts(row), "row": row, "may_drop": may_drop}
    return sheet(request, officer, of, template="staff/control/dialogue.html", **more)


def _facts(row: Dialogue) -> list[tuple[str, Any]]:
    return [
        ("Tình trạng", status_tag(row.status.label, row.status.tone)),
        ("Lúc", moment(row.held_at)), ("Cách thức", DialogueWay(row.way).label), ("Địa điểm", row.place),
        ("Chủ trì", row.chair), ("Nội dung", row.content), ("Cách tham gia", row.joining),
        ("Lý do tổ chức", DialogueCause(row.cause).label),
        ("Thông báo", f"{day_words(clock.local_day(row.announced_at))}, qua {row.announced_how}"
         if row.announced_at else f"trước hết ngày {day_words(row.announce_by)}"),
        ("Số người dự", row.people or ""), ("Biên bản", row.minutes), ("Không tổ chức", row.reason),
        ("Công khai kết quả", day_words(clock.local_day(row.published_at)) if row.published_at
         else f"trước hết ngày {day_words(row.publish_by)}"),
    ]  # fmt: skip


def _next(row: Dialogue, questions: list[Question]) -> tuple[Do, ...]:
    def to(name: str, label: str, *, main: bool = False) -> Do:
        return Do(label, reverse(f"staff:dialogue-{name}", args=[row.pk]), main=main)

    match row.status:
        case DialogueState.PREPARED:
            return (to("announce", "Ghi đã thông báo", main=True),)
        case DialogueState.ANNOUNCED:
            over = clock.now() >= row.held_at
            held = (to("hold", "Ghi biên bản", main=True),) if over else ()
            return (to("ask", "Ghi câu hỏi", main=not over), *held)
        case DialogueState.HELD:
            ready = all(each.answered_at for each in questions)
            return (
                to("ask", "Ghi câu hỏi"),
                *([to("publish", "Công khai kết quả", main=True)] if ready else []),
            )
    return ()


def _questions(row: Dialogue, questions: list[Question], leads: bool) -> Table:
    open_still = row.status in (DialogueState.ANNOUNCED, DialogueState.HELD)
    lines = [
        Line(
            (each.words, Asker(each.asker).label, "Gửi trước" if each.before else "Tại buổi đối thoại",
             each.answer or status_tag("Chưa trả lời", "waiting"), each.passed_to or "–"),
            (Do("Trả lời", reverse("staff:dialogue-answer", args=[each.pk]), about=each.words[:60]),)
            if leads and open_still else (),
        )
        for each in questions
    ]  # fmt: skip
    return Table("Câu hỏi, kiến nghị", ("Nội dung", "Người hỏi", "Gửi khi nào", "Trả lời", "Chuyển đến"), lines,
                 "Chưa có câu hỏi nào.")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A dialogue is prepared."""
    place: Place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        cause, way = DialogueCause(given.pop("cause")), DialogueWay(given.pop("way"))
        made = dialogues.prepare(
            NewDialogue(agency=place.agency, cause=cause, way=way, **given), actor=officer.actor
        )
        return f"Đã lập. Thông báo trước hết ngày {day_words(made.announce_by)}."

    form = DialogueForm(request.POST or None)
    return form_page(request, officer, form, act, heading="Chuẩn bị đối thoại", lead=place.agency.name,
                     back=place.url(PAGE), submit="Ghi")  # fmt: skip


def _form(
    request: HttpRequest,
    officer: Officer,
    row: Dialogue,
    form: forms.Form,
    act: Any,
    heading: str,
    submit: str = "Ghi",
) -> HttpResponse:
    back = reverse(_ONE, args=[row.pk])
    return form_page(request, officer, form, act, heading=heading, lead=row.title, back=back, submit=submit)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def announce(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The notice went out; it stands on the public pages from now on."""
    row = dialogue_for(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        dialogues.announce(row.pk, actor=officer.actor, **given)
        return "Đã thông báo; người dân xem được ở trang «Đối thoại»."

    return _form(request, officer, row, AnnounceForm(request.POST or None), act, "Ghi đã thông báo")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def ask(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A question."""
    row = dialogue_for(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        dialogues.ask(row.pk, NewQuestion(asker=Asker(given.pop("asker")), **given), actor=officer.actor)
        return "Đã ghi câu hỏi."

    return _form(request, officer, row, QuestionForm(request.POST or None), act, "Ghi câu hỏi")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def hold(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The minutes."""
    row = dialogue_for(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        blob, name = upload_of(given)
        dialogues.hold(
            row.pk,
            people=given["people"],
            minutes=given["minutes"],
            file=blob,
            file_name=name,
            actor=officer.actor,
        )
        return f"Đã ghi biên bản. Công khai kết quả trước hết ngày {day_words(row.publish_by)}."

    form = HoldForm(request.POST or None, request.FILES or None)
    return _form(request, officer, row, form, act, "Ghi biên bản")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def answer(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A question is answered or passed on."""
    asked = question_for(officer, number)

    def act(given: Cleaned) -> str:
        dialogues.answer(asked.pk, actor=officer.actor, **given)
        return "Đã ghi trả lời."

    form = AnswerForm(request.POST or None, initial={"words": asked.answer, "passed_to": asked.passed_to})
    return _form(request, officer, asked.dialogue, form, act, f"Trả lời: {asked.words[:120]}")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def publish(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Result and answers go public."""
    row = dialogue_for(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        dialogues.publish(row.pk, actor=officer.actor)
        return "Đã công khai kết quả đối thoại; không nêu tên người hỏi."

    form = forms.Form(request.POST if request.method == "POST" else None)
    return _form(request, officer, row, form, act, "Công khai kết quả đối thoại", "Công khai")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def drop(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """It is not held."""
    row = dialogue_for(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        dialogues.drop(row.pk, actor=officer.actor, **given)
        return "Đã ghi: không tổ chức."

    return _form(request, officer, row, DropForm(request.POST or None), act, "Không tổ chức đối thoại")


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def minutes_file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The minutes as they were handed in."""
    row = dialogue_for(officer, number)
    if row.minutes_file is None:
        raise NotFound
    return download(row.minutes_file.sha256, row.minutes_name or "bien-ban")


def _back(row: Dialogue) -> str:
    return f"{reverse(PAGE)}?co-quan={row.agency.code}&nam={clock.local_day(row.held_at).year}"
