"""On SQLite an act is on the disk when it is told, its turn is given away before, and many wait for the disk together."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from motcua.config.database import database_from
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
    while log._next.waiting < 5 and time.monotonic() < until:
        time.sleep(0.01)
    may_end.set()
    for each in (first, *others):
        each.join(20)
    # The first began before the others had committed: once more, for all of them.
    assert len(brought) == 2


@pytest.mark.django_db
def test_the_log_is_found_beside_the_file_a_link_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home = tmp_path / "noi-khac"
    home.mkdir()
    (tmp_path / "lien-ket.sqlite3").symlink_to(home / "thu.sqlite3")
    brought: list[str] = []
    bring = os.fsync

    def note(file: int) -> None:
        brought.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        bring(file)

    here = ConnectionHandler({"default": database_from(f"sqlite://{tmp_path}/lien-ket.sqlite3", tmp_path)})
    monkeypatch.setattr(sqlite_log, "connection", here["default"])
    monkeypatch.setattr(sqlite_log, "_log", sqlite_log._Log())
    monkeypatch.setattr(os, "fsync", note)
    with here["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE thu (so integer)")
    sqlite_log.wait_for_disk()
    assert str(home / "thu.sqlite3-wal") in brought
    (home / "thu.sqlite3-wal").unlink()
    # What cannot be brought to the disk is not told.
    with pytest.raises(OperationalError, match="disk I/O"):
        sqlite_log.wait_for_disk()
    here["default"].close()


@pytest.mark.django_db(transaction=True)
def test_what_the_disk_refused_is_refused_to_all_who_waited_and_its_next_word_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
):
    if connection.vendor != "sqlite":
        return
    log, path = sqlite_log._Log(), Path(f"{connection.settings_dict['NAME']}-wal")
    monkeypatch.setattr(sqlite_log, "_log", log)
    count("2026-06-01")
    looked, refused = [], []

    def refuse_once(file: int) -> None:
        looked.append(file)
        if len(looked) == 1:
            raise OSError(errno.EIO, "thử")

    def wait() -> None:
        try:
            log.wait(str(path))
        except OSError as fault:
            refused.append(fault)

    monkeypatch.setattr(os, "fsync", refuse_once)
    waiting = [threading.Thread(target=wait) for _ in range(3)]
    with log._turn:  # until all three wait for the same look at the disk
        for each in waiting:
            each.start()
        until = time.monotonic() + 20
        while log._next.waiting < 3 and time.monotonic() < until:
            time.sleep(0.01)
    for each in waiting:
        each.join(20)
    assert (len(looked), len(refused)) == (1, 3)
    count("2026-06-02")
    assert len(looked) == 1
    assert path.stat().st_size == 0  # copied into the database instead
    count("2026-06-03")
    assert len(looked) == 2
