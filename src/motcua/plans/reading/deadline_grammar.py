"""The grammar: one clause of a deadline cell → its deadlines.

Tokens become pieces (a day or period with the small words before it, a cycle, …); pieces become deadlines.
"""

import re
from dataclasses import dataclass, field, replace

from motcua.plans.reading.deadline_calendar import NoSuchDayError, Span, narrowed, quarter_number, span
from motcua.plans.reading.deadline_tokens import Token

SPANS = {
    "day",
    "quarter_day",
    "quarter_month",
    "year_month",
    "weak_day",
    "days",
    "month",
    "quarter",
    "months",
    "nine_months",
    "half",
    "year",
    "years",
}
_CONTINUED = {"month": "m", "quarter": "q", "quarter_day": "q", "day_number": "d", "weekday": "weekday"}
_NEUTRAL = {"glue", "clock", "cited", "ending", "onwards", "later_years"}
_QUARTERS = 4
_STEERING = {"before", "latest", "from", "after", "not_before"}


@dataclass
class Piece:
    """A token with what stands before it. `last` closes a range; `linked` continues a list (15/3 và 15/9)."""

    token: Token
    mod: str | None = None
    edge: Token | None = None
    linked: bool = False
    last: Token | None = None
    last_exclusive: bool = False
    label: bool = False
    span: Span | None = None
    problem: str | None = None

    @property
    def end(self) -> int:
        return (self.last or self.token).end


@dataclass
class _State:
    pieces: list[Piece] = field(default_factory=list)
    mod: str | None = None
    edge: Token | None = None
    joining: str | None = None
    adjacent: bool = False
    label: bool = False
    before_bracket: int | None = None
    clock: bool = False


def pieces(found: list[Token]) -> list[Piece]:
    """The pieces of a clause in order; words between them only matter in that they end a list."""
    state = _State()
    for token in found:
        _step(state, token)
    return _days_of_months(state.pieces)


def _step(state: _State, token: Token) -> None:
    if token.kind in _NEUTRAL:
        _pass(state, token)
        return
    if token.kind == "edge" and token.got["cycle"] == "nam" and "each" not in token.got:
        state.edge = token
        _place(state, Token("year", token.start, token.end, {}))
        return
    token = _quarter_by_figure(state, token)
    if token.kind in _STEERING or token.kind in {"until", "dash", "and", "from_now", "edge_of"}:
        _steer(state, token)
    elif token.kind == "number":
        _number(state, token)
    elif _goes_on(state, token):
        for one in _periods(token):
            _place(state, one)
            state.joining = "list"
    elif token.kind == "weak_day" and not (state.mod or state.joining):
        _word(state)
    elif token.kind in SPANS or token.kind in {"day_number", "weekday"}:
        _place(state, token)
    elif token.kind == "bracket":
        _bracket(state, token)
    elif token.kind in {"word", "colon", "stop"}:
        _word(state, token)
    else:
        state.pieces.append(Piece(token, mod=state.mod))
        state.adjacent, state.joining, state.mod, state.edge = False, None, None, None


def _quarter_by_figure(state: _State, token: Token) -> Token:
    """Quý 1, 2/2027 · quý 1-2/2027: behind a quarter 2/2027 is the second one, no February."""
    figures = token.kind == "month" and "y" in token.got and int(token.got["m"]) <= _QUARTERS
    if not figures or state.joining is None or not state.pieces or state.pieces[-1].token.kind != "quarter":
        return token
    return replace(token, kind="quarter", got={"q": str(int(token.got["m"]))})


def _pass(state: _State, token: Token) -> None:
    """Words that only change what stands around them."""
    last = state.pieces[-1] if state.pieces else None
    state.clock = state.clock or token.kind == "clock"
    if token.kind == "clock" and state.mod == "before":
        state.mod = "latest"  # before 17 o'clock of a day: that day still counts
    elif token.kind == "ending" and last is not None and last.mod == "from":
        state.joining, state.adjacent = None, False  # từ tháng 3, hoàn thành trong tháng 5
    elif token.kind == "onwards" and last is not None and last.mod is None and last.last is None:
        last.mod = "from"  # tháng 3 trở đi


