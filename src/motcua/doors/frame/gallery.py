"""Invented values that show every component: the style page, and what tests and screenshots draw."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator

from motcua.doors.frame import charts
from motcua.doors.frame.components import Crumb, Summary, TimelineEvent
from motcua.doors.frame.forms import (
    Checkboxes,
    DayField,
    MomentField,
    MoneyField,
    PhoneInput,
    Radios,
    ScanInput,
)
from motcua.doors.frame.navigation import NavItem

TODAY = date(2026, 11, 20)
_MORNING = datetime(2026, 11, 20, 1, 45, tzinfo=UTC)


class ExampleForm(forms.Form):
    """One field of each kind."""

    scan = forms.CharField(
        label="Mã QR trên thẻ căn cước", help_text="Đưa thẻ vào máy đọc.", widget=ScanInput
    )
    name = forms.CharField(label="Họ, chữ đệm và tên", help_text="Như trong giấy tờ tùy thân.")
    born = DayField(label="Ngày sinh", help_text="Ví dụ 05/03/1990.")
    phone = forms.CharField(label="Số điện thoại", required=False, widget=PhoneInput)
    happened = MomentField(label="Nhận lúc")
    fee = MoneyField(label="Lệ phí")
    channel = forms.ChoiceField(
        label="Cách nhận kết quả",
        choices=[("desk", "Tại Bộ phận Một cửa"), ("post", "Qua bưu chính"), ("online", "Bản điện tử")],
        widget=Radios(boxed=True),
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ đã nộp",
        required=False,
        choices=[("form", "Tờ khai đăng ký khai sinh"), ("birth", "Giấy chứng sinh (bản chính)")],
        widget=Checkboxes,
    )
    reason = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label="Tôi đã kiểm tra các thông tin trên")


class ExampleFilter(forms.Form):
    """A short bar of filters."""

    q = forms.CharField(label="Tìm", required=False)
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), ("late", "Quá hạn"), ("soon", "Đến hạn hôm nay")],
    )


def gallery_context() -> dict[str, Any]:
    """Everything `frame/gallery.html` shows; a view renders it with the request."""
    wrong = ExampleForm(
        {"name": "Trần Thị Mẫu", "born": "31/02/1990", "fee": "tám nghìn", "channel": "desk"}, auto_id="w_%s"
    )
    return {
        "crumbs": [Crumb("Hôm nay", "/"), Crumb("Kiểu dáng")],
        "nav": _nav(),
        "agency_name": "Ủy ban nhân dân xã Bình Mẫu",
        "filter_form": ExampleFilter(),
        "form": ExampleForm(initial={"fee": 8000, "born": date(1990, 3, 5), "happened": _MORNING}),
        "wrong_form": wrong,
        "summaries": _summaries(),
        "facts": [
            ("Mã hồ sơ", "000.21.45.H60-261120-0007"),
            ("Người nộp", "Nguyễn Văn Mẫu"),
            ("Thủ tục", "Đăng ký khai sinh"),
            ("Lệ phí", "Miễn"),
        ],
        "events": _events(),
        "rows": _rows(),
        "page": Paginator(range(312), 20).page(4),
        "dial": _dial(),
        "bars": _bars(),
        "trend": _trend(),
        "heat": _heat(),
        "year": _year(),
        "tabs": [
            NavItem("Đang xử lý", "#a", current=True, badge=14),
            NavItem("Chờ bổ sung", "#b", badge=2),
            NavItem("Đã xong", "#c"),
        ],
    }


def _nav() -> list[NavItem]:
    return [
        NavItem("Hôm nay", "/can-bo/", current=True, group="Bộ phận Một cửa"),
        NavItem("Tiếp nhận", "/can-bo/tiep-nhan", group="Bộ phận Một cửa"),
        NavItem("Việc của tôi", "/can-bo/viec", badge=14, group="Bộ phận Một cửa"),
        NavItem("Sổ theo dõi", "/can-bo/so", group="Bộ phận Một cửa"),
        NavItem("Phòng điều hành", "/can-bo/dieu-hanh", group="Kiểm soát thủ tục"),
        NavItem("Kế hoạch", "/can-bo/ke-hoach", badge=3, group="Kiểm soát thủ tục"),
        NavItem("Chỉ tiêu", "/can-bo/chi-tieu", group="Kiểm soát thủ tục"),
    ]


def _summaries() -> list[Summary]:
    return [
        Summary("Chờ chuyển", 6, "#rows", "chuyển trước 15:00"),
        Summary("Nhận hôm nay", 1312, "#rows"),
        Summary("Đến hạn hôm nay", 4, "#rows", tone="soon"),
        Summary("Quá hạn", 2, "#rows", "lâu nhất 3 ngày", tone="late"),
        Summary("Số hóa", None, note="chưa nối máy quét"),
    ]


def _events() -> list[TimelineEvent]:
    start = _MORNING - timedelta(days=2)
    return [
        TimelineEvent("Nộp hồ sơ trực tuyến", start, "Người nộp", tone="done"),
        TimelineEvent(
            "Tiếp nhận", start + timedelta(hours=2), "Lê Thị Quầy", "Đủ thành phần.", "done", "#facts"
        ),
        TimelineEvent(
            "Yêu cầu bổ sung",
            start + timedelta(hours=5),
            "Phạm Văn Chuyên",
            "Giấy chứng sinh mờ, cần bản rõ hơn.",
            "waiting",
            recorded_at=start + timedelta(days=1),
        ),
        TimelineEvent("Đang thụ lý", _MORNING, "Phạm Văn Chuyên", tone="running", current=True),
        TimelineEvent("Trả kết quả"),
    ]


def _rows() -> list[dict[str, Any]]:
    people = ["Nguyễn Văn Mẫu", "Trần Thị Thí Dụ", "Đặng Thị Ơn", "Lò Văn Bản", "Y Blơ Niê"]
    states = [
        ("Quá hạn", "late"),
        ("Đến hạn hôm nay", "soon"),
        ("Chờ bổ sung", "waiting"),
        ("Đang xử lý", "running"),
    ]
    states += [("Đã trả kết quả", "done"), ("Dừng xử lý", "stopped"), ("Mới nộp", "plain")]
    return [
        {
            "code": f"000.21.45.H60-261120-{place + 1:04d}",
            "person": people[place % len(people)],
            "procedure": ("Đăng ký khai sinh", "Chứng thực bản sao từ bản chính")[place % 2],
            "due": TODAY + timedelta(days=place - 2),
            "fee": (0, 8000, 1234567)[place % 3],
            "state": state,
            "tone": tone,
        }
        for place, (state, tone) in enumerate(states)
    ]


def _dial() -> charts.Dial:
    groups = [
        ("I", "Công khai, minh bạch", "17.2", 18),
        ("II", "Tiến độ, kết quả giải quyết", "18.94", 20),
        ("III-a", "Dịch vụ công trực tuyến", "8.1", 12),
        ("III-b", "Thanh toán trực tuyến", None, 10),
        ("IV", "Số hóa hồ sơ", "13.37", 22),
        ("V", "Mức độ hài lòng", "16.9", 18),
    ]
    return charts.dial(
        [
            charts.DialGroup(code, name, Decimal(points) if points else None, Decimal(most), "#heat")
            for code, name, points, most in groups
        ],
        title="Bộ chỉ số 766 của xã",
        total=Decimal("74.51"),
        out_of="trên 90 điểm đo được",
        band="Khá",
        note="Từ 01/01/2026 đến hôm nay; số liệu minh họa.",
        url="#heat",
    )


def _bars() -> charts.Bars:
    return charts.bars(
        [
            charts.Bar("Hồ sơ được số hóa", Decimal("74.6"), "#rows", aim=80),
            charts.Bar("Giải quyết đúng hạn", Decimal("98.2"), "#rows", aim=98),
            charts.Bar("Nộp trực tuyến", Decimal("61.3"), aim=50),
            charts.Bar("Thanh toán trực tuyến", None, aim=45),
        ],
        title="Chỉ tiêu của kế hoạch năm",
        unit="%",
        most=100,
        places=1,
        note="Vạch đứng: mục tiêu.",
    )


def _trend() -> charts.Trend:
    values = ["71.2", "72", "70.4", None, "73.8", "75", "76.1", "74.2", "77", "78.4", "77.9", "79.3"]
    return charts.trend(
        [
            charts.TrendPoint(f"T{month}", Decimal(value) if value else None, "#rows", f"Tháng {month}/2026")
            for month, value in enumerate(values, start=1)
        ],
        title="Chỉ số 766 theo tháng",
        unit="điểm",
        floor=50,
        ceiling=100,
        aim=80,
        places=1,
    )


def _heat() -> charts.Heat:
    names = ["Xã Bình Mẫu", "Xã An Thí Dụ", "Phường Tân Minh Họa"]
    shares: list[list[str | None]] = [
        ["0.95", "0.98", "0.67", None, "0.61", "0.93"],
        ["0.82", "0.91", "0.48", "0.77", "0.84", "0.88"],
        ["1", "0.86", "0.72", "0.69", "0.9", None],
    ]
    columns = [("I", "Công khai, minh bạch"), ("II", "Tiến độ, kết quả"), ("III-a", "Trực tuyến")]
    columns += [("III-b", "Thanh toán"), ("IV", "Số hóa"), ("V", "Hài lòng")]
    return charts.heat(
        [
            charts.HeatRow(name, tuple(_cell(share) for share in row), "#rows")
            for name, row in zip(names, shares, strict=True)
        ],
        columns,
        title="Đơn vị theo nhóm chỉ số",
        note="Tỷ lệ điểm đạt được so với điểm tối đa của nhóm.",
    )


def _cell(share: str | None) -> charts.HeatCell:
    if share is None:
        return charts.HeatCell(None, "–")
    return charts.HeatCell(Decimal(share), f"{Decimal(share):.0%}".replace("%", " %"), "#rows")


def _year() -> charts.YearLine:
    states = [("done", "Hoàn thành"), ("late", "Quá hạn"), ("soon", "Sắp đến hạn"), ("running", "Đang làm")]
    tasks = [
        charts.YearTask(
            f"Nhiệm vụ minh họa số {place + 1}", _due(place), *states[_standing(place)], url="#rows"
        )
        for place in range(46)
    ]
    return charts.year_line(tasks, title="Nhiệm vụ theo kế hoạch năm 2026", year=2026, today=TODAY)


def _due(place: int) -> date | None:
    return None if place % 12 == 11 else date(2026, 1 + (place * 7) % 12, 5 + place % 20)


def _standing(place: int) -> int:
    month = 1 + (place * 7) % 12
    if place % 12 == 11 or month == 12:
        return 3
    if month == 11:
        return 2
    return 1 if place % 17 == 5 else 0
