"""Why work failed, in words for an administrator, without the data that an exception's text may carry."""

from pathlib import Path
from traceback import extract_tb

from django.db import DatabaseError

from motcua.kernel.refusals import Refused

_KNOWN: list[tuple[type[BaseException], str]] = [
    (DatabaseError, "Cơ sở dữ liệu không trả lời hoặc từ chối ghi"),
    (TimeoutError, "Hệ thống được gọi không trả lời trong thời hạn"),
    (ConnectionError, "Không kết nối được tới hệ thống được gọi"),
    (FileNotFoundError, "Không tìm thấy tệp cần xử lý"),
    (PermissionError, "Không có quyền đọc hoặc ghi tệp"),
    (OSError, "Không đọc hoặc ghi được tệp; kiểm tra dung lượng đĩa"),
    (MemoryError, "Không đủ bộ nhớ"),
]


def reason_for(fault: BaseException) -> str:
    """One Vietnamese sentence. The exception's own text is left out: it may hold personal data."""
    if isinstance(fault, Refused):
        return fault.message
    words = next((text for kind, text in _KNOWN if isinstance(fault, kind)), "Lỗi của chương trình")
    return f"{words} ({type(fault).__name__}{_place_of(fault)})."


def _place_of(fault: BaseException) -> str:
    frames = extract_tb(fault.__traceback__)
    if not frames:
        return ""
    # The last frame of our own says more than a library's innards.
    ours = [frame for frame in frames if "motcua" in frame.filename] or frames
    return f", {Path(ours[-1].filename).name}:{ours[-1].lineno}"
