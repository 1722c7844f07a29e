"""Mergers, splits and renamings: work passes from agencies to others on a day, with the people who do it.

Predecessors end the day before. Whoever worked there moves or leaves; every role held over a predecessor is
held over the successors too, and who works at a successor keeps seeing the dossiers of its predecessors,
which stay where they were received.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q

from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.actions import NewAgency, add_agency, exists_on
from motcua.organisation.enums import ChangeKind
from motcua.organisation.models import Agency, Delegation, RoleGrant, Staff, Succession

_ENDS_NOWHERE = None


def reorganise(
    *,
    actor: Actor,
    kind: ChangeKind,
    day: date,
    predecessors: Sequence[Agency],
    successors: Sequence[NewAgency | Agency],
    decision: str,
    moves: Mapping[int, str | None] | None = None,
) -> list[Agency]:
    """Pass the work of `predecessors` to `successors` from `day` on; answers the successors.

    `moves` says for an officer (by key) the code of the successor, or None for one who leaves; whoever is not
    named goes to the first successor. Refuses a day to come (enter it on the day), agencies that do not exist
    the day before, agencies with others still below them, and numbers that are no such change.
    """
    _check(kind, day, predecessors, successors, decision)
    before = day - timedelta(days=1)
    with act():
        for agency in predecessors:
            Agency.objects.filter(pk=agency.pk).update(valid_to=before)
            agency.valid_to = before
        heirs = [each if isinstance(each, Agency) else add_agency(each, day) for each in successors]
        _note_succession(kind, day, predecessors, heirs, decision)
        _move_people(predecessors, heirs, moves or {}, before)
        _pass_roles_on(predecessors, heirs, day)
        _record(actor, kind, day, predecessors, heirs, decision)
        mark("agency", *(agency.code for agency in predecessors))
    return heirs


def _check(
    kind: ChangeKind,
    day: date,
    predecessors: Sequence[Agency],
    successors: Sequence[NewAgency | Agency],
    decision: str,
) -> None:
    if day > clock.today():
        raise Refused(
            "Nhập việc sắp xếp vào đúng ngày có hiệu lực hoặc sau đó, không nhập trước.", field="day"
        )
    if not decision.strip():
        raise Refused("Ghi văn bản quyết định việc sắp xếp.", field="decision")
    if wrong := _wrong_numbers(kind, len(predecessors), len(successors)):
        raise Refused(wrong, field="predecessors")
    before = day - timedelta(days=1)
    for agency in predecessors:
        if not exists_on(agency, before) or agency.valid_to is not None:
            raise Refused(
                f"{agency.name} không còn hoạt động đến ngày {before:%d/%m/%Y}.", field="predecessors"
            )
    _check_nobody_below(predecessors, day)


def _wrong_numbers(kind: ChangeKind, old: int, new: int) -> str:
    right = {
        ChangeKind.MERGE: old >= 2 and new == 1,
        ChangeKind.SPLIT: old == 1 and new >= 2,
        ChangeKind.RENAME: old == 1 and new == 1,
        ChangeKind.DISSOLVE: old == 1 and new == 0,
    }[kind]
    needed = {
        ChangeKind.MERGE: "Sáp nhập cần ít nhất hai cơ quan cũ và một cơ quan mới.",
        ChangeKind.SPLIT: "Chia tách cần một cơ quan cũ và ít nhất hai cơ quan mới.",
        ChangeKind.RENAME: "Đổi tên cần một cơ quan cũ và một cơ quan mới.",
        ChangeKind.DISSOLVE: "Kết thúc hoạt động cần đúng một cơ quan cũ.",
    }[kind]
    return "" if right else needed


def _check_nobody_below(predecessors: Sequence[Agency], day: date) -> None:
    going = {agency.pk for agency in predecessors}
    below = Agency.objects.on(day).filter(parent__in=going).exclude(pk__in=going).order_by("name_key").first()
    if below is not None:
        raise Refused(
            f"Còn đơn vị trực thuộc: {below.name}. Sắp xếp các đơn vị đó trước.", field="predecessors"
        )


def _note_succession(
    kind: ChangeKind, day: date, predecessors: Sequence[Agency], heirs: Sequence[Agency], decision: str
) -> None:
    pairs: list[tuple[Agency, Agency | None]] = [(old, new) for old in predecessors for new in heirs]
    pairs = pairs or [(old, _ENDS_NOWHERE) for old in predecessors]
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor=old, successor=new, kind=kind.value, day=day, decision=decision.strip()[:200]
            )
            for old, new in pairs
        ]
    )


def _move_people(
    predecessors: Sequence[Agency], heirs: Sequence[Agency], moves: Mapping[int, str | None], before: date
) -> None:
    by_code = {agency.code: agency for agency in heirs}
    default = heirs[0] if heirs else None
    for staff in Staff.objects.filter(_lasting_after(before), agency__in=predecessors).order_by("pk"):
        wanted = moves.get(staff.pk, default.code if default else None)
        if wanted is None:
            _let_go(staff, before)
        elif wanted in by_code:
            # The row stays: what the officer holds and did goes on under one name.
            Staff.objects.filter(pk=staff.pk).update(agency=by_code[wanted])
        else:
            raise Refused(f"{wanted} không phải cơ quan mới của lần sắp xếp này.", field="moves")


def _let_go(staff: Staff, last_day: date) -> None:
    last = max(last_day, staff.first_day)
    Staff.objects.filter(pk=staff.pk).update(last_day=last)
    RoleGrant.objects.filter(_lasting_after(last), staff=staff).update(last_day=last)
    Delegation.objects.filter(Q(giver=staff) | Q(taker=staff), last_day__gt=last).update(last_day=last)


def _pass_roles_on(predecessors: Sequence[Agency], heirs: Sequence[Agency], day: date) -> None:
    """Each role over a predecessor holds over the heirs; who has it there sees every predecessor's dossiers."""
    held = RoleGrant.objects.filter(_lasting_after(day - timedelta(days=1)), agency__in=predecessors)
    wanted: dict[tuple[int, str, int], RoleGrant] = {}
    for grant in held.select_related("staff"):
        # In a split, those who moved to one heir do not look into the other.
        moved_to = [heir for heir in heirs if heir.pk == grant.staff.agency_id] or list(heirs)
        for agency in (*moved_to, *predecessors):
            wanted.setdefault((grant.staff_id, grant.role, agency.pk), grant)
    there = set(_existing(wanted, day))
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(
                staff_id=staff, role=role, agency_id=agency, with_below=grant.with_below, first_day=day,
                last_day=grant.last_day,
            )
            for (staff, role, agency), grant in wanted.items()
            if (staff, role, agency) not in there
        ]
    )  # fmt: skip


def _existing(wanted: Iterable[tuple[int, str, int]], day: date) -> Iterable[tuple[int, str, int]]:
    staff = {key[0] for key in wanted}
    rows = RoleGrant.objects.filter(_lasting_after(day - timedelta(days=1)), staff__in=staff)
    return rows.values_list("staff_id", "role", "agency_id")


def _lasting_after(day: date) -> Q:
    return Q(last_day=None) | Q(last_day__gt=day)


def _record(
    actor: Actor,
    kind: ChangeKind,
    day: date,
    predecessors: Sequence[Agency],
    heirs: Sequence[Agency],
    decision: str,
) -> None:
    detail = {
        "kind": kind.value,
        "day": day.isoformat(),
        "to": [agency.code for agency in heirs],
        "decision": decision.strip(),
    }
    for agency in predecessors:
        record(
            actor,
            action="organisation.reorganise",
            kind="agency",
            key=agency.code,
            agency=agency.code,
            detail=detail,
        )
