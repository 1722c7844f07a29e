"""Keys that officers sign with: registered once from a file or a token, ended when the certificate is replaced."""

from base64 import b64decode, b64encode
from datetime import datetime

from motcua.audit.record import record
from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Staff
from motcua.storehouse import certificates, ports, trial_keys
from motcua.storehouse.enums import KeyPurpose, KeySource
from motcua.storehouse.models import SigningKey
from motcua.storehouse.ports import KeyAccess, KeyOffer
from motcua.storehouse.trusting import add_trusted

_TRIAL_ROOT = "Nơi cấp chứng thư dùng thử (Một Cửa)"
_MOST_IMAGE = 2 * 1024 * 1024


def keys_of(staff_id: int) -> list[SigningKey]:
    """Keys an officer may sign with now: in force, not ended; own signature first."""
    now = clock.now()
    held = SigningKey.objects.filter(
        holder_id=staff_id, ended_at=None, valid_from__lte=now, valid_to__gt=now
    ).select_related("agency", "image")
    return sorted(held, key=lambda key: (key.purpose != KeyPurpose.PERSONAL, -key.pk))


def register_file(
    staff: Staff,
    content: bytes,
    password: str,
    *,
    purpose: KeyPurpose,
    image: bytes | None = None,
    trial: bool = False,
    actor: Actor,
) -> SigningKey:
    """A key in a PKCS#12 file, for trying out; the password is asked for at each signing, never kept."""
    offer = ports.signer().look_into_file(content, password)
    return _register(
        staff, offer, KeySource.PKCS12, purpose, image=image, material=content, trial=trial, actor=actor
    )


def offers_of_token(token: str, pin: str) -> tuple[KeyOffer, ...]:
    """What can be registered from a token. Refuses a token without any key."""
    offers = ports.signer().look_into_token(token, pin)
    if not offers:
        raise Refused("Thiết bị này chưa có khóa đi cùng chứng thư.", field="token", code="no_key")
    return offers


def offers_of_service(user: str) -> tuple[KeyOffer, ...]:
    """What can be registered from the remote service for one of its users. Refuses a user without any key."""
    if not user.strip():
        raise Refused("Ghi mã người dùng do nhà cung cấp cấp.", field="user")
    offers = ports.signer().look_into_service(user.strip())
    if not offers:
        raise Refused("Người dùng này chưa có khóa nào ký được.", field="user", code="no_key")
    return offers


def register_offer(
    staff: Staff,
    offer: KeyOffer,
    *,
    purpose: KeyPurpose,
    source: KeySource = KeySource.PKCS11,
    image: bytes | None = None,
    actor: Actor,
) -> SigningKey:
    """A key on a token, or at the remote service."""
    return _register(staff, offer, source, purpose, image=image, actor=actor)


def register_trial(staff: Staff, password: str, *, purpose: KeyPurpose, actor: Actor) -> SigningKey:
    """A key made here, under the trial authority of this installation. No legal value; the look says so."""
    if len(password) < 4:
        raise Refused("Đặt mật khẩu khóa từ 4 ký tự trở lên.", field="secret", code="short_secret")
    root, now = _trial_root(actor), clock.now()
    name = staff.name if purpose is KeyPurpose.PERSONAL else staff.agency.name
    title = staff.title if purpose is KeyPurpose.PERSONAL else ""
    made = trial_keys.certificate(name, above=root, now=now, organisation=staff.agency.name, title=title)
    file = made.as_pkcs12(password, root.certificate)
    return register_file(staff, file, password, purpose=purpose, trial=True, actor=actor)


def end_key(key: SigningKey, *, actor: Actor) -> None:
    """Use a key no longer; what it signed stays signed."""
    with act():
        if not SigningKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=clock.now()):
            raise NotFound
        record(actor, action="papers.end_key", kind="signing_key", key=key.pk)


