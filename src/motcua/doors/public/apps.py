"""The public door as an app: registers its navigation with the frame."""

from django.apps import AppConfig


class PublicDoor(AppConfig):
    name = "motcua.doors.public"
    label = "public"

    def ready(self) -> None:
        from motcua.doors.frame.navigation import register_navigation
        from motcua.doors.public.navigation import public_navigation

        register_navigation("public", public_navigation)
