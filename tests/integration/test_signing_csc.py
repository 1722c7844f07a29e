"""Documents signed with keys at a remote service that speaks CSC API v2, over a real HTTP server."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.forge import cloud_signer, pki

from motcua.integration.signing_csc.calls import Service
from motcua.integration.signing_csc.keys import CloudKeys
from motcua.integration.signing_pyhanko.checking import PyHankoChecker
from motcua.integration.signing_pyhanko.signing import PyHankoSigner
from motcua.kernel.refusals import Refused
from motcua.rendering import pdf
from motcua.storehouse.enums import KeySource
from motcua.storehouse.ports import KeyAccess, KeyOffer, Trust, Wish


@pytest.fixture(scope="module")
def world() -> pki.World:
    return pki.world()


@pytest.fixture
def provider(world: pki.World) -> Iterator[cloud_signer.Provider]:
    chain = (world.authority.certificate,)
    two = {
        "khoa-ec": cloud_signer.Credential(world.officer("Lò Thị Mẩy"), chain),
        "khoa-rsa": cloud_signer.Credential(
            world.officer("Lò Thị Mẩy", key=rsa.generate_private_key(65537, 2048)), chain, otp="77"
        ),
        "khoa-cu": cloud_signer.Credential(world.officer("Lò Thị Mẩy"), chain, status="disabled"),
    }
    with cloud_signer.served(cloud_signer.Provider({"0912": two})) as it:
        yield it


def signer(of: cloud_signer.Provider, secret: str = "khoa-ket-noi") -> PyHankoSigner:
    return PyHankoSigner(remote=CloudKeys(Service(of.address, client="motcua", secret=secret)))


def access(offer: KeyOffer, secret: str) -> KeyAccess:
    return KeyAccess(
        KeySource.REMOTE,
        reference=offer.reference,
        certificate=offer.certificate,
        chain=offer.chain,
        secret=secret,
    )


def sign(of: PyHankoSigner, with_: KeyAccess) -> bytes:
    out = io.BytesIO()
    page = pdf.render(
        "#set page(width: 180pt, height: 90pt)\nA", {}, made_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    with of.open_key(with_) as key:
        key.sign(io.BytesIO(page), out, Wish())
    return out.getvalue()


def test_keys_at_the_service_sign_what_anybody_can_check(
    provider: cloud_signer.Provider, world: pki.World, tmp_path: Path
) -> None:
    by = signer(provider)
    offers = by.look_into_service("0912")
    assert [offer.reference for offer in offers] == [
        "khoa-ec",
        "khoa-rsa",
    ]  # not the one that is switched off
    for offer, secret in zip(offers, ("2468", "2468 77"), strict=True):
        path = tmp_path / f"{offer.reference}.pdf"
        path.write_bytes(sign(by, access(offer, secret)))
        report = PyHankoChecker().check(
            path, trust=Trust((world.root.certificate,)), now=datetime.now(UTC), folder=tmp_path
        )
        assert report.good
        assert report.signatures[0].signer == "Lò Thị Mẩy"
    assert provider.seen.count("oauth2/token") == 1  # the token is kept
    assert not provider.sads  # every authorisation was used for its digest
    provider.tokens.clear()
    assert sign(by, access(offers[0], "2468"))  # a token that ran out is asked for anew


def test_what_the_service_refuses_is_told_in_words(provider: cloud_signer.Provider) -> None:
    by = signer(provider)
    ec, otp = by.look_into_service("0912")
    for offer, secret, code in (
        (ec, "0000", "wrong_secret"),
        (otp, "2468", "wrong_secret"),
        (otp, "2468 00", "wrong_secret"),
    ):
        with pytest.raises(Refused) as refused:
            sign(by, access(offer, secret))
        assert refused.value.code == code
        assert secret not in refused.value.message
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            sign(by, access(ec, "0000"))
    assert refused.value.code == "locked"
    with pytest.raises(Refused, match="không có người dùng này"):
        by.look_into_service("0999")
    with pytest.raises(Refused, match="không có khóa này"):
        sign(by, access(KeyOffer("mat-roi", ec.certificate), "2468"))
    provider.users["0912"]["khoa-rsa"].mode = "oauth2code"
    with pytest.raises(Refused, match="trang của nhà cung cấp"):
        sign(by, access(otp, "2468 77"))
    provider.broken = True
    with pytest.raises(Refused, match="không trả lời"):
        by.look_into_service("0912")


def test_a_service_that_does_not_know_us_or_is_down_is_told(provider: cloud_signer.Provider) -> None:
    with pytest.raises(Refused, match="không nhận hệ thống này"):
        signer(provider, "sai").look_into_service("0912")
    gone = PyHankoSigner(remote=CloudKeys(Service("http://127.0.0.1:9/csc/v2", client="a", secret="b")))
    with pytest.raises(Refused, match="không trả lời"):
        gone.look_into_service("0912")
    with pytest.raises(ValueError, match="https"):
        Service("http://ky.vi-du.vn/csc/v2", client="a", secret="b")
    with pytest.raises(Refused, match="Chưa nối"):
        PyHankoSigner().look_into_service("0912")
