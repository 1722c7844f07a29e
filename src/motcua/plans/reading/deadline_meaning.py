"""One clause of a deadline cell → its deadlines: what the pieces of the grammar mean together."""

import datetime as dt
from dataclasses import replace

from motcua.plans.reading.deadline_calendar import Span
from motcua.plans.reading.deadline_clause import Clause, frame
from motcua.plans.reading.deadline_grammar import Piece, pieces, resolve
from motcua.plans.reading.deadline_relative import OPENS, relative, without_named_event
from motcua.plans.reading.deadline_repeats import recurrences
from motcua.plans.reading.deadline_shape import Deadline, Direction, Frequency, Kind
from motcua.plans.reading.deadline_tokens import Token, tokens
from motcua.plans.reading.deadline_windows import document_end, without_windows
from motcua.plans.reading.deadline_words import Words, blanked, even

_KINDS = {
    "month": Kind.MONTH,
    "quarter": Kind.QUARTER,
    "half_year": Kind.HALF_YEAR,
    "year": Kind.YEAR,
    "range": Kind.PERIOD_RANGE,
}
LATER_YEARS = "Lời văn còn nêu các năm tiếp theo; hạn ở đây là của năm được nêu."
_UNREADABLE = {
    "blank_day": "Ngày, tháng còn để trống trong văn bản.",
    "school_year": "Năm học không phải là năm của lịch; cần người xác định ngày.",
    "slashed": "Có thể là nhiều tháng hoặc một ngày viết thiếu; cần người xác định.",
    "lunar": "Lời văn nêu ngày âm lịch; cần người xác định ngày dương lịch.",
}


def deadlines_of(text: str, year: int, around: Frequency | None = None) -> list[Deadline]:
    """The deadlines of one clause in their order; none if its words name none."""
    words = even(text)
    plain = without_windows(words.even)
    if plain != words.even:
        found = _answers(replace(words, even=plain), year, around)
        if found:
            return found
    return _answers(words, year, around)


def _answers(words: Words, year: int, around: Frequency | None) -> list[Deadline]:
    answers: list[tuple[int, Deadline]] = []
    rest = _take_relative(words, answers)
    read = tokens(rest)
    documents: list[tuple[int, str]] = []
    if any(token.kind == "by_document" for token in read):
        rest, documents = _take_document(rest, words.text, read)
        read = tokens(rest)
    found = pieces(read)
    resolve(found, year)
    cited = [token for token in read if token.kind == "cited"]
    clause = Clause(words, year, around, _without_labels(found), answers, cited)
    recurrences(clause)
    _lasting(clause)
    _spans(clause)
    _requests(clause)
    _documents(clause, documents)
    said = [deadline for _, deadline in sorted(clause.answers, key=lambda answer: answer[0])]
    if any(token.kind == "later_years" for token in read):
        said = [one.warned(LATER_YEARS) if one.kind == Kind.YEAR else one for one in said]
    return _open_ended(said, until=any(piece.mod == "until" and piece.span for piece in clause.found))


def _open_ended(said: list[Deadline], *, until: bool) -> list[Deadline]:
    """One period that begins with an event («từ ngày ban hành đến 31/12») or ends with one."""
    if len(said) != 2:
        return said
    first, last = said
    if until and first.event and first.direction == Direction.AFTER and first.days is None and last.last_day:
        return [_until(first, last)]
    ends = last.kind == Kind.RELATIVE and last.event and last.direction is None
    if ends and first.kind == Kind.PERIOD_RANGE and first.last_day is None:
        return [replace(first, event=last.event, warning=last.warning)]
    return said


def _until(opening: Deadline, end: Deadline) -> Deadline:
    """Từ ngày ban hành đến 31/12: a period whose first day is an event."""
    last = end.last_day
    return Deadline(
        Kind.PERIOD_RANGE, end.text, inclusive=True, last_day=last, end=last, event=opening.event
    ).warned(end.warning or "")


def _take_relative(words: Words, answers: list[tuple[int, Deadline]]) -> str:
    rest = without_named_event(words.even)
    for _ in range(4):
        found = relative(rest, words.text)
        if found is None:
            break
        answers.append((found.start, found.deadline.warned(*words.remarks)))
        rest = blanked(rest, found.start, found.end)
    return rest


def _take_document(rest: str, text: str, read: list[Token]) -> tuple[str, list[tuple[int, str]]]:
    """Blank «theo Kế hoạch số … ngày …» out of the clause: its days are not deadlines."""
    taken: list[tuple[int, str]] = []
    until = 0
    for token in read:
        if token.kind != "by_document" or token.start < until:
            continue
        end = max(document_end(rest, token.end), token.end)
        if rest[token.start : end].strip():
            taken.append((token.start, text[token.end : end].strip(" ,.:-")))
        rest, until = blanked(rest, token.start, end), end
    return rest, taken