def access_to(key: SigningKey, secret: str) -> KeyAccess:
    """How to reach a key with the PIN given."""
    return KeyAccess(
        KeySource(key.source),
        reference=key.reference,
        material=b64decode(key.material),
        secret=secret,
        certificate=key.certificate_der,
        chain=tuple(b64decode(each) for each in key.chain),
    )


def check_in_force(key: SigningKey, now: datetime) -> None:
    """Refuses a key whose certificate has run out or has not begun, and one that was ended."""
    if key.ended_at is not None:
        raise Refused("Khóa này đã thôi dùng. Hãy chọn khóa khác.", field="key", code="key_ended")
    if not key.valid_from <= now <= key.valid_to:
        until = clock.local(key.valid_to)
        raise Refused(
            f"Chứng thư «{key.subject}» đã hết hạn hoặc chưa có hiệu lực (đến {until:%d/%m/%Y}). Đăng ký chứng thư mới.",
            field="key",
            code="certificate_expired",
        )


def _register(
    staff: Staff,
    offer: KeyOffer,
    source: KeySource,
    purpose: KeyPurpose,
    *,
    actor: Actor,
    image: bytes | None = None,
    material: bytes = b"",
    trial: bool = False,
) -> SigningKey:
    facts, now = certificates.read(offer.certificate), clock.now()
    if not facts.valid_from <= now <= facts.valid_to:
        until = clock.local(facts.valid_to)
        raise Refused(
            f"Chứng thư của khóa này đã hết hạn hoặc chưa có hiệu lực (đến {until:%d/%m/%Y}).",
            field="file",
            code="certificate_expired",
        )
    picture = put(_checked_image(image), declared_name="hinh.png") if image else None
    with act():
        key = SigningKey.objects.create(
            holder=staff,
            agency=staff.agency,
            purpose=purpose.value,
            source=source.value,
            reference=offer.reference,
            material=b64encode(material).decode(),
            certificate=b64encode(offer.certificate).decode(),
            chain=[b64encode(each).decode() for each in offer.chain],
            subject=facts.subject,
            issuer=facts.issuer,
            valid_from=facts.valid_from,
            valid_to=facts.valid_to,
            image=picture,
            trial=trial,
            created_at=now,
        )
        record(
            actor, action="papers.register_key", kind="signing_key", key=key.pk,
            detail={"source": source.value, "purpose": purpose.value, "fingerprint": facts.fingerprint},
        )  # fmt: skip
    return key


def _checked_image(image: bytes) -> bytes:
    if len(image) > _MOST_IMAGE or not image.startswith(b"\x89PNG"):
        raise Refused(
            "Hình chữ ký, hình dấu phải là ảnh PNG nền trong suốt, không quá 2 MB.",
            field="image",
            code="image",
        )
    return image


def _trial_root(actor: Actor) -> trial_keys.Issued:
    """The trial authority; its key lies sealed beside its certificate, as a key that nobody signs papers with."""
    row = SigningKey.objects.filter(reference="trial-root").order_by("-pk").first()
    if row is not None and row.valid_to > clock.now():
        return trial_keys.Issued(row.certificate_der, b64decode(row.material))
    root = trial_keys.authority(_TRIAL_ROOT, now=clock.now())
    facts = certificates.read(root.certificate)
    anyone = Staff.objects.order_by("pk").first()
    if anyone is None:
        raise NotFound
    with act():
        SigningKey.objects.create(
            holder=anyone, agency=anyone.agency, purpose=KeyPurpose.SEAL.value, source=KeySource.PKCS12.value,
            reference="trial-root", material=b64encode(root.key).decode(),
            certificate=b64encode(root.certificate).decode(), subject=facts.subject, issuer=facts.issuer,
            valid_from=facts.valid_from, valid_to=facts.valid_to, trial=True, created_at=clock.now(),
            ended_at=clock.now(),
        )  # fmt: skip
    add_trusted(root.certificate, actor=actor)
    return root
