"""Deadline phrases of legal texts and plans (docs/algorithms/deadlines.md): what each says, in full."""

import datetime as dt

import pytest

from motcua.plans.reading.deadlines import Deadline, Kind, occurrences, read, read_all

YEAR = 2024


def said(deadline: Deadline) -> dict[str, object]:
    """What applies, without text and warning."""
    answer = deadline.as_json()
    return {
        key: value
        for key, value in answer.items()
        if value not in (None, []) and key not in ("text", "warning")
    }


def period(kind: str, start: str, end: str, **more: object) -> dict[str, object]:
    return {"kind": kind, "start": start, "end": end, "last_day": end, "inclusive": True, **more}


def on(day: str, kind: str = "fixed_date", **more: object) -> dict[str, object]:
    return {"kind": kind, "date": day, "last_day": day, "inclusive": True, **more}


def before(day: str, last_day: str, **more: object) -> dict[str, object]:
    return {"kind": "before_date", "date": day, "last_day": last_day, "inclusive": False, **more}


def after(
    days: float | None, unit: str | None, event: str | None, direction: str = "after"
) -> dict[str, object]:
    found = {"kind": "relative", "days": days, "unit": unit, "direction": direction, "event": event}
    return {key: value for key, value in found.items() if value is not None}


def every(freq: str | None, n: int | None = 1, times: int | None = None, **more: object) -> dict[str, object]:
    found = {"kind": "recurring", "freq": freq, "n": n, "times_per_year": times, **more}
    return {key: value for key, value in found.items() if value is not None}


