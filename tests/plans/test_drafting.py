"""Next year's papers: read back they are the same tasks and targets; the page is as NĐ 30/2020 wants it."""

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import imported, report, tasks

from motcua.kernel.clock import frozen, now
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.plans import actions
from motcua.plans.drafting import Frame, Paper, Year, draft, next_year, of_kind
from motcua.plans.enums import PlanKind
from motcua.plans.models import Plan, PlanDuty, PlanTarget, PlanTask
from motcua.plans.queries import with_values
from motcua.plans.reading import read_document
from motcua.plans.reading.result import PlanReading
from motcua.plans.rules import kind_of, unit_of
from motcua.rendering.official import official_docx

SEEDS = Path(__file__).parents[1] / "seeds"
SAMPLE = Path(__file__).parents[2] / "src/motcua/doors/commands/sample/plan_2026.txt"
FRAME = Frame(superior="UBND tỉnh Mẫu", agency="Ủy ban nhân dân xã Thử", place="Thử", signer="Lê Văn Ký")

pytestmark = pytest.mark.django_db


def written(plan: Plan, paper: Paper = Paper.PLAN, kind: PlanKind = PlanKind.CONTROL) -> bytes:
    with frozen(moment("2026-12-01 09:00")):
        targets = with_values(
            list(PlanTarget.objects.filter(plan=plan).select_related("plan__agency")), now()
        )
    year = Year(
        tasks=list(PlanTask.objects.filter(plan=plan)), targets=targets, duties=list(PlanDuty.objects.filter(plan=plan))
    )  # fmt: skip
    return official_docx(draft(paper, plan, year, kind=kind, frame=FRAME))


def test_our_own_plan_read_back_is_the_same() -> None:
    plan = imported(factories.agency(name="UBND xã Thử"))
    read = read_document(written(plan), "ke-hoach-2027.docx")
    assert (read.document.year, fold(read.document.issuer or "")) == (2027, "uy ban nhan dan xa thu")
    given = list(PlanTask.objects.filter(plan=plan))
    assert [fold(task.title) for task in read.tasks] == [fold(next_year(task.title, 2026)) for task in given]
    assert [list(task.lead) for task in read.tasks] == [task.lead for task in given]
    assert [list(task.cooperating) for task in read.tasks] == [task.cooperating for task in given]
    assert [task.deadline_text or "" for task in read.tasks] == [
        next_year(task.deadline_text, 2026) for task in given
    ]
    aims = sorted(
        (t.operator or "", float(t.value or 0), unit_of(t.name, t.unit or "")) for t in read.targets
    )
    kept = PlanTarget.objects.filter(plan=plan)
    assert aims == sorted((t.operator, float(t.value or 0), t.unit) for t in kept)


PLANS = [*sorted(SEEDS.glob("*_2024.txt")), SAMPLE]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_each_kind_of_each_plan_comes_back_from_our_own_file(path: Path) -> None:
    """Tasks, leads, deadlines, products and targets of every kind of yearly plan that has tasks in it."""
    plan = actions.import_document(
        factories.agency(name="UBND xã Thử"), data=path.read_bytes(), name=path.name, actor=CLERK
    )
    made = 0
    for kind in list(PlanKind)[:5]:
        chosen = of_kind(list(PlanTask.objects.filter(plan=plan)), plan.of_kind, kind)
        if not chosen:
            with pytest.raises(Refused, match="không có nhiệm vụ"):
                written(plan, kind=kind)
            continue
        read, made = read_document(written(plan, kind=kind), "ke-hoach.docx"), made + 1
        assert (read.document.year, kind_of(read.document.title or "")) == (plan.year + 1, kind), kind
        assert [
            (fold(one.title), list(one.lead), list(one.cooperating), one.deadline_text or "", one.deliverable or "")
            for one in read.tasks
        ] == [
            (
                fold(next_year(one.title, plan.year)), one.lead, one.cooperating,
                next_year(one.deadline_text, plan.year), next_year(one.deliverable, plan.year),
            )
            for one in chosen
        ], kind  # fmt: skip
        if kind in (plan.of_kind, PlanKind.REFORM):
            assert targets_read(read) == targets_kept(plan), kind
    assert made >= 2


def without_year(name: str) -> str:
    """What is not to be below «năm 2025» is next year not to be below «năm 2026»."""
    return re.sub(r"20\d\d", "", fold(name))


def targets_kept(plan: Plan) -> list[tuple[object, ...]]:
    found = [
        (
            without_year(next_year(one.name, plan.year)),
            one.unit,
            one.operator,
            one.value,
            one.lead,
            one.assessor,
        )
        for one in PlanTarget.objects.filter(plan=plan)
    ]
    return sorted(found, key=str)


