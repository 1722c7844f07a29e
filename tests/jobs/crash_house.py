"""A small house for the crash test, in processes of its own: `setup`, `feed`, `work`, `report`.

Things are changed by acts that mark them and say so; the worker computes facts from marked things, hears each
message, and sends one letter a message by a job that takes its time.
"""

import json
import random
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from motcua.audit import outbox, relay, seals  # noqa: E402
from motcua.audit.models import AuditRow, Seal  # noqa: E402
from motcua.audit.outbox import Message  # noqa: E402
from motcua.audit.record import record  # noqa: E402
from motcua.datastore.writing import act  # noqa: E402
from motcua.jobs import queue, timers  # noqa: E402
from motcua.jobs.models import Job  # noqa: E402
from motcua.kernel.people import SYSTEM  # noqa: E402

KEYS = [f"thing-{number}" for number in range(8)]
ACTS = 160
STEPS = 4


def sql(statement: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def setup() -> None:
    for app in ("audit", "jobs"):
        call_command("migrate", app, verbosity=0)
    serial = "bigserial" if connection.vendor == "postgresql" else "integer"
    sql("CREATE TABLE thing (key text PRIMARY KEY, value integer)")
    sql("CREATE TABLE fact (key text PRIMARY KEY, value integer)")
    # No unique columns: a second writing must show, not be refused.
    sql(f"CREATE TABLE heard (id {serial} PRIMARY KEY, key text, n integer)")
    sql("CREATE TABLE letter (message integer)")
    for key in KEYS:
        sql("INSERT INTO thing VALUES (%s, 0)", key)


def listen() -> None:
    timers._timers.clear()  # those of the product ask for tables that this house does not have
    outbox.register_consumer("facts", ["thing"], on_marks=compute)
    outbox.register_consumer("post", ["thing"], on_message=hear)
    queue.job("letter", lease=2)(send)
    queue.job("long")(take_a_minute)


def compute(keys: list[str]) -> None:
    for key in keys:
        [(value,)] = sql("SELECT value FROM thing WHERE key = %s", key)
        time.sleep(0.002)
        with act():
            sql("DELETE FROM fact WHERE key = %s", key)
            sql("INSERT INTO fact VALUES (%s, %s)", key, value)


def hear(message: Message) -> None:
    sql("INSERT INTO heard (key, n) VALUES (%s, %s)", message.key, message.payload["n"])
    time.sleep(0.002)
    queue.enqueue("letter", {"message": message.id}, max_attempts=100)


def send(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    for step in range(STEPS):
        report(step, STEPS)
        time.sleep(0.004)
    with act():
        if not sql("SELECT 1 FROM letter WHERE message = %s", arguments["message"]):
            sql("INSERT INTO letter VALUES (%s)", arguments["message"])
    return None


def take_a_minute(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    for second in range(600):
        report(second, 600)
        time.sleep(0.1)
    return None


def begin_long() -> None:
    queue.enqueue("long", {})


def feed(acts: int = ACTS) -> None:
    chance = random.Random(7)
    for _ in range(acts):
        key = chance.choice(KEYS)
        with act():
            sql("UPDATE thing SET value = value + 1 WHERE key = %s", key)
            [(value,)] = sql("SELECT value FROM thing WHERE key = %s", key)
            record(SYSTEM, action="test.change", kind="thing", key=key, detail={"n": value})
            outbox.mark("thing", key)
            outbox.message("thing", key, {"n": value})
        time.sleep(0.02)


def work() -> int:
    from motcua.doors.commands import main

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    return main.main(["worker"])


def report() -> None:
    sys.stdout.write(
        json.dumps(
            {
                "waiting": relay.waiting().count()
                + Job.objects.filter(state__in=["waiting", "running"]).count(),
                "unsealed": AuditRow.objects.filter(id__gt=seals._last_sealed()).count(),
                "jobs": sorted(set(Job.objects.values_list("state", flat=True))),
                "long": list(Job.objects.filter(kind="long").values_list("state", "attempts")),
                "undelivered": relay.waiting().count(),
                "retaken": Job.objects.filter(attempts__gt=1).count(),
                "things": dict(sql("SELECT key, value FROM thing")),
                "facts": dict(sql("SELECT key, value FROM fact")),
                "heard": sql("SELECT key, n FROM heard ORDER BY id"),
                "letters": [row[0] for row in sql("SELECT message FROM letter ORDER BY message")],
                "messages": [
                    row[0] for row in sql("SELECT id FROM audit_outboxrow WHERE kind = 'message' ORDER BY id")
                ],
                "seals": Seal.objects.count(),
                "faults": [fault.code for fault in seals.verify()],
            }
        )
    )


def feed_a_little() -> None:
    feed(5)


ROLES = {
    "setup": setup,
    "feed": feed,
    "feed_a_little": feed_a_little,
    "begin_long": begin_long,
    "work": work,
    "report": report,
}

if __name__ == "__main__":
    listen()
    status = ROLES[sys.argv[1]]()
    connections.close_all()
    sys.exit(status or 0)