def _goes_on(state: _State, token: Token) -> bool:
    """Quý I, 6 tháng, 9 tháng, năm: after a named period the others are periods of that year too."""
    previous = state.pieces[-1].token.kind if state.pieces else ""
    listed = token.kind == "cycles" or token.got.get("w") == "nam" or token.kind == "report"
    return state.joining == "list" and listed and previous in {"quarter", "months", "nine_months", "half"}


def _periods(token: Token) -> list[Token]:
    parts = [
        part.strip() for part in re.split(r",|\bva\b|-|/", token.got.get("words", token.got.get("w", "")))
    ]
    spans = []
    for part in parts:
        count = re.match(r"0?([369])\s+thang", part)
        if count:
            spans.append(Token("months", token.start, token.end, {"n": count.group(1), "edge": "dau"}))
        elif part.endswith("nam"):
            spans.append(Token("year", token.start, token.end, {}))
    return spans


def _days_of_months(found: list[Piece]) -> list[Piece]:
    """Ngày 25 các tháng 3, 6, 9 · ngày 15 tháng 3 và tháng 9: these months stand for days."""
    found = _days_before_days(found)
    number: str | None = None
    mod: str | None = None
    kept: list[Piece] = []
    for at, piece in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        near = (
            following is not None
            and following.token.kind == "month"
            and following.token.start - piece.end < 6
        )
        if (
            piece.token.kind == "day_number"
            and piece.last is None
            and near
            and following
            and not following.mod
        ):
            number, mod = piece.token.got["d"], piece.mod
            continue
        if piece.token.kind == "month" and number and piece.edge is None and piece.last is None:
            if piece.linked or kept[-1:] == [] or kept[-1].token.kind != "month":
                piece.token = replace(piece.token, kind="day", got={**piece.token.got, "d": number})
                piece.mod = piece.mod or mod
        elif piece.token.kind != "month":
            number, mod = (
                (piece.token.got["d"], piece.mod)
                if "of" in piece.token.got and "d" in piece.token.got
                else (None, None)
            )
        kept.append(piece)
    return _month_then_day(kept)


def _days_before_days(found: list[Piece]) -> list[Piece]:
    """Ngày 15 và ngày 30/6: both days are in June."""
    for piece, following in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        both = piece.token.kind == "day_number" and following.token.kind == "day" and following.linked
        if both and piece.last is None and set(piece.token.got) == {"d"} and "m" in following.token.got:
            got = {**following.token.got, **piece.token.got}
            piece.token = replace(piece.token, kind="day", got=got, year=following.token.year)
    return found


def _month_then_day(found: list[Piece]) -> list[Piece]:
    months = [piece for piece in found if piece.token.kind == "month"]
    numbers = [piece for piece in found if piece.token.kind == "day_number"]
    alone = len(months) == 1 and len(numbers) == 1 and not any(p.token.kind == "anchor" for p in found)
    if not alone or months[0].last or numbers[0].last or months[0].token.start > numbers[0].token.start:
        return found
    month, number = months[0], numbers[0]
    number.token = replace(
        number.token, kind="day", got={**month.token.got, **number.token.got}, year=month.token.year
    )
    return [piece for piece in found if piece is not month]


def _word(state: _State, token: Token | None = None) -> None:
    state.adjacent, state.joining = False, None
    state.label = token is not None and token.got.get("w") in {"cao", "lieu", "ket"}
    if token is None or token.kind == "word" or token.kind == "stop":
        state.mod, state.edge = None, None


def _bracket(state: _State, token: Token) -> None:
    """15/6 (6 tháng), 15/12 (năm): a bracket without days of its own does not end a list."""
    if token.got["b"] in "([":
        state.before_bracket = len(state.pieces) if state.adjacent else None
        _word(state)
    else:
        _word(state)
        before = state.pieces[state.before_bracket - 1] if state.before_bracket else None
        if state.before_bracket and state.pieces[state.before_bracket - 1].token.kind == "day":
            _unname(state.pieces, state.before_bracket)
            _weekday_in_bracket(state.pieces, state.before_bracket)
        state.adjacent = before is not None and state.pieces[-1] is before


