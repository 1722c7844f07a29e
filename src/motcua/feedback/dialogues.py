"""Dialogues: prepared, announced in time, questions collected, held with minutes, answered, published (REQ F4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.feedback.anonymity import anonymous
from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.feedback.enums import Asker, DialogueCause, DialogueState, DialogueWay
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.regimes.queries import rule, rules_on


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDialogue:
    """What the notice says: when, where, about what, how to take part."""

    agency: Agency
    title: str
    cause: DialogueCause
    way: DialogueWay
    held_at: datetime
    place: str
    content: str
    joining: str
    chair: str
    takes_questions: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question as it came. Personal: `asker_name`."""

    words: str
    asker: Asker
    asker_name: str = ""
    field: str = ""
    unit: str = ""
    online: bool = False


def announce_by(held_on: date, days: int) -> date:
    """The last day of the notice: so many whole days before. Pure."""
    return held_on - timedelta(days=days)


def publish_by(held_on: date, days: int) -> date:
    """The last day of the result: so many calendar days after. Pure."""
    return held_on + timedelta(days=days)


def prepare(new: NewDialogue, *, actor: Actor) -> Dialogue:
    """A dialogue with its notice. Refuses one whose notice can no longer be in time, and a notice that lacks something."""
    row = Dialogue(agency=new.agency, made_by=actor.label)
    _write(row, new)
    with act():
        row.save()
        _record(row, "prepare_dialogue", actor)
    return row


def change(dialogue_id: int, new: NewDialogue, *, actor: Actor) -> Dialogue:
    """What the notice says, anew. Refused once it went out: what people were told is kept, another is prepared."""

    def rewrite(row: Dialogue) -> None:
        _in_state(row, DialogueState.PREPARED)
        _write(row, new)

    return _changed(dialogue_id, "change_dialogue", rewrite, actor)


def _write(row: Dialogue, new: NewDialogue) -> None:
    for name in ("title", "place", "content", "joining", "chair"):
        if not str(getattr(new, name)).strip():
            raise Refused(
                "Thông báo nêu đủ chủ đề, địa điểm, nội dung, cách tham gia, người chủ trì.", field=name
            )
    held_on = clock.local_day(new.held_at)
    rules = rules_on(held_on, scopes=new.agency.chain)
    days = int(rules("dialogue.announce_days_before"))
    last = announce_by(held_on, days)
    if clock.today() > last:
        earliest = clock.today() + timedelta(days=days)
        raise Refused(
            f"Phải thông báo chậm nhất {days} ngày trước. Chọn từ ngày {earliest:%d/%m/%Y} trở đi.",
            field="held_at", code="too_soon",
        )  # fmt: skip
    row.title, row.cause, row.way, row.held_at = (
        squeeze(new.title),
        new.cause.value,
        new.way.value,
        new.held_at,
    )
    row.place, row.content, row.joining = squeeze(new.place), new.content.strip(), squeeze(new.joining)
    row.chair, row.takes_questions, row.announce_by = squeeze(new.chair), new.takes_questions, last
    row.publish_by = publish_by(held_on, int(rules("dialogue.publish_within_days")))


def announce(dialogue_id: int, *, how: str, actor: Actor) -> Dialogue:
    """The notice goes out and stands on the public pages. Late ones are refused: another day must be chosen."""
    if not squeeze(how):
        raise Refused("Ghi đã thông báo qua đâu (loa, trang thông tin, niêm yết).", field="how", code="how")

    def change(row: Dialogue) -> None:
        _in_state(row, DialogueState.PREPARED)
        if clock.today() > row.announce_by:
            raise Refused(
                f"Hạn thông báo là {row.announce_by:%d/%m/%Y}. Không tổ chức lần này và lập lần khác, ngày muộn hơn.",
                code="late",
            )  # fmt: skip
        row.announced_at, row.announced_how = clock.now(), squeeze(how)[:300]
        row.state = DialogueState.ANNOUNCED.value

    return _changed(dialogue_id, "announce_dialogue", change, actor)


