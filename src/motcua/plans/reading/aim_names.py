"""The words of an aim: the clause of a text it stands in, as far as the next aim's clause."""

import re

Span = tuple[int, int]
_PARTING = re.compile(r",\s|\bvà\s|\)\s")
_CLAUSE_END = re.compile(r"[.;](?=\s|$)|\n")


def name_of(text: str, span: Span, spans: list[Span]) -> str:
    """The clause an aim stands in, as far as the next aim's clause: «giảm 20% số lượng» | «và giảm 20% chi phí»."""
    begin, end = _clause(text, span)
    before = max((other[1] for other in spans if other[1] <= span[0] and other[1] > begin), default=None)
    after = min((other[0] for other in spans if begin <= span[1] <= other[0] < end), default=None)
    if before is not None:
        begin = _parting(text, before, span[0]) or before
    if after is not None:
        end = _parting(text, span[1], after) or after
    return " ".join(text[begin:end].split()).strip(" -+•,").removesuffix(" và").rstrip(",")


def _parting(text: str, begin: int, end: int) -> int | None:
    """Where one aim's words end and the next one's begin: the first comma or «và» between them."""
    hit = _PARTING.search(text, begin, end)
    return hit.end() if hit else None


def _clause(text: str, span: Span) -> Span:
    begin = max(
        (hit.end() for hit in _CLAUSE_END.finditer(text, max(0, span[0] - 600), span[0])), default=None
    )
    if begin is None:
        begin = 0 if span[0] <= 600 else text.rfind(" ", 0, span[0] - 500) + 1
    hit = _CLAUSE_END.search(text, span[1], span[1] + 600)
    end = hit.start() if hit else min(len(text), span[1] + 600)
    return begin, end
