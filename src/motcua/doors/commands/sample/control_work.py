"""The control work of the sample's commune besides plans: a few of each, told through the acts. All of it invented."""

from dataclasses import dataclass
from datetime import date, timedelta

from motcua.dossiers.models import Dossier
from motcua.feedback import dialogues
from motcua.feedback.dialogues import NewDialogue, NewQuestion
from motcua.feedback.enums import Asker, DialogueCause, DialogueWay
from motcua.inspections import concluding, inspecting
from motcua.inspections.checklists import checklists
from motcua.inspections.concluding import Conclusion
from motcua.inspections.enums import (
    Among,
    Answered,
    CheckForm,
    CheckWay,
    DrawOf,
    FindingKind,
    PlanMode,
    TeamRole,
)
from motcua.inspections.framing import Source
from motcua.inspections.inspecting import Member, NewInspection, NewPlan
from motcua.inspections.inspection_models import Inspection, InspectionPlan, Remedy
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, RoleGrant, Staff

_DRAWN = 5


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who does the work."""

    commune: Agency
    officer: Staff
    leader: Staff
    people: list[Staff]

    @property
    def actor(self) -> Actor:
        return _acting(self.officer, self.commune)


def run(commune: Agency, until: date) -> None:
    """The year's control work up to a day; nothing before the commune has had its second month."""
    if until < date(2026, 3, 31):
        return
    cast = _Cast(
        commune, _with(commune, Role.CONTROL), _with(commune, Role.LEADER),
        list(Staff.objects.filter(agency=commune, last_day=None).order_by("pk")),
    )  # fmt: skip
    plan = _inspection_plan(cast)
    _inspected(cast, plan, date(2026, 3, 11), closed=True)
    if until - timedelta(days=9) > date(2026, 4, 1):
        _inspected(cast, None, _working(until - timedelta(days=9)), closed=False)
    _talked(cast, date(2026, 3, 20))
    if until >= date(2026, 10, 1):
        _announced(cast, until)


def _with(commune: Agency, role: Role) -> Staff:
    held = RoleGrant.objects.filter(role=role.value, agency=commune, staff__agency=commune).order_by("pk")
    return held.select_related("staff__agency")[0].staff


def _acting(staff: Staff, commune: Agency) -> Actor:
    return Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", commune.code)