def ask(dialogue_id: int, new: NewQuestion, *, actor: Actor) -> Question:
    """A question, sent before the dialogue or asked there. Refused before the notice and after publication."""
    if not new.words.strip():
        raise Refused("Ghi nội dung câu hỏi.", field="words", code="words")
    made: list[Question] = []

    def change(row: Dialogue) -> None:
        _in_state(row, DialogueState.ANNOUNCED, DialogueState.HELD)
        made.append(
            Question.objects.create(
                dialogue=row, asker=new.asker.value, asker_name=squeeze(new.asker_name), field=squeeze(new.field),
                words=new.words.strip(), unit=squeeze(new.unit), before=clock.now() < row.held_at,
                online=new.online, asked_at=clock.now(),
            )
        )  # fmt: skip

    _changed(dialogue_id, "ask_in_dialogue", change, actor)
    return made[0]


def ask_online(dialogue_id: int, new: NewQuestion, *, actor: Actor) -> Question:
    """A question somebody sends from the public page. Refused when the dialogue takes none there, when it has begun,
    and when more came than `dialogue.questions_online_most`; a question sent twice is kept once.
    """
    row = public_dialogues().filter(pk=dialogue_id).first()
    if row is None:
        raise NotFound
    if not may_ask_online(row):
        raise Refused("Cuộc đối thoại này không nhận câu hỏi qua mạng nữa.", code="closed")
    sent = Question.objects.filter(dialogue=row, online=True)
    if again := sent.filter(words=new.words.strip()).first():
        return again
    if sent.count() >= int(rule("dialogue.questions_online_most", on=clock.today(), scopes=row.agency.chain)):
        raise Refused(
            "Đã nhận đủ số câu hỏi qua mạng cho cuộc này. Xin gửi theo cách khác ghi trong thông báo.",
            code="full",
        )
    return ask(dialogue_id, replace(new, online=True), actor=actor)


def may_ask_online(row: Dialogue) -> bool:
    """Whether the public page takes questions now: announced, not begun yet, and the agency takes them there."""
    return row.takes_questions and row.status is DialogueState.ANNOUNCED and clock.now() < row.held_at


def hold(
    dialogue_id: int,
    *,
    people: int,
    minutes: str,
    file: Blob | None = None,
    file_name: str = "",
    actor: Actor,
) -> Dialogue:
    """It was held: how many came, and the minutes. Refused before its hour."""
    if people < 1:
        raise Refused("Ghi số người dự.", field="people", code="people")
    if not minutes.strip():
        raise Refused("Ghi tóm tắt biên bản.", field="minutes", code="minutes")

    def change(row: Dialogue) -> None:
        _in_state(row, DialogueState.ANNOUNCED)
        if clock.now() < row.held_at:
            raise Refused("Chưa đến giờ đối thoại.", code="not_yet")
        row.people, row.minutes, row.state = people, minutes.strip(), DialogueState.HELD.value
        row.minutes_file, row.minutes_name = file, file_name

    return _changed(dialogue_id, "hold_dialogue", change, actor)


def answer(question_id: int, *, words: str, passed_to: str = "", actor: Actor) -> Question:
    """The answer, or to whom it was passed on when it is beyond the agency; again replaces it until published."""
    if not words.strip():
        raise Refused(
            "Ghi nội dung trả lời; chuyển nơi khác thì ghi đã chuyển bằng văn bản nào.", field="words"
        )
    with act():
        row = _question(question_id)
        _in_state(row.dialogue, DialogueState.ANNOUNCED, DialogueState.HELD)
        row.answer, row.passed_to, row.left_out = words.strip(), squeeze(passed_to), ""
        row.answered_at, row.answered_by = clock.now(), actor.label
        row.save()
        _record(row.dialogue, "answer_in_dialogue", actor)
    return row


def leave_out(question_id: int, *, reason: str, actor: Actor) -> Question:
    """A question that is neither answered nor published, with the reason, which stays; answering takes it in again."""
    if not squeeze(reason):
        raise Refused("Ghi vì sao không trả lời, không công khai.", field="reason", code="reason")
    with act():
        row = _question(question_id)
        _in_state(row.dialogue, DialogueState.ANNOUNCED, DialogueState.HELD)
        row.left_out, row.answer, row.passed_to = squeeze(reason)[:500], "", ""
        row.answered_at, row.answered_by = None, actor.label
        row.save()
        _record(row.dialogue, "leave_out_question", actor)
    return row


