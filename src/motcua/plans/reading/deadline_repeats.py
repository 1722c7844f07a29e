"""What comes back in a clause: cycles, days by rule, yearly days."""

import datetime as dt
import re
from dataclasses import replace

from motcua.plans.reading import deadline_recurring as recurring
from motcua.plans.reading.deadline_clause import Clause, frame
from motcua.plans.reading.deadline_grammar import Piece
from motcua.plans.reading.deadline_relative import OPENS
from motcua.plans.reading.deadline_shape import Deadline, Frequency, Kind
from motcua.plans.reading.deadline_words import even

CYCLES = ("cycle", "times", "every", "cycles", "report")
RULES = ("day_number", "anchor", "rule_day", "weekday", "edge")
NO_CYCLE = "Lời văn nói định kỳ nhưng không nêu chu kỳ."
NO_MONTH = "Lời văn nêu ngày nhưng không nêu tháng."


def recurrences(clause: Clause) -> None:
    _weekday_before_day(clause)
    if clause.of(*RULES):
        _by_rule(clause)
    elif _is_yearly(clause):
        _yearly(clause)
    else:
        _plain_cycles(clause)


def _weekday_before_day(clause: Clause) -> None:
    """Thứ sáu ngày 14/6: the weekday only confirms the day, or contradicts it."""
    for at, piece in enumerate(clause.found):
        following = clause.found[at + 1] if at + 1 < len(clause.found) else piece
        if at and piece.token.kind == "weekday" and following.span is None and not clause.of(*CYCLES):
            following = clause.found[at - 1]  # ngày 14/6 (thứ sáu)
        if piece.token.kind != "weekday" or following.span is None or following.token.kind != "day":
            continue
        number = recurring.weekday_number(piece.token.got["weekday"])
        if number is not None and following.span.start.weekday() != number:
            remark = f"Ngày {following.span.start:%d/%m/%Y} không phải {clause.quote(piece.token).lower()}."
            following.span = replace(following.span, remarks=(*following.span.remarks, remark))
        following.mod = following.mod or piece.mod
        piece.token = replace(piece.token, kind="said")


def _cycle_of(piece: Piece) -> recurring.Cycle:
    token = piece.token
    if token.kind == "times":
        return recurring.of_times(token)
    if token.kind == "every":
        return recurring.of_interval(token)
    listed = re.split(r",|/|-|\bva\b|\bhoac\b", token.got.get("words", ""))[0]
    return recurring.of_frequency(recurring.frequency(token.got.get("cycle", listed)))


def _is_yearly(clause: Clause) -> bool:
    named = [
        p
        for p in clause.found
        if (p.span and p.span.level in ("day", "month", "quarter", "half_year")) or p.problem
    ]
    cycles = clause.of("cycle")
    yearly = any(_cycle_of(piece).freq == Frequency.YEAR for piece in cycles)
    yearly = yearly or _counts(clause, named) is not None
    return bool(named) and (yearly or any(piece.token.year in ("report", "after_report") for piece in named))


def _counts(clause: Clause, named: list[Piece]) -> Piece | None:
    """02 lần/năm (tháng 6, tháng 12); hằng quý: tháng 3, 6, 9, 12 — the cycle whose times the list names."""
    listed = [piece for piece in named if piece.mod in (None, "before", "latest") and piece.span is not None]
    for piece in clause.of("cycle", "times", "cycles"):
        cycle = _cycle_of(piece)
        if cycle.times == len(listed) == len(named) and (cycle.freq == Frequency.YEAR or len(listed) > 1):
            return piece
    return None


def _yearly(clause: Clause) -> None:
    """Ngày 02 tháng 12 hằng năm; tháng 6 và tháng 12 hằng năm."""
    named = [piece for piece in clause.found if piece.span and piece.span.level != "year"]
    wrong = [piece for piece in clause.found if piece.problem]
    if not named or wrong:
        return
    days = tuple(sorted(piece.span.start for piece in named if piece.span and piece.span.level == "day"))
    rule = ", ".join(clause.quote(piece.token, piece.last) for piece in named)
    counted = _counts(clause, named)
    cycle = _cycle_of(counted) if counted else recurring.Cycle(Frequency.YEAR, len(named), len(named))
    mod = named[-1].mod
    for piece in [*named, *clause.of("cycle", "times", "cycles")]:
        piece.token = replace(piece.token, kind="said")
        piece.span = None
    clause.say(named[0].token.start, _back(clause, cycle, days, rule, mod))


