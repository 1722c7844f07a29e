"""Invariants of what carries the rest: the database file, stored bytes, seals, the outbox, keys, the worker."""

from collections.abc import Iterator
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from django.core.files.storage import default_storage
from django.db import connection

from motcua.accounts.models import Person
from motcua.audit import relay, seals
from motcua.blobs import integrity
from motcua.blobs.models import Blob
from motcua.doors.commands.doctor.findings import Finding
from motcua.jobs.queries import failed_jobs, failing_timers, stuck_jobs, worker_health
from motcua.kernel import clock

_WAITS_TOO_LONG = timedelta(minutes=10)
_SEALS_WITHOUT_DEEP = 50
_SHOWN = 20


def database(deep: bool) -> Iterator[Finding]:
    """SQLite's own look at its file; PostgreSQL looks after itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check" if deep else "PRAGMA quick_check")
        for (line,) in cursor.fetchall():
            if line != "ok":
                yield Finding("database", f"Tệp cơ sở dữ liệu bị hỏng: {line}")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, *_ in cursor.fetchall()[:_SHOWN]:
            yield Finding(f"{table} {row}", f"Bảng {table}, dòng {row}: trỏ tới một dòng không còn.")


def blobs(deep: bool) -> Iterator[Finding]:
    """The bytes of every blob are there; with --deep they are read and their hashes compared."""
    if deep:
        yield from (Finding(fault.sha256, fault.message) for fault in integrity.scan())
        for name in integrity.orphans()[:_SHOWN]:
            yield Finding(
                name, f"Tệp {name.rsplit('/', 1)[-1][:12]}… trong kho lưu trữ không thuộc giấy tờ nào."
            )
        return
    for blob in Blob.objects.order_by("pk").iterator(chunk_size=2000):
        if not default_storage.exists(blob.storage_name):
            yield Finding(
                blob.sha256, f"Tệp {blob.sha256[:12]}… ({blob.size} byte) không còn trên kho lưu trữ."
            )


def record(deep: bool) -> Iterator[Finding]:
    """Seals fit the rows of the record and one another."""
    for fault in seals.verify(last=None if deep else _SEALS_WITHOUT_DEEP):
        yield Finding(f"{fault.first_id}-{fault.last_id}", fault.message)


def outbox(_: bool) -> Iterator[Finding]:
    """What others must learn is delivered soon."""
    late = relay.waiting().filter(row__created_at__lt=clock.now() - _WAITS_TOO_LONG).select_related("row")
    many = late.count()
    if many:
        oldest = late.order_by("row__created_at")[0]
        since = clock.local(oldest.row.created_at)
        yield Finding("outbox", f"{many} tin chờ chuyển quá 10 phút, lâu nhất từ {since:%H:%M %d/%m/%Y}.")
    for delivery in relay.failing()[:_SHOWN]:
        yield Finding(
            f"{delivery.consumer} {delivery.key}",
            f"Tin gửi {delivery.consumer} về {delivery.key} lỗi {delivery.attempts} lần: {delivery.error}",
        )


def background(_: bool) -> Iterator[Finding]:
    """Jobs and timers end well; a worker that was started and did not end in good order is still alive."""
    health = worker_health()
    if not health.alive and health.beat_at is not None:
        yield Finding("worker", health.message)
    for job in [*failed_jobs()[:_SHOWN], *stuck_jobs()[:_SHOWN]]:
        yield Finding(
            f"{job.kind} {job.pk}", f"Việc nền {job.kind} số {job.pk}: {job.error or 'không ai làm tiếp'}"
        )
    for timer in failing_timers():
        yield Finding(timer.name, f"Hẹn giờ {timer.name}: {timer.error}")


def keys(_: bool) -> Iterator[Finding]:
    """The installation's keys open what is sealed."""
    people = Person.objects.order_by("pk")
    for pick in (people, people.reverse()):
        try:
            pick.first()
        except (InvalidTag, KeyError, ValueError):
            yield Finding(
                "keys",
                "Khoá trong thư mục dữ liệu không mở được dữ liệu cá nhân: đây không phải bộ khoá của cơ sở dữ liệu này.",
            )
            return
