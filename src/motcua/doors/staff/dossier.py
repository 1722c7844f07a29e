"""The page of one dossier: what is to be done now, by whom, until when; its history, papers and money."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.blobs.store import open_blob
from motcua.catalogue.queries import WorkStep, steps_for
from motcua.counters import queries as queue
from motcua.doors.frame import eforms
from motcua.doors.frame.components import Crumb, TimelineEvent, Tone
from motcua.doors.staff.act_base import Surroundings
from motcua.doors.staff.acts import ActOnPage, acts_for, form_for
from motcua.doors.staff.dossier_clocks import (
    act_told,
    apologies_shown,
    explanations_shown,
    fee_to_check,
    forecast_told,
    holder_gone,
    moved_due_dates,
    passing_on_told,
)
from motcua.doors.staff.dossier_facts import applicant_of, duty_left, facts_of, limit_words, told_sections
from motcua.doors.staff.due_words import Calendars, due_words, key_of, tone_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.shown import note_shown
from motcua.dossiers.access import dossier_for, dossiers_for
from motcua.dossiers.certifying import certifies
from motcua.dossiers.courses import in_brief
from motcua.dossiers.enums import Act, State, standing
from motcua.dossiers.identity_help import help_today
from motcua.dossiers.lateness import components_of, draft_of, extras_of, may_extend
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, Event, Opinion, PaperRole
from motcua.dossiers.queries import (
    alike_open,
    explained_due_date,
    fees_of,
    on_the_way,
    opinions_of,
    papers_of,
    possible_acts_of,
    steps_of,
    time_line,
)
from motcua.dossiers.replying import declared, reply_to
from motcua.dossiers.reuse import answers_of, reasons
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.models import RoleGrant, Staff
from motcua.organisation.rules import RIGHTS_OF, Officer
from motcua.payments.enums import OrderState

_SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg")
_NOT_RECEIVED = (State.SUBMITTED, State.SUPPLEMENT_BEFORE)
_NAMES_HOLDER = (Act.ASSIGN, Act.FORWARD)
_ABOUT_OPINIONS = (Act.GIVE_OPINION, Act.MISS_OPINION)
_ABOUT_APOLOGIES = (Act.DRAFT_APOLOGY, Act.RETURN_APOLOGY, Act.EXTEND)
_ABOUT_PAPERS = (Act.ASK_SUPPLEMENT, Act.CONSENT_EXTRA, Act.DECLINE_EXTRA)
_WORKING_ROLES = sorted(
    role.value for role, rights in RIGHTS_OF.items() if rights & {Right.WORK, Right.RETURN_RESULT}
)
_EVENT_TONES: dict[Act, Tone] = {
    Act.ASK_SUPPLEMENT: "waiting",
    Act.REQUIRE_PAYMENT: "waiting",
    Act.EXTEND: "soon",
    Act.REFUSE: "stopped",
    Act.REFUSE_TO_SETTLE: "stopped",
    Act.STOP: "stopped",
    Act.WITHDRAW: "stopped",
    Act.FINISH: "done",
    Act.RETURN: "done",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done now, by whom, in one sentence each."""

    what: str
    who: str = ""


