"""The first sheet of an Excel file that somebody sent, as rows of text. What unpacks too large is not opened."""

import io
import zipfile
from datetime import date, datetime

MOST_BYTES = 60 * 1024 * 1024
MOST_COLUMNS = 60
_MOST_PARTS = 400
_PIECE = 1 << 16


class Unreadable(ValueError):  # noqa: N818 - what is wrong with a file, for people
    """The file must not, or cannot, be opened; the message is Vietnamese and says what to do."""


def rows_of(content: bytes, *, most: int) -> list[list[str]]:
    """Rows with something in them, at most `most` + 1 (who asks sees that there are more); days as dd/mm/yyyy."""
    # Half a second of every start otherwise, for what a few offices do once a year.
    from openpyxl import load_workbook

    check(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            found: list[list[str]] = []
            for row in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS):
                told = [_text(value) for value in row]
                if any(told):
                    found.append(told)
                if len(found) > most:
                    break
            return found
        finally:
            book.close()
    except (
        Exception
    ) as fault:  # a library over a file of anybody's making: whatever it stumbles on is the file
        raise Unreadable(
            "Không đọc được tệp Excel. Mở lại bằng Excel, lưu dạng .xlsx rồi gửi lại."
        ) from fault


def check(content: bytes) -> None:
    """Refuse what is no package, or unpacks larger than an office's list. Raises `Unreadable`."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS:
                raise Unreadable("Tệp Excel có quá nhiều phần bên trong. Chép danh sách sang một tệp mới.")
            for part in parts:
                with package.open(part) as stream:
                    while piece := stream.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise Unreadable(
                                f"Tệp Excel bung ra lớn hơn {MOST_BYTES >> 20} MB. Chia danh sách thành nhiều tệp."
                            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise Unreadable("Tệp Excel bị hỏng hoặc tải lên chưa trọn. Lưu lại rồi gửi lại.") from fault


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
