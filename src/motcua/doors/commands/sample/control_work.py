"""The control work of the sample's commune besides plans: a few of each, told through the acts. All of it invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from motcua.dossiers.models import Dossier
from motcua.feedback import dialogues
from motcua.feedback.dialogues import NewDialogue, NewQuestion
from motcua.feedback.enums import Asker, DialogueCause, DialogueWay
from motcua.inspections import concluding, inspecting
from motcua.inspections.checklists import checklist_of
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
from motcua.plans import budget, emulation, initiatives, outreach, sent_reports
from motcua.plans.control_enums import AwardKind, ChannelKind, PostKind
from motcua.plans.initiatives import NewInitiative
from motcua.plans.outreach import NewPost
from motcua.plans.sent_reports import NewSent

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
    _put_out(cast, until)
    _reported(cast, until)
    _merit(cast, until)


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
    codes = [item.code for item in checklist_of(row).items]
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
        dialogues.ask_online(
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


def _put_out(cast: _Cast, until: date) -> None:
    """Channels, a campaign, and posts of the last five weeks: most people write, one does not."""
    with clock.frozen(clock.at_local(date(2026, 1, 12), 9)):
        channels = [
            outreach.open_channel(cast.commune, kind=kind, name=name, url=url, actor=cast.actor)
            for kind, name, url in (
                (ChannelKind.WEBSITE, "Trang thông tin điện tử xã", "https://xa-mau.example"),
                (ChannelKind.ZALO, "Zalo của xã", "https://zalo.example/xa-mau"),
                (ChannelKind.SPEAKERS, "Loa truyền thanh các thôn", ""),
            )
        ]
    began = until - timedelta(days=until.weekday() + 28)
    with clock.frozen(clock.at_local(until - timedelta(days=30), 9)):
        campaign = outreach.begin_campaign(
            cast.commune, title="Nộp hồ sơ tại nhà", audience="Người dân các thôn", first=began, last=until,
            wanted=12, actor=cast.actor,
        )  # fmt: skip
    writers = cast.people[:4]
    for week in range(5):
        for number, staff in enumerate(writers):
            day = began + timedelta(days=7 * week + number)
            if day > until or (number == 3 and week % 2):
                continue
            with clock.frozen(clock.at_local(day, 10)):
                outreach.enter_post(
                    NewPost(
                        agency=cast.commune, staff=staff, kind=PostKind.ARTICLE if number else PostKind.GUIDE,
                        title=f"Hướng dẫn nộp hồ sơ trực tuyến, kỳ {week * len(writers) + number + 1} (dữ liệu mẫu)",
                        day=day, url=f"https://xa-mau.example/tin/{day:%Y%m%d}-{number}", channel=channels[number % 2],
                        campaign=campaign if week else None,
                    ),
                    actor=_acting(staff, cast.commune),
                )  # fmt: skip


# Windows of the reports of the year: quarter, first and last day, day sent.
_QUARTERS = (
    ("I", date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 16)),
    ("II", date(2026, 3, 15), date(2026, 6, 14), date(2026, 6, 16)),
    ("III", date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 16)),
)


def _reported(cast: _Cast, until: date) -> None:
    """The quarters' reports up to a day, sent to the province; the first was entered twice and one taken out."""
    [above, *_] = sent_reports.receivers_of(cast.commune)
    for number, (quarter, first, last, sent) in enumerate(one for one in _QUARTERS if one[3] <= until):
        with clock.frozen(clock.at_local(sent, 15)):
            for many in (2, 1)[number > 0 :]:
                row = sent_reports.enter_sent(
                    NewSent(
                        agency=cast.commune, kind="control", first=first, last=last, signed_on=sent, sent_on=sent,
                        title=f"Báo cáo kiểm soát thủ tục hành chính quý {quarter}/2026 (dữ liệu mẫu)",
                        number=f"{30 + 40 * number + many}/BC-MAU", way="system", to_agency=above,
                    ),
                    actor=cast.actor,
                )  # fmt: skip
                if many == 2:
                    sent_reports.take_out(row.pk, why="Ghi nhầm số (dữ liệu mẫu)", actor=cast.actor)


def _merit(cast: _Cast, until: date) -> None:
    """An initiative recognised, one registered; points of the council, a proposal; the year's budget."""
    with clock.frozen(clock.at_local(date(2026, 3, 2), 9)):
        first = initiatives.register(
            _idea(cast, "Hẹn giờ nộp hồ sơ qua Zalo", cast.people[0]), actor=cast.actor
        )
        for content, words, quantity, amount in (
            ("tap-huan", "Tập huấn nghiệp vụ cho cán bộ đầu mối", 2, 4_000_000),
            ("truyen-thong", "Pa nô, tờ rơi hướng dẫn nộp trực tuyến", 10, 500_000),
            ("kiem-tra", "Kiểm tra Bộ phận Một cửa", 4, 600_000),
        ):
            line = budget.estimate(
                cast.commune, 2026, content=content, words=words, quantity=quantity, unit_amount=amount,
                actor=cast.actor,
            )  # fmt: skip
    with clock.frozen(clock.at_local(date(2026, 3, 25), 9)):
        initiatives.appraise(
            first.pk, fit=True, words="Có hiệu quả, áp dụng được (dữ liệu mẫu)", by="Hội đồng sáng kiến xã",
            actor=cast.actor,
        )  # fmt: skip
        initiatives.recognise(first.pk, decision="21/QĐ-MAU", decided_on=date(2026, 3, 25), actor=cast.actor)
        budget.spend(line.pk, day=date(2026, 3, 12), amount=600_000, document="PC 07/2026", actor=cast.actor)
    with clock.frozen(clock.at_local(until, 9)):
        initiatives.register(
            _idea(cast, "Bảng mã QR hướng dẫn từng thủ tục", cast.people[1]), actor=cast.actor
        )
        for staff in cast.people[:3]:
            emulation.mark(
                cast.commune, 2026, staff, "ky-luat", points=Decimal(14), basis="Biên bản họp cơ quan (dữ liệu mẫu)",
                actor=cast.actor,
            )  # fmt: skip
        emulation.propose(
            cast.commune, 2026, cast.people[0], kind=AwardKind.PRAISE, words="Hoàn thành tốt, có sáng kiến (dữ liệu mẫu)",
            actor=_acting(cast.leader, cast.commune),
        )  # fmt: skip


def _idea(cast: _Cast, title: str, author: Staff) -> NewInitiative:
    return NewInitiative(
        agency=cast.commune, year=2026, title=title, problem="Người dân phải chờ vào giờ cao điểm (dữ liệu mẫu).",
        solution="Chia giờ, hướng dẫn trước khi đến.", effect="Giảm thời gian chờ.", authors=[author],
    )  # fmt: skip
