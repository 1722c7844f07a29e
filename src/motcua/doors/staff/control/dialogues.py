"""Dialogues with citizens: the notice in time, questions, minutes, answers, the published result."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.frame.templatetags.frame import moment, status_tag
from motcua.doors.staff.control.dialogue_forms import (
    AnnounceForm,
    AnswerForm,
    DialogueForm,
    DropForm,
    HoldForm,
    LeaveOutForm,
    QuestionForm,
)
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    day_words,
    form_page,
    place_of,
    sheet,
    upload_of,
    word_file,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.files import download
from motcua.feedback import dialogues
from motcua.feedback.access import dialogue_for, question_for
from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.feedback.dialogue_papers import notice_paper, result_paper
from motcua.feedback.dialogues import NewDialogue, NewQuestion
from motcua.feedback.enums import Asker, DialogueCause, DialogueState, DialogueWay
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer

PAGE, _ONE = "staff:dialogues", "staff:dialogue"
# What is mostly the same as the last time; the day, the subject and the content are not.
_KEPT = ("cause", "way", "place", "joining", "chair", "takes_questions")
_HEADS = ("Chủ đề", "Lúc", "Cách thức", "Tình trạng", "Câu hỏi", "Đã trả lời", "Công khai trước")


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
        notes=_late(row) + _waiting(row, questions),
        tables=[_questions(row, questions, leads)],
        crumbs=[Crumb("Đối thoại", _back(row)), Crumb(row.title)],
    )
    may_drop = leads and row.status in (DialogueState.PREPARED, DialogueState.ANNOUNCED)
    more: dict[str, Any] = {"facts": _facts(row), "row": row, "may_drop": may_drop}
    return sheet(request, officer, of, template="staff/control/dialogue.html", **more)


def _waiting(row: Dialogue, questions: list[Question]) -> list[str]:
    open_still = row.status in (DialogueState.ANNOUNCED, DialogueState.HELD)
    many = sum(each.online and not each.answered_at and not each.left_out for each in questions)
    return [f"{many} câu hỏi gửi qua mạng chưa trả lời."] if many and open_still else []


def _facts(row: Dialogue) -> list[tuple[str, Any]]:
    return [
        ("Tình trạng", status_tag(row.status.label, row.status.tone)),
        ("Lúc", moment(row.held_at)), ("Cách thức", DialogueWay(row.way).label), ("Địa điểm", row.place),
        ("Chủ trì", row.chair), ("Nội dung", linebreaksbr(row.content)), ("Cách tham gia", row.joining),
        ("Câu hỏi qua mạng", "Nhận trên trang công khai đến khi bắt đầu" if row.takes_questions else "Không nhận"),
        ("Lý do tổ chức", DialogueCause(row.cause).label),
        ("Thông báo", f"{day_words(clock.local_day(row.announced_at))}, qua {row.announced_how}"
         if row.announced_at else f"trước hết ngày {day_words(row.announce_by)}"),
        ("Số người dự", row.people or ""), ("Biên bản", linebreaksbr(row.minutes)), ("Không tổ chức", row.reason),
        ("Công khai kết quả", day_words(clock.local_day(row.published_at)) if row.published_at
         else f"trước hết ngày {day_words(row.publish_by)}"),
    ]  # fmt: skip


def _next(row: Dialogue, questions: list[Question]) -> tuple[Do, ...]:
    def to(name: str, label: str, *, main: bool = False) -> Do:
        return Do(label, reverse(f"staff:dialogue-{name}", args=[row.pk]), main=main)

    notice = to("paper", "Thông báo (Word)")
    match row.status:
        case DialogueState.PREPARED:
            return (to("change", "Sửa"), notice, to("announce", "Ghi đã thông báo", main=True))
        case DialogueState.ANNOUNCED:
            over = clock.now() >= row.held_at
            held = (to("hold", "Ghi biên bản", main=True),) if over else ()
            return (notice, to("ask", "Ghi câu hỏi", main=not over), *held)
        case DialogueState.HELD:
            ready = all(each.answered_at or each.left_out for each in questions)
            return (
                to("paper", "Kết quả (Word)"),
                to("ask", "Ghi câu hỏi"),
                *([to("publish", "Công khai kết quả", main=True)] if ready else []),
            )
        case DialogueState.PUBLISHED:
            return (to("paper", "Kết quả (Word)"),)
    return ()


def _questions(row: Dialogue, questions: list[Question], leads: bool) -> Table:
    open_still = row.status in (DialogueState.ANNOUNCED, DialogueState.HELD)
    lines = []
    for each in questions:
        when = "Gửi trước" if each.before else "Tại buổi đối thoại"
        asker = (
            f"{Asker(each.asker).label}: {each.asker_name}" if each.asker_name else Asker(each.asker).label
        )
        said = each.answer or status_tag("Chưa trả lời", "waiting")
        if each.left_out:
            said = f"Không trả lời, không công khai: {each.left_out}"
        do = [Do("Trả lời", reverse("staff:dialogue-answer", args=[each.pk]), about=each.words[:60])]
        if not each.left_out and not each.answered_at:
            do.append(
                Do(
                    "Không trả lời",
                    reverse("staff:dialogue-leave-out", args=[each.pk]),
                    about=each.words[:60],
                )
            )
        cells = (each.words, asker, f"{when}, qua mạng" if each.online else when, said, each.passed_to or "–")
        lines.append(Line(cells, tuple(do) if leads and open_still else ()))
    return Table("Câu hỏi, kiến nghị", ("Nội dung", "Người hỏi", "Gửi khi nào", "Trả lời", "Chuyển đến"), lines,
                 "Chưa có câu hỏi nào.")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A dialogue is prepared."""
    place: Place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        made = dialogues.prepare(_new(place.agency, given), actor=officer.actor)
        return f"Đã lập. Thông báo trước hết ngày {day_words(made.announce_by)}."

    before = Dialogue.objects.filter(agency=place.agency).first()
    form = DialogueForm(request.POST or None, initial=_said(before, *_KEPT) if before else None)
    return form_page(request, officer, form, act, heading="Chuẩn bị đối thoại", lead=place.agency.name,
                     back=place.url(PAGE), submit="Ghi")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def change(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What the notice says is changed until it goes out."""
    row = dialogue_for(officer, number, Right.STEER)

    def act(given: Cleaned) -> str:
        made = dialogues.change(row.pk, _new(row.agency, given), actor=officer.actor)
        return f"Đã sửa. Thông báo trước hết ngày {day_words(made.announce_by)}."

    form = DialogueForm(request.POST or None, initial=_said(row, *DialogueForm.base_fields))
    return _form(request, officer, row, form, act, "Sửa thông báo")


def _new(agency: Agency, given: Cleaned) -> NewDialogue:
    said = {**given, "cause": DialogueCause(given["cause"]), "way": DialogueWay(given["way"])}
    return NewDialogue(agency=agency, **said)


def _said(row: Dialogue, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def paper(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The notice as a Word file; the result once it was held."""
    row = dialogue_for(officer, number)
    if row.status in (DialogueState.HELD, DialogueState.PUBLISHED):
        return word_file(result_paper(row, dialogues.for_everybody(row)), f"ket-qua-doi-thoai-{row.pk}")
    return word_file(notice_paper(row), f"thong-bao-doi-thoai-{row.pk}")


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
def leave_out(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A question is neither answered nor published."""
    asked = question_for(officer, number)

    def act(given: Cleaned) -> str:
        dialogues.leave_out(asked.pk, actor=officer.actor, **given)
        return "Đã ghi: không trả lời, không công khai. Muốn trả lời lại thì bấm «Trả lời»."

    form = LeaveOutForm(request.POST or None, initial={"reason": asked.left_out})
    return _form(request, officer, asked.dialogue, form, act, f"Không trả lời: {asked.words[:120]}")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def publish(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Result and answers go public; shown beforehand as everybody will read them."""
    row = dialogue_for(officer, number, Right.STEER)
    if request.method == "POST":
        dialogues.publish(row.pk, actor=officer.actor)
        done(request, "Đã công khai kết quả đối thoại; không nêu tên người hỏi.")
        return redirect(_ONE, row.pk)
    context = {
        "row": row, "questions": dialogues.for_everybody(row), "cancel_url": reverse(_ONE, args=[row.pk]),
        "crumbs": [Crumb("Đối thoại", _back(row)), Crumb(row.title, reverse(_ONE, args=[row.pk])), Crumb("Công khai")],
    }  # fmt: skip
    return show(request, officer, "staff/control/dialogue_publish.html", context)


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
