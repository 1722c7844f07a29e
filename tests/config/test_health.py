"""What a watcher is told: the pages are ready without the worker, but it hears that the worker is silent."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.jobs import beats
from motcua.jobs.models import WorkerBeat
from motcua.kernel import clock

pytestmark = pytest.mark.django_db


def test_ready_tells_of_the_worker_without_failing_for_it(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["worker"]["alive"] is False
    assert "motcua worker" in answer.json()["worker"]["message"]

    beats.beat("máy:1", clock.now(), {"relay": clock.now()})
    assert client.get("/health/ready").json()["worker"]["alive"] is True

    WorkerBeat.objects.update(beat_at=clock.now() - timedelta(minutes=5))
    stale = client.get("/health/ready")
    assert stale.status_code == 200
    assert "không còn báo hiệu" in stale.json()["worker"]["message"]


def test_live_asks_nobody(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
