"""What goes wrong in the sample's commune, so that the pages of lateness and violations have something to show."""

from datetime import date

from motcua.dossiers import actions
from motcua.dossiers.enums import DelayCause, State
from motcua.dossiers.explaining import explain, unexplained
from motcua.dossiers.lateness import Watched, watch
from motcua.dossiers.lateness_models import ExtraPaper
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.prediction import Verdict
from motcua.inspections import actions as register
from motcua.inspections.enums import Detection, Measure, ViolationKind
from motcua.inspections.queries import proposals
from motcua.kernel.people import Actor
from motcua.organisation.models import Agency, Staff
from motcua.worktime.queries import calendar_for

# Of what still needs an explanation the newest stay open, so many older ones are explained.
_UNEXPLAINED, _EXPLAINED = 4, 12


def run(agency: Agency, until: date) -> None:
    """Apologies drafted, sent back and signed; a paper asked for with a basis; explanations; two violations."""
    specialist, leader, control = (_actor(name) for name in ("chuyenvien", "lanhdao", "kiemsoat"))
    if not (specialist and leader and control):
        return
    _apologise(agency, until, specialist, leader)
    _ask_for_more(agency, specialist, leader)
    _explain(agency, leader)
    _register(agency, until, control)


def _actor(login: str) -> Actor | None:
    staff = Staff.objects.select_related("agency").filter(user__username=login).first()
    return (
        Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", staff.agency.code) if staff else None
    )


def _apologise(agency: Agency, until: date, specialist: Actor, leader: Actor) -> None:
    """One letter signed, one sent back, one waiting; every other proposal is left for who tries the page."""
    waiting = [each for each in watch(agency) if each.proposed]
    for place, each in enumerate(_best(waiting)[:3]):
        new_due = calendar_for(agency.chain, until).working_day_after(
            max(each.dossier.due_date or until, until), 4
        )
        words = "Phải xác minh thêm tại nơi cư trú; cơ quan xin lỗi ông/bà vì sự chậm trễ này."
        draft = commands.DraftApology(words, new_due=new_due, cause=DelayCause.VERIFYING)
        actions.perform(each.dossier.pk, draft, actor=specialist)
        if place == 0:
            signed = commands.Extend(words, new_due=new_due, cause=DelayCause.VERIFYING)
            actions.perform(each.dossier.pk, signed, actor=leader)
        elif place == 1:
            back = commands.ReturnApology("Nêu rõ phải xác minh nội dung gì, với ai.")
            actions.perform(each.dossier.pk, back, actor=leader)


def _best(waiting: list[Watched]) -> list[Watched]:
    """Those not late yet first: an apology belongs before the due date."""
    return sorted(waiting, key=lambda each: each.forecast.verdict is Verdict.LATE)


def _ask_for_more(agency: Agency, specialist: Actor, leader: Actor) -> None:
    running = Dossier.objects.filter(agency=agency, state=State.PROCESSING.value).order_by("-due_date", "pk")[
        :2
    ]
    for place, dossier in enumerate(running):
        ask = commands.AskExtra(
            "Để đối chiếu ranh giới với thửa liền kề.",
            paper="Biên bản xác nhận ranh giới",
            legal_basis="Căn cứ mẫu: điều, khoản của luật chuyên ngành",
        )
        actions.perform(dossier.pk, ask, actor=specialist)
        extra = ExtraPaper.objects.filter(dossier=dossier).latest("pk")
        if place == 0:
            no = commands.DeclineExtra("Dữ liệu đã có trong cơ sở dữ liệu đất đai.", extra_id=extra.pk)
            actions.perform(dossier.pk, no, actor=leader)


def _explain(agency: Agency, leader: Actor) -> None:
    late = list(unexplained(agency)[_UNEXPLAINED : _UNEXPLAINED + _EXPLAINED])
    causes = list(DelayCause)
    for place, dossier in enumerate(late):
        explain(
            dossier.pk,
            cause=causes[place % len(causes)],
            words="Khối lượng hồ sơ trong tuần tăng, người xử lý kiêm nhiệm.",
            measures="Bố trí người thay, giao lại việc theo hạn gần nhất.",
            actor=leader,
        )


def _register(agency: Agency, until: date, control: Actor) -> None:
    """The first proposal is entered and concluded, the others wait; one more came from a citizen."""
    for proposal in proposals(agency, until)[:1]:
        entered = register.take_up(proposal, agency, actor=control)
        register.conclude(
            entered.pk,
            measure=Measure.REMINDED,
            measure_on=until,
            outcome="Thông báo mẫu: nhắc nhở trong giao ban, theo dõi tháng sau.",
            actor=control,
        )
    complaint = register.NewViolation(
        agency=agency,
        kind=ViolationKind.OUTSIDE_DESK,
        detected_by=Detection.CITIZEN,
        happened_on=until,
        words="Người dân phản ánh được gọi điện đề nghị nộp thêm giấy tờ ngoài Bộ phận Một cửa.",
    )
    register.enter(complaint, actor=control)