def _weekday_in_bracket(found: list[Piece], at: int) -> None:
    """Ngày 12/5 (thứ Ba): as if it stood before its day, so that «đến ngày 15/5» goes on with the day."""
    if [piece.token.kind for piece in found[at:]] != ["weekday"]:
        return
    weekday = found.pop()
    if found[-1].last is None:
        found.insert(at - 1, weekday)


def _unname(found: list[Piece], at: int) -> None:
    """15/3 (quý I), 15/12 (năm): periods alone in a bracket behind a day say what is due, not when."""
    if all(piece.token.kind in SPANS and piece.token.kind != "day" for piece in found[at:]):
        del found[at:]


def _steer(state: _State, token: Token) -> None:
    if token.kind == "edge_of":
        state.edge = token
    elif token.kind == "from_now":
        state.mod = "from_now"
    elif token.kind in {"until", "dash"}:
        if state.adjacent and state.pieces:
            state.joining = "range"
        elif state.mod == "from" and state.clock:
            state.mod = None  # từ 7 giờ 30 đến 17 giờ ngày 15/4
        elif token.kind == "until" and state.mod != "latest":
            state.mod = "from_now" if state.mod == "from_now" else "until"
    elif token.kind == "and":
        state.joining = "list" if state.adjacent else state.joining or "loose"
    elif token.kind != "from" or state.mod is None:
        state.mod = token.kind


def _number(state: _State, token: Token) -> None:
    """Tháng 6, 12 · Quý II, III · ngày 15 và 30: a bare number goes on with the unit before it."""
    before = state.pieces[-1].token if state.pieces else None
    key = None if before is None or state.joining is None else _continued(before)
    if before is None or key is None:
        _word(state)
        return
    if key != "q" and not token.got["n"].isdigit():
        _word(state)
        return
    got = {key: token.got["n"]}
    if before.kind in ("day", "quarter_day"):
        got = {**before.got, **got}
    elif before.kind == "weekday":
        got = {key: f"thu {token.got['n']}"}
    _place(state, Token(before.kind, token.start, token.end, got, token.year))


def _continued(before: Token) -> str | None:
    """What a bare number after this token counts: months after «ngày 20 tháng 3», else its own unit."""
    if before.kind == "day":
        return "m" if "of" in before.got else None
    return _CONTINUED.get(before.kind)


def _place(state: _State, token: Token) -> None:
    previous = state.pieces[-1] if state.pieces else None
    if state.joining == "range" and previous is not None and _in_quarter(previous.token, token):
        state.mod, state.joining = None, None  # 15/3-QI: the quarter names the report
        return
    if state.joining == "range" and previous is not None and _ranges_with(previous.token, token):
        previous.last = token
        previous.last_exclusive = state.mod == "before"
    else:
        linked = state.joining == "list" and previous is not None and state.mod in (None, previous.mod)
        named = next((piece for piece in reversed(state.pieces) if piece.token.kind != "report"), None)
        mod = state.mod or (named.mod if named is not None and _shares(state, named, token) else None)
        for at, one in enumerate(_apart(token)):
            state.pieces.append(Piece(one, mod, state.edge, linked or at > 0, label=state.label))
    state.mod, state.edge, state.joining, state.adjacent, state.label = None, None, None, True, False
    state.clock = False


def _shares(state: _State, previous: Piece, token: Token) -> bool:
    """Trước 15/6 đối với báo cáo 6 tháng, 15/12 đối với báo cáo năm: «trước» holds for both days."""
    if state.joining == "list":
        return True
    both_days = previous.token.kind == "day" and token.kind == "day"
    return state.joining == "loose" and both_days and previous.mod in ("before", "latest", "until")