PHRASES: dict[str, dict[str, object]] = {
    # days
    "05/02/2024": on("2024-02-05"),
    "15.6.2024": on("2024-06-15"),
    "15-06-2024": on("2024-06-15"),
    "ngày 15 tháng 6 năm 2024": on("2024-06-15"),
    "Ngày 15, tháng 6, năm 2024": on("2024-06-15"),
    "Ngày 15/6/24": on("2024-06-15"),
    "ngày mười lăm tháng sáu": on("2024-06-15"),
    "ngày mồng ba tháng tư": on("2024-04-03"),
    "Trước 28/02/2024": before("2024-02-28", "2024-02-27"),
    "Trước ngày 05/9/2024": before("2024-09-05", "2024-09-04"),
    "hoàn thành trước 30/9": before("2024-09-30", "2024-09-29"),
    "trước ngày 31 tháng 01 của năm kế hoạch": before("2024-01-31", "2024-01-30"),
    "Trước ngày 10 tháng 01 năm sau": before("2025-01-10", "2025-01-09"),
    "chậm nhất là ngày 20/11": on("2024-11-20", "before_date"),
    "Chậm nhất ngày 06 (sáu) tháng 06 (sáu)": on("2024-06-06", "before_date"),
    "không muộn hơn ngày 15/8/2024": on("2024-08-15", "before_date"),
    "đến hết ngày 31/12/2024": on("2024-12-31", "before_date"),
    "Chậm nhất đến 17h00 ngày 25/6": on("2024-06-25", "before_date"),
    "Trước 17 giờ ngày 14/6": on("2024-06-14", "before_date"),
    "ngày 14 tháng cuối quý II": on("2024-06-14"),
    "ngày cuối cùng của tháng 6": on("2024-06-30"),
    "Báo cáo quý I trước 15/3": before("2024-03-15", "2024-03-14"),
    "Quý II/2024, hoàn thành trước ngày 31/5": before("2024-05-31", "2024-05-30"),
    # several days
    "Trước ngày 15/3 và 15/9": before("2024-09-15", "2024-09-14", dates=["2024-03-15", "2024-09-15"]),
    "Trước 15/6 (6 tháng), 15/12 (năm)": before(
        "2024-12-15", "2024-12-14", dates=["2024-06-15", "2024-12-15"]
    ),
    "Trước ngày 15/6 đối với báo cáo 6 tháng, 15/12 đối với báo cáo năm": before(
        "2024-12-15", "2024-12-14", dates=["2024-06-15", "2024-12-15"]
    ),
    "Ngày 25 các tháng 3, 6": on("2024-06-25", dates=["2024-03-25", "2024-06-25"]),
    "ngày 15, 30/6": on("2024-06-30", dates=["2024-06-15", "2024-06-30"]),
    # periods
    "Tháng 01 năm 2024": period("month", "2024-01-01", "2024-01-31"),
    "Tháng 4/2024": period("month", "2024-04-01", "2024-04-30"),
    "tháng hai": period("month", "2024-02-01", "2024-02-29"),
    "tháng năm năm 2023": period("month", "2023-05-01", "2023-05-31"),
    "T6/2024": period("month", "2024-06-01", "2024-06-30"),
    "Cuối tháng 6": period("month", "2024-06-01", "2024-06-30", day_rule="Cuối tháng 6"),
    "trung tuần tháng 6": period("month", "2024-06-11", "2024-06-20", day_rule="trung tuần tháng 6"),
    "Quý I năm 2024": period("quarter", "2024-01-01", "2024-03-31"),
    "quý 3": period("quarter", "2024-07-01", "2024-09-30"),
    "xong trong quý II": period("quarter", "2024-04-01", "2024-06-30"),
    "QII/2024": period("quarter", "2024-04-01", "2024-06-30"),
    "Quý II, III": period(
        "quarter", "2024-04-01", "2024-09-30", date="2024-09-30", dates=["2024-06-30", "2024-09-30"]
    ),
    "Quý I và quý III/2024": period(
        "quarter", "2024-01-01", "2024-09-30", date="2024-09-30", dates=["2024-03-31", "2024-09-30"]
    ),
    "Tháng 6, 12": period(
        "month", "2024-06-01", "2024-12-31", date="2024-12-31", dates=["2024-06-30", "2024-12-31"]
    ),
    "6 tháng đầu năm": period("half_year", "2024-01-01", "2024-06-30"),
    "6 tháng cuối năm 2024": period("half_year", "2024-07-01", "2024-12-31"),
    "9 tháng": period("period_range", "2024-01-01", "2024-09-30"),
    "Năm 2024": period("year", "2024-01-01", "2024-12-31"),
    "cả năm": period("year", "2024-01-01", "2024-12-31"),
    "trong năm": period("year", "2024-01-01", "2024-12-31"),
    "giai đoạn 2022 - 2025": period("period_range", "2022-01-01", "2025-12-31"),
    "Năm 2024-2025": period("period_range", "2024-01-01", "2025-12-31"),
    "từ tháng 3 đến tháng 6": period("period_range", "2024-03-01", "2024-06-30"),
    "từ ngày 1.8 đến ngày 17.9.2024": period("period_range", "2024-08-01", "2024-09-17"),
    "từ ngày 15/12 đến 14/3/2024": period("period_range", "2023-12-15", "2024-03-14"),
    "Từ ngày 05 đến ngày 10 tháng 6": period("period_range", "2024-06-05", "2024-06-10"),
    "Tháng 3 – 6/2024": period("period_range", "2024-03-01", "2024-06-30"),
    "10 ngày đầu tháng 6": period("period_range", "2024-06-01", "2024-06-10", day_rule="10 ngày đầu tháng 6"),
    "Trước tháng 6": before("2024-06-01", "2024-05-31"),
    "trước quý III/2024": before("2024-07-01", "2024-06-30"),
    "đến hết tháng 6/2024": period("month", "2024-06-01", "2024-06-30"),
    "Từ tháng 01-12/2024": period("period_range", "2024-01-01", "2024-12-31"),
    "từ 01/3 đến trước 30/6": period("period_range", "2024-03-01", "2024-06-29"),
    "trước khi hết quý II": period("quarter", "2024-04-01", "2024-06-30"),
    "từ nay đến hết năm 2024": {
        "kind": "period_range",
        "end": "2024-12-31",
        "last_day": "2024-12-31",
        "inclusive": True,
    },
    # coming back
    "Hàng tuần": every("week", 1, 52),
    "hằng ngày": every("day"),
    "Định kỳ hàng tháng trong năm.": every("month", 1, 12, start="2024-01-01", end="2024-12-31"),
    "02 lần/năm": every("year", 2, 2),
    "mỗi năm hai lần": every("year", 2, 2),
    "ít nhất 02 lần/năm": every("year", 2, 2),
    "2 lần/tuần": every("week", 2, 104),
    "Định kỳ 06 tháng/01 lần": every("half_year", 1, 2),
    "6 tháng/lần": every("half_year", 1, 2),
    "03 tháng/lần": every("quarter", 1, 4),
    "2 tháng/lần": every("month", 2, 6),
    "mỗi quý 1 lần": every("quarter", 1, 4),
    "định kỳ 07 ngày làm việc": every("every_n_days", 7, None, unit="working_day"),
    "Định kỳ/đợt xuất": every(None, None),
    "Chậm nhất vào ngày 02 tháng 12 hàng năm": every(
        "year",
        1,
        1,
        date="2024-12-02",
        last_day="2024-12-02",
        inclusive=True,
        dates=["2024-12-02"],
        day_rule="ngày 02 tháng 12",
    ),
    "Tháng 6 và tháng 12 hằng năm": every("year", 2, 2, inclusive=True, day_rule="Tháng 6, tháng 12"),
    "trước ngày 30 của tháng thứ ba của mỗi quý": every(
        "quarter",
        1,
        4,
        date="2024-12-30",
        last_day="2024-12-29",
        inclusive=False,
        dates=["2024-03-30", "2024-06-30", "2024-09-30", "2024-12-30"],
        day_rule="ngày 30 của tháng thứ ba của mỗi quý",
    ),
    "Hàng quý (trước ngày 15 tháng cuối quý)": every(
        "quarter",
        1,
        4,
        date="2024-12-15",
        last_day="2024-12-14",
        inclusive=False,
        dates=["2024-03-15", "2024-06-15", "2024-09-15", "2024-12-15"],
        day_rule="ngày 15 tháng cuối quý",
    ),
    "chậm nhất là ngày 20 của tháng cuối kỳ báo cáo": every(
        "reporting_period", inclusive=True, day_rule="ngày 20 của tháng cuối kỳ báo cáo"
    ),
    "02 lần/năm (15/6 và 13/12)": every(
        "year",
        2,
        2,
        date="2024-12-13",
        last_day="2024-12-13",
        inclusive=True,
        dates=["2024-06-15", "2024-12-13"],
        day_rule="15/6, 13/12",
    ),
    "Hàng quý: tháng 3, 6, 9, 12": every("quarter", 1, 4, inclusive=True, day_rule="tháng 3, 6, 9, 12"),
    "gửi trước ngày 10/01 của năm liền kề năm báo cáo": every(
        "year",
        1,
        1,
        date="2025-01-10",
        last_day="2025-01-09",
        inclusive=False,
        dates=["2025-01-10"],
        day_rule="ngày 10/01 của năm liền kề năm báo cáo",
    ),
    "Thứ Sáu của tuần thứ ba mỗi tháng": every(
        "month", 1, 12, inclusive=True, day_rule="Thứ Sáu của tuần thứ ba mỗi tháng"
    ),
    # relative
    "Trong thời gian 10 ngày kể từ ngày tiếp nhận": after(10, "calendar_day", "ngày tiếp nhận"),
    "trong thời hạn 05 (năm) ngày làm việc kể từ ngày nhận được các dữ liệu": after(
        5, "working_day", "ngày nhận được các dữ liệu"
    ),
    "năm ngày làm việc kể từ ngày nhận hồ sơ": after(5, "working_day", "ngày nhận hồ sơ"),
    "20 ngày, kể từ ngày nhận được phản ánh, kiến nghị": after(
        20, "calendar_day", "ngày nhận được phản ánh, kiến nghị"
    ),
    "chậm nhất là 10 (mười) ngày làm việc": after(10, "working_day", None),
    "trong vòng 24 giờ": after(24, "hour", None),
    "Trong vòng 48h kể từ khi nhận được phản ánh": after(48, "hour", "nhận được phản ánh"),
    "trong thời hạn 3 tháng kể từ ngày ban hành": after(3, "month", "ngày ban hành"),
    "Ngay sau khi có kết quả": after(0, None, "có kết quả"),
    "Trước 01 ngày của hồ sơ đến hạn": after(1, "calendar_day", "hồ sơ đến hạn", "before"),
    "chậm nhất trước 10 (mười) ngày làm việc tính đến ngày văn bản có hiệu lực": after(
        10, "working_day", "ngày văn bản có hiệu lực", "before"
    ),
    "chậm nhất 10 (mười) ngày làm việc … trước khi tiến hành kiểm tra": after(
        10, "working_day", "tiến hành kiểm tra", "before"
    ),
    "Sau khi kết thúc đợt kiểm tra 05 ngày làm việc": after(5, "working_day", "kết thúc đợt kiểm tra"),
    "Trước khi trình ký 02 ngày": after(2, "calendar_day", "trình ký", "before"),
    # no day of its own
    "Thường xuyên": {"kind": "continuous"},
    "Thường xuyên trong năm": {"kind": "continuous", "start": "2024-01-01", "end": "2024-12-31"},
    "ngay khi dự thảo … và được tiến hành thường xuyên …": {"kind": "continuous"},
    "đột xuất": {"kind": "on_request"},
    "khi có yêu cầu": {"kind": "on_request", "event": "khi có yêu cầu"},
    "theo yêu cầu của UBND tỉnh": {"kind": "on_request", "event": "theo yêu cầu của UBND tỉnh"},
    "theo quy định": {"kind": "by_other_document", "event": "quy định"},
    "Theo Kế hoạch của tỉnh": {"kind": "by_other_document", "event": "Kế hoạch của tỉnh"},
    "Theo Kế hoạch số 140/KH-UBND ngày 14/10/2021 của UBND tỉnh đối với nhiệm vụ trong năm 2024.": {
        "kind": "by_other_document",
        "event": "Kế hoạch số 140/KH-UBND ngày 14/10/2021 của UBND tỉnh đối với nhiệm vụ trong năm 2024",
    },
    "Theo Kế hoạch số 12/KH-UBND ngày 05/01/2024, hoàn thành trước 30/6/2024": before(
        "2024-06-30", "2024-06-29"
    ),
    "Tham dự Hội nghị, Hội thảo, tọa đàm, ...": {"kind": "unclear"},
    "trong thời gian sớm nhất": {"kind": "unclear"},
    "Không quá 1/2 ngày làm việc": after(0.5, "working_day", None),
    "0,5 ngày làm việc": after(0.5, "working_day", None),
}