def publish(dialogue_id: int, *, actor: Actor) -> Dialogue:
    """Result and answers go public, without names of who asked and with numbers and names in them covered.

    Refused while a question is unanswered.
    """

    def change(row: Dialogue) -> None:
        _in_state(row, DialogueState.HELD)
        still = Question.objects.filter(dialogue=row, answered_at=None, left_out="").count()
        if still:
            raise Refused(f"Còn {still} câu hỏi chưa trả lời.", code="unanswered")
        shown = for_everybody(row)
        Question.objects.bulk_update(shown, ["shown_words", "shown_answer"], batch_size=200)
        row.state, row.published_at = DialogueState.PUBLISHED.value, clock.now()

    return _changed(dialogue_id, "publish_dialogue", change, actor)


def for_everybody(row: Dialogue) -> list[Question]:
    """The answered questions of a dialogue with what the public would read of them; nothing is written."""
    found = list(Question.objects.filter(dialogue=row, left_out="").exclude(answered_at=None))
    for each in found:
        each.shown_words = anonymous(each.words, sender=each.asker_name)
        each.shown_answer = anonymous(each.answer, sender=each.asker_name)
    return found


def drop(dialogue_id: int, *, reason: str, actor: Actor) -> Dialogue:
    """It is not held; what was announced says so to the public too."""
    if not reason.strip():
        raise Refused("Ghi vì sao không tổ chức.", field="reason", code="reason")

    def change(row: Dialogue) -> None:
        _in_state(row, DialogueState.PREPARED, DialogueState.ANNOUNCED)
        row.state, row.reason = DialogueState.DROPPED.value, squeeze(reason)[:500]

    return _changed(dialogue_id, "drop_dialogue", change, actor)


# --- reads ---


def dialogues_of(agency: Agency, year: int) -> QuerySet[Dialogue]:
    """Those of a year, the newest first."""
    first, last = clock.at_local(date(year, 1, 1), 0), clock.at_local(date(year + 1, 1, 1), 0)
    return Dialogue.objects.filter(agency=agency, held_at__gte=first, held_at__lt=last).select_related(
        "agency"
    )


def public_dialogues() -> QuerySet[Dialogue]:
    """What citizens see: announced ones, held ones and results, the newest first."""
    hidden = Q(state=DialogueState.PREPARED.value) | Q(state=DialogueState.DROPPED.value, announced_at=None)
    return Dialogue.objects.exclude(hidden).select_related("agency")


def owed(agency: Agency, year: int, today: date) -> tuple[int, int]:
    """How many were held in a year, and how many the rule asks for until a day (an equal part each)."""
    held = dialogues_of(agency, year).filter(people__isnull=False).count()
    wanted = int(rule("dialogue.times_a_year", on=min(today, date(year, 12, 31)), scopes=agency.chain))
    months = 12 if today.year > year else today.month - 1 if today.year == year else 0
    return held, months * wanted // 12


def counted(rows: QuerySet[Dialogue]) -> dict[int, tuple[int, int]]:
    """Questions and how many of them are answered or left out, by dialogue; one statement."""
    found = (
        Question.objects.filter(dialogue__in=rows.order_by().values("pk")).order_by().values("dialogue_id")
        .annotate(asked=Count("pk"), said=Count("pk", filter=Q(answered_at__isnull=False) | ~Q(left_out="")))
    )  # fmt: skip
    return {row["dialogue_id"]: (row["asked"], row["said"]) for row in found}


def _question(question_id: int) -> Question:
    return locked(Question, question_id, "dialogue__agency")


def _changed(dialogue_id: int, what: str, change: Callable[[Dialogue], None], actor: Actor) -> Dialogue:
    with act():
        row = locked(Dialogue, dialogue_id, "agency")
        change(row)
        row.save()
        _record(row, what, actor)
    return row


def _in_state(row: Dialogue, *states: DialogueState) -> None:
    if row.status not in states:
        raise Refused(f"Cuộc đối thoại này: {row.status.label.lower()}.", code="state")


def _record(row: Dialogue, what: str, actor: Actor) -> None:
    record(
        actor, action=f"feedback.{what}", kind="dialogue", key=row.pk, agency=row.agency.code,
        detail={"state": row.state},
    )  # fmt: skip
