"""Addresses of the pages about papers."""

from django.urls import URLPattern, path

from motcua.doors.staff.papers import (
    asking_many,
    certified_book,
    certifying,
    checking,
    queue,
    results,
    scans,
    signing,
)
from motcua.doors.staff.papers.care_urls import care_urls

papers_urls: list[URLPattern] = [
    *care_urls,
    path("so-hoa", queue.scans, name="scans"),
    path("so-hoa/dang-xu-ly", queue.busy, name="scans-busy"),
    path("so-hoa/ky", queue.sign, name="sign-copies"),
    path("so-hoa/trang-ngan-cach.pdf", queue.separator_sheet, name="separator"),
    path("so-hoa/<int:number>", scans.scan, name="scan"),
    path("so-hoa/<int:number>/trang/<int:page>.png", scans.scan_picture, name="scan-picture"),
    path("so-hoa/<int:number>/<str:name>", scans.act_on_scan, name="scan-act"),
    path("so-hoa/giay-to/<int:number>", scans.scanned, name="scanned"),
    path("so-hoa/giay-to/<int:number>/tep.pdf", scans.file, name="scanned-file"),
    path("so-hoa/giay-to/<int:number>/trang/<int:page>.png", scans.picture, name="scanned-picture"),
    path("so-hoa/giay-to/<int:number>/<str:name>", scans.act_on_scanned, name="scanned-act"),
    path("ky-so", signing.signing, name="signing"),
    path("ky-so/luot/<int:number>", signing.batch, name="signing-batch"),
    path("ky-so/khoa", signing.keys, name="keys"),
    path("ky-so/khoa/<int:number>/thoi", signing.end, name="key-end"),
    path("kiem-tra-chu-ky", checking.check, name="check-signatures"),
    path("chung-thu-tin-cay", checking.trust, name="trust"),
    path("chung-thu-tin-cay/<int:number>/thoi", checking.distrust, name="distrust"),
    path("ho-so/<str:key>/chung-thuc", certifying.page, name="certify"),
    path("ban-sao-chung-thuc/<int:number>/tep.pdf", certifying.file, name="certified-file"),
    path("ban-sao-chung-thuc/<int:number>/<str:name>", certifying.act_on_copy, name="certify-act"),
    path("so-chung-thuc", certified_book.book, name="certified-book"),
    path("ket-qua", results.results, name="results"),
    path("ket-qua/trinh-ky", asking_many.ask_many, name="results-ask"),
    path("ket-qua/<int:number>", results.result, name="result"),
    path("ket-qua/<int:number>/ban-in.pdf", results.printed, name="result-print"),
]
