"""A row or an item of work while it is being read, and what it becomes: a task, its targets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from motcua.kernel.text import fold, squeeze
from motcua.plans.reading.aims import Aim, aim_of_cell, aims_in_text, is_bare, may_hold, measured_in_cell
from motcua.plans.reading.blocks import Passage
from motcua.plans.reading.bodies import assignment, split_bodies
from motcua.plans.reading.phrases import deadlines_of, last_to_fall_due, phrases_in
from motcua.plans.reading.result import Target, Task

LONGEST_DITTO = 20
_DITTO = re.compile(r"^\W*(?:nt|như trên|-nt-|//|″|\")\W*$", re.IGNORECASE)


# With how many aims of the same value a new one is compared, to see whether it is said twice.
_COMPARED = 20
_Add = Callable[[Aim | None, str, int | None], None]


@dataclass(slots=True)
class Value:
    """The text of an aim, and the year its column or label names."""

    text: str
    year: int | None = None


@dataclass(slots=True)
class Draft:
    """The words of one row or item by role.

    `heads` are the words of the row it is part of (6 for 6.1); `background` is said of last year and holds no aim;
    `year` is a later one that the heading above names.
    """

    section: str | None
    number: str | None
    place: int
    title: str = ""
    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    deadline: list[str] = field(default_factory=list)
    deliverable: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    background: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    baseline: str = ""
    unit: str = ""
    assessor: str = ""
    heads: str = ""
    inherited: list[str] = field(default_factory=list)
    sources: dict[int, None] = field(default_factory=dict)
    is_task: bool = True
    is_target: bool = False
    finds_aims: bool = True
    year: int | None = None

    def cite(self, *passages: Passage) -> None:
        """Name passages whose words went into this draft."""
        for passage in passages:
            self.sources[passage.number] = None


def is_ditto(text: str) -> bool:
    """«-nt-», «như trên»: the same as in the row above."""
    return len(text) < LONGEST_DITTO and bool(_DITTO.match(text))


def add_lines(texts: list[str], addition: str) -> None:
    """Add a cell's text; one that goes on in small letters after an unfinished one is joined to it."""
    addition = addition.strip()
    if not addition:
        return
    if (
        texts
        and texts[-1] != addition
        and not texts[-1].endswith((".", ";", ":"))
        and not addition.startswith(("-", "+"))
    ):
        texts[-1] = f"{texts[-1]} {addition}"
    elif addition not in texts:
        texts.append(addition)


def _joined(texts: list[str]) -> str | None:
    """One string; what stood in different cells or lines is parted by a semicolon where nothing else parts it."""
    if len(texts) < 2:
        return squeeze(texts[0]) or None if texts else None
    joined = ""
    for text in map(squeeze, texts):
        if joined and text:
            joined += " " if joined.endswith((".", ";", ":", ",")) else "; "
        joined += text
    return joined or None


def finish(draft: Draft, year: int) -> tuple[Task | None, list[Target]]:
    """The task and the targets of a draft; a phrase without a year is of the plan's `year`."""
    leads = assignment("\n".join(draft.lead))
    lead = leads.lead
    cooperating = tuple(dict.fromkeys(leads.cooperating + split_bodies("\n".join(draft.cooperating))))
    if leads.rest:
        draft.note.append(leads.rest)
    task = _task(draft, lead, cooperating, year) if draft.is_task and draft.title else None
    return task, _targets(draft, lead, cooperating, year)


def _task(draft: Draft, lead: tuple[str, ...], cooperating: tuple[str, ...], year: int) -> Task:
    text = _joined(draft.deadline)
    if text is None and (text := _deadline_in_words(draft, year)):
        _without_its_deadline(draft, text)
    found = deadlines_of(text, year) if text else ()
    return Task(
        section=draft.section,
        number=draft.number,
        title=squeeze(draft.title),
        lead=lead,
        cooperating=cooperating,
        deadline_text=text,
        deadline=last_to_fall_due(found),
        deadlines=found,
        deliverable=_joined(draft.deliverable),
        note=_joined([*draft.background, *draft.note]),
        parts=tuple(map(squeeze, draft.parts)),
        inherited=tuple(dict.fromkeys(draft.inherited)),
        place=draft.place,
        sources=tuple(draft.sources),
    )


def _without_its_deadline(draft: Draft, deadline: str) -> None:
    """«Thành lập Đoàn kiểm tra: trước ngày 20/3.»: behind the colon stands the deadline and nothing else."""
    what, colon, when = draft.title.rpartition(":")
    if colon and what.strip() and squeeze(when).rstrip(" .;") == deadline:
        draft.title = what.rstrip()