def _back(
    clause: Clause,
    cycle: recurring.Cycle,
    days: tuple[dt.date, ...] = (),
    rule: str | None = None,
    mod: str | None = None,
) -> Deadline:
    """A recurring deadline; with days, the last of them stands in `date`."""
    last = days[-1] if days else None
    inclusive = None if rule is None else mod != "before"
    start, end = frame(clause, ("cycle", "times", "every", "cycles"))
    return Deadline(
        Kind.RECURRING,
        clause.words.text,
        date=last,
        inclusive=inclusive if days else (False if mod == "before" and rule else inclusive),
        last_day=last - dt.timedelta(days=mod == "before") if last else None,
        start=start,
        end=end,
        dates=days,
        freq=cycle.freq,
        n=cycle.n,
        times_per_year=cycle.times,
        day_rule=rule,
        unit=cycle.unit,
    ).warned(*cycle.remarks)


def _by_rule(clause: Clause) -> None:
    rules = [piece for piece in clause.of(*RULES) if not _impossible(piece)]
    wrong = [piece for piece in clause.of(*RULES) if _impossible(piece)]
    for piece in wrong:
        if piece.span is None:
            piece.problem = f"Không có «{clause.quote(piece.token)}»."
    if not rules or all(piece.token.got.get("which") == "thang" for piece in rules):
        return
    cycle, by_cycle = _rule_cycle(clause, rules)
    mod = next((piece.mod for piece in reversed(rules) if piece.mod), None)
    days, remarks = _rule_days(clause, rules, cycle)
    whole = _whole(clause, [*rules, *by_cycle])
    if cycle is None:
        text = clause.words.text
        clause.say(rules[0].token.start, Deadline(Kind.UNCLEAR, text, day_rule=whole).warned(NO_MONTH))
        return
    for piece in by_cycle:
        piece.token = replace(piece.token, kind="said")
    answer = _back(clause, _as_often(cycle, rules), days, whole, mod)
    if mod in ("after", "from", "not_before") and not any(piece.last for piece in rules):
        remarks = [*remarks, OPENS]  # sau ngày 15 hàng tháng
    clause.say(rules[0].token.start, _cut(answer).warned(*remarks))


def _as_often(cycle: recurring.Cycle, rules: list[Piece]) -> recurring.Cycle:
    """Ngày 1 và 15 hàng tháng is twice a month; a range of days is once."""
    named = [piece for piece in rules if piece.token.kind in ("day_number", "weekday")]
    if len(named) < 2 or len(named) < len(rules) or cycle.n != 1:
        return cycle
    return replace(cycle, n=len(named), times=cycle.times and cycle.times * len(named))


def _whole(clause: Clause, said: list[Piece]) -> str:
    """The words from the first to the last of these pieces."""
    first = min((piece.token for piece in said), key=lambda token: token.start)
    return clause.quote(
        first, max((piece.last or piece.token for piece in said), key=lambda token: token.end)
    )


def _cut(answer: Deadline) -> Deadline:
    """Days of a recurring deadline outside the period that the words give are no deadlines."""
    start, end = answer.start or dt.date.min, answer.end or dt.date.max
    days = tuple(one for one in answer.dates if start <= one <= end)
    last = days[-1] if days else None
    late = last - dt.timedelta(days=answer.inclusive is False) if last else None
    return replace(answer, dates=days, date=last, last_day=late)


def _impossible(piece: Piece) -> bool:
    got = piece.token.got
    if piece.token.kind == "day_number":
        return not 1 <= int(got["d"]) <= 31 or (piece.last is not None and piece.span is not None)
    return "weekday" in got and recurring.weekday_number(got["weekday"]) is None


def _rule_cycle(clause: Clause, rules: list[Piece]) -> tuple[recurring.Cycle | None, list[Piece]]:
    """The cycle of a rule: its own anchor, else a cycle in the clause, else the one of the clause before."""
    for piece in rules:
        if piece.token.kind != "day_number" and "cycle" in piece.token.got:
            return recurring.of_frequency(
                recurring.frequency(piece.token.got.get("of") or piece.token.got["cycle"])
            ), []
    cycles = clause.of(*CYCLES)
    for piece in cycles:
        cycle = _cycle_of(piece)
        if cycle.freq is not None:
            return cycle, [piece]
    if any(piece.token.kind == "anchor" for piece in rules):
        return recurring.of_frequency(Frequency.MONTH), []
    if clause.around is not None:
        return recurring.of_frequency(clause.around), []
    weekly = any(piece.token.kind == "weekday" for piece in rules)
    return (recurring.of_frequency(Frequency.WEEK) if weekly else None), []


