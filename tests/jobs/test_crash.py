"""A worker killed at random moments loses nothing and doubles nothing; one asked to stop ends in good order.

Real processes, on the database at hand.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

pytestmark = pytest.mark.races

HOUSE = Path(__file__).with_name("crash_house.py")
KILLS = 4
PATIENCE_SECONDS = 60


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the processes are told: a database and a home of their own."""
    own = {**os.environ, "MOTCUA_HOME": str(tmp_path), "DATABASE_URL": ""}
    own["PYTHONPATH"] = os.pathsep.join(["src", *filter(None, [os.environ.get("PYTHONPATH")])])
    database = settings.DATABASES["default"]
    if "postgresql" not in database["ENGINE"]:
        yield own
        return
    import psycopg

    name = f"motcua_crash_{os.getpid()}"
    server = psycopg.connect(
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )
    with server:
        server.execute(f"CREATE DATABASE {name}")
        credentials = database["USER"] + (f":{database['PASSWORD']}" if database["PASSWORD"] else "")
        address = f"{database['HOST']}:{database['PORT'] or 5432}"
        try:
            yield {**own, "DATABASE_URL": f"postgresql://{credentials}@{address}/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def start(role: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HOUSE), role], env=environment, stdout=subprocess.PIPE, text=True
    )


def finished(role: str, environment: dict[str, str]) -> str:
    process = start(role, environment)
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    return output


def worker_at_work(environment: dict[str, str]) -> subprocess.Popen[str]:
    worker = start("work", environment)
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "ready"
    return worker


def end(process: subprocess.Popen[str], number: signal.Signals) -> int:
    process.send_signal(number)
    status = process.wait(timeout=60)
    if process.stdout is not None:
        process.stdout.close()
    return status


def report_when(environment: dict[str, str], wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        report: dict[str, Any] = json.loads(finished("report", environment))
        if wanted(report) or time.monotonic() > until:
            return report
        time.sleep(0.3)


def test_a_worker_killed_at_random_points_loses_nothing_and_doubles_nothing(
    environment: dict[str, str],
) -> None:
    chance = random.Random(20260302)
    finished("setup", environment)
    feeder = start("feed", environment)
    for _ in range(KILLS):
        worker = worker_at_work(environment)
        time.sleep(chance.uniform(0.1, 0.9))
        assert end(worker, signal.SIGKILL) == -signal.SIGKILL
    assert feeder.wait(timeout=PATIENCE_SECONDS) == 0
    if feeder.stdout is not None:
        feeder.stdout.close()

    worker = worker_at_work(environment)
    report = report_when(environment, lambda report: report["waiting"] == 0 and report["unsealed"] == 0)
    assert end(worker, signal.SIGTERM) == 0  # and it ends in good order when asked to

    assert report["waiting"] == 0
    assert report["facts"] == {key: value for key, value in report["things"].items() if value}
    for key, value in report["things"].items():
        assert [n for heard, n in report["heard"] if heard == key] == list(range(1, value + 1))
    assert report["letters"] == report["messages"]
    assert report["jobs"] == ["done"]
    assert report["faults"] == []
    assert report["seals"] > 0


def test_a_long_job_delays_no_delivery_and_goes_back_to_the_queue_when_the_worker_ends(
    environment: dict[str, str],
) -> None:
    finished("setup", environment)
    finished("begin_long", environment)
    worker = worker_at_work(environment)
    report_when(environment, lambda report: report["long"] == [["running", 1]])
    finished("feed_a_little", environment)
    report = report_when(environment, lambda report: report["undelivered"] == 0)
    assert report["long"] == [["running", 1]]
    assert report["undelivered"] == 0
    assert sum(report["facts"].values()) == 5
    assert end(worker, signal.SIGTERM) == 0  # waits for an orderly end, not for the long job
    assert json.loads(finished("report", environment))["long"] == [["waiting", 0]]


def test_a_second_worker_is_welcome_on_postgresql_and_refused_on_an_sqlite_file(
    environment: dict[str, str],
) -> None:
    finished("setup", environment)
    first, second = worker_at_work(environment), worker_at_work(environment)
    if environment["DATABASE_URL"]:
        time.sleep(1)
        assert (first.poll(), end(second, signal.SIGTERM)) == (None, 0)
    else:
        assert second.wait(timeout=30) == 3
        assert end(second, signal.SIGTERM) == 3
    assert end(first, signal.SIGKILL) == -signal.SIGKILL
    third = worker_at_work(environment)  # the system frees the lock of the dead
    time.sleep(1)
    assert end(third, signal.SIGTERM) == 0
