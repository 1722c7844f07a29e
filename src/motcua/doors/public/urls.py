"""Addresses of the public pages."""

from django.urls import path

from motcua.doors.public import (
    citizens,
    dialogues,
    home,
    identities,
    look_up,
    mine,
    my_papers,
    open_data,
    own,
    paying,
    procedures,
    publication,
    published,
    queue,
    slips,
    verifying,
)
from motcua.doors.public.filing import ending
from motcua.doors.public.filing import pages as filing
from motcua.doors.public.filing import papers as filing_papers

app_name = "public"

filing_urls = [
    path("dang-nhap", citizens.sign_in, name="sign-in"),
    path("dang-nhap/qua/<slug:name>", identities.leave_for, name="sign-in-with"),
    path("dang-nhap/ve/<slug:name>", identities.come_back, name="come-back"),
    path("dang-xuat", citizens.sign_out, name="sign-out"),
    path("da-dang-xuat", identities.signed_out, name="signed-out"),
    path("cua-toi", mine.overview, name="mine"),
    path("cua-toi/giay-to", my_papers.overview, name="my-papers"),
    path("cua-toi/ho-so/<str:key>", own.dossier, name="own-dossier"),
    path("cua-toi/ho-so/<str:key>/bo-sung", own.reply, name="own-reply"),
    path("cua-toi/ho-so/<str:key>/rut", own.withdraw, name="own-withdraw"),
    path("cua-toi/ho-so/<str:key>/giay-to/<int:number>", own.paper, name="own-paper"),
    path("nop-ho-so/<str:code>", filing.start, name="file"),
    path("soan/<str:token>", filing.go_on, name="draft"),
    path("soan/<str:token>/to-khai/<str:key>", filing.topic, name="draft-topic"),
    path("soan/<str:token>/giay-to", filing_papers.papers, name="draft-papers"),
    path("soan/<str:token>/nhan-ket-qua", ending.result, name="draft-result"),
    path("soan/<str:token>/kiem-tra", ending.check, name="draft-check"),
    path("soan/<str:token>/mau-moi", filing.changed, name="draft-changed"),
    path("soan/<str:token>/da-gui", ending.sent, name="draft-sent"),
    path("soan/<str:token>/bo", ending.throw_away, name="draft-throw-away"),
]

urlpatterns = [
    *filing_urls,
    path("", home.home, name="home"),
    path("tim", look_up.search, name="search"),
    path("thu-tuc", procedures.procedures, name="procedures"),
    path("thu-tuc/<str:code>", procedures.procedure, name="procedure"),
    path("thu-tuc/<str:code>/niem-yet.pdf", procedures.posting_sheet, name="posting-sheet"),
    path("nop-ho-so", home.filing, name="filing"),
    path("tra-cuu", look_up.look_up, name="look-up"),
    path("xac-minh", verifying.verify, name="verify"),
    path("xac-minh/<str:mark>", verifying.verify_one, name="verify-one"),
    path("tra-cuu/<str:code>", look_up.progress, name="progress"),
    path("tra-cuu/<str:code>/nop-tien", paying.pay, name="pay"),
    path(
        "tra-cuu/<str:code>/nop-tien/<slug:reference>.<slug:kind>", paying.code_to_keep, name="pay-code-file"
    ),
    path("tra-cuu/<str:code>/nop-tien/<str:reference>", paying.code_to_scan, name="pay-code"),
    path("tra-cuu/<str:code>/da-nop", paying.paid, name="paid"),
    path("noi-tiep-nhan", home.desks, name="desks"),
    path("danh-ba", published.staff, name="staff"),
    path("danh-ba.json", published.staff_json, name="staff-json"),
    path("man-hinh/<str:code>", queue.display, name="queue-display"),
    path("may-lay-so/<str:key>", queue.kiosk, name="queue-kiosk"),
    path("may-lay-so/<str:key>/<str:ticket_key>", queue.taken, name="queue-taken"),
    path("so/<str:key>", queue.follow, name="queue-follow"),
    path("so/<str:key>/phieu.pdf", queue.slip, name="queue-slip"),
    path("chi-so", published.index, name="index"),
    path("chi-so.json", published.index_json, name="index-json"),
    path("qua-han", published.overdue, name="overdue"),
    path("du-lieu-mo", open_data.overview, name="open-data"),
    path("du-lieu-mo/<slug:slug>", open_data.dataset, name="dataset"),
    path("du-lieu-mo/<slug:slug>.<slug:kind>", open_data.dataset_file, name="dataset-file"),
    path("phan-anh-kien-nghi", home.feedback, name="feedback"),
    path("doi-thoai", dialogues.dialogues, name="dialogues"),
    path("doi-thoai/<int:number>", dialogues.dialogue, name="dialogue"),
    path("cong-bo", publication.publications, name="publications"),
    path("cong-bo.rss", open_data.index_feed, name="publications-feed"),
    path("cong-bo/<int:number>", publication.publication, name="publication"),
    path("cong-bo/<int:number>.<str:kind>", publication.publication_file, name="publication-file"),
    path("phieu-danh-gia", slips.slip, name="slip"),
    path("phieu-danh-gia/cam-on", slips.thanks, name="slip-thanks"),
    path("gioi-thieu", home.about, name="about"),
    path("kha-nang-tiep-can", home.accessibility, name="accessibility"),
    path("ngon-ngu/<str:code>", home.language, name="language"),
    path("robots.txt", home.robots, name="robots"),
]
