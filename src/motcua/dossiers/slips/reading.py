"""Forms filled from what is stored: the dossier, its events, papers, steps and orders."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.dossiers.enums import Act, State
from motcua.dossiers.fees_reckoned import CHANGED_BY
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event, PaperRole
from motcua.dossiers.slips.control import cooperating, hand_overs, lead_of, parts_of
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.values import (
    About,
    ApologySlip,
    ControlSlip,
    FeeLine,
    Form,
    Head,
    MissingPaper,
    NewDate,
    ReceiptSlip,
    ReceivedPaper,
    RefusalSlip,
    Slip,
    StopNotice,
    SupplementSlip,
)
from motcua.dossiers.slips.wishes import form_title, wish_of
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Payment
from motcua.regimes import law
from motcua.regimes.queries import Rules, rules_on
from motcua.storehouse.enums import Origin

DESK = "Bộ phận Tiếp nhận và Trả kết quả"

# Which act a form tells of; the receipt and the control slip tell of the dossier as it stands.
TOLD_BY: dict[FormKind, tuple[Act, ...]] = {
    FormKind.SUPPLEMENT: (Act.ASK_SUPPLEMENT,),
    FormKind.REFUSAL: (Act.REFUSE, Act.REFUSE_TO_SETTLE),
    FormKind.APOLOGY: (Act.EXTEND,),
    FormKind.STOP_NOTICE: (Act.STOP,),
}

_FORMS = {
    Origin.SCANNED_AT_DESK: "Bản giấy",
    Origin.UPLOADED: "Bản điện tử",
    Origin.REUSED: "Dùng lại từ kho",
    Origin.DATABASE: "Khai thác CSDL",
    Origin.ELECTRONIC: "Bản điện tử",
    Origin.PRODUCED: "Bản điện tử",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form is read from: the dossier, the event it tells of, and the number it goes out with."""

    dossier: Dossier
    events: tuple[Event, ...]
    event: Event | None
    rules: Rules
    form: Form
    number: int | None = None
    entry: tuple[int, int] | None = None
    look_up: str = ""
    slip_at: str = ""


def form_of(kind: FormKind, day: date, rules: Rules) -> Form:
    """The form of a day: the agency's own number and title where it set any. Refuses a day without this form."""
    family = law.explain(kind.rule, on=day).family
    row = rules(kind.rule)
    return Form(kind, family, str(row["number"]), str(row["title"]), str(row["issued_by"]))


def form_day(dossier: Dossier) -> date:
    """The day whose rules a dossier keeps: of receipt, or of filing where it was never received."""
    return dossier.received_on or clock.local_day(dossier.filed_at)


def rules_for(dossier: Dossier) -> Rules:
    """The rules of the dossier's day at its agency; one statement."""
    return rules_on(form_day(dossier), scopes=dossier.agency.chain)


def forms_possible(
    dossier: Dossier, events: Iterable[Event], rules: Rules
) -> list[tuple[FormKind, Event | None]]:
    """Every form that can be made of a dossier as it stands, with the event it tells of, oldest first."""
    day = form_day(dossier)
    told = list(events)
    found: list[tuple[FormKind, Event | None]] = []
    if dossier.received_at is not None:
        found.append((FormKind.RECEIPT, _last_receipt(told)))
    found += [
        (kind, event)
        for event in told
        for kind, acts in TOLD_BY.items()
        if event.act in {act.value for act in acts}
    ]
    if dossier.received_at is not None:
        found.append((FormKind.CONTROL_SLIP, told[-1] if told else None))
    return [(kind, event) for kind, event in found if _exists(kind, day, rules)]


def read(dossier: Dossier, kind: FormKind, events: Iterable[Event], event: Event | None, **more: Any) -> Slip:
    """One form of a dossier. Refuses what the dossier has no form for."""
    rules = more.pop("rules", None) or rules_for(dossier)
    form = form_of(kind, form_day(dossier), rules)
    return _READERS[kind](Reading(dossier, tuple(events), event, rules, form, **more))


def receipt_of(
    dossier: Dossier, *, look_up: str = "", slip_at: str = "", entry: tuple[int, int] | None = None
) -> ReceiptSlip:
    """The receipt of a dossier as it stands; `look_up` is the address of the look-up page.

    `slip_at`: that of the satisfaction slip, with `{code}` and `{form}` where the dossier's are to stand.

    Refuses a dossier that was not received: it has no code and no due date yet.
    """
    slip = read(dossier, FormKind.RECEIPT, (), None, look_up=look_up, slip_at=slip_at, entry=entry)
    assert isinstance(slip, ReceiptSlip)  # noqa: S101 - what the reader of this kind gives
    return slip


def _exists(kind: FormKind, day: date, rules: Rules) -> bool:
    try:
        form_of(kind, day, rules)
    except Refused:
        return False
    return True


