"""A small world of certificates: a root, an authority below it, officers, a seal, a time stamping service.

Served by a real HTTP server on this machine: revocation lists and time stamps are fetched as in life.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from motcua.storehouse import trial_keys
from motcua.storehouse.ports import Trust
from motcua.storehouse.trial_keys import Issued

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MANY_DAYS = 7300


@dataclass
class World:
    """Everybody who signs, and what the authority says about them."""

    root: Issued
    authority: Issued
    revoked: list[tuple[bytes, datetime]] = field(default_factory=list)
    address: str = ""
    asked: list[str] = field(default_factory=list)
    stamps: bool = True

    def officer(self, name: str = "Lò Thị Mẩy", **more: Any) -> Issued:
        """Somebody with a certificate of twenty years."""
        given = {
            "organisation": "UBND xã Thử",
            "title": "Công chức",
            "now": LONG_AGO,
            "days": MANY_DAYS,
        } | more
        return trial_keys.certificate(name, above=self.authority, crl_url=self.crl_url, **given)

    @property
    def crl_url(self) -> str:
        return f"{self.address}/crl" if self.address else ""

    @property
    def lists(self) -> tuple[bytes, ...]:
        """What root and authority revoked, as of now."""
        now = datetime.now(UTC)
        return (
            trial_keys.revocation_list(self.authority, now=now, revoked=tuple(self.revoked)),
            trial_keys.revocation_list(self.root, now=now),
        )

    @property
    def trust(self) -> Trust:
        return Trust((self.root.certificate,), (self.authority.certificate,), self.lists)

    @cached_property
    def stamper(self) -> Issued:
        key = rsa.generate_private_key(65537, 2048)
        return trial_keys.certificate(
            "Dấu thời gian", above=self.root, now=LONG_AGO, days=MANY_DAYS, key=key, time_stamping=True
        )

    def stamp(self, request: bytes) -> bytes:
        """An answer by pyHanko's own service for tests."""
        from asn1crypto import keys, tsp, x509
        from pyhanko.sign.timestamps import DummyTimeStamper
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        root = x509.Certificate.load(self.root.certificate)
        service = DummyTimeStamper(
            x509.Certificate.load(self.stamper.certificate),
            keys.PrivateKeyInfo.load(self.stamper.key),
            certs_to_embed=SimpleCertificateStore.from_certs([root]),
        )
        return bytes(service.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


def world() -> World:
    """A root and an authority, nobody revoked, nothing served."""
    root = trial_keys.authority("Gốc thử nghiệm", now=LONG_AGO, days=MANY_DAYS)
    below = trial_keys.authority("Nơi cấp thử nghiệm", now=LONG_AGO, days=MANY_DAYS, above=root)
    return World(root, below)


@contextmanager
def served(of: World) -> Iterator[World]:
    """The world on an HTTP server: `/crl` by GET, `/tsa` by POST."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            of.asked.append(self.path)
            self._answer("application/pkix-crl", of.lists[0])

        def do_POST(self) -> None:
            of.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not of.stamps:
                self.send_error(503)
                return
            self._answer("application/timestamp-reply", of.stamp(body))

        def _answer(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    of.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield of
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def long_before(moment: datetime) -> datetime:
    return moment - timedelta(days=1)