def _working(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _inspection_plan(cast: _Cast) -> InspectionPlan:
    with clock.frozen(clock.at_local(date(2026, 2, 4), 9)):
        plan = inspecting.make_plan(
            NewPlan(
                agency=cast.commune, year=2026, mode=PlanMode.MERGED,
                title="Kiểm tra công tác kiểm soát thủ tục hành chính năm 2026",
                purpose="Phát hiện, chấn chỉnh kịp thời hạn chế trong giải quyết thủ tục hành chính (dữ liệu mẫu).",
                contents="Theo bảng kiểm; xem hồ sơ rút ngẫu nhiên, làm việc trực tiếp với công chức.",
                budget="Kinh phí kiểm soát thủ tục hành chính được giao",
            ),
            actor=cast.actor,
        )  # fmt: skip
    with clock.frozen(clock.at_local(date(2026, 2, 6), 15)):
        inspecting.decide_plan(plan.pk, decision="08/QĐ-MAU", decided_on=date(2026, 2, 6), actor=cast.actor)
        return inspecting.send_plan(plan.pk, sent_on=date(2026, 2, 6), actor=cast.actor)


def _inspected(cast: _Cast, plan: InspectionPlan | None, day: date, *, closed: bool) -> None:
    """One inspection: of the plan and closed, or sudden, by a special team, with a remedy still open."""
    planned = plan is not None
    prepared = day - timedelta(days=20 if planned else 0)
    team = [
        Member(cast.leader.name, TeamRole.HEAD, cast.leader.title, cast.leader),
        Member(cast.officer.name, TeamRole.SECRETARY, cast.officer.title, cast.officer),
    ]
    with clock.frozen(clock.at_local(prepared, 8)):
        row = inspecting.prepare(
            NewInspection(
                agency=cast.commune, target=cast.commune, unit="Bộ phận Một cửa", plan=plan,
                title="Kiểm tra việc giải quyết thủ tục hành chính" if planned
                else "Kiểm tra ngẫu nhiên Bộ phận Một cửa",
                form=CheckForm.PLANNED if planned else CheckForm.SUDDEN, way=CheckWay.ON_SITE, special=not planned,
                checklist="control" if planned else "desk", first_day=day, last_day=day, members=team,
            ),
            actor=cast.actor,
        )  # fmt: skip
        number = "11/QĐ-MAU" if planned else "47/QĐ-MAU"
        inspecting.decide(row.pk, decision=number, decided_on=prepared, actor=cast.actor)
        if planned:
            inspecting.notify(row.pk, notified_on=prepared, actor=cast.actor)
    with clock.frozen(clock.at_local(day, 9)):
        _look(cast, row, day)
    with clock.frozen(clock.at_local(day, 16)):
        concluding.conclude(
            row.pk, number="12/KL-MAU" if planned else "48/KL-MAU", concluded_on=day, actor=cast.actor,
            said=Conclusion(
                "Hồ sơ được tiếp nhận trong hệ thống, có giấy hẹn (dữ liệu mẫu).",
                "Một hồ sơ giấy còn thiếu bản số hóa (dữ liệu mẫu).", "Cao điểm cuối tuần, chỉ có một máy quét.",
                "Bố trí thêm người quét vào buổi sáng.",
            ),
        )  # fmt: skip
    if closed:
        _remedied(cast, row, day + timedelta(days=6))


def _look(cast: _Cast, row: Inspection, day: date) -> None:
    source = Source(cast.commune, DrawOf.DOSSIERS, row, Among.RECEIVED, day - timedelta(days=60), day)
    if source.frame().count("\n") < _DRAWN:  # a short sample: nothing to draw from
        source = Source(cast.commune, DrawOf.DOSSIERS, row, Among.RECEIVED, date(2024, 1, 1), day)
    many = min(_DRAWN, source.frame().count("\n"))
    first = None
    if many:
        drawn = inspecting.draw_lots(
            source,
            many,
            actor=cast.actor,
            seed=f"{day:%d%m%Y}",
            origin="Số bốc thăm trước đoàn (dữ liệu mẫu)",
        )
        first = Dossier.objects.get(code=drawn.drawn[0][0])
    codes = [item.code for item in checklists()[row.checklist].items]
    answers = dict.fromkeys(codes, (Answered.MET, ""))
    answers[codes[-1]] = (Answered.NOT_MET, "Một hồ sơ chưa đủ bản số hóa")
    inspecting.answer_checklist(row.pk, answers, actor=cast.actor)
    concluding.find(
        row.pk, kind=FindingKind.SHORTCOMING, words="Hồ sơ giấy còn một thành phần chưa số hóa (dữ liệu mẫu)",
        item=codes[-1], dossier=first, remedy="Số hóa đủ thành phần, phân công người quét buổi sáng",
        due_on=day + timedelta(days=14), actor=cast.actor,
    )  # fmt: skip


def _remedied(cast: _Cast, row: Inspection, day: date) -> None:
    with clock.frozen(clock.at_local(day, 10)):
        for remedy in Remedy.objects.filter(inspection=row):
            concluding.answer_remedy(
                remedy.pk, answer="Đã số hóa và phân công.", actor=_acting(cast.leader, cast.commune)
            )
            concluding.judge_remedy(remedy.pk, accepted=True, actor=cast.actor)
        concluding.close(row.pk, actor=cast.actor)


def _talked(cast: _Cast, day: date) -> None:
    """A dialogue held, answered and published."""
    with clock.frozen(clock.at_local(day - timedelta(days=12), 9)):
        row = dialogues.prepare(_notice(cast, day, "Đối thoại về thủ tục đất đai, hộ tịch"), actor=cast.actor)
        dialogues.announce(row.pk, how="Loa truyền thanh, niêm yết, trưởng thôn", actor=cast.actor)
    with clock.frozen(clock.at_local(day - timedelta(days=3), 10)):
        sent = dialogues.ask(
            row.pk, actor=cast.actor,
            new=NewQuestion(words="Nộp hồ sơ trực tuyến rồi có phải mang giấy tờ đến không?", asker=Asker.CITIZEN,
                            asker_name="Người dân mẫu", field="Dịch vụ công trực tuyến"),
        )  # fmt: skip
    with clock.frozen(clock.at_local(day, 16)):
        dialogues.hold(
            row.pk, people=43, minutes="Trao đổi về nộp hồ sơ trực tuyến và thời gian trả kết quả (dữ liệu mẫu).",
            actor=cast.actor,
        )  # fmt: skip
        asked = dialogues.ask(
            row.pk, actor=cast.actor,
            new=NewQuestion(words="Đề nghị mở thêm quầy vào sáng thứ Hai.", asker=Asker.GROUP, unit="Văn phòng"),
        )  # fmt: skip
    with clock.frozen(clock.at_local(day + timedelta(days=5), 9)):
        said = "Không phải mang, trừ khi giấy tờ bắt buộc đối chiếu bản chính (dữ liệu mẫu)."
        dialogues.answer(sent.pk, words=said, actor=cast.actor)
        dialogues.answer(
            asked.pk, words="Đã bố trí quầy 2 trực sáng thứ Hai (dữ liệu mẫu).", actor=cast.actor
        )
        dialogues.publish(row.pk, actor=cast.actor)


def _announced(cast: _Cast, until: date) -> None:
    """The next dialogue, with a question sent before."""
    day = _working(until + timedelta(days=16))
    with clock.frozen(clock.at_local(until, 9)):
        row = dialogues.prepare(_notice(cast, day, "Đối thoại với hộ kinh doanh"), actor=cast.actor)
        dialogues.announce(row.pk, how="Trang thông tin điện tử, Zalo của xã", actor=cast.actor)
        dialogues.ask(
            row.pk, actor=cast.actor,
            new=NewQuestion(words="Đăng ký hộ kinh doanh tại nhà có được không?", asker=Asker.BUSINESS),
        )  # fmt: skip


def _notice(cast: _Cast, day: date, title: str) -> NewDialogue:
    return NewDialogue(
        agency=cast.commune, title=title, cause=DialogueCause.REGULAR, way=DialogueWay.BOTH,
        held_at=clock.at_local(day, 14), place="Hội trường UBND xã (dữ liệu mẫu)",
        content="Thủ tục hành chính và cách giải quyết tại Bộ phận Một cửa.",
        joining="Gửi câu hỏi về Văn phòng trước một ngày, hoặc hỏi tại chỗ.", chair=f"{cast.leader.name}, {cast.leader.title}",
    )  # fmt: skip