def _last_receipt(events: list[Event]) -> Event | None:
    """The event a receipt tells of: what the fee came to anew after a supplement asks for a new one."""
    acts = {Act.RECEIVE.value, Act.CORRECT.value}
    return next((each for each in reversed(events) if each.act in acts or each.detail.get(CHANGED_BY)), None)


def _receipt(given: Reading) -> ReceiptSlip:
    dossier = given.dossier
    received, due = _times(dossier)
    return ReceiptSlip(
        head=_head(given, dossier.desk, received),
        about=about(dossier),
        papers=_papers(dossier),
        sets=dossier.version.sets or 1,
        limit_value=dossier.limit_value,
        limit_unit=dossier.limit_unit,
        received_at=received,
        due_at=due,
        fees=_fees(dossier),
        receiver=dossier.receiver.name if dossier.receiver else "",
        desk_address=dossier.desk.address,
        entry=given.entry,
        wish=wish_of(dossier).by,
        wish_address=wish_of(dossier).address,
    )


def _supplement(given: Reading) -> SupplementSlip:
    event = _event(given)
    missing = _missing(event)
    return SupplementSlip(
        head=_head(given, given.dossier.desk, event.happened_at),
        about=about(given.dossier),
        missing=missing,
        reason=event.note
        if not missing or event.detail.get("items")
        else "Hồ sơ chưa đủ giấy tờ theo quy định",
        advisor=_name(event.actor_label),
        contact=_contact(given.dossier, event),
        repeated=int(event.detail.get("number") or 1) > 1,
    )


def _refusal(given: Reading) -> RefusalSlip:
    event = _event(given)
    return RefusalSlip(
        head=_head(given, given.dossier.desk, event.happened_at),
        about=about(given.dossier),
        reason=event.note,
        receiver=_name(event.actor_label),
        settled=event.act == Act.REFUSE_TO_SETTLE.value,
    )


def _apology(given: Reading) -> ApologySlip:
    event, dossier = _event(given), given.dossier
    received, due = _times(dossier)
    if event.due_before is None or event.due_after is None:
        raise Refused("Lần hẹn lại này không đổi ngày trả nên không có văn bản xin lỗi.", code="no_new_date")
    before = [each for each in given.events if each.number < event.number and _moved_by_extension(each)]
    return ApologySlip(
        head=_head(given, dossier.agency, event.happened_at),
        about=about(dossier),
        received_at=received,
        old_due=_same_hour(event.due_before, due),
        new_due=_same_hour(event.due_after, due),
        at_fault=str(event.detail.get("at_fault") or dossier.agency.name),
        reason=event.note,
        return_place=", ".join(part for part in (_desk(dossier.desk), dossier.desk.name) if part),
        signer=_name(event.actor_label),
        signer_title=_title(event.actor_label),
        history=tuple(NewDate(each.due_before, each.due_after, each.note) for each in before),  # type: ignore[arg-type]
    )


def _stop(given: Reading) -> StopNotice:
    event, dossier = _event(given), given.dossier
    received, due = _times(dossier)
    return StopNotice(
        head=_head(given, dossier.agency, event.happened_at),
        about=about(dossier),
        received_at=received,
        due_at=due,
        stage=f"Bước {event.step}: {event.step_name}" if event.step else State.RECEIVED.label,
        reason=event.note,
        signer=_name(event.actor_label),
        signer_title=_title(event.actor_label),
        requested_by=str(event.detail.get("requested_by") or ""),
        fees=_fees(dossier),
    )


def _control(given: Reading) -> ControlSlip:
    dossier = given.dossier
    received, due = _times(dossier)
    parts = parts_of(dossier)
    return ControlSlip(
        head=_head(given, dossier.desk, received),
        about=about(dossier),
        received_at=received,
        due_at=due,
        lead=lead_of(dossier, parts),
        cooperating=cooperating(given.events),
        steps=hand_overs(dossier),
    )


_READERS: dict[FormKind, Callable[[Reading], Slip]] = {
    FormKind.RECEIPT: _receipt,
    FormKind.SUPPLEMENT: _supplement,
    FormKind.REFUSAL: _refusal,
    FormKind.APOLOGY: _apology,
    FormKind.STOP_NOTICE: _stop,
    FormKind.CONTROL_SLIP: _control,
}


def about(dossier: Dossier) -> About:
    """The dossier as forms name it: who hands in, and whose it is where they differ."""
    represented = dossier.business is not None and dossier.person is not None
    return About(
        code=dossier.code or "",
        tracking=dossier.tracking,
        applicant=dossier.person.name if represented and dossier.person else dossier.applicant_name,
        owner=dossier.applicant_name if represented else "",
        procedure=dossier.version.name,
        procedure_code=dossier.procedure.code,
        delegate=dossier.delegate_name,
        identity=dossier.applicant_identity,
        address=dossier.applicant_address,
        phone=dossier.applicant_phone,
        email=dossier.applicant_email,
        subject=dossier.subject,
    )


