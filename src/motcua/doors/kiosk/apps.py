"""The kiosk as an app: its templates, its style."""

from django.apps import AppConfig


class KioskDoor(AppConfig):
    name = "motcua.doors.kiosk"
    label = "kiosk"
