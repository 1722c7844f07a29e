"""Letters by e-mail, through the office's own SMTP server (`EMAIL_URL`). Not in use without one."""

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from motcua.messaging.ports import Channel, Contact, Undeliverable, Unreachable


@dataclass(frozen=True, slots=True)
class Email:
    """Carries whole texts. Django's SMTP backend does the talking, with a time-out (settings)."""

    name: str = "email"
    label: str = "Thư điện tử"
    short: bool = False

    def address_of(self, contact: Contact) -> str:
        return contact.email.strip()

    def send(self, address: str, subject: str, text: str) -> str:
        letter = EmailMessage(subject=" ".join(subject.split()), body=text, to=[address])
        try:
            letter.send()
        except SMTPRecipientsRefused as refusal:
            raise _meaning(refusal) from refusal
        except ValueError as fault:  # an address no server would take
            raise Undeliverable("Địa chỉ thư điện tử không đúng.") from fault
        except (SMTPException, OSError) as fault:
            raise Unreachable("Chưa kết nối được máy chủ thư điện tử; sẽ thử lại.") from fault
        return ""


def _meaning(refusal: SMTPRecipientsRefused) -> Undeliverable | Unreachable:
    """A 5xx answer is for good, a 4xx answer («try later») is not."""
    codes = [code for code, _ in refusal.recipients.values()]
    if all(code >= 500 for code in codes):
        return Undeliverable("Máy chủ thư điện tử báo không có người nhận này.")
    return Unreachable("Máy chủ thư điện tử hẹn gửi lại sau.")


def email_channels() -> list[Channel]:
    """The channel, when a server is set."""
    return [Email()] if settings.EMAIL_HOST else []
