"""Tables of PDF files printed without lines: columns told by what stays blank, rows by ordinals, middles and gaps."""

import pytest
from tests.forge import paper
from tests.forge.truth import forge
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import PlanReading, read_document
from motcua.rendering.pdf import render

TRUTH = forge(103)

_HEADS = ("STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành")
_ROWS = (
    ("1", "Rà soát, cập nhật, công khai danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của Ủy ban nhân dân xã",
     "Văn phòng HĐND và UBND", "Các phòng chuyên môn; Bộ phận Một cửa", "Trước ngày 15/3/2026"),
    ("2", "Tổ chức tập huấn nghiệp vụ cho công chức", "Phòng Văn hóa - Xã hội", "Công an xã", "Quý II/2026"),
    ("3", "Kiểm tra việc giải quyết thủ tục hành chính tại Bộ phận Một cửa", "Trung tâm Phục vụ hành chính công",
     "Văn phòng HĐND và UBND", "Tháng 9/2026"),
)  # fmt: skip
_BEFORE = (
    "Ủy ban nhân dân xã ban hành Kế hoạch kiểm soát thủ tục hành chính năm 2026 với các nội dung sau đây:"
)
_AFTER = (
    "Các phòng chuyên môn, cán bộ, công chức căn cứ Kế hoạch này tổ chức thực hiện nghiêm túc, định kỳ báo cáo kết quả về "
    "Văn phòng HĐND và UBND xã để tổng hợp, theo dõi, đôn đốc; quá trình thực hiện có vướng mắc thì phản ánh kịp thời để được "
    "hướng dẫn, tháo gỡ theo quy định của pháp luật."
)


def printed(*, numbered: bool = True, style: str = "stroke: none", after: str = _AFTER) -> PlanReading:
    """A plan with one table, read from its PDF."""
    told = [row if numbered else row[1:] for row in (_HEADS, *_ROWS)]
    widths = "(1cm, 6cm, 3.2cm, 3.2cm, 3cm)" if numbered else "(6.4cm, 3.4cm, 3.4cm, 3cm)"
    template = f"""
#let told = json("values.json")
#set page(paper: "a4", margin: 2cm)
#set text(font: "Libertinus Serif", size: 11pt)
KẾ HOẠCH

#told.before

#table({style}, columns: {widths}, ..told.rows.flatten())

#told.after
"""
    return read_document(render(template, {"rows": told, "before": _BEFORE, "after": after}), "a.pdf")


def nothing_lost(reading: PlanReading) -> None:
    assert not words(source_text(reading)) - words_given_back(reading)


@pytest.mark.parametrize("style", paper.OPEN.values(), ids=paper.OPEN)
def test_rows_without_lines_are_read_as_those_with_lines(style: str) -> None:
    reading = read_document(paper.pdf(TRUTH, style), "a.pdf")
    read = [(task.title, task.lead, task.cooperating, task.deadline_text) for task in reading.tasks]
    told = [(work.title, tuple(work.lead), tuple(work.cooperating), work.deadline) for work in TRUTH.works]
    assert [(one, tuple(lead), tuple(others), when) for one, lead, others, when in read] == told
    assert [target.name for target in reading.targets] == [aim.name for aim in TRUTH.aims]
    nothing_lost(reading)


@pytest.mark.parametrize(
    "style", ["stroke: none", "stroke: none, align: horizon", "stroke: none, inset: (x: 4pt, y: 1pt)"]
)
def test_running_text_around_stays_outside(style: str) -> None:
    reading = printed(style=style)
    assert [task.title for task in reading.tasks] == [row[1] for row in _ROWS]
    assert [list(task.lead) for task in reading.tasks] == [[row[2]] for row in _ROWS]
    assert [task.deadline_text for task in reading.tasks] == [row[4] for row in _ROWS]
    nothing_lost(reading)


def test_without_ordinals_gaps_part_the_rows() -> None:
    reading = printed(numbered=False)
    assert [task.title for task in reading.tasks] == [row[1] for row in _ROWS]
    assert [task.deadline_text for task in reading.tasks] == [row[4] for row in _ROWS]
    nothing_lost(reading)


def test_a_header_alone_is_no_table() -> None:
    reading = printed(after="III. TỔ CHỨC THỰC HIỆN")
    heads = (
        '#set text(font: "Libertinus Serif")\n#table(stroke: none, columns: 5, ..json("values.json").rows)'
    )
    alone = read_document(render(heads, {"rows": _HEADS}), "a.pdf")
    assert len(reading.tasks) == len(_ROWS)
    assert not alone.tasks
    nothing_lost(alone)
