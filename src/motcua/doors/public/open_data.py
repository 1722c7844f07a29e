"""Every published set as a page, as RSS 2.0 and as JSON; and the page that lists them.

An answer carries an ETag of its content and the moment that content was first seen by this process: whoever asks again
gets 304 until something changes.
"""

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.doors.public.datasets import DATASETS, Dataset, Entry
from motcua.doors.public.pages import FIGURES_KEPT_SECONDS, MOST_SHOWN, page, place
from motcua.kernel import clock
from motcua.regimes.queries import rule

_IN_A_FEED: Final = 50
_REMEMBERED_SECONDS: Final = 30 * 24 * 3600


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All sets with their addresses and the licence. Two statements."""
    context = {
        "datasets": list(DATASETS.values()),
        "licence": licence(),
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Dữ liệu mở"), "")],
    }
    return page(request, "open_data.html", context)


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """One set for people: its rows, and what each field means."""
    asked = _asked(slug)
    sheet = Paginator(list(asked.entries()), MOST_SHOWN).get_page(request.GET.get("page"))
    context = {
        "dataset": asked,
        "title": _(asked.title),
        "about": _(asked.about),
        "sheet": sheet,
        "columns": [_(asked.fields[name]) for name in asked.shown],
        "rows": [(each, [(_(asked.fields[name]), _shown(each.values[name])) for name in asked.shown]) for each in sheet],
        "fields": [(name, _(meaning)) for name, meaning in asked.fields.items()],
        "licence": licence(),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Dữ liệu mở"), reverse("public:open-data")),
            (_(asked.title), ""),
        ],
    }  # fmt: skip
    return page(request, "dataset.html", context)


@require_safe
def dataset_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The set as `rss` or `json`; 304 for who has it already."""
    asked = _asked(slug)
    if kind not in _MADE:
        raise Http404
    with override("vi"):
        entries = list(asked.entries())
        etag = _etag(asked, entries, request.build_absolute_uri("/"), kind)
        changed = _first_seen(f"{asked.slug}.{kind}.{request.get_host()}", etag)
        content_type, make = _MADE[kind]
        body = make(request, asked, entries, changed)
    answer = HttpResponse(body, content_type=content_type)
    answer["ETag"], answer["Last-Modified"] = etag, http_date(changed.timestamp())
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=FIGURES_KEPT_SECONDS)
    found = get_conditional_response(request, etag, int(changed.timestamp()), answer)
    return found if isinstance(found, HttpResponse) else answer


def index_feed(request: HttpRequest) -> HttpResponse:
    """The weekly index at its older address."""
    return dataset_file(request, "chi-so", "rss")


def licence() -> str:
    """What others may do with the data, as set for the home agency."""
    chain = tuple(reversed(place().path.rstrip("/").split("/"))) if place().path else ()
    return str(rule("publish.licence", on=clock.today(), scopes=chain))


def _asked(slug: str) -> Dataset:
    found = DATASETS.get(slug)
    if found is None:
        raise Http404(_("Không có bộ dữ liệu này."))
    return found


def _rss(request: HttpRequest, asked: Dataset, entries: list[Entry], changed: datetime) -> bytes:
    feed = _Feed(
        title=f"{asked.title} · {place().name}" if place().name else asked.title,
        link=request.build_absolute_uri(asked.page),
        description=asked.about,
        language="vi",
        feed_url=request.build_absolute_uri(asked.rss),
        feed_copyright=licence(),
        changed=changed,
    )
    for each in entries[:_IN_A_FEED]:
        feed.add_item(
            title=each.title,
            link=request.build_absolute_uri(each.path),
            description=each.words,
            pubdate=clock.local(each.at),
            unique_id=f"urn:sha256:{hashlib.sha256(each.key.encode()).hexdigest()[:32]}",
            unique_id_is_permalink=False,
        )
    return feed.writeString("utf-8").encode()


def _json(request: HttpRequest, asked: Dataset, entries: list[Entry], changed: datetime) -> bytes:
    data = {
        "dataset": asked.slug,
        "title": asked.title,
        "description": asked.about,
        "publisher": {"code": place().code, "name": place().name},
        "licence": licence(),
        "updated_at": clock.local(changed),
        "page": request.build_absolute_uri(asked.page),
        "fields": asked.fields,
        "count": len(entries),
        "rows": [each.values for each in entries],
    }
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


_MADE: Final = {
    "rss": ("application/rss+xml; charset=utf-8", _rss),
    "json": ("application/json; charset=utf-8", _json),
}


class _Feed(Rss201rev2Feed):
    """RSS whose build date is the day its content changed, not the moment of asking."""

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return clock.local(changed)


def _etag(asked: Dataset, entries: list[Entry], host: str, kind: str) -> str:
    said = json.dumps(
        [kind, host, place().name, licence(), asked.fields, [(each.key, each.title, each.values) for each in entries]],
        cls=DjangoJSONEncoder, ensure_ascii=False,
    )  # fmt: skip
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _first_seen(key: str, etag: str) -> datetime:
    """Since when the content is this one, as far as this process knows: never earlier than it really changed."""
    kept: tuple[str, datetime] | None = cache.get(f"public.open_data.{key}")
    if kept is None or kept[0] != etag:
        kept = (etag, clock.now().replace(microsecond=0))
        cache.set(f"public.open_data.{key}", kept, _REMEMBERED_SECONDS)
    return kept[1]


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return ", ".join(value) if isinstance(value, list) else value
