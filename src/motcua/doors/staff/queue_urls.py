"""Addresses of the queue, of an officer's own page, and of the pages about a desk."""

from django.urls import URLPattern, path

from motcua.doors.staff import own_page, queue
from motcua.doors.staff.administration.desk.urls import desk_urls

queue_urls: list[URLPattern] = [
    *desk_urls,
    path("cua-toi", own_page.mine, name="mine"),
    path("cua-toi/trach-nhiem/<int:number>", own_page.acknowledge, name="acknowledge"),
    path("hang-doi", queue.queue, name="queue"),
    path("hang-doi/goi", queue.call_next, name="queue-next"),
    path("hang-doi/goi/<int:number>", queue.call_one, name="queue-one"),
    path("hang-doi/luot/<str:what>", queue.act, name="queue-act"),
    path("hang-doi/cap-so", queue.issue, name="queue-issue"),
    path("hang-doi/so/<int:number>", queue.issued, name="queue-issued"),
    path("hang-doi/so/<int:number>/phieu.pdf", queue.slip, name="queue-slip"),
    path("hang-doi/thoi-gian-cho", queue.figures, name="queue-figures"),
]
