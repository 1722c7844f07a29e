"""The checklist of a reception: for each component of the announcement what was given, or what the house holds of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.forms import BoundField

from motcua.catalogue.models import Component
from motcua.catalogue.queries import Parts
from motcua.doors.frame.uploads import TooLarge
from motcua.dossiers import reuse
from motcua.dossiers.filing import HandedIn
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.storehouse.enums import Origin
from motcua.storehouse.models import Paper

PAPER, SCAN, NOT_GIVEN, REUSE = "paper", "scan", "none", "reuse-"
_UPLOAD, _NOT_HANDED_IN = "Tải bản quét, bản điện tử", "Không nộp"
_LONGEST_LABEL = 70
EMPTY_FILE = "Tệp rỗng (0 byte): chưa quét được hoặc tải chưa xong. Quét lại rồi chọn tệp mới."


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A line of the checklist: a component with its two fields."""

    component: Component
    given: BoundField
    file: BoundField
    again: BoundField | None = None


class Checklist(forms.Form):
    """The lines for the papers. Whoever is made of it says which `parts`, at which `desks`, and what is `held`."""

    parts: Parts
    desks: list[Agency]
    held: list[Paper]

    def add_components(self) -> None:
        """A line for each component, in the order of the announcement."""
        for component in self.parts.components:
            self._add_component(component)

    def _add_component(self, component: Component) -> None:
        needed = component.required and not component.condition and not component.alternative_group
        needed = needed or component.pk in self._first_of_groups()
        seen = "Đã xuất trình" if component.present_only else "Nhận bản giấy"
        held = self._like(component)
        if held:
            self._add_again(component)
            self.fields[f"given_{component.pk}"] = _given_or_held_field(component.name, seen, held)
        else:
            initial = PAPER if needed else NOT_GIVEN
            self.fields[f"given_{component.pk}"] = _given_field(component.name, seen, initial)
        self.fields[f"file_{component.pk}"] = _file_field(component.name)

    def _add_again(self, component: Component) -> None:
        """The store holds it: asking for it again needs a reason (NĐ 118/2025 Điều 4.2a)."""
        why = reuse.reasons(clock.today(), self.desks[0].chain)
        self.fields[f"again_{component.pk}"] = forms.ChoiceField(
            label=f"Lý do nộp lại: {component.name}", required=False,
            choices=[("", "Nộp lại thì chọn lý do"), *why.items()],
        )  # fmt: skip

    def _first_of_groups(self) -> set[int]:
        """Of papers that replace each other, the first is what people mostly bring to the counter."""
        first: dict[str, int] = {}
        for component in self.parts.components:
            if component.required and component.alternative_group:
                first.setdefault(component.alternative_group, component.pk)
        return set(first.values())

    def _like(self, component: Component) -> list[Paper]:
        """Papers of the applicant that may stand in."""
        return reuse.stand_ins_for(component.name, self.held)

    def component_rows(self) -> Iterator[ComponentRow]:
        """The checklist, in the order of the announcement."""
        for component in self.parts.components:
            again = f"again_{component.pk}"
            yield ComponentRow(
                component,
                self[f"given_{component.pk}"],
                self[f"file_{component.pk}"],
                self[again] if again in self.fields else None,
            )

    def check_papers(self, data: dict[str, Any]) -> None:
        """Files that are missing, papers that must be given and are not, and why one is asked for again."""
        given_groups = {
            component.alternative_group
            for component in self.parts.components
            if data.get(f"given_{component.pk}", NOT_GIVEN) != NOT_GIVEN
        }
        for component in self.parts.components:
            field = f"given_{component.pk}"
            given, file = data.get(field), data.get(f"file_{component.pk}")
            if isinstance(file, TooLarge):
                self.add_error(f"file_{component.pk}", file.message)
            elif given == SCAN and not file and f"file_{component.pk}" not in self.errors:
                self.add_error(f"file_{component.pk}", "Chọn tệp quét, hoặc đổi sang «Nhận bản giấy».")
            self._check_again(component, data)
            if given == NOT_GIVEN and _must_be_given(component, given_groups):
                self.add_error(
                    field, "Giấy tờ bắt buộc còn thiếu. Hướng dẫn người nộp bổ sung rồi tiếp nhận."
                )

    def _check_again(self, component: Component, data: dict[str, Any]) -> None:
        again = f"again_{component.pk}"
        if again not in self.fields or data.get(f"given_{component.pk}") not in (PAPER, SCAN):
            return
        try:
            reuse.check_reason(data.get(again, ""), dict(self.fields[again].choices[1:]))  # type: ignore[attr-defined]
        except Refused as refused:
            self.add_error(again, refused.message)

    def handed_in(self, component: Component, blob: str | None) -> HandedIn | None:
        """What the checklist says about one component; None when it was not handed in."""
        given = self.cleaned_data[f"given_{component.pk}"]
        if given == NOT_GIVEN:
            return None
        if given.startswith(REUSE):
            paper = next(each for each in self.held if f"{REUSE}{each.pk}" == given)
            return HandedIn(component.name, Origin.REUSED.value, component.pk, reused_paper_id=paper.pk)
        held = self._like(component)
        return HandedIn(
            component.name, Origin.SCANNED_AT_DESK.value, component.pk, blob=blob,
            held_paper_id=held[0].pk if held else None, again_reason=self.cleaned_data.get(f"again_{component.pk}", ""),
        )  # fmt: skip


@lru_cache(maxsize=5000)
def _given_field(name: str, seen: str, initial: str) -> forms.ChoiceField:
    """Nobody's in particular, so that all who receive the procedure share it."""
    choices = [(PAPER, seen), (SCAN, _UPLOAD), (NOT_GIVEN, _NOT_HANDED_IN)]
    return forms.ChoiceField(label=name, choices=choices, initial=initial)


def _given_or_held_field(name: str, seen: str, held: list[Paper]) -> forms.ChoiceField:
    """This applicant's: it names their papers."""
    reuses = [(f"{REUSE}{paper.pk}", f"Dùng lại: {_short(paper)}") for paper in held]
    choices = [(PAPER, seen), (SCAN, _UPLOAD), *reuses, (NOT_GIVEN, _NOT_HANDED_IN)]
    return forms.ChoiceField(label=name, choices=choices, initial=reuses[0][0])


@lru_cache(maxsize=5000)
def _file_field(name: str) -> forms.FileField:
    return forms.FileField(
        label=f"Tệp: {name}", required=False, error_messages={"empty": EMPTY_FILE}, widget=forms.FileInput()
    )


def _must_be_given(component: Component, given_groups: set[str]) -> bool:
    """Required without condition, or required in a group of which nothing was given."""
    if component.alternative_group:
        return component.required and component.alternative_group not in given_groups
    return component.required and not component.condition


def _short(paper: Paper) -> str:
    title = paper.title if len(paper.title) <= _LONGEST_LABEL else f"{paper.title[:_LONGEST_LABEL]}…"
    return f"{title} ({paper.created_at:%m/%Y})"
