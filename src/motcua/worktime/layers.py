"""A year of a narrow scope laid over that of a wider one. Pure."""

from dataclasses import replace

from motcua.worktime.calendar import YearCalendar


def layered(base: YearCalendar | None, own: YearCalendar, *, replaces: bool) -> YearCalendar | None:
    """The year that results; own days win over the base's, day by day.

    `replaces` means `own` describes the whole year. Without a base, a year that does not is no calendar
    (None): nobody has said which days of it are off. The result is provisional while its base is.
    """
    if replaces:
        return own
    if base is None:
        return None
    own_days = {marked.day for marked in (*own.off, *own.worked)}
    return replace(
        base,
        version=f"{base.version}+{own.version}",
        provisional=base.provisional or own.provisional,
        off=(*(marked for marked in base.off if marked.day not in own_days), *own.off),
        worked=(*(marked for marked in base.worked if marked.day not in own_days), *own.worked),
    )
