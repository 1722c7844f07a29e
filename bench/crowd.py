"""Many visitors over HTTP, in a process of their own on one core: what they cost is told and does not slow the house.

`send` starts the process, which reads a `Plan` as JSON and answers what it saw as JSON. A visitor is a
generator of `Ask`s that gets each `Answer` back; what visitors do stands in `bench/visits.py`.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

_PATIENCE_SECONDS = 60.0


@dataclass
class Group:
    """Visitors who all do the same: `visit` names it in `bench.visits`, `each` is what one of them knows.

    `every`: seconds from the start of one act to the start of the next; 0: as fast as they are answered.
    """

    visit: str
    every: float
    each: list[dict[str, Any]]


@dataclass
class Plan:
    """Who comes, where to, and for how long."""

    port: int
    seconds: float
    groups: list[Group]


@dataclass
class Seen:
    """What the crowd saw: milliseconds by kind of act, what went wrong, what visitors were told (codes).

    An act that had to begin late because the one before it was still waiting counts from when it should have begun.
    """

    waits: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0

    @property
    def share(self) -> float:
        """How much of its one core the crowd used: near 1 it measures itself."""
        return self.processor_seconds / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `kind` names what is measured, empty: not measured, and not waited for; `form`: sent with POST."""

    path: str
    kind: str = ""
    form: Mapping[str, str] | None = None
    file: tuple[str, bytes] | None = None
    expect: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, where it leads (path only), body, and cookies set."""

    status: int
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What a visitor was told and the house must keep: yielded like an `Ask`, noted."""

    code: str


Visit = Generator[Ask | Told, Answer, None]


def send(plan: Plan) -> Seen:
    """Let the crowd come; the last core is its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from bench.crowd import main; main()"],
        input=json.dumps(asdict(plan)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"bench.crowd: {done.stderr[-2000:]}")
    return Seen(**json.loads(done.stdout))


class _Browser:
    """One connection kept open, and the cookies of one visitor."""

    def __init__(self, port: int, cookies: Mapping[str, str]) -> None:
        self._port = port
        self._cookies = dict(cookies)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, ask: Ask) -> Answer:
        """Send it; once more on a new connection when the server had closed the old one meanwhile."""
        kept = self._writer is not None
        try:
            return await asyncio.wait_for(self._once(ask), _PATIENCE_SECONDS)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not kept or ask.form is not None:
                raise
            return await asyncio.wait_for(self._once(ask), _PATIENCE_SECONDS)

    def close(self) -> None:
        """Leave."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _once(self, ask: Ask) -> Answer:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        self._writer.write(self._request(ask))
        await self._writer.drain()
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        location, length, chunked, closes = "", 0, False, False
        for line in head[1:]:
            name, _, value = line.partition(":")
            match name.lower():
                case "location":
                    parts = urlsplit(value.strip())
                    location = f"{parts.path}?{parts.query}" if parts.query else parts.path
                case "content-length":
                    length = int(value)
                case "transfer-encoding":
                    chunked = "chunked" in value
                case "connection":
                    closes = "close" in value.lower()
                case "set-cookie":
                    key, _, rest = value.strip().partition("=")
                    self._cookies[key] = rest.partition(";")[0]
        body = await self._chunks(self._reader) if chunked else await self._reader.readexactly(length)
        if closes:
            self.close()
        return Answer(int(head[0].split()[1]), location, body)

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        parts = []
        while size := int((await reader.readline()).split(b";")[0], 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)

    def _request(self, ask: Ask) -> bytes:
        method, body, kind = "GET", b"", ""
        if ask.form is not None:
            method = "POST"
            given = {**ask.form, "csrfmiddlewaretoken": self._cookies.get("csrftoken", "")}
            if ask.file is None:
                body, kind = urlencode(given).encode(), "application/x-www-form-urlencoded"
            else:
                body, kind = _multipart(given, *ask.file), "multipart/form-data; boundary=ranh"
        lines = [
            f"{method} {ask.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        ]
        if kind:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


def _multipart(form: Mapping[str, str], name: str, content: bytes) -> bytes:
    parts = [
        f'--ranh\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in form.items()
    ]
    head = f'--ranh\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.pdf"\r\n'
    whole = "".join(parts) + head + "Content-Type: application/pdf\r\n\r\n"
    return whole.encode() + content + b"\r\n--ranh--\r\n"


async def _come(plan: Plan, group: Group, place: int, seen: Seen) -> None:
    """One visitor until the time is over; an act that has begun is waited for."""
    from bench import visits

    knows = group.each[place]
    loop = asyncio.get_running_loop()
    browser = _Browser(plan.port, knows["cookies"])
    # They do not all come at the same moment.
    due = loop.time() + group.every * place / len(group.each)
    until = loop.time() + plan.seconds
    visit: Visit | None = None
    answer: Answer | None = None
    while True:
        visit = visit or getattr(visits, group.visit)(knows)
        try:
            wanted = visit.send(answer) if answer is not None else next(visit)
        except StopIteration:
            visit, answer = None, None
            continue
        if isinstance(wanted, Told):
            seen.told.append(wanted.code)
            continue
        begun = loop.time()
        if wanted.kind:
            if max(due, begun) >= until:
                break
            if group.every:
                await asyncio.sleep(max(0.0, due - begun))
                begun = due
                due += group.every
        answer = await _noted(browser, wanted, begun, seen)
        if answer is None:
            visit.close()
            visit = None
    browser.close()


async def _noted(browser: _Browser, wanted: Ask, begun: float, seen: Seen) -> Answer | None:
    """The answer, its wait noted; None for one that is not what was expected, noted too."""
    try:
        answer = await browser.ask(wanted)
    except (OSError, asyncio.IncompleteReadError, TimeoutError) as fault:
        browser.close()
        seen.wrong.append(f"{wanted.kind or wanted.path}: {type(fault).__name__}")
        return None
    if wanted.kind:
        seen.waits.setdefault(wanted.kind, []).append((asyncio.get_running_loop().time() - begun) * 1000)
    if answer.status != wanted.expect:
        seen.wrong.append(f"{wanted.kind} {wanted.path}: {answer.status}")
        return None
    return answer


async def _all(plan: Plan) -> Seen:
    seen = Seen()
    started, processor = time.perf_counter(), time.process_time()
    await asyncio.gather(
        *(_come(plan, group, place, seen) for group in plan.groups for place in range(len(group.each)))
    )
    seen.seconds, seen.processor_seconds = time.perf_counter() - started, time.process_time() - processor
    return seen


def main() -> None:
    """Read the plan, come, tell."""
    given = json.load(sys.stdin)
    groups = [Group(**each) for each in given.pop("groups")]
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    print(json.dumps(asdict(asyncio.run(_all(Plan(**given, groups=groups))))))