@pytest.mark.parametrize(("phrase", "expected"), PHRASES.items(), ids=list(PHRASES))
def test_phrase(phrase: str, expected: dict[str, object]) -> None:
    assert said(read(phrase, year=YEAR)) == expected


WARNED = {
    "": "Không có lời văn",
    "31/6": "31/6/2024",
    "trước ngày 30/02/2024": "30/2/2024",
    "Quý V": "quý V",
    "tháng 13": "tháng 13",
    "15/6/2042": "2042",
    "Trước ngày 31 tháng 12 năm 2010": "2010",
    "15/6/0204": "204",
    "Trước ngày 30/4/2024": "30/04/2024",
    "15/6/2024": "15/06/2024",
    "ngày tháng năm 2024": "để trống",
    "Ngày    /    /2024": "để trống",
    "Trước l5/3": "lỗi quét",
    "Thứ năm ngày 14/6/2024": "không phải thứ năm",
    "sau ngày 13/6/2024": "không phải hạn",
    "từ quý III năm 2024": "không phải hạn",
    "không ít hơn 01 ngày làm việc tính từ thời điểm kết thúc": "không phải hạn",
    "ít nhất 02 lần/năm": "tối thiểu",
    "Đầu tháng 6": "không nêu ngày",
    "chậm nhất là 10 ngày làm việc": "sự kiện nào",
    "Trước ngày 15": "không nêu tháng",
    "từ tháng 11 đến tháng 2": "sang năm sau",
    "ngày 30 hằng tháng": "không có ngày 30",
}


