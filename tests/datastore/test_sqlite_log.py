"""On SQLite an act is on the disk when it is told, its turn is given away before, and many wait for the disk together."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from motcua.datastore import sqlite_log, writing
from motcua.datastore.writing import act
from motcua.dossiers.models import DossierCounter


def count(day: str) -> None:
    with act():
        DossierCounter.objects.create(kind="dossier", unit="H99.01", period=day, last=1)


def how_synchronous() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_act_waits_for_the_disk_after_its_turn_and_before_it_is_told(monkeypatch: pytest.MonkeyPatch):
    if connection.vendor != "sqlite":
        return
    seen: list[tuple[str, bool]] = []
    bring = os.fsync

    def note(file: int) -> None:
        free = writing._queue.acquire(0)
        if free:
            writing._queue.release()
        seen.append((str(Path(f"/proc/self/fd/{file}").readlink()), free))
        bring(file)

    monkeypatch.setattr(os, "fsync", note)
    with act():
        DossierCounter.objects.create(kind="dossier", unit="H99.01", period="2026-06-01", last=1)
        assert how_synchronous() == 1
        assert seen == []
    log = f"{connection.settings_dict['NAME']}-wal"
    assert (log, True) in seen
    assert all(free for _, free in seen)
    assert how_synchronous() == 2  # whatever is stored outside of acts waits itself


@pytest.mark.django_db(transaction=True)
def test_an_act_the_disk_refuses_is_not_told_as_done(monkeypatch: pytest.MonkeyPatch):
    if connection.vendor != "sqlite":
        return

    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "thử")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(OperationalError, match="disk I/O"):
            count("2026-06-01")
    count("2026-06-02")  # the next one finds everything free
    assert how_synchronous() == 2


def test_those_who_committed_while_the_disk_was_busy_wait_for_it_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "thu-wal"
    path.write_bytes(b"thu")
    log, begun, may_end, brought = sqlite_log._Log(), threading.Event(), threading.Event(), []

    def slow(file: int) -> None:
        if str(Path(f"/proc/self/fd/{file}").readlink()) == str(path):
            brought.append(file)
            begun.set()
            assert may_end.wait(20)

    monkeypatch.setattr(os, "fsync", slow)
    first = threading.Thread(target=log.wait, args=[str(path)])
    first.start()
    assert begun.wait(20)
    others = [threading.Thread(target=log.wait, args=[str(path)]) for _ in range(5)]
    for each in others:
        each.start()
    until = time.monotonic() + 20
    while log._asked < 6 and time.monotonic() < until:
        time.sleep(0.01)
    may_end.set()
    for each in (first, *others):
        each.join(20)
    # The first began before the others had committed: once more, for all of them.
    assert len(brought) == 2
