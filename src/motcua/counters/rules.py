"""Whom to call next, how long somebody may still wait, and what the day's times amount to. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.counters.enums import Lane

LEAST_CALLS = 5
"""With fewer finished calls a waiting time would be a guess, and is not told."""


def lanes(recent_priority: Sequence[bool], in_a_row: int) -> tuple[Lane, ...]:
    """In which order the lanes are asked for a ticket.

    `recent_priority`: of the desk's last calls, newest first, whether each was a priority ticket. After `in_a_row`
    of them one ordinary ticket comes first, so that nobody waits for ever. 0: priority always first.
    """
    tired = in_a_row > 0 and len(recent_priority) >= in_a_row and all(recent_priority[:in_a_row])
    if tired:
        return (Lane.APPOINTMENT, Lane.ORDINARY, Lane.PRIORITY)
    return (Lane.PRIORITY, Lane.APPOINTMENT, Lane.ORDINARY)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is told to somebody waiting. `minutes` None: too little is known to estimate."""

    ahead: int
    minutes: int | None


def estimate(ahead: int, served: Sequence[int], counters: int) -> Estimate:
    """How long until one's turn: people ahead, times the usual service time, over the counters that call.

    `served`: seconds of recent calls that ended. The usual time is their median, for one long case says little
    about the next. Rounded up to whole minutes.
    """
    if ahead == 0:
        return Estimate(0, 0)
    if len(served) < LEAST_CALLS or counters < 1:
        return Estimate(ahead, None)
    ordered = sorted(served)
    usual = ordered[len(ordered) // 2]
    return Estimate(ahead, math.ceil(ahead * usual / counters / 60))


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds over many tickets or calls; None where there is none."""

    many: int
    mean: int | None
    ninetieth: int | None
    longest: int | None


def times(seconds: Iterable[int]) -> Times:
    """Mean (rounded half up), 90th percentile (nearest rank) and longest."""
    ordered = sorted(seconds)
    if not ordered:
        return Times(0, None, None, None)
    many = len(ordered)
    mean = (2 * sum(ordered) + many) // (2 * many)
    return Times(many, mean, ordered[math.ceil(0.9 * many) - 1], ordered[-1])


def words_of(seconds: int | None) -> str:
    """`12 phút 05 giây`, `1 giờ 05 phút`; a dash where nothing was measured."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(seconds, 60)
    if minutes >= 60:
        return f"{minutes // 60} giờ {minutes % 60:02d} phút"
    return f"{minutes} phút {rest:02d} giây" if minutes else f"{rest} giây"
