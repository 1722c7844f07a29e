"""One act on many dossiers: few at once, many as work one can leave and come back to. Each is told done or why not."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db import InterfaceError, OperationalError

from motcua.doors.staff.acts import OF_THE_AGENCY, RIGHTS_OF_ACT
from motcua.dossiers import actions
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import Act
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.access import paths_where
from motcua.organisation.models import Staff
from motcua.organisation.queries import colleagues_at, colleagues_now
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rule

# More than this many is work for later: a page should not keep an officer waiting.
AT_ONCE = 50
PRINT_AT_ONCE = 15

log = logging.getLogger(__name__)
_FAULT = "Lỗi khi ghi hồ sơ này; các hồ sơ khác không bị ảnh hưởng. Mở hồ sơ làm riêng, nếu vẫn lỗi thì báo quản trị viên."

_NOT_FOR = "Người được chọn đã thôi làm việc hoặc không xử lý hồ sơ của cơ quan này. Chọn người khác."

_Make = Callable[[str, int | None], commands.Command]
# What may be done to many at once, and the command it becomes (note, holder).
MANY: Mapping[Act, _Make] = {
    Act.ASSIGN: lambda note, holder: commands.Assign(note, holder_id=holder or 0),
    Act.FORWARD: lambda note, holder: commands.Forward(note, holder_id=holder),
    Act.FINISH: lambda note, holder: commands.Finish(note),
    Act.RETURN: lambda note, holder: commands.Return(note),
}
NAMES_HOLDER = frozenset({Act.ASSIGN, Act.FORWARD})
_BUTTONS = {
    Act.ASSIGN: "Phân công",
    Act.FORWARD: "Chuyển bước, trình",
    Act.FINISH: "Duyệt, giải quyết xong",
    Act.RETURN: "Trả kết quả",
}


@dataclass(frozen=True, slots=True)
class Together:
    """What an officer may do to many: buttons, and whom to hand to."""

    acts: tuple[tuple[Act, str], ...]
    colleagues: tuple[Staff, ...] = ()


def together_for(officer: Officer) -> Together:
    """The bar below a list; at most one statement, none for who may do nothing."""
    acts = tuple(
        (act, _BUTTONS[act])
        for act in MANY
        if any(officer.may_anywhere(right) for right in RIGHTS_OF_ACT[act])
    )
    if not NAMES_HOLDER.intersection(act for act, _ in acts):
        return Together(acts)
    return Together(acts, tuple(colleagues_now(officer.agency_path, clock.today())))


def cutoff_of(officer: Officer) -> time:
    """The hour after which what is received is passed on the next working morning (NĐ 61/2018 Điều 18)."""
    scopes = tuple(reversed(officer.agency_path.rstrip("/").split("/")))
    return time.fromisoformat(rule("clock.cutoff", on=clock.today(), scopes=scopes))


@dataclass
class Outcome:
    """What came of it, dossier by dossier: ids done, and id -> why not."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def reachable(officer: Officer, act: Act, numbers: Iterable[int]) -> list[int]:
    """Of these dossiers, those over which the officer holds a right to the act, in the order given."""
    wanted = list(numbers)
    found: set[int] = set()
    for right in RIGHTS_OF_ACT[act]:
        rows = dossiers_for(officer, right).filter(pk__in=wanted)
        if act in OF_THE_AGENCY:
            rows = rows.filter(paths_where(officer, right, field="agency__path"))
        found.update(rows.order_by().values_list("pk", flat=True))
    return [number for number in wanted if number in found]


def _not_for(holder: int, numbers: list[int]) -> frozenset[int]:
    """Of these dossiers, those of agencies where the one named holds no role in work today."""
    rows = Dossier.objects.filter(pk__in=numbers).order_by().values_list("pk", "agency__path")
    paths = dict(rows)
    today = clock.today()
    fits = {path: colleagues_at(path, today).filter(pk=holder).exists() for path in set(paths.values())}
    return frozenset(number for number, path in paths.items() if not fits[path])


def carry_out(
    act: Act,
    numbers: Iterable[int],
    *,
    actor: Actor,
    key: str,
    note: str = "",
    holder: int | None = None,
    after: Callable[[int], Any] = lambda done: None,
) -> Outcome:
    """The act on each in turn; what cannot be done is told and the rest goes on.

    `key` makes each act once: run again after a stop, what was done already counts as done.
    """
    outcome, wanted = Outcome(), list(numbers)
    strange = _not_for(holder, wanted) if holder and act in NAMES_HOLDER else frozenset()
    for place, number in enumerate(wanted, 1):
        if number in strange:
            outcome.refused[number] = _NOT_FOR
            after(place)
            continue
        try:
            actions.perform(number, MANY[act](note, holder), actor=actor, act_key=f"{key[:40]}.{number}")
            outcome.done.append(number)
        except Overtaken:
            outcome.refused[number] = "Người khác vừa xử lý hồ sơ này; xem lại rồi làm tiếp nếu cần."
        except NotFound:
            outcome.refused[number] = "Hồ sơ không còn trong phạm vi của ông/bà."
        except Refused as refused:
            outcome.refused[number] = refused.message
        except (OperationalError, InterfaceError):
            raise  # the database, not this dossier: the whole work is tried again
        except Exception as fault:  # a fault of one dossier must not hold up a hundred others
            log.error("%s for many: dossier %s: %s", act.value, number, type(fault).__name__)
            outcome.refused[number] = _FAULT
        after(place)
    return outcome
