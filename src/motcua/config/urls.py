"""Every address of the house."""

from django.urls import URLPattern, URLResolver, include, path

from motcua.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("ket-noi/", include("motcua.integration.urls")),
    path("ki-ot/", include("motcua.doors.kiosk.urls")),
    path("can-bo/", include("motcua.doors.staff.urls")),
    path("", include("motcua.doors.public.urls")),
]

handler400 = "motcua.doors.frame.errors.bad_request"
handler403 = "motcua.doors.frame.errors.permission_denied"
handler404 = "motcua.doors.frame.errors.page_not_found"
handler500 = "motcua.doors.frame.errors.server_error"
