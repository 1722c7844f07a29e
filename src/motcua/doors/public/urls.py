"""Addresses of the public pages."""

from django.urls import path

from motcua.doors.public import home, look_up, procedures, published

app_name = "public"

urlpatterns = [
    path("", home.home, name="home"),
    path("tim", look_up.search, name="search"),
    path("thu-tuc", procedures.procedures, name="procedures"),
    path("thu-tuc/<str:code>", procedures.procedure, name="procedure"),
    path("thu-tuc/<str:code>/niem-yet.pdf", procedures.posting_sheet, name="posting-sheet"),
    path("nop-ho-so", home.filing, name="filing"),
    path("tra-cuu", look_up.look_up, name="look-up"),
    path("tra-cuu/<str:code>", look_up.progress, name="progress"),
    path("noi-tiep-nhan", home.desks, name="desks"),
    path("danh-ba", published.staff, name="staff"),
    path("danh-ba.json", published.staff_json, name="staff-json"),
    path("chi-so", published.index, name="index"),
    path("chi-so.json", published.index_json, name="index-json"),
    path("qua-han", published.overdue, name="overdue"),
    path("phan-anh-kien-nghi", home.feedback, name="feedback"),
    path("gioi-thieu", home.about, name="about"),
    path("kha-nang-tiep-can", home.accessibility, name="accessibility"),
    path("ngon-ngu/<str:code>", home.language, name="language"),
    path("robots.txt", home.robots, name="robots"),
]