def _apart(token: Token) -> list[Token]:
    """Ngày 15, 30/6 is two days; 15-30/6 stays one range."""
    if token.kind != "days" or token.got["sep"] not in (",", "va"):
        return [token]
    got = {"m": token.got["m"]}
    return [replace(token, kind="day", got={**got, "d": token.got[key]}) for key in ("d", "d2")]


def _in_quarter(day: Token, quarter: Token) -> bool:
    """Whether a day (15/3) lies in the quarter written behind it (QI), both without a year."""
    if day.kind != "day" or quarter.kind != "quarter" or day.year != quarter.year:
        return False
    try:
        return (int(day.got["m"]) + 2) // 3 == quarter_number(quarter.got["q"])
    except NoSuchDayError:
        return False


def _ranges_with(first: Token, last: Token) -> bool:
    if last.kind in ("day_number", "weekday"):
        return first.kind == last.kind
    return (first.kind in SPANS and last.kind in SPANS) or (first.kind == "day_number" and last.kind == "day")


def resolve(found: list[Piece], year: int) -> None:
    """Give each span piece its days. A year written once holds for the list before it; else `year`."""
    following: str | None = None
    later: Token | None = None
    for piece in reversed(found):
        own = (piece.last.year if piece.last else None) or piece.token.year
        if piece.last is not None and piece.token.year is None and piece.last.year is None and following:
            piece.last = replace(piece.last, year=following)
        elif own is None and following and piece.token.kind in SPANS:
            piece.token = _before_it(replace(piece.token, year=following), later, year)
        later = piece.token
        following = (own or following) if piece.linked else None
        if (following and not following.isdigit()) or piece.token.kind == "year":
            following = None
    for piece in found:
        if piece.token.kind in SPANS or (piece.last is not None and piece.last.kind in SPANS):
            _resolve(piece, year)


def _before_it(token: Token, later: Token | None, year: int) -> Token:
    """05/7 và 05/01/2027: the day named first is of the plan's year when it would else come behind the second."""
    if later is None or token.year != str(year + 1):
        return token
    try:
        return replace(token, year=None) if span(token, year).start > span(later, year).start else token
    except (NoSuchDayError, KeyError):
        return token


def _resolve(piece: Piece, year: int) -> None:
    try:
        piece.span = _range(piece, year) if piece.last else span(piece.token, year)
        if piece.edge:
            piece.span = narrowed(piece.span, " ".join(piece.edge.got["edge"].split()))
    except NoSuchDayError as problem:
        piece.problem = str(problem)


def _range(piece: Piece, year: int) -> Span:
    assert piece.last is not None  # noqa: S101  called for ranges only
    first_token, last_token = piece.token, piece.last
    if first_token.kind == "day_number" and last_token.kind == "day":
        first_token = replace(last_token, got={**last_token.got, "d": first_token.got["d"]})
    last = span(last_token, year)
    if first_token.year is None and last_token.year is not None:
        first = span(first_token, last.start.year)
        if first.start > last.end:
            first = span(first_token, last.start.year - 1)
        return first.until(last)
    first = span(first_token, year)
    if last.end < first.start and last_token.year is None:
        if _is_counting_window(first, last):
            began = "Kỳ chốt số liệu: ngày đầu được hiểu là của năm trước."
            first = span(first_token, first.start.year - 1)
            return replace(first.until(last), remarks=(*first.remarks, *last.remarks, began))
        last = span(last_token, first.start.year + 1)
        crossing = "Khoảng thời gian được hiểu là vắt sang năm sau."
        return replace(first.until(last), remarks=(*first.remarks, *last.remarks, crossing))
    if last.end < first.start:
        raise NoSuchDayError(f"Mốc đầu {first.start:%d/%m/%Y} ở sau mốc cuối {last.end:%d/%m/%Y}.")
    return first.until(last)


def _is_counting_window(first: Span, last: Span) -> bool:
    """15/12 to 14/12, 15/12 to 14/3: figures are counted from the day after the last count (NĐ 09/2019, Đ12)."""
    return first.level == last.level == "day" and 1 < first.start.day == last.end.day + 1