@pytest.mark.parametrize(("phrase", "word"), WARNED.items(), ids=list(WARNED))
def test_warns(phrase: str, word: str) -> None:
    warning = read(phrase, year=YEAR).warning
    assert warning is not None
    assert word in warning


@pytest.mark.parametrize(
    "phrase", ["05/02/2024", "Quý I năm 2024", "Thường xuyên", "hàng quý", "theo quy định"]
)
def test_plain_phrases_carry_no_warning(phrase: str) -> None:
    assert read(phrase, year=YEAR).warning is None


@pytest.mark.parametrize(
    "phrase", ["31/6", "trước ngày 30/02/2024", "Ngày 29/02/2025", "32/1", "15/13", "Quý V"]
)
def test_a_day_that_does_not_exist_is_never_replaced(phrase: str) -> None:
    found = read(phrase, year=YEAR)
    assert found.kind == Kind.UNCLEAR
    assert (found.date, found.last_day, found.dates) == (None, None, ())


@pytest.mark.parametrize("phrase", ["sau ngày 15/6/2024", "từ ngày 01/7/2024", "kể từ tháng 5/2024"])
def test_an_opening_has_no_last_day(phrase: str) -> None:
    found = read(phrase, year=YEAR)
    assert found.last_day is None
    assert found.start is not None


