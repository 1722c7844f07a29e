"""Working time in Vietnamese words. Pure."""

from motcua.worktime.lateness import Remaining


def remaining_text(left: Remaining) -> str:
    """`còn 1 ngày 3 giờ làm việc`, `quá hạn 2 ngày làm việc`, `còn 45 phút làm việc`."""
    start = "quá hạn" if left.overdue else "còn"
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    parts = [
        f"{number} {word}"
        for number, word in ((left.days, "ngày"), (hours, "giờ"), (minutes, "phút"))
        if number and not (word == "phút" and left.days)
    ]
    if not parts:
        return "vừa quá hạn" if left.overdue else "sắp hết hạn"
    return f"{start} {' '.join(parts)} làm việc"


def limit_text(value: float, unit_label: str) -> str:
    """`5 ngày làm việc`, `4 giờ làm việc`, `trong ngày` for a limit of 0 days."""
    if value == 0 and unit_label.startswith("ngày"):
        return "trong ngày"
    number = f"{value:g}".replace(".", ",")
    return f"{number} {unit_label}"
