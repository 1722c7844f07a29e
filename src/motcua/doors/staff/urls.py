"""Addresses of the staff pages. Each area of work has its own module and its own part of this list."""

from django.urls import URLPattern, URLResolver, path

from motcua.doors.staff import acting, dossier, reception, register, signing_in, today, work
from motcua.doors.staff.administration.urls import administration_urls
from motcua.doors.staff.steering.urls import steering_urls

app_name = "staff"

account_urls = [
    path("dang-nhap", signing_in.sign_in, name="sign-in"),
    path("dang-xuat", signing_in.sign_out, name="sign-out"),
    path("mat-khau", signing_in.change_password, name="password"),
]

desk_urls = [
    path("", today.home, name="home"),
    path("tiep-nhan", reception.choose, name="receive"),
    path("tiep-nhan/<str:code>", reception.receive, name="receive-one"),
    path("cho-tiep-nhan", work.inbox, name="inbox"),
    path("so-theo-doi", register.register, name="register"),
]

work_urls = [
    path("viec", work.mine, name="work"),
    path("viec/nhieu-ho-so", acting.act_on_many, name="act-many"),
    path("tim", work.search, name="search"),
    path("ho-so/<str:key>", dossier.page, name="dossier"),
    path("ho-so/<str:key>/da-tiep-nhan", dossier.received, name="received"),
    path("ho-so/<str:key>/giay-tiep-nhan", dossier.receipt, name="receipt"),
    path("ho-so/<str:key>/cach-tinh-han", dossier.due_explained, name="due-explained"),
    path("ho-so/<str:key>/giay-to/<int:number>", dossier.paper, name="paper"),
    path("ho-so/<str:key>/thu-phi", acting.collect, name="collect"),
    path("ho-so/<str:key>/viec/<str:name>", acting.act, name="act"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *account_urls,
    *desk_urls,
    *work_urls,
    *administration_urls,
    *steering_urls,
]
