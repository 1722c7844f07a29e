"""What a person is told about the rows of a table."""

from motcua.plans.reading.columns import Role
from motcua.plans.reading.layouts import Grid

_CALLED: dict[Role, str] = {
    "number": "số thứ tự", "title": "nội dung", "target": "chỉ tiêu", "unit": "đơn vị tính", "value": "giá trị",
    "lead": "chủ trì", "cooperating": "phối hợp", "deadline": "thời hạn", "deliverable": "sản phẩm", "note": "ghi chú",
}  # fmt: skip


def guessed(grid: Grid) -> str:
    """Words for a table whose columns nobody named: what each was taken for."""
    taken = ", ".join(
        f"cột {at} là {_CALLED.get(role, 'ghi chú') if role else 'không rõ'}"
        for at, role in enumerate(grid.layout.roles, start=1)
    )
    return f"Bảng không có dòng tiêu đề; máy đoán {taken}. Đối chiếu với bản gốc, sai thì thêm dòng tiêu đề rồi nhập lại."