def head_of(form: Form, agency: Agency, day: datetime, *, number: int | None = None, mark: str = "") -> Head:
    """The head of a form that no dossier stands behind (the register)."""
    return Head(form, agency.name, _desk(agency), agency.short_name, day, clock.now(), number, mark)


def _head(given: Reading, agency: Agency, day: datetime) -> Head:
    mark = given.rules("form.marks").get(given.form.kind.value, "") if given.form.kind.numbered else ""
    return Head(
        form=given.form,
        agency=agency.name,
        desk=_desk(agency),
        place=agency.short_name,
        day=day,
        printed_at=clock.now(),
        number=given.number,
        mark=str(mark),
        look_up=given.look_up,
        rate_at=_slip_of(given),
    )


def _slip_of(given: Reading) -> str:
    """The address of this dossier's own slip for this form; empty where the form brings none."""
    kind = given.form.kind
    if not kind.slip or not given.slip_at:
        return ""
    return given.slip_at.replace("{code}", given.dossier.tracking).replace("{form}", kind.slip)


def _desk(agency: Agency) -> str:
    return agency.desk_name or DESK


def _times(dossier: Dossier) -> tuple[datetime, datetime]:
    if dossier.received_at is None or dossier.due_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận.", code="not_received")
    return dossier.received_at, dossier.due_at


def _event(given: Reading) -> Event:
    if given.event is None:
        raise Refused(f"Hồ sơ này không có việc nào cần «{given.form.title}».", code="no_event")
    return given.event


def _missing(event: Event) -> tuple[MissingPaper, ...]:
    """The papers asked for: as they were listed, or the lines of what was written."""
    listed = event.detail.get("items") or ()
    if listed:
        return tuple(_listed(item) for item in listed)
    lines = [line.strip(" -–•\t") for line in event.note.splitlines()]
    return tuple(MissingPaper(line) for line in lines if line)


def _listed(item: Any) -> MissingPaper:
    if isinstance(item, dict):
        title = str(item.get("name") or item.get("title") or item.get("line") or "")
        what = ": ".join(str(part) for part in (item.get("label"), item.get("words")) if part)
        return MissingPaper(title, what)
    title, _, what = str(item).partition(" – ")
    return MissingPaper(title, what[:1].upper() + what[1:])


def _contact(dossier: Dossier, event: Event) -> str:
    parts = (_name(event.actor_label), _desk(dossier.desk), dossier.desk.phone)
    return ", ".join(part for part in parts if part)


def _moved_by_extension(event: Event) -> bool:
    return event.act == Act.EXTEND.value and event.due_before is not None and event.due_after is not None


def _same_hour(day: date, hour_of: datetime) -> datetime:
    local = clock.local(hour_of)
    return clock.at_local(day, local.hour, local.minute)


def _name(label: str) -> str:
    """«Lò Văn Tình (Chủ tịch)» → the name."""
    return label.split(" (", 1)[0]


def _title(label: str) -> str:
    return label.split(" (", 1)[1].rstrip(")") if " (" in label else ""


def _papers(dossier: Dossier) -> tuple[ReceivedPaper, ...]:
    rows = (
        DossierPaper.objects.filter(dossier=dossier, role=PaperRole.COMPONENT)
        .select_related("paper", "component")
        .order_by("component__order", "pk")
    )
    answered = form_title(dossier)
    told = (ReceivedPaper(answered, "Khai trực tuyến"),) if answered else ()
    return (*told, *(_paper(row) for row in rows))


def _paper(row: DossierPaper) -> ReceivedPaper:
    origin = Origin(row.paper.origin)
    if row.reused and origin is not Origin.DATABASE:
        origin = Origin.REUSED
    on_paper = origin is Origin.SCANNED_AT_DESK
    component = row.component
    return ReceivedPaper(
        title=component.name if component else row.paper.title,
        form=_FORMS[origin],
        originals=component.originals if component and on_paper else None,
        copies=component.copies if component and on_paper else None,
    )


def _fees(dossier: Dossier) -> tuple[FeeLine, ...]:
    standing = DossierFee.objects.filter(dossier=dossier).exclude(order__state=OrderState.CANCELLED.value)
    fees = list(standing.select_related("order").order_by("pk"))
    paid = Payment.objects.filter(order_id__in=[fee.order_id for fee in fees]).order_by("pk")
    methods = {payment.order_id: Method(payment.method) for payment in paid}
    return tuple(
        FeeLine(line["name"], int(line["amount"]), OrderState(fee.order.state), methods.get(fee.order_id))
        for fee in fees
        for line in fee.order.lines
    )