def _rule_days(
    clause: Clause, rules: list[Piece], cycle: recurring.Cycle | None
) -> tuple[tuple[dt.date, ...], list[str]]:
    if cycle is None or cycle.freq is None:
        return (), []
    which = next((piece.token.got["which"] for piece in rules if "which" in piece.token.got), "")
    days: set[dt.date] = set()
    remarks: list[str] = []
    for piece in rules:
        found, remark = _days_of_rule(clause, piece, cycle.freq, which)
        days |= set(found)
        remarks += remark
    return tuple(sorted(days)), remarks


def _days_of_rule(
    clause: Clause, piece: Piece, freq: Frequency, which: str
) -> tuple[tuple[dt.date, ...], list[str]]:
    got = piece.token.got
    if piece.token.kind == "day_number":
        token = piece.last if piece.last is not None and piece.last.kind == "day_number" else piece.token
        days = recurring.days_of(freq, int(token.got["d"]), clause.year, which)
        short = freq == Frequency.MONTH and len(days) < 12
        return days, ([f"Có tháng không có ngày {token.got['d']}; các tháng ấy bỏ trống."] if short else [])
    if piece.token.kind == "rule_day":
        return _days_of_edge(clause, got, freq), []
    if piece.token.kind == "weekday":
        number = recurring.weekday_number(got["weekday"])
        if freq == Frequency.WEEK and number is not None:
            last = recurring.weekday_number(piece.last.got["weekday"]) if piece.last else number
            every = [recurring.weekdays(one, clause.year) for one in range(number, (last or number) + 1)]
            return tuple(sorted(day for days in every for day in days)), []
        return (), ["Chưa rõ cách đếm tuần trong kỳ; không suy ra ngày."]
    if piece.token.kind == "edge" and "each" not in got and not clause.of(*CYCLES) and got["cycle"] != "ky":
        return (), ["Lời văn không nêu kỳ nào; hiểu là lặp lại mỗi kỳ."]
    return (), []


def _days_of_edge(clause: Clause, got: dict[str, str], freq: Frequency) -> tuple[dt.date, ...]:
    if "weekday" in got:
        number = recurring.weekday_number(got["weekday"])
        return recurring.edge_weekdays(number or 0, freq, clause.year, last="cuoi" in got["nth"])
    if got.keys() & {"workday", "workdays"} or got["cycle"] == "tuan":
        return ()  # which day that is depends on the calendar
    return recurring.days_of(freq, 1 if "first" in got else -1, clause.year, "dau" if "first" in got else "")


def _plain_cycles(clause: Clause) -> None:
    strong = [piece for piece in clause.of(*CYCLES) if piece.token.kind != "report"]
    dated = any(piece.span or piece.problem for piece in clause.found)
    weak = [] if strong or dated or clause.answers else clause.of("report")
    for piece in [*strong, *weak]:
        if piece.token.kind == "cycles" and len(_split_list(even(clause.quote(piece.token)).even)) > 1:
            _listed_cycles(clause, piece)
        else:
            _one_cycle(clause, piece)
    if clause.of("periodic") and not strong and not weak and not clause.answers:
        _unsaid_cycle(clause)


def _one_cycle(clause: Clause, piece: Piece) -> None:
    cycle = _cycle_of(piece)
    if cycle.freq is not None:
        clause.say(piece.token.start, _back(clause, cycle))


def _listed_cycles(clause: Clause, piece: Piece) -> None:
    """Hàng quý, 6 tháng và hàng năm: one for each."""
    frame = _back(clause, recurring.of_frequency(None))
    for part in _split_list(even(clause.quote(piece.token)).even):
        cycle = recurring.of_frequency(recurring.frequency(part))
        rule = "9 tháng" if re.search(r"0?9\s+thang", part) else None
        whole = replace(frame, freq=cycle.freq, n=cycle.n, times_per_year=cycle.times, day_rule=rule)
        clause.say(piece.token.start, whole)


def _split_list(words: str) -> list[str]:
    words = words.replace("bao cao", "")
    for mark in (" va ", "-", "/", " hoac "):
        words = words.replace(mark, ",")
    return [part for part in words.split(",") if recurring.frequency(part)]


def _unsaid_cycle(clause: Clause) -> None:
    dated = any(piece.span for piece in clause.found)
    if clause.of("continuous") or (dated and not clause.around):
        return
    at = clause.of("periodic")[0].token.start
    clause.say(at, _back(clause, recurring.of_frequency(None)).warned(NO_CYCLE))