SCANNED = {
    "Trước l5/6": "Trước 15/6",
    "Trước 3O/9": "Trước 30/9",
    "Truoc ngay 15/6/2024": "Trước ngày 15/6/2024",
    "Tru\u0303ớc".replace("u\u0303", "ư") + " 15/6": "Trước 15/6",
    "Qúy II": "Quý II",
    "Qui II": "Quý II",
    "Quí II": "Quý II",
    "quý ll": "Quý II",
    "Quý\u00a0II\u00a0năm\u00a02024": "Quý II năm 2024",
    "từ tháng 3 — tháng 6": "từ tháng 3 đến tháng 6",
    "từ 01/3 – 30/6": "từ 01/3 đến 30/6",
    "Hang thang": "Hàng tháng",
    "dinh ky 6 thang": "định kỳ 6 tháng",
    "Trước ngày\n15/6": "Trước ngày 15/6",
    "trước\u200b ngày 15/6": "trước ngày 15/6",
    "ngày15/6": "ngày 15/6",
    "tháng6/2024": "tháng 6/2024",
    "Ⅱ": "II",
}


@pytest.mark.parametrize(("scanned", "meant"), SCANNED.items(), ids=list(SCANNED))
def test_scan_errors_do_not_change_the_meaning(scanned: str, meant: str) -> None:
    first, second = said(read(scanned, year=YEAR)), said(read(meant, year=YEAR))
    first.pop("day_rule", None)
    second.pop("day_rule", None)
    assert first == second


