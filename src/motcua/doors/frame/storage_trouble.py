"""What is said when nothing can be stored: the disk is full, another program holds the database, it does not answer."""

import errno
from dataclasses import dataclass
from typing import Final

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_noop as words

RETRY_SECONDS: Final = 60
_DISK_FULL: Final = "53100"  # PostgreSQL's SQLSTATE disk_full


@dataclass(frozen=True, slots=True)
class Trouble:
    """Words for the page: what happened, and whom to tell what."""

    title: str
    words: str
    who: str


FULL = Trouble(
    words("Máy chủ hết chỗ trên đĩa"),
    words("Việc vừa làm chưa ghi được vì đĩa của máy chủ đã đầy. Hồ sơ đã ghi trước đó còn nguyên."),
    words(
        "Báo ngay cho quản trị viên: dọn bớt bản sao lưu cũ hoặc tăng dung lượng đĩa, rồi làm tiếp; không cần khởi động lại."
    ),
)
HELD = Trouble(
    words("Cơ sở dữ liệu đang bị giữ"),
    words("Việc vừa làm chưa ghi được vì một chương trình khác đang giữ cơ sở dữ liệu."),
    words(
        "Nếu sau vài phút vẫn vậy, báo cho quản trị viên: đóng chương trình đang mở tệp dữ liệu trên máy chủ."
    ),
)
AWAY = Trouble(
    words("Cơ sở dữ liệu tạm thời không trả lời"),
    words("Việc vừa làm có thể chưa được ghi."),
    words("Nếu sau vài phút vẫn vậy, báo cho quản trị viên kiểm tra máy chủ cơ sở dữ liệu."),
)


def trouble_of(fault: BaseException | None) -> Trouble | None:
    """Which trouble an exception tells of; None for faults of our own."""
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if not isinstance(fault, OperationalError | InterfaceError):
        return None
    words = str(fault)
    if "database or disk is full" in words or getattr(fault.__cause__, "sqlstate", "") == _DISK_FULL:
        return FULL
    if "locked" in words:
        return HELD
    # SQLite says so of a statement that is wrong, too: that is a fault of ours.
    return AWAY if "no such" not in words and "syntax error" not in words else None
