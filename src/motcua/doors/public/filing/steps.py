"""The road through a draft: the form's pages, the papers, how the result comes, the check. Which step follows which."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.eforms.definition import Form, Topic
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.own_drafts import answers_of, form_of_draft


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the road."""

    title: str
    url: str
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Road:
    """Every step of a draft as its answers stand, in order; `beside` are pages that may be opened but are not led to
    (the form, when a supplement is answered)."""

    draft: FilingDraft
    form: Form | None
    steps: tuple[Step, ...]
    beside: tuple[Step, ...] = ()

    @property
    def pages(self) -> tuple[Step, ...]:
        """Every page of the draft."""
        return (*self.beside, *self.steps)

    def after(self, url: str) -> str:
        """The address of the step after this one; the check when it is the last or no longer asked."""
        urls = [step.url for step in self.steps]
        return urls[urls.index(url) + 1] if url in urls[:-1] else urls[-1]

    def before(self, url: str) -> str:
        """The address of the step before; empty at the first."""
        urls = [step.url for step in self.steps]
        return urls[urls.index(url) - 1] if url in urls and urls.index(url) else ""

    def place(self, url: str) -> tuple[int, int]:
        """(which, of how many), from 1."""
        urls = [step.url for step in self.steps]
        return (urls.index(url) + 1 if url in urls else len(urls)), len(urls)

    def topic(self, key: str) -> Topic | None:
        """The form's page with this key, when the answers lead to it."""
        return next((step.topic for step in self.pages if step.topic and step.topic.key == key), None)


def road_of(draft: FilingDraft) -> Road:
    """The road of a draft."""
    form = form_of_draft(draft)
    topics = form.asked(answers_of(draft)) if form else ()
    token = draft.token
    pages = tuple(Step(each.title, _address("draft-topic", token, each.key), each) for each in topics)
    papers = Step(_("Giấy tờ"), _address("draft-papers", token))
    result = Step(_("Nhận kết quả"), _address("draft-result", token))
    check = Step(_("Kiểm tra và gửi"), _address("draft-check", token))
    if draft.replies_to:
        return Road(draft, form, (papers, check), beside=pages)
    return Road(draft, form, (*pages, papers, result, check))


_TOKEN, _KEY = "TOKEN", "KEY"


def _address(name: str, token: str, key: str = "") -> str:
    """`reverse`, asked once for each kind of page: a road has a dozen addresses of one token."""
    before, between, after = _around(name, bool(key))
    return f"{before}{quote(token)}{between}{quote(key, safe='')}{after}"


@cache
def _around(name: str, with_key: bool) -> tuple[str, str, str]:
    """What stands before the token, before the key, and after it. Apart, because a token may hold any letters."""
    before, _, rest = reverse(f"public:{name}", args=[_TOKEN, _KEY] if with_key else [_TOKEN]).partition(
        _TOKEN
    )
    between, _, after = rest.partition(_KEY)
    return before, between, after
