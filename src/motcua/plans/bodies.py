"""Bodies and persons named in a plan, recognised against the organisation; what a person confirmed is remembered.

A name that is not certain waits for a person; the answer holds for every later plan of the agency, until the officer
leaves or the agency ends. See docs/algorithms/plan-bodies.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency, Staff
from motcua.plans.enums import Group, Means, Part, PlanState, TaskState
from motcua.plans.models import BodyAlias, Plan, PlanTask, TaskBody
from motcua.plans.naming import Guess, Known, guesses, level_word, plain
from motcua.plans.tasking import giver_of

_OPEN = (TaskState.TO_DO.value, TaskState.DOING.value)
_LEVELS_OF = {
    Group.COMMUNES: (Level.COMMUNE.value,),
    Group.DISTRICTS: (Level.DISTRICT.value,),
    Group.DEPARTMENTS: (Level.DEPARTMENT.value,),
}
OUTSIDE = Known(Means.OUTSIDE, "", "Ngoài hệ thống, chỉ ghi lại lời văn", ())


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a plan. `meant`: who that is, when known; `confirmed`: a person said so. Else `guesses` wait."""

    words: str
    leads: int
    cooperates: int
    meant: Known | None
    confirmed: bool
    guesses: tuple[Guess, ...]


def key_of(one: Known) -> str:
    """What a form sends for it."""
    return f"{one.means.value}:{one.key}"


def known_for(agency: Agency) -> list[Known]:
    """Everybody whom the plans of an agency may name: agencies of its tree today, its officers, groups; two statements."""
    today = clock.today()
    top = agency.path.split("/", 1)[0]
    tree = list(
        Agency.objects.on(today).filter(Q(path__startswith=f"{top}/") | Q(pk=agency.pk)).order_by("path")
    )
    staff = Staff.objects.filter(
        Q(last_day=None) | Q(last_day__gte=today), agency=agency, first_day__lte=today
    )
    level = level_word(Level(agency.level))
    here = {_place_of(one) for one in tree if agency.path.startswith(one.path)}
    found = [_agency(one, here) for one in tree]
    found += [_officer(one, level) for one in staff.order_by("name_key")]
    below = {one.level for one in tree if one.path.startswith(agency.path) and one.pk != agency.pk}
    for group in Group:
        if _exists(group, below):
            found.append(Known(Means.GROUP, group.value, group.label, ()))
    return [*found, OUTSIDE]


def _exists(group: Group, below: set[str]) -> bool:
    if group in _LEVELS_OF:
        return bool(below & set(_LEVELS_OF[group]))
    return bool(below) if group is Group.ALL_BELOW else True


def _agency(one: Agency, here: set[str]) -> Known:
    # Only here, and for what is above, is «UBND xã», «Công an xã» enough of a name.
    place = _place_of(one) if _place_of(one) in here else ""
    return Known(
        Means.AGENCY, str(one.pk), f"{one.name} ({one.code})", (one.name, one.short_name), place=place
    )


def _place_of(one: Agency) -> str:
    """«Lam Bình» of «UBND xã Lam Bình»: what follows the last word in small letters."""
    words = one.name.split()
    small = [at for at, word in enumerate(words) if word[0].islower()]
    return " ".join(words[small[-1] + 1 :]) if small else ""


def _officer(one: Staff, level: str) -> Known:
    label = f"{one.name}, {one.title} (số {one.pk})"
    return Known(Means.STAFF, str(one.pk), label, (one.name, one.title), f"{one.title}, {one.field}", level)


def names_in(plan: Plan) -> list[Named]:
    """Every name of a plan's tasks, those that wait for an answer first; five statements."""
    known = known_for(plan.agency)
    meanings = _remembered(plan.agency, known)
    tally: dict[str, list[int]] = {}
    for lead, cooperating in PlanTask.objects.filter(plan=plan).values_list("lead", "cooperating"):
        for at, words in (*((0, each) for each in lead), *((1, each) for each in cooperating)):
            tally.setdefault(words, [0, 0])[at] += 1
    found = [_named(words, many, meanings, known) for words, many in tally.items()]
    return sorted(found, key=lambda one: (one.meant is not None, -one.leads, -one.cooperates))


def _named(words: str, many: Sequence[int], meanings: Mapping[str, Known], known: Sequence[Known]) -> Named:
    if (meant := meanings.get(plain(words))) is not None:
        return Named(words, many[0], many[1], meant, True, ())
    waiting = guesses(words, known)
    certain = waiting[0].known if waiting and waiting[0].certain else None
    return Named(words, many[0], many[1], certain, False, tuple(waiting))


def _remembered(agency: Agency, known: Sequence[Known]) -> dict[str, Known]:
    """What was confirmed and still stands: who has left or ended is asked about again."""
    by_key = {key_of(one): one for one in known}
    rows = BodyAlias.objects.filter(agency=agency)
    found = ((row.words_folded, by_key.get(_key(row))) for row in rows)
    return {words: one for words, one in found if one is not None}


