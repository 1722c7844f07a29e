"""What acts check and keep beside the dossier itself: papers that may be asked for, apologies, opinions, holders.

`checked` looks before the act is decided, `gather` adds rows to the page once it is, `remember` keeps what a
refusal must not lose.
"""

from dataclasses import replace
from datetime import date

from motcua.audit.record import record
from motcua.catalogue.models import Component
from motcua.datastore.writing import act
from motcua.dossiers import ledger
from motcua.dossiers.enums import Act, ApologyState, ExtraState
from motcua.dossiers.filing import Deed
from motcua.dossiers.lateness_models import Apology, CalendarGap, ExtraPaper
from motcua.dossiers.models import Dossier, DossierFee, Event, Opinion
from motcua.dossiers.reuse import check_not_held
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.papers import EXTRA_PAPER, Lack, only_published
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold, squeeze
from motcua.organisation.models import Agency, Staff
from motcua.organisation.queries import heirs_of
from motcua.payments.actions import cancel
from motcua.payments.arriving import propose_refunds_for
from motcua.payments.enums import OrderState
from motcua.worktime.calendar import NoCalendar


def checked(dossier: Dossier, deed: Deed) -> Deed:
    """The deed with what only the database knows; refuses what may not be asked, or whom it cannot reach."""
    command = deed.command
    if isinstance(command, commands.AskSupplement):
        return replace(deed, command=_of_the_version(dossier, command))
    if isinstance(command, commands.Assign | commands.Forward) and command.holder_id:
        check_still_works(command.holder_id)
    if isinstance(command, commands.AskOpinion):
        _check_body_exists(command.asked_of)
    if isinstance(command, commands.ResultBack):
        _check_comes_back(dossier)
    if isinstance(command, commands.DraftApology) and _draft_of(dossier):
        raise Refused("Hồ sơ này đã có văn bản xin lỗi đang chờ lãnh đạo ký.", code="drafted")
    return deed


def _check_comes_back(dossier: Dossier) -> None:
    """A result comes back once, and only to a desk that received for another agency."""
    if dossier.desk_id == dossier.agency_id:
        raise Refused(
            "Hồ sơ do chính nơi tiếp nhận giải quyết, kết quả không phải chuyển về.", code="same_desk"
        )
    if Event.objects.filter(dossier=dossier, act=Act.RESULT_BACK.value).exists():
        raise Refused("Kết quả đã về đến nơi tiếp nhận, không phải ghi lại.", code="came_back")


def _of_the_version(dossier: Dossier, command: commands.AskSupplement) -> commands.AskSupplement:
    published = Component.objects.filter(version=dossier.version_id)
    components = dict(published.values_list("pk", "name"))
    if components and not command.items:
        raise Refused(
            "Chọn trong thành phần hồ sơ giấy tờ nào còn thiếu hoặc chưa đúng; chỉ được yêu cầu giấy tờ đã công bố.",
            field="items",
            code="items",
        )
    consented = ExtraPaper.objects.filter(dossier=dossier, state=ExtraState.CONSENTED.value)
    items = only_published(command.items, components, dict(consented.values_list("pk", "paper")))
    check_not_held(dossier, [each.name for each in items if each.lack is Lack.MISSING and each.component_id])
    return replace(command, items=items)


def check_still_works(staff_id: int) -> None:
    """Refuse to hand a dossier to somebody who has left; says since when."""
    staff = Staff.objects.filter(pk=staff_id).first()
    if staff is not None and staff.last_day is not None and staff.last_day < clock.today():
        raise Refused(
            f"{staff.name} đã thôi làm việc từ sau ngày {staff.last_day:%d/%m/%Y}. Chọn người khác đang làm việc.",
            field="holder",
            code="holder_left",
        )


def check_agency_lasts(agency: Agency, *, on: date | None = None, field: str | None = None) -> None:
    """Refuse to hand anything to an agency that has ended by a day (today), naming those its work passed to."""
    if agency.valid_to is None or agency.valid_to >= (on or clock.today()):
        return
    heirs = " hoặc ".join(each.name for each in heirs_of(agency))
    way_out = (
        f"Việc của cơ quan này đã chuyển cho {heirs}: chọn cơ quan đó." if heirs else "Chọn cơ quan khác."
    )
    raise Refused(
        f"{agency.name} đã kết thúc hoạt động sau ngày {agency.valid_to:%d/%m/%Y}. {way_out}",
        field=field,
        code="agency_ended",
    )


