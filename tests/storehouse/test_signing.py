"""Signatures asked for in an order, made many at once, each reported; nothing of a PIN is kept."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from tests.forge import pki, token

from motcua.audit.models import AuditRow
from motcua.blobs.store import put, read_blob
from motcua.datastore.writing import act
from motcua.integration.signing_pyhanko.checking import PyHankoChecker
from motcua.integration.signing_pyhanko.signing import PyHankoSigner
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Staff
from motcua.rendering import pdf
from motcua.storehouse import keys, ports, signing, trusting
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind, SigningState
from motcua.storehouse.models import Paper, SigningBatch, SigningStep
from motcua.storehouse.signing import Wanted

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def world() -> pki.World:
    return pki.world()


@pytest.fixture
def leader(world: pki.World) -> Staff:
    ports.plug(signer=PyHankoSigner(), checker=PyHankoChecker())
    return factories.officer(factories.agency(), "Lò Thị Mẩy")


@pytest.fixture
def actor(leader: Staff) -> Actor:
    return Actor("staff", str(leader.pk), leader.name, leader.agency.code)


def paper(name: str = "Giấy khai sinh") -> Paper:
    template = '#set page(paper: "a5")\n#set text(font: "Libertinus Serif")\nKết quả ' + name
    blob = put(pdf.render(template, {}, made_at=NOW), declared_name="a.pdf")
    with act():
        [kept] = keep([NewPaper(kind=PaperKind.RESULT, title=name, origin=Origin.PRODUCED, blob=blob.sha256)])
    return kept


def key_for(of: Staff, world: pki.World, actor: Actor, purpose: KeyPurpose = KeyPurpose.PERSONAL) -> Any:
    file = world.officer(of.name).as_pkcs12("bi-mat", world.authority.certificate)
    return keys.register_file(of, file, "bi-mat", purpose=purpose, actor=actor)


def test_many_papers_are_signed_in_one_go_and_the_pin_is_gone(
    leader: Staff, world: pki.World, actor: Actor, tmp_path: Path
) -> None:
    trusting.add_trusted(world.root.certificate, actor=actor)
    trusting.add_trusted(world.authority.certificate, actor=actor)
    key = key_for(leader, world, actor)
    papers = [paper(f"Kết quả {number}") for number in range(3)]
    for each in papers:
        signing.ask_signatures(each, [Wanted(KeyPurpose.PERSONAL, leader.agency, leader)], actor=actor)
    waiting = list(signing.waiting_for(leader))
    assert len(waiting) == 3
    batch = signing.sign_many(waiting, key, "bi-mat", by=leader, actor=actor)
    assert "bi-mat" not in str(list(Job.objects.values()))
    assert run_to_end() >= 1
    batch.refresh_from_db()
    assert batch.secret == ""
    assert batch.finished_at
    assert Job.objects.get(pk=batch.job).result == {"signed": 3, "failed": 0}
    for each in papers:
        before = each.blob_id
        each.refresh_from_db()
        assert each.signed
        assert each.blob_id != before
        (tmp_path / "a.pdf").write_bytes(read_blob(str(each.blob_id)))
        report = ports.checker().check(
            tmp_path / "a.pdf", trust=trusting.trust(), now=datetime.now(UTC), folder=tmp_path
        )
        assert report.good
        assert report.signatures[0].signer == "Lò Thị Mẩy"
    assert AuditRow.objects.filter(action="papers.sign").count() == 3
    assert "bi-mat" not in str(list(AuditRow.objects.values()))


def test_the_seal_waits_for_the_officer(leader: Staff, world: pki.World, actor: Actor) -> None:
    one = paper()
    first, seal = signing.ask_signatures(
        one,
        [Wanted(KeyPurpose.PERSONAL, leader.agency, leader), Wanted(KeyPurpose.SEAL, leader.agency)],
        actor=actor,
    )
    own, stamp = key_for(leader, world, actor), key_for(leader, world, actor, KeyPurpose.SEAL)
    assert [step.pk for step in signing.waiting_for(leader, seals_of=[leader.agency])] == [first.pk]
    with pytest.raises(Refused, match="loại chữ ký khác"):
        signing.sign_many([first], stamp, "bi-mat", by=leader, actor=actor)
    signing.sign_many([first], own, "bi-mat", by=leader, actor=actor)
    run_to_end()
    assert [step.pk for step in signing.waiting_for(leader, seals_of=[leader.agency])] == [seal.pk]
    signing.sign_many([seal], stamp, "bi-mat", by=leader, actor=actor)
    run_to_end()
    one.refresh_from_db()
    content = read_blob(str(one.blob_id))
    assert content.count(b"/ByteRange") == 2
    assert SigningStep.objects.get(pk=seal.pk).before_id == SigningStep.objects.get(pk=first.pk).after_id


def test_a_wrong_pin_signs_nothing_and_says_why(leader: Staff, world: pki.World, actor: Actor) -> None:
    one = paper()
    [step] = signing.ask_signatures(one, [Wanted(KeyPurpose.PERSONAL, leader.agency, leader)], actor=actor)
    batch = signing.sign_many([step], key_for(leader, world, actor), "sai", by=leader, actor=actor)
    run_to_end()
    step.refresh_from_db()
    assert step.state == SigningState.WAITING
    assert "Mật khẩu không đúng" in step.problem
    assert SigningBatch.objects.get(pk=batch.pk).secret == ""
    assert not Paper.objects.get(pk=one.pk).signed


def test_one_bad_document_does_not_stop_the_others(leader: Staff, world: pki.World, actor: Actor) -> None:
    broken = put(b"%PDF-1.4\nhong\n%%EOF\n", declared_name="a.pdf")
    with act():
        [bad] = keep(
            [NewPaper(kind=PaperKind.RESULT, title="Hỏng", origin=Origin.PRODUCED, blob=broken.sha256)]
        )
    good = paper()
    wanted = [Wanted(KeyPurpose.PERSONAL, leader.agency, leader)]
    steps = [
        *signing.ask_signatures(bad, wanted, actor=actor),
        *signing.ask_signatures(good, wanted, actor=actor),
    ]
    batch = signing.sign_many(steps, key_for(leader, world, actor), "bi-mat", by=leader, actor=actor)
    run_to_end()
    assert Job.objects.get(pk=batch.job).result == {"signed": 1, "failed": 1}
    assert "không ký được" in SigningStep.objects.get(pk=steps[0].pk).problem
    assert Paper.objects.get(pk=good.pk).signed
    assert not Paper.objects.get(pk=bad.pk).signed


def test_a_key_on_a_token_signs_in_the_background(leader: Staff, world: pki.World, actor: Actor) -> None:
    with token.softhsm(world.officer(leader.name)) as place:
        ports.plug(signer=PyHankoSigner(module=place.module))
        [offer] = keys.offers_of_token(place.label, place.pin)
        key = keys.register_offer(leader, offer, purpose=KeyPurpose.PERSONAL, actor=actor)
        one = paper()
        [step] = signing.ask_signatures(
            one, [Wanted(KeyPurpose.PERSONAL, leader.agency, leader)], actor=actor
        )
        signing.sign_many([step], key, place.pin, by=leader, actor=actor)
        run_to_end()
    step.refresh_from_db()
    assert (step.state, step.problem) == (SigningState.SIGNED, "")


def test_nobody_signs_with_the_key_of_another(leader: Staff, world: pki.World, actor: Actor) -> None:
    other = factories.officer(leader.agency, "Người khác")
    [step] = signing.ask_signatures(paper(), [Wanted(KeyPurpose.PERSONAL, leader.agency, other)], actor=actor)
    with pytest.raises(NotFound):
        signing.sign_many([step], key_for(leader, world, actor), "bi-mat", by=other, actor=actor)


def test_an_expired_certificate_is_refused(leader: Staff, world: pki.World, actor: Actor) -> None:
    file = world.officer(days=10).as_pkcs12("bi-mat")
    with pytest.raises(Refused, match="hết hạn"):
        keys.register_file(leader, file, "bi-mat", purpose=KeyPurpose.PERSONAL, actor=actor)


def test_a_trial_key_is_marked(leader: Staff, actor: Actor) -> None:
    key = keys.register_trial(leader, "thu-1234", purpose=KeyPurpose.PERSONAL, actor=actor)
    one = paper()
    [step] = signing.ask_signatures(one, [Wanted(KeyPurpose.PERSONAL, leader.agency, leader)], actor=actor)
    signing.sign_many([step], key, "thu-1234", by=leader, actor=actor)
    run_to_end()
    one.refresh_from_db()
    assert one.signed
    assert key.trial


def test_revocation_lists_are_fetched_and_must_be_genuine(
    leader: Staff, world: pki.World, actor: Actor
) -> None:
    with pki.served(pki.world()) as it:
        row = trusting.add_trusted(it.authority.certificate, crl_url=it.crl_url, actor=actor)
        trusting.refresh(row)
        row.refresh_from_db()
        assert row.crl
        assert row.crl_problem == ""
        foreign = trusting.add_trusted(world.authority.certificate, crl_url=it.crl_url, actor=actor)
        trusting.refresh(foreign)
        foreign.refresh_from_db()
        assert not foreign.crl
        assert "không do nơi cấp này ký" in foreign.crl_problem
