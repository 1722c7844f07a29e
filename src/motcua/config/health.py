"""Whether the system is up (`/health/live`) and can serve (`/health/ready`)."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from motcua.jobs.queries import worker_health


def live(request: HttpRequest) -> JsonResponse:
    """The web process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers too; 503 when it does not.

    `worker` says whether background work goes on, with a Vietnamese reason when not: the desk works without
    it, so that it never makes the pages unready.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = worker_health()
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    told = {"alive": worker.alive, "message": worker.message, "beat_at": worker.beat_at}
    return JsonResponse({"status": "ok", "worker": told}, json_dumps_params={"ensure_ascii": False})
