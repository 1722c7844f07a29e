"""Addresses of the staff pages. Each area of work has its own module and its own part of this list."""

from django.urls import URLPattern, URLResolver, path

from motcua.doors.staff import (
    acting,
    bodies,
    dossier,
    drafting,
    drafts_together,
    exports,
    form_signing,
    identity_help,
    money,
    printing,
    printing_together,
    reception,
    register,
    signing_in,
    standing_in,
    today,
    together,
    told_form,
    work,
)
from motcua.doors.staff.administration.urls import administration_urls
from motcua.doors.staff.control.urls import control_urls
from motcua.doors.staff.lateness.urls import lateness_urls
from motcua.doors.staff.papers.urls import papers_urls
from motcua.doors.staff.queue_urls import queue_urls
from motcua.doors.staff.steering.urls import steering_urls

app_name = "staff"

account_urls = [
    path("dang-nhap", signing_in.sign_in, name="sign-in"),
    path("dang-xuat", signing_in.sign_out, name="sign-out"),
    path("mat-khau", signing_in.change_password, name="password"),
    path("vua-ghi", signing_in.kept_form, name="kept-form"),
]

desk_urls = [
    path("", today.home, name="home"),
    path("tiep-nhan", reception.choose, name="receive"),
    path("tiep-nhan/<str:code>", reception.receive, name="receive-one"),
    path("ho-tro-dinh-danh", identity_help.count, name="identity-help"),
    path("cho-tiep-nhan", work.inbox, name="inbox"),
    path("so-theo-doi", register.register, name="register"),
]

work_urls = [
    path("viec", work.mine, name="work"),
    path("viec/nhieu-ho-so", together.act_on_many, name="act-many"),
    path("viec/in-bieu-mau", printing_together.print_forms, name="print-forms"),
    path("viec/dang-chay/<int:number>", together.long_work, name="long-work"),
    path("viec/dang-chay/<int:number>/tep", together.made_file, name="made-file"),
    path("viec/luu-danh-sach", exports.save_long, name="save-long"),
    path("viec/uy-quyen", standing_in.overview, name="standing-in"),
    path("viec/uy-quyen/<int:number>/ket-thuc", standing_in.end, name="standing-in-end"),
    path("tim", work.search, name="search"),
    path("ho-so/<str:key>", dossier.page, name="dossier"),
    path("ho-so/<str:key>/da-tiep-nhan", dossier.received, name="received"),
    path("ho-so/<str:key>/giay-tiep-nhan", printing.receipt, name="receipt"),
    path("ho-so/<str:key>/cach-tinh-han", dossier.due_explained, name="due-explained"),
    path("ho-so/<str:key>/giay-to/<int:number>", dossier.paper, name="paper"),
    path("ho-so/<str:key>/thu-phi", acting.collect, name="collect"),
    path("ho-so/<str:key>/viec/<str:name>", acting.act, name="act"),
]

paper_urls = [
    path("so-theo-doi/in", printing.register_book, name="register-book"),
    path("so-theo-doi/in/<int:number>", printing.register_job, name="register-job"),
    path("so-theo-doi/in/<int:number>/tep", printing.register_file, name="register-file"),
    path("ho-so/<str:key>/to-khai.<str:kind>", told_form.told_form, name="told-form"),
    path("ho-so/<str:key>/bieu-mau", printing.forms_of, name="forms"),
    path("ho-so/<str:key>/bieu-mau/phat-hanh", printing.issue, name="form-issue"),
    path("ho-so/<str:key>/bieu-mau/<int:number>/ky-so", form_signing.sign_form, name="form-sign"),
    path("ho-so/<str:key>/bieu-mau/<int:number>.<str:extension>", printing.issued, name="form-issued"),
    path("ho-so/<str:key>/du-thao", drafting.of_dossier, name="drafts"),
    path("du-thao", drafts_together.waiting, name="drafts-waiting"),
    path("du-thao/<int:number>", drafting.one, name="draft"),
    path("du-thao/<int:number>/lan-<int:version>.<str:extension>", drafting.file, name="draft-file"),
]

money_urls = [
    path("thu-phi", money.overview, name="money"),
    path("thu-phi/sao-ke", money.statement, name="money-statement"),
    path("thu-phi/tien-den/<int:number>", money.assign, name="money-assign"),
    path("thu-phi/hoan/<int:number>", money.decide, name="money-decide"),
    path("thu-phi/da-hoan/<int:number>", money.voucher, name="money-voucher"),
    path("thu-phi/de-nghi-hoan/<str:key>", money.propose, name="money-propose"),
]

body_urls = [
    path("lien-thong", bodies.overview, name="bodies"),
    path("ho-so/<str:key>/co-quan", bodies.course, name="course"),
    path("ho-so/<str:key>/co-quan/giay-to/<int:number>", bodies.paper, name="course-paper"),
    path("ho-so/<str:key>/co-quan/<str:name>", bodies.act, name="course-act"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *account_urls,
    *desk_urls,
    *work_urls,
    *body_urls,
    *paper_urls,
    *money_urls,
    *lateness_urls,
    *queue_urls,
    *administration_urls,
    *steering_urls,
    *control_urls,
    *papers_urls,
]