def _deadline_in_words(draft: Draft, year: int) -> str | None:
    phrases = [phrase for text in (draft.title, *draft.parts) for phrase in phrases_in(text, year)]
    return "; ".join(dict.fromkeys(phrases)) or None


# --- Targets ---


def _targets(draft: Draft, lead: tuple[str, ...], cooperating: tuple[str, ...], year: int) -> list[Target]:
    found: list[Target] = []
    inside = _texts_with_aims(draft) if draft.finds_aims else ()
    if not draft.is_target and not inside:
        return found

    def add(aim: Aim | None, name: str, of_year: int | None) -> None:
        aim = aim or Aim(None)
        value, operator = aim.baseline, aim.baseline_operator
        if draft.baseline and value is None:
            value, operator, _ = measured_in_cell(draft.baseline)
        found.append(
            Target(
                section=draft.section,
                number=draft.number,
                name=squeeze(name),
                unit=aim.unit or draft.unit or None,
                operator=aim.operator,
                value=aim.value,
                value_high=aim.value_high,
                baseline=value,
                baseline_operator=operator,
                year=of_year or max(draft.year or 0, year) or None,
                lead=lead,
                cooperating=cooperating,
                assessor=squeeze(draft.assessor) or None,
                place=draft.place,
                sources=tuple(draft.sources),
            )
        )

    if draft.is_target:
        _add_main(draft, add)
    if draft.values:
        draft.baseline = ""  # last year's result is of the row's own value, not of an aim inside its solution
    if inside:
        _add_found(inside, found, add, year)
    return found


def _add_main(draft: Draft, add: _Add) -> None:
    name = f"{draft.heads}: {draft.title}" if draft.heads else draft.title
    for value in draft.values:
        bare = is_bare(value.text)
        several = () if bare else aims_in_text(value.text)
        if len(several) > 1:
            for one in several:
                add(one, _described(name, one.name), value.year)
            continue
        aim = aim_of_cell(value.text, draft.unit or None)
        add(aim, name if bare else _described(name, value.text), value.year)
    if not draft.values:
        aims = aims_in_text(draft.title)
        add(aims[0] if aims else None, name, None)


def _described(name: str, text: str) -> str:
    return text if fold(name) in fold(text) else f"{name}: {text}"


def _texts_with_aims(draft: Draft) -> list[str]:
    """The texts inside of which aims are looked for: of a target only what stands beside its name."""
    texts = [*draft.deliverable, *draft.note]
    if not draft.is_target:
        texts = [draft.title, *draft.parts, *texts]
    return [text for text in texts if may_hold(text)]


def _add_found(texts: Sequence[str], found: list[Target], add: _Add, year: int) -> None:
    seen: dict[object, list[set[str]]] = {}
    for target in found:
        seen.setdefault((target.operator, target.value, target.unit), []).append(
            set(fold(target.name).split())
        )
    for text in texts:
        fresh = [(aim, set(fold(aim.name).split())) for aim in aims_in_text(squeeze(text))]
        known = {key: words[:_COMPARED] for key, words in seen.items()}
        for aim, words in fresh:
            key = (aim.operator, aim.value, aim.unit)
            if not any(_alike(words, others) for others in known.get(key, ())):
                seen.setdefault(key, []).append(words)
                add(aim, aim.name, _later_year(aim, year) or _year_at_head(text, aim, year))


def _later_year(aim: Aim, year: int) -> int | None:
    """The year an aim names itself, when it lies after the plan's: «đến năm 2025 đạt 95%»."""
    later = {int(found) for found in re.findall(r"năm (20\d\d)", aim.name)} - {year}
    if aim.operator == "increase_per_year" or len(later) != 1:
        return None
    return max(later) if max(later) > year else None


_AT_HEAD = re.compile(r"(?:phấn đấu )?(?:đến|tới|trong)? ?(?:hết |cuối )?năm (20\d\d)\s*[:,]", re.IGNORECASE)


def _year_at_head(text: str, aim: Aim, year: int) -> int | None:
    """«Đến hết năm 2026: tỷ lệ … 80%; 100% hồ sơ …»: the year at the head holds for each of the aims behind it."""
    hit = _AT_HEAD.match(squeeze(text[:80]))  # of a line without an end only the head
    named = re.search(r"năm 20\d\d", aim.name) or aim.operator == "increase_per_year"
    return int(hit[1]) if hit and not named and int(hit[1]) > year else None


def _alike(words: set[str], others: set[str]) -> bool:
    smaller = min(len(words), len(others))
    return smaller > 0 and len(words & others) * 10 >= smaller * 6
