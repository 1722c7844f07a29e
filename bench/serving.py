"""The running system after the sample's day: memory of all its processes, and how long its main pages take."""

import http.cookiejar
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from bench import telling
from bench.ground import installations
from bench.house import memory, running

_DOSSIERS = 1000 if telling.QUICK else 3000
_ROUNDS = 8 if telling.QUICK else 30
_PAGES = {
    "public:home": "/",
    "public:procedures, search": "/thu-tuc?q=khai+sinh",
    "public:look-up": "/tra-cuu",
    "staff:home": "/can-bo/",
    "staff:work": "/can-bo/viec",
    "staff:register": "/can-bo/so-theo-doi",
    "staff:control": "/can-bo/dieu-hanh",
    "staff:tasks": "/can-bo/nhiem-vu",
    "staff:targets": "/can-bo/chi-tieu",
}
_AT_THE_DESK = {"staff:receive": "/can-bo/tiep-nhan", "staff:inbox": "/can-bo/cho-tiep-nhan"}
_SIGN_IN = "/can-bo/dang-nhap"


def main() -> None:
    """Print the memory, and median and 95th percentile of each page."""
    with installations("serving") as (place,):
        place.fill(_DOSSIERS)
        with running(place) as house:
            address = f"http://127.0.0.1:{house.port}"
            taken = Visitor(address, "kiemsoat").walk(_PAGES) | Visitor(address, "tiepnhan").walk(
                _AT_THE_DESK
            )
            used = memory(house.pid)
    telling.tell("memory of web and worker", used, "MB", goal="value < 400")
    for name, times in taken.items():
        telling.tell(f"page {name}, median", telling.share(times, 0.5), "ms")
        telling.tell(f"page {name}, 95th percentile", telling.share(times, 0.95), "ms")


class Visitor:
    """Somebody of the sample who signs in and looks at pages."""

    def __init__(self, address: str, user: str) -> None:
        self._address = address
        self._jar = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self._sign_in(user, "motcua-mau")

    def walk(self, pages: dict[str, str]) -> dict[str, list[float]]:
        """Milliseconds of every visit to every page that answers."""
        taken: dict[str, list[float]] = {}
        for _ in range(_ROUNDS):
            for name, path in pages.items():
                if (spent := self._visit(path)) is not None:
                    taken.setdefault(name, []).append(spent)
        return {name: times[1:] or times for name, times in taken.items()}  # the first visit warms the page

    def _visit(self, path: str) -> float | None:
        started = time.perf_counter()
        try:
            with self._browser.open(self._address + path, timeout=60) as answer:
                answer.read()
                if urllib.parse.urlsplit(answer.url).path == _SIGN_IN:
                    return None
        except urllib.error.HTTPError as refused:
            print(f"  {path}: {refused.code}", file=sys.stderr)
            return None
        return (time.perf_counter() - started) * 1000

    def _sign_in(self, user: str, password: str) -> None:
        with self._browser.open(self._address + _SIGN_IN, timeout=60) as page:
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        token = found[1] if found else ""
        fields = {"username": user, "password": password, "csrfmiddlewaretoken": token}
        request = urllib.request.Request(
            self._address + _SIGN_IN,
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Referer": self._address + _SIGN_IN, "Origin": self._address},
        )
        with self._browser.open(request, timeout=60) as answer:
            answer.read()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