@require_GET
@gate(Right.SEE_DOSSIERS)
def page(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Everything about one dossier."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    return show(request, officer, "staff/dossier.html", _Whole(officer, dossier).context())


@require_GET
@gate(Right.RECEIVE)
def received(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Straight after reception: the code, the receipt, the next citizen, who may be waiting with a number."""
    dossier = dossier_for(officer, key, Right.RECEIVE)
    if dossier.received_at is None:
        raise NotFound
    context = {
        "dossier": dossier, "key": key_of(dossier), "helped": help_today(officer),
        "serving": queue.running_of(officer.staff_id),
    }  # fmt: skip
    return show(request, officer, "staff/received.html", context)


@require_GET
@gate(Right.SEE_DOSSIERS)
def due_explained(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """How the due date came about: every day counted, every day left out and why."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    due = explained_due_date(dossier)
    if due is None:
        raise NotFound
    context = {
        "dossier": dossier,
        "key": key_of(dossier),
        "due": due,
        "limit": limit_words(dossier),
        "crumbs": _crumbs(dossier),
    }
    return show(request, officer, "staff/due_explained.html", context)


@require_GET
@gate(Right.SEE_DOSSIERS)
def paper(request: HttpRequest, officer: Officer, key: str, number: int) -> HttpResponse:
    """The file of a paper of this dossier, and of no other."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    row = DossierPaper.objects.filter(dossier=dossier, pk=number).select_related("paper__blob").first()
    if row is None or row.paper.blob is None:
        raise NotFound
    blob = row.paper.blob
    extension = blob.mime.rsplit("/", 1)[-1][:12]
    content = open_blob(blob.sha256)
    row.dossier = dossier
    note_shown(row, officer)
    answer = FileResponse(
        content,
        as_attachment=blob.mime not in _SHOWN_INLINE,
        filename=f"{key_of(dossier)}-{row.pk}.{extension}",
        content_type=blob.mime,
    )
    return cast(HttpResponse, answer)  # streamed, but passed on like any answer


def surroundings(officer: Officer, dossier: Dossier, acts: list[Act]) -> Surroundings:
    """What the forms of some acts choose from; asks only what these acts need."""
    return Surroundings(
        colleagues=_colleagues(dossier) if _any(acts, _NAMES_HOLDER) else (),
        opinions=tuple(opinions_of(dossier)) if _any(acts, _ABOUT_OPINIONS) else (),
        duty_left=duty_left(list(fees_of(dossier))) if Act.SETTLE_PAYMENT in acts else 0,
        officer_id=officer.staff_id,
        draft=draft_of(dossier) if _any(acts, _ABOUT_APOLOGIES) else None,
        extras=tuple(extras_of(dossier)) if _any(acts, _ABOUT_PAPERS) else (),
        components=tuple(components_of(dossier)) if Act.ASK_SUPPLEMENT in acts else (),
    )


def _any(acts: list[Act], some: tuple[Act, ...]) -> bool:
    return any(act in some for act in acts)


class _Whole:
    """The parts of the page, each read once."""

    def __init__(self, officer: Officer, dossier: Dossier) -> None:
        self.officer, self.dossier = officer, dossier
        self.events = list(time_line(dossier))
        self.calendars = Calendars()
        self.fees = list(fees_of(dossier))
        self.declared = declared(dossier)
        done = {event.act for event in self.events}
        self.opinions: list[Opinion] = list(opinions_of(dossier)) if Act.ASK_OPINION.value in done else []
        self.extras = list(extras_of(dossier)) if Act.ASK_EXTRA.value in done else []
        self.draft = draft_of(dossier) if Act.DRAFT_APOLOGY.value in done else None
        day = dossier.received_on or clock.today()
        self.steps: list[WorkStep] = (
            steps_for(dossier.version, dossier.agency.code, day) if dossier.status.open else []
        )
        planned = any(step.interlinked for step in self.steps)
        self.bodies = in_brief(dossier, handed_over=Act.HAND_OVER.value in done, planned=planned)
        self.around = Surroundings(
            opinions=tuple(self.opinions),
            duty_left=duty_left(self.fees),
            officer_id=officer.staff_id,
            draft=self.draft,
            extras=tuple(self.extras),
            may_extend=may_extend(dossier),
        )
        self.acts = acts_for(officer, dossier, possible_acts_of(dossier), self.around)
        if dossier.step >= len(self.steps):
            self.acts = [act for act in self.acts if act is not Act.FORWARD]
        if self._came_back():
            self.acts = [act for act in self.acts if act is not Act.RESULT_BACK]

    def _came_back(self) -> bool:
        return any(event.act == Act.RESULT_BACK.value for event in self.events)

    def context(self) -> dict[str, Any]:
        dossier = self.dossier
        main, others = self._offered()
        works = any(self.officer.may(right, dossier.agency.path) for right in (Right.WORK, Right.SIGN_OFF))
        steps = list(steps_of(dossier)) if dossier.step else []
        return {
            "dossier": dossier,
            "key": key_of(dossier),
            "may_draft": works,
            "may_certify": certifies(dossier) and works,
            "crumbs": _crumbs(dossier),
            "standing": standing(dossier.status, dossier.outcome),
            "tone": tone_of(dossier),
            "due": due_words(dossier, clock.now(), self.calendars),
            "forecast": forecast_told(dossier, self.steps, steps, self.calendars),
            "passing_on": passing_on_told(dossier),
            "holder_gone": holder_gone(dossier),
            "fee_to_check": fee_to_check(dossier, self.events),
            "alike": self._alike() if dossier.status in _NOT_RECEIVED else [],
            "may_reassign": Act.ASSIGN in self.acts,
            "due_moves": moved_due_dates(self.events),
            "apologies": apologies_shown(dossier, self.events),
            "explanations": explanations_shown(dossier),
            "extras": self.extras,
            "reply": self._reply(),
            "next": self._next(),
            "main": main,
            "others": others,
            "events": [_told(event) for event in reversed(self.events)],
            **self._papers(),
            "fees": self.fees,
            "to_collect": self._to_collect(),
            "bodies": self.bodies,
            "steps": steps,
            "step_limits": any(step.due_at for step in steps),
            "opinions": self.opinions,
            "may_scan": any(
                self.officer.may(right, path)
                for right in (Right.RECEIVE, Right.WORK)
                for path in (self.dossier.agency.path, self.dossier.desk.path)
            ),
            "today_here": clock.today(),
            "limit": limit_words(dossier),
            "facts": facts_of(dossier, self.events, self.declared),
            "told": told_sections(self.declared),
            "fees_declared": self.declared.fees if self.declared else (),
            "applicant": applicant_of(dossier),
        }

    def _reply(self) -> dict[str, Any] | None:
        """What the applicant sent when asked for a supplement, beside how it stood before."""
        asked = [event for event in self.events if event.act == Act.COMPLETE_SUPPLEMENT.value]
        if not any(event.actor_kind == "person" for event in asked):
            return None
        reply = reply_to(self.dossier)
        if reply is None:
            return None
        changed = [
            (each.label, eforms.in_words(each, old), eforms.in_words(each, new))
            for each, old, new in reply.changed
        ]
        return {"told": reply, "changed": changed}

    def _papers(self) -> dict[str, Any]:
        """Papers with who answered for those that were held, and what was asked for again though held."""
        papers = list(papers_of(self.dossier))
        held = answers_of(self.dossier) if any(row.role == PaperRole.COMPONENT for row in papers) else []
        known = reasons(clock.today()) if any(not each.reused for each in held) else {}
        again = {each.component_id: known.get(each.reason, each.reason) for each in held if not each.reused}
        source = {each.paper_id: each.source for each in held if each.reused}
        return {
            "papers": [
                (row, source.get(row.paper_id, ""), "" if row.reused else again.get(row.component_id, ""))
                for row in papers
            ]
        }

    def _alike(self) -> list[Dossier]:
        return alike_open(self.dossier, dossiers_for(self.officer, Right.SEE_DOSSIERS))

    def _offered(self) -> tuple[ActOnPage | None, list[ActOnPage]]:
        asks = Act.ASK_SUPPLEMENT in self.acts
        around = replace(
            self.around,
            colleagues=_colleagues(self.dossier) if _any(self.acts, _NAMES_HOLDER) else (),
            components=tuple(components_of(self.dossier)) if asks else (),
        )
        offered = [ActOnPage(act, form_for(act, self.dossier, around)) for act in self.acts]
        wanted = self._main_act()
        main = next((each for each in offered if each.act is wanted), None)
        return main, [each for each in offered if each is not main]

    def _main_act(self) -> Act:
        dossier = self.dossier
        if on_the_way(dossier):
            return Act.TAKE_OVER
        if dossier.status in (State.RECEIVED, State.PROCESSING):
            if dossier.opinions_open:
                return Act.GIVE_OPINION
            return Act.FORWARD if dossier.step < len(self.steps) else Act.FINISH
        return {
            State.SUBMITTED: Act.RECEIVE,
            State.SUPPLEMENT_BEFORE: Act.COMPLETE_SUPPLEMENT,
            State.SUPPLEMENTING: Act.COMPLETE_SUPPLEMENT,
            State.AWAITING_PAYMENT: Act.SETTLE_PAYMENT,
            State.SETTLED: Act.RETURN,
        }.get(dossier.status, Act.CORRECT)

    def _next(self) -> NextStep:
        dossier, status = self.dossier, self.dossier.status
        holder = _who_holds(dossier)
        if status is State.SUBMITTED:
            return NextStep(
                "Kiểm tra giấy tờ, rồi tiếp nhận, yêu cầu bổ sung hoặc từ chối.", dossier.desk.name
            )
        if status in (State.SUPPLEMENT_BEFORE, State.SUPPLEMENTING):
            standing = "" if dossier.received_at else " Chưa tiếp nhận, thời hạn chưa tính."
            return NextStep(f"Chờ người nộp bổ sung: {dossier.reason.rstrip('.')}.{standing}", "người nộp")
        if status is State.AWAITING_PAYMENT:
            return NextStep("Chờ người nộp thực hiện nghĩa vụ tài chính.", "người nộp")
        if status is State.SETTLED:
            if dossier.desk_id != dossier.agency_id and not self._came_back():
                words = f"{dossier.agency.name} đã giải quyết xong; kết quả về nơi tiếp nhận để trả cho người nộp."
                return NextStep(words, dossier.desk.name)
            return NextStep("Trả kết quả cho người nộp.", dossier.desk.name)
        if status.ended:
            return NextStep("Hồ sơ đã kết thúc, không còn việc phải làm.")
        if on_the_way(dossier):
            words = "Nhận hồ sơ từ nơi tiếp nhận; thời hạn tính từ lúc này (NĐ 309/2026 Điều 8.3)."
            return NextStep(words, dossier.agency.name)
        if self.bodies and self.bodies.sent_back:
            told = (each.note for each in reversed(self.events) if each.act == Act.PART_SEND_BACK.value)
            why = next(told, "Cơ quan tham gia trả lại hồ sơ")
            return NextStep(f"{why.rstrip('.')}. Chuyển lại hoặc bỏ phần việc ở phiếu kiểm soát.", holder)
        if self.bodies and self.bodies.open_bodies and self.bodies.begun:
            return NextStep(f"Hồ sơ đang ở: {', '.join(self.bodies.lies_with)}.", holder)
        if dossier.opinions_open:
            return NextStep(f"Chờ {dossier.opinions_open} ý kiến; ghi câu trả lời khi nhận được.", holder)
        return NextStep(self._step_to_do(), holder)

    def _step_to_do(self) -> str:
        dossier = self.dossier
        if dossier.step:
            return f"Bước {dossier.step}: {dossier.step_name}"
        return f"Chuyển vào bước 1: {self.steps[0].name}" if self.steps else "Giải quyết và ghi kết quả."

    def _to_collect(self) -> list[DossierFee]:
        open_ = [fee for fee in self.fees if OrderState(fee.order.state).open and not fee.duty]
        paths = (self.dossier.agency.path, self.dossier.desk.path)
        may = any(self.officer.may(Right.COLLECT_FEE, path) for path in paths)
        return open_ if may else []


def _who_holds(dossier: Dossier) -> str:
    """The officer who has it; of one who has left it is said, so that it is given to somebody else."""
    holder = dossier.holder
    if holder is None:
        return "chưa phân công"
    left = holder.last_day is not None and holder.last_day < clock.today()
    words = f"{holder.name} ({holder.title})"
    return f"{words}, đã thôi làm việc: giao người khác" if left else words


def _colleagues(dossier: Dossier) -> tuple[Staff, ...]:
    """Who may be given the dossier: those with a role in work over its agency, also when that agency has ended
    and a successor's people hold its files."""
    today = clock.today()
    lasting = (Q(last_day=None) | Q(last_day__gte=today)) & Q(first_day__lte=today)
    here = Q(agency=dossier.agency) | Q(agency__path__in=_above(dossier.agency.path), with_below=True)
    grants = RoleGrant.objects.filter(lasting, here, role__in=_WORKING_ROLES)
    return tuple(Staff.objects.filter(lasting, pk__in=grants.values("staff_id")).order_by("name_key"))


def _above(path: str) -> list[str]:
    """The paths of every agency above: `A/B/C/` lies below `A/` and `A/B/`."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:length]) + "/" for length in range(1, len(codes))]


def _told(event: Event) -> TimelineEvent:
    moved = event.due_before and event.due_after and event.due_before != event.due_after
    due = f"Ngày hẹn trả từ {event.due_before:%d/%m/%Y} sang {event.due_after:%d/%m/%Y}." if moved else ""
    step = f"{event.step_name}. " if event.step_name and event.act in _NAMES_HOLDER else ""
    return TimelineEvent(
        title=act_told(event),
        at=event.happened_at,
        # A citizen's own label is a number: it says nothing to an officer, who reads the name above.
        who="Người nộp hồ sơ" if event.actor_kind == "person" else event.actor_label,
        note=" ".join(part for part in (step, event.note, due) if part),
        tone=_EVENT_TONES.get(Act(event.act), "running"),
        recorded_at=event.recorded_at,
    )


def _crumbs(dossier: Dossier) -> list[Crumb]:
    return [
        Crumb("Hôm nay", reverse("staff:home")),
        Crumb("Việc", reverse("staff:work")),
        Crumb(str(dossier), reverse("staff:dossier", args=[key_of(dossier)])),
    ]