def _check_body_exists(name: str) -> None:
    """An opinion may be asked of anybody; a name that is an ended agency's is one by mistake."""
    wanted = fold(squeeze(name))
    named = list(Agency.objects.filter(name_folded=wanted)) if wanted else []
    lasting = [each for each in named if each.valid_to is None or each.valid_to >= clock.today()]
    if named and not lasting:
        check_agency_lasts(named[0], field="asked_of")


def gather(page: ledger.Page, deed: Deed) -> None:
    """Add to the page the rows that come with a decided deed."""
    command = deed.command
    if isinstance(command, commands.AskOpinion) and command.due_on:
        page.beside.append(
            Opinion(
                dossier=page.dossier,
                asked_of=squeeze(command.asked_of),
                question=command.note,
                asked_at=deed.at,
                due_on=command.due_on,
            )
        )
    elif isinstance(command, commands.DraftApology):
        page.beside.append(_drafted(page, command, deed))
    elif isinstance(command, commands.ReturnApology | commands.Extend):
        _decide_apology(page, command, deed)
    elif isinstance(command, commands.AskExtra):
        page.beside.append(_extra(page.dossier, command.paper, command.legal_basis, command.note, deed))
    elif isinstance(command, commands.ConsentExtra | commands.DeclineExtra):
        _decide_extra(page, command, deed)


def _drafted(page: ledger.Page, command: commands.DraftApology | commands.Extend, deed: Deed) -> Apology:
    due_before = page.events[-1][0].due_before
    if due_before is None or command.new_due is None:
        raise ValueError("một văn bản xin lỗi chỉ có sau khi đã hẹn ngày")
    return Apology(
        dossier=page.dossier,
        state=ApologyState.DRAFTED.value,
        cause=command.cause.value,
        words=command.note.strip(),
        due_before=due_before,
        new_due=command.new_due,
        drafted_at=deed.at,
        drafted_by=deed.actor.label,
    )


def _decide_apology(page: ledger.Page, command: commands.ReturnApology | commands.Extend, deed: Deed) -> None:
    """The draft at hand is signed, as the leader changed it, or goes back; a leader may sign without a draft."""
    told = next(
        (row for row in page.beside if isinstance(row, Apology) and row.state == ApologyState.DRAFTED), None
    )
    draft = told or (None if page.new else _draft_of(page.dossier))
    if isinstance(command, commands.ReturnApology):
        if draft is None:
            raise Refused("Hồ sơ này không có văn bản xin lỗi nào đang chờ ký.", code="no_draft")
        draft.state, draft.answer = ApologyState.RETURNED.value, command.note.strip()
    else:
        if draft is None:
            draft = _drafted(page, command, deed)
            page.beside.append(draft)
        draft.state, draft.cause, draft.words = (
            ApologyState.SIGNED.value,
            command.cause.value,
            command.note.strip(),
        )
        draft.new_due = page.after.due_date or draft.new_due
    draft.decided_at, draft.decided_by = deed.at, deed.actor.label
    if draft.pk is not None:
        page.amended.append(draft)


def _draft_of(dossier: Dossier) -> Apology | None:
    return Apology.objects.filter(dossier=dossier, state=ApologyState.DRAFTED.value).first()


def _extra(
    dossier: Dossier, paper: str, basis: str, words: str, deed: Deed, state: ExtraState = ExtraState.REQUESTED
) -> ExtraPaper:
    return ExtraPaper(
        dossier=dossier,
        state=state.value,
        paper=squeeze(paper)[:500],
        legal_basis=squeeze(basis)[:500],
        words=words.strip(),
        asked_at=deed.at,
        asked_by=deed.actor.label,
        staff_id=staff_of(deed.actor),
    )


def _decide_extra(
    page: ledger.Page, command: commands.ConsentExtra | commands.DeclineExtra, deed: Deed
) -> None:
    waiting = ExtraPaper.objects.filter(
        dossier=page.dossier, pk=command.extra_id, state=ExtraState.REQUESTED.value
    ).first()
    if waiting is None:
        raise Refused(
            "Đề nghị này đã được trả lời hoặc không thuộc hồ sơ này. Tải lại trang để xem.",
            field="extra",
            code="extra",
        )
    consents = isinstance(command, commands.ConsentExtra)
    waiting.state = (ExtraState.CONSENTED if consents else ExtraState.DECLINED).value
    waiting.decided_at, waiting.decided_by = deed.at, deed.actor.label
    waiting.answer = command.note.strip()
    page.amended.append(waiting)


