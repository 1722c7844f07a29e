"""A worker's sign of life, in the database so that every web node can see it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from motcua.datastore.writing import act
from motcua.jobs.models import WorkerBeat
from motcua.kernel import clock

_FORGOTTEN_AFTER = timedelta(days=1)


def beat(worker: str, started_at: datetime, loops: Mapping[str, datetime]) -> None:
    """Say that a worker lives, and when each of its loops last turned."""
    now = clock.now()
    turns = {name: turned.isoformat() for name, turned in loops.items()}
    with act():
        WorkerBeat.objects.update_or_create(
            name=worker, defaults={"started_at": started_at, "beat_at": now, "loops": turns}
        )


def leave(worker: str) -> None:
    """A worker ends in good order; workers that died long ago are forgotten with it."""
    with act():
        WorkerBeat.objects.filter(name=worker).delete()
        WorkerBeat.objects.filter(beat_at__lt=clock.now() - _FORGOTTEN_AFTER).delete()