def _without_labels(found: list[Piece]) -> list[Piece]:
    """«Báo cáo quý I trước ngày 15/3»: the quarter names the report, the day is the deadline.

    A period without small words before a day that lies in it («Quý I, trước 15/3») only says it twice.
    """
    kept: list[Piece] = []
    for at, piece in enumerate(found):
        after = next((later for later in found[at + 1 :] if later.span and later.span.level == "day"), None)
        before = next(
            (earlier for earlier in found[:at] if earlier.span and earlier.span.level == "day"), None
        )
        if not (
            _says_again(piece, after)
            or (before is not None and not piece.linked and _says_again(piece, before))
        ):
            kept.append(piece)
    return kept


def _says_again(period: Piece, day: Piece | None) -> bool:
    if day is None or day.span is None or period.span is None or period.span.level == "day":
        return False
    inside = period.span.start <= day.span.start <= period.span.end
    return period.last is None and period.mod is None and (period.label or (inside and not day.linked))


def _lasting(clause: Clause) -> None:
    for piece in clause.of("continuous")[:1]:
        start, end = frame(clause, ("continuous",))
        clause.say(piece.token.start, Deadline(Kind.CONTINUOUS, clause.words.text, start=start, end=end))


def _spans(clause: Clause) -> None:
    for piece in clause.found:
        if piece.problem:
            clause.say(piece.token.start, Deadline(Kind.UNCLEAR, clause.words.text).warned(piece.problem))
        elif piece.span is not None:
            answer = _dated(clause, piece, piece.span)
            clause.say(piece.token.start, answer.warned(*piece.span.remarks))
    for piece in clause.of(*_UNREADABLE):
        remark = _UNREADABLE[piece.token.kind]
        clause.say(piece.token.start, Deadline(Kind.UNCLEAR, clause.words.text).warned(remark))


def _dated(clause: Clause, piece: Piece, span: Span) -> Deadline:
    text = clause.words.text
    if piece.mod in ("from", "after", "not_before") and span.level != "range":
        return _opening(piece, span, text)
    if piece.mod == "from_now":
        return Deadline(Kind.PERIOD_RANGE, text, inclusive=True, end=span.end, last_day=span.end)
    part = piece.edge is not None and any(
        named in piece.edge.got["edge"] for named in ("tuan", "nua cuoi", "ngay")
    )
    if piece.mod == "before" and (piece.edge is None or part) and piece.last is None:
        eve = span.start - dt.timedelta(days=1)
        return Deadline(Kind.BEFORE_DATE, text, date=span.start, inclusive=False, last_day=eve)
    if span.level == "day":
        kind = Kind.BEFORE_DATE if piece.mod in ("before", "latest", "until") else Kind.FIXED_DATE
        return Deadline(kind, text, date=span.start, inclusive=True, last_day=span.start)
    end = span.end - dt.timedelta(days=piece.last_exclusive)
    if piece.last_exclusive and piece.last is not None and piece.last.kind not in ("day", "weak_day"):
        end = span.end  # «đến trước tháng 6» is read with its month; the remark below says so
    rule = clause.quote(piece.edge, piece.last or piece.token) if piece.edge else None
    return Deadline(
        _KINDS[span.level], text, inclusive=True, last_day=end, start=span.start, end=end, day_rule=rule
    )


def _opening(piece: Piece, span: Span, text: str) -> Deadline:
    after = piece.mod == "after"
    start = span.end + dt.timedelta(days=1) if after else span.start
    named = span.start if span.level == "day" else None
    return Deadline(Kind.PERIOD_RANGE, text, date=named, start=start).warned(OPENS)


def _requests(clause: Clause) -> None:
    asked = clause.of("request")
    if asked and not any(deadline.kind == Kind.RELATIVE for _, deadline in clause.answers):
        words = clause.words.text[asked[0].token.start :].strip(" ,.;:()")
        event = words if len(words.split()) > 2 else None  # «đột xuất» names nobody who asks
        clause.say(asked[0].token.start, Deadline(Kind.ON_REQUEST, clause.words.text, event=event))


def _documents(clause: Clause, documents: list[tuple[int, str]]) -> None:
    """Another document decides, unless the clause says a time itself and names it only in passing."""
    if not clause.answers and not documents:
        cited = clause.cited[:1]
        documents = [(token.start, clause.words.text.strip(" ,.;:")) for token in cited]
    for at, name in documents[:1]:
        if not clause.answers or (
            len(name.split()) > 3 and at and clause.words.text[:at].rstrip().endswith(",")
        ):
            clause.say(at, Deadline(Kind.BY_OTHER_DOCUMENT, clause.words.text, event=name or None))
