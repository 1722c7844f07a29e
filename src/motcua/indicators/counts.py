"""Reading the counts that somebody hands in as a JSON object: what is wrong is said with its place. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from motcua.indicators.scoring import Count
from motcua.indicators.sets import IndicatorSet
from motcua.kernel.refusals import Refused

# No office counts more than this; a longer number is a slip, and would only cost memory.
_LARGEST = 10**15
_KEYS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class CountsRead:
    """Counts per criterion (absent: not counted), what was passed over, and what is wrong."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def read_counts(indicator_set: IndicatorSet, given: object) -> CountsRead:
    """Read `{"I.1": {"numerator": n, "denominator": d}, …}` for a set.

    A criterion that is absent or has both numbers null is not counted. Wrong: one number without the
    other, a number that is not whole or is negative, a numerator above its denominator. An unknown key, and a
    criterion without points (II.2: total days over dossiers), is only warned of, whatever it holds.
    """
    if not isinstance(given, Mapping):
        return CountsRead(errors=(f"Số đếm phải là một đối tượng JSON {_SHAPE}, đang là {_kind(given)}.",))
    counts: dict[str, Count] = {}
    warnings: list[str] = []
    errors: list[str] = []
    codes = {criterion.code for criterion in indicator_set.criteria}
    for key, value in given.items():
        if key not in codes:
            what = f"bộ {indicator_set.code} không có tiêu chí này, số đếm của nó không được chấm"
            warnings.append(f"Bỏ qua khóa lạ «{key}»" + (f": {what}." if _holds_a_count(value) else "."))
            continue
        criterion = indicator_set.criterion(key)
        if not criterion.scored:
            # A mean of days is no share: nothing is asked of numbers that nobody scores.
            if value is not None:
                warnings.append(f"{key}: chỉ hiển thị, không tính điểm.")
            continue
        try:
            count = _read_count(value, key, warnings)
        except Refused as refused:
            errors.append(f"{key}: {refused.message}")
            continue
        if count is None:
            continue
        counts[key] = count
        if criterion.constant is not None:
            warnings.append(f"{key}: điểm là hằng số {criterion.constant}, không tính từ số đếm.")
    return CountsRead(counts, tuple(warnings), tuple(errors))


_SHAPE = '{"I.1": {"numerator": …, "denominator": …}, …}'


def _holds_a_count(value: object) -> bool:
    return isinstance(value, Mapping) and any(key in value for key in _KEYS)


def _read_count(value: object, code: str, warnings: list[str]) -> Count | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise Refused(f'phải là {{"numerator": …, "denominator": …}}, đang là {_kind(value)}.')
    warnings.extend(f"{code}: bỏ qua khóa lạ «{key}»." for key in value if key not in _KEYS)
    numerator = _whole(value.get("numerator"), "tử số (numerator)")
    denominator = _whole(value.get("denominator"), "mẫu số (denominator)")
    if numerator is None and denominator is None:
        return None
    if numerator is None or denominator is None:
        missing = "tử số (numerator)" if numerator is None else "mẫu số (denominator)"
        raise Refused(f"thiếu {missing}. Ghi cả hai số; nếu chưa đo thì để cả hai là null.")
    return Count(numerator, denominator)


def _whole(value: object, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise Refused(f"{name} phải là số nguyên, đang là {_kind(value)}.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise Refused(f"{name} phải là số nguyên, đang là {value}.")
    if not -_LARGEST <= value <= _LARGEST:
        raise Refused(f"{name} lớn quá {_LARGEST}; kiểm tra lại số đếm.")
    if value != int(value):
        raise Refused(f"{name} phải là số nguyên, đang là {value}.")
    return int(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "giá trị đúng/sai"
    if isinstance(value, str):
        return f"chữ «{value[:40]}»"
    if isinstance(value, list):
        return "danh sách"
    if isinstance(value, Mapping):
        return "đối tượng"
    return "null" if value is None else str(value)[:40]
