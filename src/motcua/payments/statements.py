"""Reading the lines of a bank statement as banks export them. Pure: rows of cells in, money out.

Banks agree on nothing but the meaning of the columns: their heads are found by words, amounts and dates by shape.
A line that cannot be read is named with its row, never dropped in silence.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold, squeeze

Cell = str | int | float | datetime | date | None

_HEADS: dict[str, tuple[str, ...]] = {
    "at": ("ngay giao dich", "thoi gian giao dich", "ngay hach toan", "ngay hieu luc", "transaction date", "ngay gd", "ngay"),
    "credit": ("so tien ghi co", "phat sinh co", "ghi co", "tien vao", "credit amount", "credit", "co"),
    "debit": ("so tien ghi no", "phat sinh no", "ghi no", "tien ra", "debit amount", "debit", "no"),
    "amount": ("so tien", "amount"),
    "reference": (
        "so tham chieu", "so but toan", "ma giao dich", "so giao dich", "so chung tu", "transaction id", "reference",
        "so ct", "ref",
    ),
    "text": ("noi dung", "dien giai", "mo ta", "description", "remark", "details"),
}  # fmt: skip
_NEEDED = ("at", "text")
_DAY = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})(?:\D+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_GROUPS = re.compile(r"([+-]?)(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,](\d{1,2}))?")
_LONGEST_KEY = 120
_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came in: `at` is Vietnamese wall-clock time, `transaction` the bank's number or our digest."""

    row: int
    transaction: str
    amount: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement holds; `problems` names rows nobody could read."""

    lines: tuple[Line, ...]
    problems: tuple[str, ...]


def read_csv(data: bytes) -> Read:
    """A statement as comma, semicolon or tab separated text, in UTF-8 or UTF-16. Raises Refused."""
    text = _decoded(data)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:8000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    return read_rows(csv.reader(io.StringIO(text), dialect))


def read_xlsx(data: bytes) -> Read:
    """A statement as the first sheet of an Excel file. Raises Refused for a broken or endless one."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = islice(book.worksheets[0].iter_rows(values_only=True), _MOST_ROWS + 1)
        cells = [
            tuple(cell if isinstance(cell, (str, int, float, date)) else None for cell in row) for row in rows
        ]
    except Exception as fault:  # a library that meets a broken file raises whatever it stumbled over
        words = "Không đọc được tệp Excel này. Lưu lại ở dạng .xlsx hoặc .csv rồi tải lại."
        raise Refused(words, field="file") from fault
    if len(cells) > _MOST_ROWS:
        raise Refused("Sao kê dài hơn 100.000 dòng. Tải sao kê của khoảng thời gian ngắn hơn.", field="file")
    return read_rows(cells)


def read_rows(rows: Iterable[Sequence[Cell]]) -> Read:
    """A statement as rows of cells. Raises Refused when no row names the columns."""
    numbered = list(enumerate(rows, start=1))
    head, columns = _head(numbered)
    lines, problems = [], []
    for number, row in numbered:
        if number <= head or not any(cell not in (None, "") for cell in row):
            continue
        try:
            line = _line(number, row, columns)
        except ValueError as fault:
            problems.append(f"Dòng {number}: {fault}")
            continue
        if line is not None:
            lines.append(line)
    return Read(tuple(_told_apart(lines)), tuple(problems))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise Refused(
        "Không đọc được bảng mã của tệp. Lưu sao kê ở dạng CSV UTF-8 hoặc XLSX rồi tải lại.", field="file"
    )


def _head(rows: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[int, dict[str, int]]:
    for number, row in rows[:60]:
        columns = _columns(row)
        if all(name in columns for name in _NEEDED) and ("credit" in columns or "amount" in columns):
            return number, columns
    raise Refused(
        "Không tìm thấy dòng tiêu đề của sao kê. Cần các cột: ngày giao dịch, số tiền (ghi có), nội dung.",
        field="file",
    )


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    heads = [squeeze(re.sub(r"[^a-z0-9 ]", " ", fold(str(cell or "")))) for cell in row]
    found: dict[str, int] = {}
    for name, words in _HEADS.items():
        place = _place(heads, words, set(found.values()))
        if place is not None:
            found[name] = place
    return found


def _place(heads: Sequence[str], words: Sequence[str], taken: set[int]) -> int | None:
    """The column whose head is one of the words, the more telling words first; then one that begins with it."""
    free = [(place, head) for place, head in enumerate(heads) if place not in taken]
    for word in words:
        same = [place for place, head in free if head == word]
        begins = [place for place, head in free if head.startswith(f"{word} ")]
        if same or begins:
            return (same or begins)[0]
    return None


def _line(number: int, row: Sequence[Cell], columns: dict[str, int]) -> Line | None:
    """One line of money in; None for money out and for totals under the table."""
    at = _moment(_cell(row, columns.get("at")))
    amount = _amount(_cell(row, columns.get("credit", columns.get("amount"))))
    text = squeeze(str(_cell(row, columns.get("text")) or ""))
    if at is None and not (text and amount):
        return None  # a total or a remark of the bank
    if at is None:
        raise ValueError("không đọc được ngày giao dịch")
    if amount is None or amount <= 0:
        return None
    reference = squeeze(str(_cell(row, columns.get("reference")) or ""))
    return Line(number, reference[:_LONGEST_KEY] or _digest(at, amount, text), amount, at, text)


def _cell(row: Sequence[Cell], place: int | None) -> Cell:
    return row[place] if place is not None and place < len(row) else None


def _moment(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - wall clock of the bank
    text = str(cell or "")
    if found := _ISO.search(text):
        year, month, day, *clock = found.groups()
    elif found := _DAY.search(text):
        day, month, year, *clock = found.groups()
    else:
        return None
    hour, minute, second = (int(part or 0) for part in clock)
    return datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001 - as above


def _amount(cell: Cell) -> int | None:
    """Whole đồng; None for an empty cell. Raises ValueError for what is no amount, or has a fraction of a đồng."""
    if cell is None or isinstance(cell, (datetime, date)):
        return None
    if isinstance(cell, (int, float)):
        if cell != int(cell):
            raise ValueError(f"số tiền {cell} không phải số đồng nguyên")
        return int(cell)
    text = re.sub(r"(?i)vnd|đ|đồng", "", cell).strip()
    if not text or text in {"-", "0"}:
        return None
    found = _GROUPS.fullmatch(text)
    if found is None or int(found[3] or 0):
        raise ValueError(f"không đọc được số tiền “{text}”")
    return int(found[1] + re.sub(r"\D", "", found[2]))


def _digest(at: datetime, amount: int, text: str) -> str:
    return "dong-" + hashlib.sha256(f"{at.isoformat()}|{amount}|{text}".encode()).hexdigest()[:32]


def _told_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Two equal transfers without numbers in one statement are two; read again, they are the same two."""
    seen: Counter[str] = Counter()
    for line in lines:
        seen[line.transaction] += 1
        many = seen[line.transaction]
        yield (
            line
            if many == 1
            else Line(line.row, f"{line.transaction}#{many}", line.amount, line.at, line.text)
        )
