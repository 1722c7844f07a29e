"""Where an agency stands and what would raise its index, in the words of the deed: for the control room and «what if»."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motcua.doors.frame.charts import Bars
from motcua.doors.frame.components import Summary
from motcua.doors.frame.figures import decimal_comma
from motcua.doors.staff.steering import pictures
from motcua.doors.staff.steering.choosing import View
from motcua.indicators.scoring import Score, what_would_raise
from motcua.kernel.money import grouped
from motcua.measurement.queries import Figures
from motcua.measurement.standing import share_of
from motcua.measurement.what_if import MENDABLE

# Measure -> what is done, after a number.
_DEEDS = {
    "I.3": "thủ tục được bổ sung đủ nội dung",
    "III.1": "thủ tục được đưa lên trực tuyến",
    "III.2": "dịch vụ có hồ sơ trực tuyến đầu tiên",
    "III.3": "hồ sơ được nộp trực tuyến thay vì cách khác",
    "III.4": "thủ tục có phí có hồ sơ đầu tiên trong kỳ",
    "III.5": "thủ tục có phí có lần nộp tiền trực tuyến đầu tiên",
    "III.6": "hồ sơ được nộp tiền trực tuyến",
    "IV.1": "hồ sơ được cấp kết quả điện tử",
    "IV.2": "hồ sơ được số hóa đủ",
    "IV.3": "hồ sơ dùng lại giấy tờ đã có",
    "IV.4": "hồ sơ được chia sẻ vào kho của công dân",
    "IV.5b": "hồ sơ lấy dữ liệu dân cư",
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that can be mended: `more` are enough for full points, out of all that miss; one of them gives `each`."""

    code: str
    name: str
    deed: str
    more: int
    missing: int
    points: Decimal
    each: Decimal
    url: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Points of a criterion that nothing done now brings back: what was late stays late."""

    code: str
    points: Decimal
    url: str


def levers(view: View, scored: Score) -> list[Lever]:
    """What can be mended, the greatest gain first."""
    found = []
    for one in what_would_raise(scored):
        of = scored.criteria[one.code]
        deed = _DEEDS.get(of.criterion.measure) if of.criterion.measure in MENDABLE else None
        if deed is None or of.count is None or not one.gap or not one.to_full or one.per_unit is None:
            continue
        found.append(
            Lever(
                one.code, of.criterion.name, deed, one.to_full, of.count.denominator - of.count.numerator, one.gap,
                Decimal(one.per_unit.numerator) / one.per_unit.denominator, view.url("criterion", one.code),
            )
        )  # fmt: skip
    return sorted(found, key=lambda lever: lever.points, reverse=True)


def lost_for_good(view: View, scored: Score) -> list[Lost]:
    """Criteria below their maximum that can only be kept from losing more, the greatest loss first."""
    found = [
        Lost(code, one.lost, view.url("criterion", code))
        for code, one in scored.criteria.items()
        if one.criterion.measure not in MENDABLE
        and one.count is not None
        and one.count.denominator
        and one.lost
    ]
    return sorted(found, key=lambda each: each.points, reverse=True)


def standing_cards(
    view: View, shown: Figures, months: Sequence[Figures], possible: Sequence[Lever], open_dossiers: Bars
) -> list[Summary]:
    """What a leader reads first: how much of the points is there, whether it grows, what brings most, what is past its day."""
    late = open_dossiers.rows[0].bar
    cards = [_share_card(shown)]
    if (growth := _growth(view, months)) is not None:
        cards.append(growth)
    if possible:
        best = possible[0]
        cards.append(
            Summary(
                f"Nếu {grouped(best.more)} {best.deed}",
                f"+{decimal_comma(best.points, 2)}",
                best.url,
                "điểm; việc nâng nhiều nhất",
            )
        )
    many = int(late.value or 0)
    words = "Hồ sơ đã qua ngày hẹn trả"
    cards.append(Summary(words, many, late.url, "kể cả đang chờ người nộp", "late" if many else "done"))
    return cards


def _share_card(shown: Figures) -> Summary:
    scored = shown.score
    share, good = share_of(scored), pictures.aim(scored)
    if share is None:
        return Summary("Đạt trên số điểm đo được", None, "#tieu-chi")
    if scored.complete:
        note = f"loại {scored.band}" if scored.band else ""
    else:
        note = f"đo được {decimal_comma(scored.measured_max)} trên 100 điểm"
    words = "Đạt trên số điểm đo được"
    if good is None:
        return Summary(words, f"{decimal_comma(share, 2)} %", "#tieu-chi", note)
    above = share >= good
    words += f", {'đạt' if above else 'dưới'} ngưỡng {pictures.GOOD} ({decimal_comma(good)} %)"
    return Summary(words, f"{decimal_comma(share, 2)} %", "#tieu-chi", note, "done" if above else "late")


def _growth(view: View, months: Sequence[Figures]) -> Summary | None:
    """The last month against the one before; None where one of the two says nothing."""
    if len(months) < 2:
        return None
    before, now = months[-2:]
    first, last = (share_of(each.score) if each.tally.handled else None for each in (before, now))
    if first is None or last is None:
        return None
    # The difference of what is shown, so that the reader's own sum agrees.
    change = last - first
    return Summary(
        f"{now.period.label} so với tháng {before.period.first.month}",
        f"{'+' if change > 0 else ''}{decimal_comma(change, 2)}",
        view.for_period(now.period),
        f"điểm phần trăm, nay {decimal_comma(last, 2)} %",
        "late" if change < 0 else "plain",
    )
