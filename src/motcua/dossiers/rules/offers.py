"""Which papers the store holds may stand in for a component: offered at the desk and online alike. Pure."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from motcua.kernel.text import fold

MOST_OFFERED = 3


class Titled(Protocol):
    """A held paper, as far as this rule looks at it."""

    title_folded: str


Held = TypeVar("Held", bound=Titled)


def stand_ins(name: str, held: Iterable[Held]) -> list[Held]:
    """Papers that may be the component of this name: the same title first, then titles that contain the name or are
    contained in it. A person decides; nothing is taken by itself."""
    wanted = fold(name)
    named = [each for each in held if each.title_folded]
    like = [each for each in named if each.title_folded in wanted or wanted in each.title_folded]
    like.sort(key=lambda each: each.title_folded != wanted)
    return like[:MOST_OFFERED]
