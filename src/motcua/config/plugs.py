"""Which adapter serves which port, and who listens to which outbox topic."""


def connect() -> None:
    """Called once, when every app is loaded."""
    _measurement()
    _evidence()
    _papers()
    _counters()
    _messaging()
    _payments()
    _templates()
    _identity()
    _antivirus()
    _nights()


def _nights() -> None:
    from motcua.jobs import tasks as tasks


def _antivirus() -> None:
    from motcua.blobs.ports import plug_inspectors
    from motcua.integration.antivirus_clamd import inspectors

    plug_inspectors(*inspectors())


def _identity() -> None:
    from motcua.accounts.ports import plug
    from motcua.integration.identity import identity_providers

    plug(*identity_providers())


def _counters() -> None:
    from motcua.counters import tasks as tasks


def _measurement() -> None:
    from motcua.audit.outbox import register_consumer
    from motcua.indicators.ports import plug
    from motcua.measurement import tasks
    from motcua.measurement.port import RollUpMeasure

    plug(RollUpMeasure())
    register_consumer("measurement", {"dossier"}, on_marks=tasks.on_dossier_marks)
    register_consumer("measurement.agencies", {"agency"}, on_marks=tasks.on_agency_marks)
    register_consumer("measurement.petitions", {"petition"}, on_marks=tasks.on_petition_marks)


def _evidence() -> None:
    from motcua.audit.outbox import register_consumer
    from motcua.measurement.evidence import HouseEvidence
    from motcua.measurement.happenings import HouseHappenings
    from motcua.plans import tasks
    from motcua.plans.ports import plug, plug_happenings

    plug(HouseEvidence())
    plug_happenings(HouseHappenings())
    register_consumer("plans.events", {"petition"}, on_marks=tasks.on_petition_marks)


def _messaging() -> None:
    from motcua.audit.outbox import register_consumer
    from motcua.dossiers import telling, telling_papers
    from motcua.integration.email import email_channels
    from motcua.integration.sms import sms_channels
    from motcua.messaging import tasks as tasks
    from motcua.messaging.ports import plug

    plug(*email_channels(), *sms_channels())
    register_consumer("telling", {"dossier"}, on_marks=telling.on_dossier_marks)
    register_consumer("telling.papers", {"paper"}, on_marks=telling_papers.on_paper_marks)
    from motcua.proactive import tasks as looking_ahead  # noqa: F401


def _payments() -> None:
    from motcua.dossiers import tasks as tasks
    from motcua.integration.payment_demo import Demo
    from motcua.integration.payment_national import national_platform
    from motcua.integration.payment_vietqr import VietQr
    from motcua.integration.payment_vnpay import vnpay
    from motcua.payments.ports import plug

    plug(VietQr(), *vnpay(), *national_platform(), Demo())


def _papers() -> None:
    from django.conf import settings

    from motcua.audit.outbox import register_consumer
    from motcua.dossiers import certifying_jobs
    from motcua.dossiers import cleaning as cleaning
    from motcua.dossiers import disposal as disposal
    from motcua.integration.ocr_tesseract import TesseractRecogniser
    from motcua.integration.signing_csc.calls import Service
    from motcua.integration.signing_csc.keys import CloudKeys
    from motcua.integration.signing_pyhanko.checking import PyHankoChecker
    from motcua.integration.signing_pyhanko.signing import PyHankoSigner
    from motcua.integration.timestamp_http import HttpTimeStamp
    from motcua.measurement import tasks
    from motcua.storehouse import retention as retention
    from motcua.storehouse import scan_folder as scan_folder
    from motcua.storehouse import scan_jobs as scan_jobs
    from motcua.storehouse import signing as signing
    from motcua.storehouse import store_checks as store_checks
    from motcua.storehouse import trusting as trusting
    from motcua.storehouse.ports import plug

    stamp = HttpTimeStamp(settings.TIME_STAMP_URL) if settings.TIME_STAMP_URL else None
    client, secret = settings.CSC_CLIENT
    remote = CloudKeys(Service(settings.CSC_URL, client=client, secret=secret)) if settings.CSC_URL else None
    plug(
        recogniser=TesseractRecogniser(settings.HOME / "ocr.lock"),
        signer=PyHankoSigner(module=settings.PKCS11_MODULE, time_stamp=stamp, remote=remote),
        checker=PyHankoChecker(),
    )
    register_consumer("measurement.papers", {"paper"}, on_marks=tasks.on_paper_marks)
    register_consumer("certifying", {"paper"}, on_marks=certifying_jobs.on_paper_marks)


def _templates() -> None:
    from motcua.dossiers import certifying_text, draft_templates
    from motcua.dossiers import printing_jobs as printing_jobs
    from motcua.dossiers.slips import fields
    from motcua.storehouse.templates import register

    register([*fields.template_kinds(), *draft_templates.template_kinds(), *certifying_text.template_kinds()])
