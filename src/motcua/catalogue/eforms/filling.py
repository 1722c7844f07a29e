"""Answers that are known already, and answers carried over to a newer form. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from motcua.catalogue.eforms.definition import Field, FieldKind, Form, Topic
from motcua.catalogue.eforms.validating import Answers, only_asked, wrongs

STORE = "store."
EARLIER = "earlier"
# Papers that forms ask about: what they are called here, and how their titles in the store begin (folded).
_PAPERS = {
    "household": (
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        ("giay chung nhan dang ky ho kinh doanh", "giay chung nhan ho kinh doanh"),
    ),
    "birth": ("Giấy khai sinh", ("giay khai sinh", "trich luc khai sinh")),
    "marriage": (
        "Giấy chứng nhận kết hôn",
        ("giay chung nhan ket hon", "trich luc ket hon", "trich luc dang ky ket hon"),
    ),
    "land": ("Giấy chứng nhận quyền sử dụng đất", ("giay chung nhan quyen su dung dat",)),
}
_PARTS = {"number": "số", "issued_on": "ngày cấp", "issuer": "cơ quan cấp"}

# Where an answer may come from; «earlier» is the same field in the person's last dossier of this procedure.
SOURCES: dict[str, str] = {
    "person.name": "Họ tên người nộp",
    "person.identity_number": "Số định danh người nộp",
    "person.birth_date": "Ngày sinh người nộp",
    "person.phone": "Điện thoại người nộp",
    "person.email": "Thư điện tử người nộp",
    "person.address": "Địa chỉ người nộp",
    "agency.name": "Tên cơ quan giải quyết",
    "today": "Ngày hôm nay",
    EARLIER: "Tờ khai lần trước của người nộp",
    **{
        f"{STORE}{kind}.{part}": f"Kho dữ liệu: {words} của {name}"
        for kind, (name, _) in _PAPERS.items()
        for part, words in _PARTS.items()
    },
}


class HeldPaper(Protocol):
    """A paper of the store, as far as forms are filled from it."""

    title_folded: str
    number: str
    issued_on: date | None
    issuer: str


def from_papers(held: Iterable[HeldPaper]) -> dict[str, Any]:
    """What the store tells, by source. `held` has the newest first; of several papers of a kind the newest counts."""
    found: dict[str, Any] = {}
    for paper in held:
        for kind, (_, titles) in _PAPERS.items():
            if f"{STORE}{kind}" in found or not paper.title_folded.startswith(titles):
                continue
            found[f"{STORE}{kind}"] = True
            found |= {f"{STORE}{kind}.{part}": getattr(paper, part) for part in _PARTS}
    return found


def prefilled(form: Form, known: Mapping[str, Any], earlier: Mapping[str, Any]) -> Answers:
    """What can be answered for the person; nothing that would be refused afterwards is offered."""
    found: Answers = {}
    for one in form.fields():
        value = earlier.get(one.name) if one.prefill == EARLIER else known.get(one.prefill)
        if value not in (None, "", []):
            found[one.name] = value.isoformat() if isinstance(value, date) else value
    return {name: value for name, value in found.items() if _fits(form.field(name), value)}


def _fits(one: Field, value: Any) -> bool:
    return not wrongs(_alone(one), {one.name: value}, today=date.max)


@lru_cache(maxsize=1024)
def _alone(one: Field) -> Form:
    page = Topic(key="", title="", fields=(replace(one, when=None, required=False),))
    return Form(title="", topics=(page,))


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers after a form changed: what still holds, and in words what the person must look at."""

    answers: Answers
    lost: dict[str, Any]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing the person sees has changed."""
        return not (self.added or self.changed or self.gone)


def carry_over(old: Form, new: Form, answers: Mapping[str, Any], *, today: date) -> Carried:
    """Bring answers given to one version of a form to another. Nothing is dropped in silence: `lost` keeps it."""
    before = {each.name: each for each in old.fields()}
    after = {each.name: each for each in new.fields()}
    kept: Answers = {}
    lost: Answers = {}
    for name, value in answers.items():
        same_kind = name in after and name in before and _shape(after[name]) == _shape(before[name])
        (kept if same_kind or (name in after and _fits(after[name], value)) else lost)[name] = value
    wrong = {each.field for each in wrongs(new, kept, today=today) if each.field in kept}
    changed = [
        name
        for name, one in after.items()
        if name in before
        and (name in wrong or _shape(one) != _shape(before[name]) or one.label != before[name].label)
    ]
    return Carried(
        answers=only_asked(new, kept) | {name: kept[name] for name in kept if name in wrong},
        lost=lost,
        added=tuple(one.label for name, one in after.items() if name not in before),
        changed=tuple(after[name].label for name in changed),
        gone=tuple(one.label for name, one in before.items() if name not in after),
    )


def _shape(one: Field) -> tuple[FieldKind, tuple[str, ...], tuple[str, ...]]:
    return one.kind, tuple(value for value, _ in one.choices), tuple(column.name for column in one.columns)
