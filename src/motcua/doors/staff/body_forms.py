"""What may be done about the bodies that take part in a dossier: which right opens it, what its form asks, its act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from motcua.blobs import store
from motcua.catalogue.enums import Unit
from motcua.doors.staff.agency_choice import AgencyChoice
from motcua.dossiers import handing
from motcua.dossiers.bodies import Carrier, Direction, Part, PartState, Transfer
from motcua.dossiers.courses import choices_for_part, needs_paper, other_bodies, parts_after, parts_to_send
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.held import Target
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, RoleGrant, Staff
from motcua.organisation.rules import RIGHTS_OF, Officer
from motcua.storehouse.enums import Origin
from motcua.worktime.words import limit_text

_CARRIERS = [(each.value, each.label) for each in Carrier]
_WORKING = (Right.WORK, Right.SIGN_OFF)
_DESK = (Right.RECEIVE, *_WORKING)


class BodyForm(forms.Form):
    """Base: a form about one part of a dossier, or about the dossier as a whole (`part` None)."""

    def __init__(self, *args: Any, dossier: Dossier, part: Part | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier, self.part = dossier, part
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices."""

    @property
    def number(self) -> int:
        return self.part.number if self.part is not None else 0

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        raise NotImplementedError

    def refuse(self, refused: Refused) -> None:
        """Put an act's refusal where it can be mended."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


def _agency_field(label: str, choices: Sequence[Agency], *, required: bool) -> AgencyChoice:
    offered = [(each.pk, each.name) for each in choices]
    return AgencyChoice(
        label=label, coerce=int, empty_value=None, required=required, choices=[("", "Chọn cơ quan"), *offered],
        initial=choices[0].pk if len(choices) == 1 else None,
        error_messages={"required": "Chọn cơ quan nhận hồ sơ."},
    )  # fmt: skip


def _carrier_field(dossier: Dossier) -> forms.ChoiceField:
    paper = needs_paper(dossier)
    return forms.ChoiceField(
        label="Cách chuyển",
        choices=_CARRIERS,
        initial=Carrier.PAPER.value if paper else Carrier.ELECTRONIC.value,
        help_text="Hồ sơ còn giấy tờ chưa số hóa nên phải mang theo bản giấy." if paper else "",
    )


def _told(part: Part) -> str:
    limit = ""
    if part.limit_value is not None and part.limit_unit:
        limit = f" · {limit_text(float(part.limit_value), Unit(part.limit_unit).label)}"
    return f"{part.name or part.body}: {part.task}{limit}"


class _Targets:
    """Fields for some parts to send: whether, and to which agency; a merged one offers its successors."""

    def __init__(self, form: BodyForm, parts: Sequence[Part], others: Sequence[Agency]) -> None:
        self.form, self.parts, self.told = form, list(parts), dict[int, str]()
        today = clock.today()
        for part in self.parts:
            choices = choices_for_part(part, today)
            ended = part.agency is not None and choices != [part.agency]
            name = f"agency_{part.number}"
            wanted = _agency_field(_told(part), choices or others, required=False)
            if ended and part.agency is not None:
                wanted.help_text = (
                    f"{part.agency.name} đã kết thúc hoạt động ngày {part.agency.valid_to:%d/%m/%Y}; "
                    + ("đây là cơ quan tiếp nhận nhiệm vụ." if choices else "chọn cơ quan nhận.")
                )
            form.fields[name] = wanted

    def chosen(self, carrier: Carrier) -> list[Target]:
        data = self.form.cleaned_data
        found = [(part, data.get(f"agency_{part.number}")) for part in self.parts]
        return [Target(agency, number=part.number, carrier=carrier) for part, agency in found if agency]


class HandOverForm(BodyForm):
    """To the bodies of the next stage that the process names."""

    carrier = forms.ChoiceField()
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea({"rows": 2}))

    def prepare(self) -> None:
        parts = parts_to_send(self.dossier)
        unknown = any(part.agency is None for part in parts)
        others = other_bodies(self.dossier, clock.today()) if unknown else []
        self.targets = _Targets(self, parts, others)
        self.fields["carrier"] = _carrier_field(self.dossier)
        self.order_fields([*(f"agency_{part.number}" for part in parts), "carrier", "note"])

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        data = self.cleaned_data
        targets = self.targets.chosen(Carrier(data["carrier"]))
        handing.hand_over(
            self.dossier.pk, targets, note=data["note"], actor=actor, seen=seen, act_key=act_key
        )

    def refuse(self, refused: Refused) -> None:
        first = next((name for name in self.fields if name.startswith("agency_")), None)
        self.add_error(first if refused.field == "agency" else None, refused.message)


class AddForm(BodyForm):
    """To a body the process does not name, with its own task and limit."""

    agency = forms.TypedChoiceField(label="Cơ quan", coerce=int)
    task = forms.CharField(label="Nhiệm vụ", max_length=1000)
    limit_value = forms.DecimalField(
        label="Thời hạn", min_value=Decimal(0), max_digits=6, decimal_places=2, required=False
    )
    limit_unit = forms.ChoiceField(
        label="Đơn vị", choices=[(unit.value, unit.label) for unit in Unit], required=False
    )
    carrier = forms.ChoiceField()
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea({"rows": 2}))

    def prepare(self) -> None:
        self.fields["agency"] = _agency_field(
            "Cơ quan", other_bodies(self.dossier, clock.today()), required=True
        )
        self.fields["carrier"] = _carrier_field(self.dossier)
        self.order_fields(["agency", "task", "limit_value", "limit_unit", "carrier", "note"])

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        data = self.cleaned_data
        value = data["limit_value"]
        target = Target(
            data["agency"],
            carrier=Carrier(data["carrier"]),
            task=data["task"],
            limit_value=value,
            limit_unit=data["limit_unit"] if value is not None else "",
        )
        handing.hand_over(
            self.dossier.pk, [target], note=data["note"], actor=actor, seen=seen, act_key=act_key
        )


class TakeForm(BodyForm):
    """Acknowledges; nothing is asked."""

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        handing.take(self.dossier.pk, self.number, actor=actor, seen=seen, act_key=act_key)


class ReasonForm(BodyForm):
    """An act that says why."""

    note = forms.CharField(label="Lý do", widget=forms.Textarea({"rows": 2}))
    label, act = "Lý do", staticmethod(handing.send_back)

    def prepare(self) -> None:
        self.fields["note"].label = self.label
        self.fields["note"].error_messages["required"] = f"{self.label}: chưa ghi."

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        self.act(
            self.dossier.pk, self.number, self.cleaned_data["note"], actor=actor, seen=seen, act_key=act_key
        )


class SendBackForm(ReasonForm):
    label, act = "Lý do trả lại nơi gửi", staticmethod(handing.send_back)


class ExcuseForm(ReasonForm):
    label, act = "Vì sao quá hạn, đã đôn đốc thế nào", staticmethod(handing.excuse)


class DropForm(ReasonForm):
    label, act = "Vì sao cơ quan này không phải làm", staticmethod(handing.drop)


class GiveForm(BodyForm):
    """Inside a body: somebody else goes on."""

    holder = forms.TypedChoiceField(label="Người làm", coerce=int)
    next_step = forms.BooleanField(label="Sang bước tiếp theo", required=False, initial=True)

    def prepare(self) -> None:
        people = colleagues_at(self.part.agency) if self.part and self.part.agency else []
        offered = [(each.pk, f"{each.name} – {each.title}") for each in people]
        self.fields["holder"].choices = [("", "Chọn người"), *offered]  # type: ignore[attr-defined]
        self.fields["holder"].error_messages["required"] = "Chọn người làm."
        if self.part is None or len(self.part.steps) < 2:
            del self.fields["next_step"]

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        data = self.cleaned_data
        handing.give_to(
            self.dossier.pk, self.number, data["holder"], next_step=data.get("next_step", False),
            actor=actor, seen=seen, act_key=act_key,
        )  # fmt: skip


class AnswerForm(BodyForm):
    """The body is done: its result, and where the dossier goes from here."""

    result = forms.CharField(label="Kết quả phần việc", max_length=2000, widget=forms.Textarea({"rows": 2}))
    title = forms.CharField(label="Tên giấy tờ kèm theo", max_length=900, required=False)
    file = forms.FileField(label="Tệp", required=False)
    signed = forms.BooleanField(label="Tệp đã ký số", required=False)
    carrier = forms.ChoiceField()

    def prepare(self) -> None:
        part = self.part
        following = parts_after(part) if part is not None else []
        self.fields["result"].initial = part.expected if part else ""
        self.fields["carrier"] = _carrier_field(self.dossier)
        others = other_bodies(self.dossier, clock.today()) if any(not p.agency for p in following) else []
        self.targets = _Targets(self, following, others)
        for each in following:
            field_ = self.fields[f"agency_{each.number}"]
            field_.label = f"Chuyển tiếp: {field_.label}"
            field_.help_text = field_.help_text or "Để trống: hồ sơ về cơ quan giải quyết."
        self.order_fields(
            ["result", "title", "file", "signed", *(f"agency_{each.number}" for each in following), "carrier"]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and not data.get("title"):
            self.add_error("title", "Ghi tên giấy tờ của tệp kèm theo.")
        return data

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        data = self.cleaned_data
        carrier = Carrier(data["carrier"])
        handing.answer(
            self.dossier.pk, self.number, data["result"], papers=self._papers(), carrier=carrier,
            onward=self.targets.chosen(carrier), actor=actor, seen=seen, act_key=act_key,
        )  # fmt: skip

    def _papers(self) -> tuple[HandedIn, ...]:
        data = self.cleaned_data
        if not data["title"]:
            return ()
        blob = store.put(data["file"], declared_name=data["file"].name).sha256 if data["file"] else None
        return (
            HandedIn(data["title"], Origin.PRODUCED.value, blob=blob, signed=bool(data["signed"] and blob)),
        )

    def refuse(self, refused: Refused) -> None:
        first = next((name for name in self.fields if name.startswith("agency_")), None)
        where = refused.field if refused.field in self.fields else None
        self.add_error(first if refused.field == "agency" else where, refused.message)


class ResultBackForm(BodyForm):
    """The settling agency acknowledges a result that came on paper."""

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        way = Transfer.objects.filter(
            dossier=self.dossier,
            part=self.part,
            direction=Direction.BACK.value,
            received_at=None,
        ).first()
        if way is None:
            raise Refused("Không còn bản giấy nào chờ nhận.", code="part_state")
        handing.receive_result(self.dossier.pk, way.pk, actor=actor, seen=seen, act_key=act_key)


@dataclass(frozen=True, slots=True)
class BodyAct:
    """An act as pages name it: `of_lead` for the settling agency's officers, else for those of the part's body."""

    name: str
    label: str
    form: type[BodyForm]
    rights: tuple[Right, ...]
    of_lead: bool
    about_part: bool = True


ACTS: Mapping[str, BodyAct] = {
    each.name: each
    for each in (
        BodyAct("chuyen", "Chuyển hồ sơ", HandOverForm, _DESK, of_lead=True, about_part=False),
        BodyAct("them", "Chuyển thêm cơ quan khác", AddForm, _DESK, of_lead=True, about_part=False),
        BodyAct("nhan", "Nhận hồ sơ", TakeForm, _DESK, of_lead=False),
        BodyAct("xong", "Xong phần việc", AnswerForm, _WORKING, of_lead=False),
        BodyAct("giao", "Giao người khác làm", GiveForm, (Right.ASSIGN, Right.WORK), of_lead=False),
        BodyAct("tra-lai", "Trả lại nơi gửi", SendBackForm, _DESK, of_lead=False),
        BodyAct("nhan-ban-giay", "Nhận bản giấy trả về", ResultBackForm, _DESK, of_lead=True),
        BodyAct("qua-han", "Ghi nhận quá hạn", ExcuseForm, _WORKING, of_lead=True),
        BodyAct("bo", "Bỏ phần việc", DropForm, _DESK, of_lead=True),
    )
}
_OF_STATE: Mapping[PartState, tuple[str, ...]] = {
    PartState.PLANNED: ("bo",),
    PartState.SENT: ("nhan", "tra-lai", "qua-han", "bo"),
    PartState.TAKEN: ("xong", "giao", "tra-lai", "qua-han"),
    PartState.SENT_BACK: ("qua-han", "bo"),
    PartState.ANSWERED: (),
    PartState.DROPPED: (),
}


@dataclass(frozen=True, slots=True)
class OfferedBodyAct:
    """An act with its form, as the page shows it."""

    act: BodyAct
    form: BodyForm = field(compare=False)
    part: Part | None = None

    @property
    def label(self) -> str:
        return self.act.label

    @property
    def number(self) -> int:
        return self.part.number if self.part else 0


def may_do(officer: Officer, act: BodyAct, dossier: Dossier, part: Part | None) -> bool:
    """Whether an officer holds a right to an act: over the settling agency, or over the body of the part."""
    if act.of_lead:
        return any(officer.may(right, dossier.agency.path) for right in act.rights)
    return part is not None and part.agency is not None and _of_body(officer, act, part.agency)


def _of_body(officer: Officer, act: BodyAct, agency: Agency) -> bool:
    return any(officer.may(right, agency.path) for right in act.rights)


def offered(
    officer: Officer, dossier: Dossier, parts: Sequence[Part], late: frozenset[int], waiting: frozenset[int]
) -> Iterator[OfferedBodyAct]:
    """The acts an officer may do now, with their forms; those about the whole dossier first.

    `late`: numbers of parts past due; `waiting`: numbers whose result comes back on paper and is awaited.
    """
    for name in ("chuyen", "them"):
        act = ACTS[name]
        if dossier.status.open and may_do(officer, act, dossier, None):
            form = form_for(act, dossier, None)
            if name != "chuyen" or (isinstance(form, HandOverForm) and form.targets.parts):
                yield OfferedBodyAct(act, form)
    for part in parts:
        wanted = [*_OF_STATE[part.status], *(("nhan-ban-giay",) if part.number in waiting else ())]
        for name in wanted:
            act = ACTS[name]
            fits = name != "qua-han" or (part.number in late and part.excused_at is None)
            if fits and may_do(officer, act, dossier, part):
                yield OfferedBodyAct(act, form_for(act, dossier, part), part)


def form_for(act: BodyAct, dossier: Dossier, part: Part | None, *given: Any) -> BodyForm:
    """The form of an act, its fields named apart from those of others on the page."""
    number = part.number if part else 0
    return act.form(*given, dossier=dossier, part=part, auto_id=f"{act.name}-{number}_%s")


def colleagues_at(agency: Agency) -> list[Staff]:
    """Who may work on what an agency got: those with a role in work over it today, whoever has left is not there."""
    today = clock.today()
    lasting = (Q(last_day=None) | Q(last_day__gte=today)) & Q(first_day__lte=today)
    codes = agency.path.rstrip("/").split("/")
    above = ["/".join(codes[:length]) + "/" for length in range(1, len(codes))]
    here = Q(agency=agency) | Q(agency__path__in=above, with_below=True)
    working = sorted(role.value for role, rights in RIGHTS_OF.items() if rights & set(_WORKING))
    grants = RoleGrant.objects.filter(lasting, here, role__in=working)
    return list(Staff.objects.filter(lasting, pk__in=grants.values("staff_id")).order_by("name_key"))