def answer_opinion(dossier: Dossier, deed: Deed) -> None:
    """Close the opinion that a deed answers or gives up on. Called after the page is written."""
    command = deed.command
    if isinstance(command, commands.GiveOpinion):
        asked = Opinion.objects.filter(
            dossier=dossier, pk=command.opinion_id, answered_at=None, missed_at=None
        )
        closed = asked.update(answered_at=deed.at, answer=command.note)
    elif isinstance(command, commands.MissOpinion):
        overdue = Opinion.objects.filter(
            dossier=dossier, pk=command.opinion_id, answered_at=None, missed_at=None,
            due_on__lt=clock.local_day(deed.at),
        )  # fmt: skip
        closed = overdue.update(missed_at=deed.at, answer=command.note)
    else:
        return
    if not closed:
        words = (
            "Ý kiến này chưa quá hạn trả lời, đã được trả lời hoặc không thuộc hồ sơ này. Tải lại trang để xem."
            if isinstance(command, commands.MissOpinion)
            else "Ý kiến này đã được trả lời hoặc không thuộc hồ sơ này. Tải lại trang để xem."
        )
        raise Refused(words, field="opinion", code="opinion")


def close_fulfilled_duties(dossier: Dossier, deed: Deed) -> None:
    """A duty noted as fulfilled elsewhere (at the tax office, a bank) is asked for here no more: nobody pays it twice.

    What is paid here closes by its money. Called after the page is written.
    """
    if not isinstance(deed.command, commands.SettlePayment) or deed.paid is not None:
        return
    still_due = DossierFee.objects.filter(dossier=dossier, duty=True, order__state=OrderState.DUE.value)
    for fee in still_due.select_related("order"):
        cancel(fee.order)


def propose_refunds_at_end(dossier: Dossier, deed: Deed) -> None:
    """A dossier that is withdrawn or not received owes no fee: propose, in the same act, to give back what was paid.

    Duties of other laws that a dossier only waits for (tax) go back by those laws. Called after the page is written.
    """
    if not isinstance(deed.command, commands.Withdraw | commands.Refuse):
        return
    fees = DossierFee.objects.filter(dossier=dossier, duty=False, order__paid__gt=0).select_related("order")
    for fee in fees:
        for each in propose_refunds_for(fee.order, f"Hồ sơ {dossier}: {dossier.status.label.lower()}"):
            record(
                deed.actor,
                action="payments.propose_refund",
                kind="dossier",
                key=dossier.pk,
                agency=dossier.agency.code,
                detail={"amount": each.amount},
            )


def remember(
    refused: Refused, agency_id: int, *, dossier_id: int | None = None, deed: Deed | None = None
) -> None:
    """Keep, in an act of its own, what a refused act must leave behind.

    A year without calendar, for the administrator; an attempt to ask for a paper outside the published ones.
    """
    if isinstance(refused, NoCalendar):
        _note_gap(agency_id, refused.year)
    elif refused.code == EXTRA_PAPER and deed is not None and dossier_id is not None:
        _note_attempt(dossier_id, deed)


def with_what_follows(refused: Refused) -> Refused:
    """The refusal as whoever stands at the desk needs it: who was told of a year without calendar, and what to do
    with the applicant meanwhile."""
    if not isinstance(refused, NoCalendar):
        return refused
    words = (
        f"{refused.message} Quản trị viên đã được báo ở trang Hôm nay. Những gì đã nhập vẫn còn: có lịch thì bấm lại; "
        "người nộp cần về trước thì giữ trang này và hẹn gọi lại."
    )
    return NoCalendar(words, refused.year)


def _note_attempt(dossier_id: int, deed: Deed) -> None:
    items = deed.command.items if isinstance(deed.command, commands.AskSupplement) else ()
    words = "; ".join(each.words or each.name for each in items if each.words or each.name)
    with act():
        dossier = Dossier.objects.get(pk=dossier_id)
        row = _extra(dossier, words or "không nêu tên", "", deed.command.note, deed, ExtraState.ATTEMPTED)
        row.save()


def _note_gap(agency_id: int, year: int) -> None:
    now = clock.now()
    with act():
        gap, new = CalendarGap.objects.get_or_create(
            agency_id=agency_id, year=year, defaults={"first_at": now, "last_at": now}
        )
        if not new:
            gap.last_at, gap.times = now, gap.times + 1
            gap.save(update_fields=["last_at", "times"])


def staff_of(actor: Actor) -> int | None:
    """The officer behind an actor, None for a citizen or the system."""
    return int(actor.id) if actor.kind == "staff" and actor.id.isdecimal() else None
