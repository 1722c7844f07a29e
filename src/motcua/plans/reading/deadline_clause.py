"""A clause of a deadline cell while it is being read."""

import datetime as dt
from dataclasses import dataclass, replace

from motcua.plans.reading.deadline_grammar import Piece
from motcua.plans.reading.deadline_shape import Deadline, Frequency
from motcua.plans.reading.deadline_tokens import Token
from motcua.plans.reading.deadline_words import Words


@dataclass
class Clause:
    """What is known of a clause while its deadlines are worked out; `found` shrinks as pieces are used."""

    words: Words
    year: int
    around: Frequency | None  # the cycle said by the clause before («Hằng tháng; trước ngày 25»)
    found: list[Piece]
    answers: list[tuple[int, Deadline]]
    cited: list[Token]

    def say(self, piece_at: int, deadline: Deadline) -> None:
        """Answer a deadline whose words begin at `piece_at`."""
        self.answers.append((piece_at, deadline.warned(*self.words.remarks)))

    def of(self, *kinds: str) -> list[Piece]:
        """The pieces of these kinds that nothing has used yet."""
        return [piece for piece in self.found if piece.token.kind in kinds]

    def quote(self, token: Token, last: Token | None = None) -> str:
        """The document's words of a token, to the end of their last word (number words were cut short)."""
        text, end = self.words.text, (last or token).end
        while end < len(text) and text[end].isalnum():
            end += 1
        words = text[token.start : end].strip(" ,.:")
        return words if words.count("(") == words.count(")") else words.replace("(", "").replace(")", "")


def frame(clause: Clause, after: tuple[str, ...]) -> tuple[dt.date | None, dt.date | None]:
    """The period in which something comes back or goes on: «hàng tháng trong năm 2024».

    A month or quarter is one only behind the word: «Quý I và thường xuyên» names two things.
    """
    first = min((piece.token.start for piece in clause.of(*after)), default=0)
    for piece in clause.found:
        span = piece.span
        if (
            span is None
            or (span.level == "day" and piece.mod != "from")
            or piece.mod not in (None, "from", "until", "from_now")
        ):
            continue
        if span.level not in ("year", "range") and (piece.token.start < first or piece.linked):
            continue
        if any(other.linked and other.span is not None for other in clause.found):
            continue  # a list of periods is no frame
        piece.span, piece.token = None, replace(piece.token, kind="said")
        closed = piece.mod is None or span.level == "range"
        return (
            span.start if closed or piece.mod == "from" else None,
            span.end if closed or piece.mod != "from" else None,
        )
    return None, None
