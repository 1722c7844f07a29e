"""An officer's own tasks, those they gave and wait for, and their calendar address."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.organisation.rules import Officer
from motcua.plans import access, feeds, queries
from motcua.plans.dropping import lately_dropped
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import CalendarFeed, PlanTask

_DAYS_SHOWN = 30  # how long what was dropped is told to whoever worked on it


@require_http_methods(["GET", "POST"])
@gate()
def mine(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What I hold, what waits for my acceptance; a POST makes or revokes my calendar address."""
    address = ""
    if request.method == "POST":
        if request.POST.get("feed") == "revoke":
            feeds.revoke_feed(officer.staff_id, actor=officer.actor)
            done(request, "Đã thu hồi địa chỉ lịch.")
        else:
            secret = feeds.make_feed(officer.staff_id, actor=officer.actor)
            address = request.build_absolute_uri(reverse("staff:task-calendar", args=[secret]))
    today = clock.today()
    held = access.own_tasks(officer)
    running = held.exclude(state__in=[TaskState.DONE.value, TaskState.DROPPED.value])
    waiting = PlanTask.objects.filter(
        giver_id=officer.staff_id,
        state=TaskState.DONE.value,
        accepted_at=None,
        plan__state=PlanState.CONFIRMED.value,
    ).select_related("plan__agency", "holder")
    causes, backs = queries.next_causes(running), queries.sent_back(running)
    context = {
        "tasks": [
            (
                task,
                queries.standing_of(task, today),
                task.seen_at is None,
                causes.get(task.pk),
                backs.get(task.pk),
            )
            for task in running.order_by(*queries.NEXT_FIRST)
        ],
        "helped": [
            (task, queries.standing_of(task, today))
            for task in access.helped_tasks(officer)
            .exclude(state__in=[TaskState.DONE.value, TaskState.DROPPED.value])
            .order_by(*queries.NEXT_FIRST)
        ],
        "dropped": lately_dropped(
            PlanTask.objects.filter(
                Q(holder_id=officer.staff_id) | Q(pk__in=access.helped_tasks(officer).values("pk"))
            ),
            today,
            _DAYS_SHOWN,
        ),
        "waiting": list(waiting.order_by("done_on", "pk")[:50]),
        "address": address,
        "feed": CalendarFeed.objects.filter(staff_id=officer.staff_id, revoked_at=None).first(),
    }
    return show(request, officer, "staff/steering/own_tasks.html", context)


@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The iCalendar text behind a secret address; a calendar programme cannot sign in, so the secret is the key."""
    feed = feeds.feed_behind(secret)
    if feed is None:
        raise Http404
    entries = [
        feeds.Entry(
            uid=f"nhiem-vu-{one.pk}@motcua",
            day=one.due_date,
            title=f"Hạn: {one.task.title[:120]}",
            words="\n".join(said for said in (one.cause_words, one.task.deliverable) if said),
            url=request.build_absolute_uri(reverse("staff:task", args=[one.task_id])),
        )
        for one in feeds.dates_of(feed.staff_id)
    ]
    body = feeds.as_icalendar(entries, name="Nhiệm vụ kế hoạch", made_at=clock.now())
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"},
    )
