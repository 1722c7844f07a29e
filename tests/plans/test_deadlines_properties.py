"""Properties of the deadline reader: any text is answered, compositions of the grammar keep their truth."""

import calendar
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.plans.reading.deadline_sentence import sentence
from motcua.plans.reading.deadline_words import even, visible
from motcua.plans.reading.deadlines import Kind, occurrences, read, read_all

TEXT = """trước sau ngày tháng quý năm tuần thứ hai hàng hằng mỗi định kỳ đầu cuối giữa trung tuần kể từ
đến hết khi có yêu cầu theo quy định chậm nhất không quá trong vòng ngay lần báo cáo và , ; ( ) - / . : •
05 (năm) 15 31
30/6 29/2 31/4 15/6/2024 0/0 II IV/2024 V 2024 99 9999 6 9 l5/6 giờ 24h làm việc
thường xuyên đột xuất
mười lăm mươi năm tư Kế hoạch số 12/KH-UBND"""
WORDS = [*TEXT.split(), "\n"]
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31))
ROMAN = ("I", "II", "III", "IV")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=120), st.integers(-5, 12000))
def test_any_text_is_answered(text: str, year: int) -> None:
    found = read(text, year=year)
    assert len(found.as_json()) == 17
    assert found.kind != Kind.UNCLEAR or found.warning
    assert read_all(text, year=year)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_heap_of_deadline_words_is_answered_in_order(text: str) -> None:
    for found in [read(text, year=2024), *read_all(text, year=2024)]:
        assert sentence(found)
        assert list(found.dates) == sorted(found.dates)
        assert not found.dates or found.date == found.dates[-1]
        assert not (found.start and found.end) or found.start <= found.end
        assert found.kind != Kind.UNCLEAR or (found.warning and found.last_day is None)
        assert all(day.year == 2025 for day in occurrences(found, year=2025) if found.kind != Kind.RECURRING)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_the_even_form_keeps_every_place(text: str) -> None:
    clean = visible(text)
    assert len(even(clean).even) == len(clean)


def _written(day: dt.date, style: int) -> str:
    return (
        f"{day.day}/{day.month}/{day.year}",
        f"ngày {day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%Y}",
        f"ngày {day.day:02} tháng {day.month} năm {day.year}",
        f"ngày {day.day} tháng {day.month:02}/{day.year}",
    )[style]


@given(
    DAYS,
    st.integers(0, 5),
    st.sampled_from(["", "Trước ", "hoàn thành trước ", "Chậm nhất ", "Đến hết ", "vào "]),
)
def test_a_day_in_any_writing(day: dt.date, style: int, led: str) -> None:
    found = read(led + _written(day, style), year=day.year)
    exclusive = "trước" in led.lower()
    assert found.date == day
    assert found.inclusive is not exclusive
    assert found.last_day == day - dt.timedelta(days=exclusive)
    assert found.kind == (Kind.FIXED_DATE if led in ("", "vào ") else Kind.BEFORE_DATE)


@given(
    st.lists(st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), min_size=2, max_size=5, unique=True),
    st.data(),
)
def test_several_days_are_all_kept(days: list[dt.date], data: st.DataObject) -> None:
    marks = data.draw(
        st.lists(st.sampled_from([", ", " và ", "; ", " & "]), min_size=len(days), max_size=len(days))
    )
    text = "".join(f"{day.day}/{day.month}{mark}" for day, mark in zip(days, marks, strict=True)).rstrip(
        " ,;và&"
    )
    found = read(text, year=2025)
    assert list(found.dates) == sorted(days)
    assert found.date == max(days)


@given(
    st.integers(1, 4),
    st.integers(2000, 2060),
    st.sampled_from(["Quý {q} năm {y}", "Qúy {q}/{y}", "trong quí {q} - {y}"]),
)
def test_a_quarter_in_any_writing(quarter: int, year: int, form: str) -> None:
    found = read(form.format(q=ROMAN[quarter - 1], y=year), year=year)
    assert found.kind == Kind.QUARTER
    assert (found.start, found.end) == _months(year, quarter * 3 - 2, quarter * 3)


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.sampled_from(["từ tháng {a} đến tháng {b}/2025", "tháng {a} - {b}/2025"]),
)
def test_months_from_to(first: int, last: int, form: str) -> None:
    first, last = min(first, last), max(first, last)
    found = read(form.format(a=first, b=last), year=2024)
    assert (found.kind, found.start, found.end) == (Kind.PERIOD_RANGE, *_months(2025, first, last))


@given(
    st.integers(1, 31),
    st.sampled_from(["trước ngày {d} hằng tháng", "hàng tháng, trước ngày {d}", "trước {d} hằng tháng"]),
)
def test_a_day_of_every_month(number: int, form: str) -> None:
    found = read(form.format(d=number), year=2025)
    having = [month for month in range(1, 13) if number <= calendar.monthrange(2025, month)[1]]
    assert list(found.dates) == [dt.date(2025, month, number) for month in having]
    assert occurrences(found, year=2025) == [day - dt.timedelta(days=1) for day in found.dates]


@given(
    st.integers(1, 60),
    st.sampled_from(
        [("ngày làm việc", "working_day"), ("ngày", "calendar_day"), ("giờ", "hour"), ("tháng", "month")]
    ),
    st.sampled_from(
        [
            "trong thời hạn {n} {u} kể từ",
            "Chậm nhất {n} {u}, kể từ",
            "không quá {n} {u} tính từ",
            "{n} {u} sau",
        ]
    ),
    st.sampled_from(
        ["ngày nhận đủ hồ sơ", "ngày ban hành", "thời điểm kết thúc", "ngày có ý kiến của Sở Nội vụ"]
    ),
)
def test_so_long_after_an_event(count: int, unit: tuple[str, str], form: str, event: str) -> None:
    found = read(f"{form.format(n=f'{count:02}', u=unit[0])} {event}", year=2024).as_json()
    assert (found["kind"], found["days"], found["unit"]) == ("relative", count, unit[1])
    assert (found["direction"], found["event"]) == ("after", event)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


@settings(max_examples=40, deadline=1500)
@given(st.lists(st.sampled_from([*WORDS, "khoảng thời gian", "trong cả", "suốt"]), min_size=1, max_size=4))
def test_long_repetitions_are_read_in_time(heap: list[str]) -> None:
    assert read(" ".join(heap) * 80, year=2024)
    assert read(f"{' '.join(heap)} " * 80, year=2024)