CELLS: dict[str, list[tuple[str, str | None]]] = {
    "- Quý I: Xây dựng kế hoạch; - Quý II: Tổ chức thực hiện": [
        ("quarter", "2024-03-31"),
        ("quarter", "2024-06-30"),
    ],
    "- Quý I: Xây dựng kế hoạch\n- Quý II: Tổ chức": [("quarter", "2024-03-31"), ("quarter", "2024-06-30")],
    "Trước ngày 15/3 và 15/9": [("before_date", "2024-03-14"), ("before_date", "2024-09-14")],
    "Tháng 6, 12": [("month", "2024-06-30"), ("month", "2024-12-31")],
    "Báo cáo quý: trước ngày 20 tháng cuối quý; năm: trước 15/12": [
        ("recurring", "2024-12-19"),
        ("before_date", "2024-12-14"),
    ],
    "Báo cáo hàng tháng (trước ngày 20), quý (trước ngày 20 tháng cuối quý), năm (trước ngày 10/12)": [
        ("recurring", "2024-12-19"),
        ("recurring", "2024-12-19"),
        ("before_date", "2024-12-09"),
    ],
    "Thường xuyên (Trước 01 ngày của hồ sơ đến hạn trả kết quả).": [("continuous", None), ("relative", None)],
    "Quý I năm 2024, ban hành các Kế hoạch; định kỳ báo cáo kết quả thực hiện.": [
        ("quarter", "2024-03-31"),
        ("recurring", None),
    ],
    "hàng quý, 6 tháng và hàng năm": [("recurring", None), ("recurring", None), ("recurring", None)],
    "Quý I, 6 tháng, 9 tháng, năm": [
        ("quarter", "2024-03-31"),
        ("half_year", "2024-06-30"),
        ("period_range", "2024-09-30"),
        ("year", "2024-12-31"),
    ],
    "Hằng tháng; trước ngày 25": [("recurring", "2024-12-24")],
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.items(), ids=list(CELLS))
def test_every_deadline_of_a_cell(cell: str, expected: list[tuple[str, str | None]]) -> None:
    found = [(one.as_json()["kind"], one.as_json()["last_day"]) for one in read_all(cell, year=YEAR)]
    assert found == expected


def test_all_keys_of_the_contract_in_their_order() -> None:
    keys = "kind text date inclusive last_day start end dates freq n times_per_year"
    keys += " day_rule days unit direction event warning"
    assert list(read("x", year=YEAR).as_json()) == keys.split()


def test_the_text_keeps_the_words_of_the_document() -> None:
    assert read("  Trước\u00a0ngày\n 15/6 ", year=YEAR).text == "Trước ngày 15/6"


def test_of_different_deadlines_the_last_to_fall_due_stands_for_the_cell() -> None:
    found = read("Quý I năm 2024, ban hành kế hoạch; kiểm tra đột xuất trong năm 2024.", year=YEAR)
    assert (found.kind, found.last_day) == (Kind.YEAR, dt.date(2024, 12, 31))
    assert found.warning


def test_a_recurring_deadline_may_be_the_last_to_fall_due() -> None:
    found = read("báo cáo quý: trước ngày 20 tháng cuối quý; năm: trước 15/12", year=YEAR)
    assert (found.kind, found.last_day) == (Kind.RECURRING, dt.date(2024, 12, 19))


def test_without_days_the_words_that_say_most_stand_for_the_cell() -> None:
    assert read("Định kỳ/đột xuất", year=YEAR).kind == Kind.RECURRING
    assert read("Thường xuyên (Trước 01 ngày của hồ sơ đến hạn)", year=YEAR).kind == Kind.RELATIVE
    assert read("Thường xuyên, theo Kế hoạch kiểm tra của tỉnh", year=YEAR).kind == Kind.CONTINUOUS


def test_a_recurring_deadline_gives_its_days_in_any_year() -> None:
    found = read("trước ngày 15 của tháng cuối quý", year=2024)
    assert occurrences(found, year=2025) == [dt.date(2025, month, 14) for month in (3, 6, 9, 12)]
    fridays = occurrences(read("thứ sáu hàng tuần", year=2024), year=2026)
    assert fridays[0] == dt.date(2026, 1, 2)
    assert {day.weekday() for day in fridays} == {4}
    assert len(fridays) == 52


def test_occurrences_of_a_fixed_day_and_of_words_without_days() -> None:
    assert occurrences(read("Trước ngày 15/3 và 15/9", year=2024), year=2024) == [
        dt.date(2024, 3, 14),
        dt.date(2024, 9, 14),
    ]
    assert occurrences(read("15/3/2024", year=2024), year=2025) == []
    assert occurrences(read("hàng quý", year=2024), year=2024) == []
    assert occurrences(read("ngày cuối cùng của tháng", year=2024), year=2025)[1] == dt.date(2025, 2, 28)


def test_the_context_of_a_cell_carries_to_its_occurrences() -> None:
    (found,) = read_all("Hằng tháng; trước ngày 25", year=2024)
    assert occurrences(found, year=2025)[0] == dt.date(2025, 1, 24)
