"""Changing a form piece by piece, as an administrator does. Pure: each answers the form after the change.

A place is written «2» (page), «2.3» (field) or «2.1.4» (column of the group that is field 2.1), counted from 1.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from motcua.catalogue.eforms.definition import Condition, Field, FieldKind, Form, Topic
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import fold

Part = TypeVar("Part")
Place = tuple[int, ...]


def place_of(text: str) -> Place:
    """The place written so. Raises NotFound."""
    if not re.fullmatch(r"[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2}){0,2}", text):
        raise NotFound
    return tuple(int(each) for each in text.split("."))


def topic_at(form: Form, place: Place) -> Topic:
    """The page there. Raises NotFound."""
    return _nth(form.topics, place[0])


def field_at(form: Form, place: Place) -> Field:
    """The field or column there. Raises NotFound."""
    found = _nth(topic_at(form, place).fields, place[1])
    return _nth(found.columns, place[2]) if len(place) == 3 else found


def before(form: Form, place: Place) -> list[Field]:
    """The fields of earlier pages: what a condition may rest on."""
    return [
        each
        for topic in form.topics[: place[0] - 1]
        for each in topic.fields
        if each.kind is not FieldKind.GROUP
    ]


def with_topic(form: Form, topic: Topic, at: int = 0) -> Form:
    """A page added at the end (0) or changed; a new one gets a key of its own."""
    if at:
        old = _nth(form.topics, at)
        return replace(form, topics=_put(form.topics, at, replace(topic, key=old.key, fields=old.fields)))
    key = _free(topic.title, {each.key for each in form.topics}, "trang")
    return replace(form, topics=(*form.topics, replace(topic, key=key)))


def with_field(form: Form, one: Field, place: Place) -> Form:
    """A field or a column added at the end (last number 0) or changed. Refuses a name that is taken.

    A changed name changes the conditions that rest on it.
    """
    topic = topic_at(form, place)
    if len(place) == 3:
        group = _nth(topic.fields, place[1])
        columns = _added(group.columns, one, place[2])
        return _with(
            form, place, replace(topic, fields=_put(topic.fields, place[1], replace(group, columns=columns)))
        )
    taken = [each.name for each in form.fields()]
    if place[1]:
        old = _nth(topic.fields, place[1])
        taken.remove(old.name)
        columns = old.columns if one.kind is FieldKind.GROUP else ()
        one = replace(one, name=one.name or old.name, columns=columns)
        form = _renamed(form, old.name, one.name)
        topic = topic_at(form, place)
    return _with(form, place, replace(topic, fields=_added(topic.fields, one, place[1], taken)))


def without(form: Form, place: Place) -> Form:
    """A page, field or column taken out. Refuses one that a condition elsewhere rests on."""
    if len(place) == 1:
        gone = {each.name for each in topic_at(form, place).fields}
        rest = replace(form, topics=_drop(form.topics, place[0]))
    elif len(place) == 2:
        topic = topic_at(form, place)
        gone = {field_at(form, place).name}
        rest = _with(form, place, replace(topic, fields=_drop(topic.fields, place[1])))
    else:
        topic, group = topic_at(form, place), field_at(form, place[:2])
        slim = replace(group, columns=_drop(group.columns, place[2]))
        return _with(form, place, replace(topic, fields=_put(topic.fields, place[1], slim)))
    if resting := [words for words, condition in _conditions(rest) if condition.field in gone]:
        raise Refused(f"Đang là điều kiện của {', '.join(resting)}. Bỏ điều kiện ở đó trước.")
    return rest


def moved(form: Form, place: Place, step: int) -> Form:
    """A page, field or column one place up (-1) or down (+1); at the end nothing changes."""
    if len(place) == 1:
        return replace(form, topics=_moved(form.topics, place[0], step))
    topic = topic_at(form, place)
    if len(place) == 2:
        return _with(form, place, replace(topic, fields=_moved(topic.fields, place[1], step)))
    group = field_at(form, place[:2])
    columns = _moved(group.columns, place[2], step)
    return _with(
        form, place, replace(topic, fields=_put(topic.fields, place[1], replace(group, columns=columns)))
    )


def name_from(label: str, taken: Iterable[str]) -> str:
    """A field's name out of its label."""
    return _free(label, set(taken), "muc")


def _free(words: str, taken: set[str], otherwise: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:30].strip("_")
    if not base or not base[0].isalpha():
        base = f"{otherwise}_{base}".strip("_")
    return next(name for n in range(1, 1000) if (name := base if n == 1 else f"{base}_{n}") not in taken)


def _added(row: tuple[Field, ...], one: Field, at: int, taken: list[str] | None = None) -> tuple[Field, ...]:
    if taken is None:  # columns: names of one group
        taken = [each.name for place, each in enumerate(row, 1) if place != at]
    if one.name in taken:
        raise Refused(f"Tên “{one.name}” đã dùng cho mục khác.", field="name")
    one = one if one.name else replace(one, name=name_from(one.label, taken))
    return _put(row, at, one) if at else (*row, one)


def _renamed(form: Form, old: str, new: str) -> Form:
    if old == new:
        return form

    def mend(condition: Condition | None) -> Condition | None:
        return replace(condition, field=new) if condition and condition.field == old else condition

    def whole(topic: Topic) -> Topic:
        fields = tuple(replace(each, when=mend(each.when)) for each in topic.fields)
        return replace(topic, when=mend(topic.when), fields=fields)

    return replace(form, topics=tuple(whole(topic) for topic in form.topics))


def _conditions(form: Form) -> list[tuple[str, Condition]]:
    found = [(f"trang “{topic.title}”", topic.when) for topic in form.topics if topic.when]
    return found + [(f"mục “{each.label}”", each.when) for each in form.fields() if each.when]


def _with(form: Form, place: Place, topic: Topic) -> Form:
    return replace(form, topics=_put(form.topics, place[0], topic))


def _nth(row: tuple[Part, ...], at: int) -> Part:
    if not 1 <= at <= len(row):
        raise NotFound
    return row[at - 1]


def _put(row: tuple[Part, ...], at: int, one: Part) -> tuple[Part, ...]:
    _nth(row, at)
    return (*row[: at - 1], one, *row[at:])


def _drop(row: tuple[Part, ...], at: int) -> tuple[Part, ...]:
    _nth(row, at)
    return (*row[: at - 1], *row[at:])


def _moved(row: tuple[Part, ...], at: int, step: int) -> tuple[Part, ...]:
    one, place = _nth(row, at), at + step
    if not 1 <= place <= len(row):
        return row
    others = _drop(row, at)
    return (*others[: place - 1], one, *others[place - 1 :])
