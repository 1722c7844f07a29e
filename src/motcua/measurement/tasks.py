"""What the relay and the clock call: dossiers and petitions that changed, and the turn of the day."""

from motcua.jobs.timers import timer
from motcua.measurement.actions import recompute, recompute_petitions, roll_day


def on_dossier_marks(keys: list[str]) -> None:
    """Dossiers changed: count them anew."""
    recompute([int(key) for key in keys])


def on_petition_marks(keys: list[str]) -> None:
    """Petitions changed: count them anew."""
    recompute_petitions([int(key) for key in keys])


@timer("measurement.roll_day", daily_at="00:05")
def turn_the_day() -> None:
    """Yesterday closed: open dossiers enter the periods that ended with it."""
    roll_day()
