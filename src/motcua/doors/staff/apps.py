"""The staff door as an app: registers its navigation with the frame."""

from django.apps import AppConfig


class StaffDoor(AppConfig):
    name = "motcua.doors.staff"
    label = "staff"

    def ready(self) -> None:
        from motcua.doors.frame.navigation import register_navigation

        # Long work that pages ask for is done by the worker: it must know who does it.
        from motcua.doors.staff import later  # noqa: F401
        from motcua.doors.staff.navigation import staff_navigation, staff_signed_in

        register_navigation("staff", staff_navigation, staff_signed_in)