def _key(row: BodyAlias) -> str:
    number = {Means.AGENCY: row.body_id, Means.STAFF: row.staff_id, Means.GROUP: row.group}.get(
        Means(row.means), ""
    )
    return f"{row.means}:{number}"


def remember(plan_id: int, *, actor: Actor, meanings: Mapping[str, str]) -> int:
    """Confirm what names mean (`key_of` by words) and tie the plan's tasks to them; answers how many are new.

    Refused for a key that nobody has, and for words that stand nowhere in the plan.
    """
    with act():
        plan = locked(Plan, plan_id, "agency")
        known = {key_of(one): one for one in known_for(plan.agency)}
        printed = {plain(one.words) for one in names_in(plan)}
        for words, key in meanings.items():
            if key not in known:
                raise Refused(f"Chọn trong danh sách cho «{words[:80]}».", field="means", code="unknown_body")
            if plain(words) not in printed:
                raise Refused(f"Kế hoạch không còn nêu «{words[:80]}». Tải lại trang.", code="not_named")
            _keep(plan.agency, words, known[key], actor)
        if meanings:
            record(
                actor, action="plans.remember_bodies", kind="plan", key=plan.pk, agency=plan.agency.code,
                detail={"names": len(meanings)},
            )  # fmt: skip
        if plan.status is PlanState.CONFIRMED:
            tie(plan, actor=actor)
    return len(meanings)


def _keep(agency: Agency, words: str, one: Known, actor: Actor) -> None:
    number = int(one.key) if one.key.isdecimal() else None
    BodyAlias.objects.update_or_create(
        agency=agency, words_folded=plain(words)[:300],
        defaults={
            "words": words[:300], "means": one.means.value,
            "body_id": number if one.means is Means.AGENCY else None,
            "staff_id": number if one.means is Means.STAFF else None,
            "group": one.key if one.means is Means.GROUP else "",
            "decided_at": clock.now(), "decided_by": actor.label,
        },
    )  # fmt: skip


def tie(plan: Plan, *, actor: Actor) -> None:
    """Inside an act: tie a running plan's open tasks to those they name; one officer who leads gets the task.

    A task somebody holds stays with them. Asked again it changes only what became known since.
    """
    meant = {one.words: one.meant for one in names_in(plan) if one.meant is not None}
    tasks = list(PlanTask.objects.filter(plan=plan, state__in=_OPEN).select_related("plan"))
    TaskBody.objects.filter(task__in=tasks).delete()
    rows = [row for task in tasks for row in _bodies_of(task, meant)]
    TaskBody.objects.bulk_create(rows, batch_size=500)
    _hand_out(plan, tasks, rows, actor)


def _bodies_of(task: PlanTask, meant: Mapping[str, Known]) -> Iterable[TaskBody]:
    for part, names in ((Part.LEAD, task.lead), (Part.COOPERATING, task.cooperating)):
        for words in dict.fromkeys(each[:300] for each in names):
            one = meant.get(words)
            if one is None:
                continue
            number = int(one.key) if one.key.isdecimal() else None
            yield TaskBody(
                task=task, part=part.value, words=words, means=one.means.value,
                body_id=number if one.means is Means.AGENCY else None,
                staff_id=number if one.means is Means.STAFF else None,
                group=one.key if one.means is Means.GROUP else "",
            )  # fmt: skip


def _hand_out(plan: Plan, tasks: Sequence[PlanTask], rows: Sequence[TaskBody], actor: Actor) -> None:
    leaders: dict[int, list[int]] = {}
    for row in rows:
        if row.part == Part.LEAD.value and row.staff_id is not None:
            leaders.setdefault(row.task_id, []).append(row.staff_id)
    given = [task for task in tasks if task.holder_id is None and len(leaders.get(task.pk, [])) == 1]
    for task in given:
        task.holder_id, task.given_at, task.giver_id = leaders[task.pk][0], clock.now(), giver_of(actor)
    PlanTask.objects.bulk_update(given, ["holder", "given_at", "giver"], batch_size=200)
    if given:
        record(
            actor, action="plans.hand_out", kind="plan", key=plan.pk, agency=plan.agency.code,
            detail={"tasks": len(given)},
        )  # fmt: skip


def agencies_meant(rows: Iterable[TaskBody], agency: Agency, below: Sequence[Agency]) -> list[Agency]:
    """The agencies below one that the bodies of a task come to, groups resolved, in the order of the tree."""
    wanted: set[int] = set()
    for row in rows:
        if row.body_id is not None:
            wanted.add(row.body_id)
        elif row.group:
            group = Group(row.group)
            levels = _LEVELS_OF.get(group)
            wanted |= {
                one.pk for one in below if (levels and one.level in levels) or group is Group.ALL_BELOW
            }
    return [one for one in below if one.pk in wanted and one.pk != agency.pk]
