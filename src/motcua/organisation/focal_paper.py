"""The decision that announces the list of focal officers, as an official document with the list in an annex (REQ O3)."""

from collections.abc import Sequence

from motcua.kernel.refusals import Refused
from motcua.organisation.focal import period_words
from motcua.organisation.models import FocalEntry, FocalList
from motcua.organisation.papers import official, symbol_of
from motcua.rendering.official import Annex, Official, Par, columns


def decision_paper(row: FocalList, entries: Sequence[FocalEntry]) -> Official:
    """The draft of the decision for one list. Refused while nobody is in the list."""
    if not entries:
        raise Refused("Danh sách chưa có ai.", code="empty")
    half = period_words(row.period)
    body = (
        Par(f"Điều 1. Công bố danh sách {len(entries)} cán bộ đầu mối thực hiện nhiệm vụ kiểm soát thủ tục hành chính "
            f"{half} tại Phụ lục kèm theo Quyết định này."),
        Par("Điều 2. Cán bộ đầu mối giúp Thủ trưởng cơ quan, đơn vị thực hiện nhiệm vụ kiểm soát thủ tục hành chính; thay "
            "đổi người thì báo Văn phòng để cập nhật danh sách."),
        Par("Điều 3. Quyết định này có hiệu lực kể từ ngày ký và thay thế danh sách đã công bố trước đó."),
        Par("Điều 4. Các cơ quan, đơn vị và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."),
    )  # fmt: skip
    rows = tuple((str(n), one.name, one.title, one.unit, one.phone) for n, one in enumerate(entries, start=1))
    heads = columns(
        ("TT", 8.0), ("Họ và tên", 42), ("Chức vụ", 40), ("Cơ quan, đơn vị", 46), ("Điện thoại", 28)
    )
    return official(
        row.agency, mark="QĐ",
        subject="Về việc công bố danh sách cán bộ đầu mối thực hiện nhiệm vụ kiểm soát thủ tục hành chính",
        year=int(row.period[:4]), kind="QUYẾT ĐỊNH", day=row.decided_on, opening="QUYẾT ĐỊNH:", body=body,
        recipients=("Như Điều 4",),
        annexes=(Annex("Danh sách cán bộ đầu mối",
                       f"(Kèm theo Quyết định số      /{symbol_of(row.agency.name, 'QĐ')} ngày      /      /      )",
                       heads, rows),),
    )  # fmt: skip