def targets_read(read: PlanReading) -> list[tuple[object, ...]]:
    found = [
        (
            without_year(one.name), unit_of(one.name, one.unit or ""), one.operator or "",
            None if one.value is None else Decimal(str(one.value)), list(one.lead), one.assessor or "",
        )
        for one in read.targets
    ]  # fmt: skip
    return sorted(found, key=str)


@pytest.mark.parametrize(
    ("operator", "value", "high"),
    [
        (">=", 80, None), (">", 98, None), ("=", 100, None), ("<", 1, None), ("<=", 2, None), ("between", 80, 90),
        ("above_last_year", None, None), ("not_below_last_year", None, None), ("increase_per_year", 20, 100),
    ],
)  # fmt: skip
def test_every_operator_comes_back(operator: str, value: int | None, high: int | None) -> None:
    plan = imported(factories.agency())
    PlanTarget.objects.filter(plan=plan, order=1).delete()
    PlanTarget.objects.filter(plan=plan).update(
        name="Tỷ lệ hồ sơ nộp trực tuyến", operator=operator, value=value, value_high=high, year=2026
    )
    [target] = read_document(written(plan), "ke-hoach-2027.docx").targets
    assert (target.operator, target.value, target.value_high) == (operator, value, high)


def test_the_page_is_as_the_decree_wants_it() -> None:
    plan = imported(factories.agency())
    document = Document(io.BytesIO(written(plan)))
    for section in document.sections:
        assert section.page_width is not None
        assert section.page_height is not None
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        ranges = ((20, 25), (20, 25), (30, 35), (15, 20))
        for margin, (least, most) in zip(margins, ranges, strict=True):
            assert margin is not None
            assert least <= round(margin.mm, 1) <= most
        assert section.different_first_page_header_footer
    assert len(document.sections) == 2
    head = document.tables[0].rows[0].cells
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head[1].text
    assert "/KH-UBND" in head[0].text
    assert "MẪU" not in head[0].text  # a committee stands under nobody
    assert [run.italic for run in head[1].paragraphs[-1].runs] == [True]
    foot = document.tables[1].rows[0].cells
    assert foot[0].text.startswith("Nơi nhận:\n- UBND tỉnh Mẫu (để báo cáo);")
    assert foot[0].text.endswith("- Lưu: VT, VP.")
    assert foot[1].text.startswith("TM. ỦY BAN NHÂN DÂN XÃ THỬ\nCHỦ TỊCH")
    # Word goes by the cells, other programs by the grid: numbers narrow, what is to be done wide.
    widths = [column.width or 0 for column in document.tables[-1].columns]
    assert widths[0] * 4 < widths[1]
    assert any(
        "Kèm theo Kế hoạch số" in one.text and "của Ủy ban nhân dân xã Thử" in one.text
        for one in document.paragraphs
    )
    assert {run.font.name for par in document.paragraphs for run in par.runs} == {"Times New Roman"}


def test_the_letter_counts_results_and_the_decision_issues() -> None:
    plan = imported(factories.agency())
    actions.confirm(plan.pk, actor=CLERK)
    report(tasks(plan)[0], 100, "2026-03-01 09:00")
    letter = Document(io.BytesIO(written(plan, Paper.LETTER)))
    text = "\n".join(one.text for one in letter.paragraphs)
    assert "Kính gửi: UBND tỉnh Mẫu." in text
    assert "Đã hoàn thành 1 trong 3 nhiệm vụ" in text
    assert "hoàn thành ngày 01/03/2026" in letter.tables[-1].rows[2].cells[6].text
    decision = Document(io.BytesIO(written(plan, Paper.DECISION)))
    centred = [one.text for one in decision.paragraphs if one.alignment == 1 and one.text]
    assert [centred[0], *centred[2:]] == ["QUYẾT ĐỊNH", "ỦY BAN NHÂN DÂN XÃ THỬ", "QUYẾT ĐỊNH:"]
    assert (
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm soát thủ tục hành chính năm 2027."
        in "\n".join(one.text for one in decision.paragraphs)
    )


def test_without_tasks_of_the_kind_it_is_refused() -> None:
    plan = imported(factories.agency())
    with pytest.raises(Refused, match="không có nhiệm vụ"):
        written(plan, kind=PlanKind.INSPECTION)
    with pytest.raises(Refused, match="năm loại"):
        written(plan, kind=PlanKind.OTHER)


def test_years_go_up_by_one() -> None:
    assert next_year("Trước 31/3/2026; báo cáo năm 2026, phương hướng 2027; NĐ 63/2010", 2026) == (
        "Trước 31/3/2027; báo cáo năm 2027, phương hướng 2028; NĐ 63/2010"
    )
