"""Addresses of the machine in the hall."""

from django.urls import path

from motcua.doors.kiosk import screens

app_name = "kiosk"

urlpatterns = [
    path("<str:key>", screens.start, name="start"),
    path("<str:key>/xong", screens.over, name="over"),
    path("<str:key>/danh-gia", screens.rate, name="rate"),
    path("<str:key>/cam-on", screens.thanks, name="thanks"),
]
