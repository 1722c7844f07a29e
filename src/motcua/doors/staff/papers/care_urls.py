"""Addresses of the care for kept papers: clean data, replaced results, who looked, the store of files."""

from django.urls import URLPattern, path

from motcua.doors.staff.papers import cleaning, keeping, old_results, replacing, watching

care_urls: list[URLPattern] = [
    path("lam-sach-giay-to", cleaning.overview, name="cleaning"),
    path("lam-sach-giay-to/ra-lai", cleaning.look_again, name="cleaning-again"),
    path("lam-sach-giay-to/<int:number>", cleaning.one, name="doubt"),
    path("lam-sach-giay-to/<int:number>/<str:which>.tep", cleaning.file, name="doubt-file"),
    path("ket-qua/<int:number>/thay-the", replacing.replace, name="result-replace"),
    path("ket-qua-cu", old_results.overview, name="old-results"),
    path("ket-qua-cu/<str:code>/<int:year>", old_results.plan, name="old-results-plan"),
    path("thoi-han-luu", keeping.overview, name="keeping"),
    path("thoi-han-luu/<int:number>", keeping.disposal, name="disposal"),
    path("thoi-han-luu/<slug:kind>", keeping.due, name="keeping-due"),
    path("quan-tri/xem-du-lieu", watching.looks, name="looks"),
    path("quan-tri/xem-du-lieu/<int:key>/<str:day>", watching.looks_of, name="looks-of"),
    path("quan-tri/kho-tep", watching.store, name="store"),
    path("quan-tri/kho-tep/kiem-tra", watching.look_now, name="store-look"),
]
