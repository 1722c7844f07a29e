"""Thirty at once on the database at hand: codes stay unique and without gaps, one key stays one act."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import close_old_connections, connection
from tests import factories
from tests.factories import CLERK, moment

from motcua.datastore.writing import act
from motcua.dossiers import actions, paying
from motcua.dossiers.filing import Paid
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Overtaken, Refused
from motcua.payments import arriving
from motcua.payments.models import Refund

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races, pytest.mark.xdist_group("races")]
THREADS = 30
NOW = moment("2026-06-01 08:00")


def at_once(work, items):
    """Run `work(item)` in thirty threads, each with its own connection, all under the set clock."""

    def one(item):
        close_old_connections()
        try:
            with frozen(NOW):
                return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, items))


@pytest.fixture
def commune():
    return factories.agency()


@pytest.fixture
def clerk(commune):
    return factories.officer(commune)


def test_codes_are_unique_and_without_gaps(commune, clerk):
    version = factories.version()
    broken = factories.version(None, "")

    def receive(number):
        # Every fifth reception fails: its number must not be lost.
        of = broken if number % 5 == 4 else version
        try:
            filing = factories.filing(of, commune)
            return actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk).code
        except Refused:
            return None

    codes = [code for code in at_once(receive, range(90)) if code]
    assert sorted(codes) == [f"H99.01-260601-{number:04d}" for number in range(1, 73)]


def test_one_key_pressed_thirty_times_is_one_dossier(commune, clerk):
    filing = factories.filing(factories.version(), commune)
    made = at_once(
        lambda _: actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk, act_key="twice").pk,
        range(THREADS),
    )
    assert len(set(made)) == 1
    assert Dossier.objects.count() == 1


def test_of_thirty_who_saw_the_same_page_one_acts(commune, clerk):
    with frozen(NOW):
        dossier = actions.receive_at_counter(
            factories.filing(factories.version(), commune), actor=CLERK, receiver_id=clerk.pk
        )

    def assign(_):
        try:
            actions.perform(dossier.pk, commands.Assign(holder_id=clerk.pk), actor=CLERK, seen=2)
        except Overtaken as overtaken:
            return overtaken.message
        return "done"

    answers = at_once(assign, range(THREADS))
    assert answers.count("done") == 1
    assert all("phân công" in answer for answer in answers if answer != "done")


def test_one_act_pressed_thirty_times_is_one_act_and_nobody_is_told_otherwise(commune, clerk):
    """The key is on the page: who pressed twice is not told that somebody (themselves) was faster."""
    with frozen(NOW):
        dossier = actions.receive_at_counter(
            factories.filing(factories.version(), commune), actor=CLERK, receiver_id=clerk.pk
        )
    command = commands.Assign(holder_id=clerk.pk)
    answers = at_once(
        lambda _: actions.perform(dossier.pk, command, actor=CLERK, seen=2, act_key="pressed").pk,
        range(THREADS),
    )
    assert set(answers) == {dossier.pk}
    dossier.refresh_from_db()
    assert dossier.revision == 3


def test_one_newcomer_at_thirty_desks_is_one_person(commune, clerk):
    version = factories.version()

    def receive(_):
        filing = factories.filing(version, commune, identity_number="000999888777")
        return actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk).person_id

    assert len(set(at_once(receive, range(THREADS)))) == 1


def test_what_was_paid_is_proposed_back_once_however_many_propose_it(commune, clerk):
    filing = replace(factories.filing(factories.version(), commune), fees=(("Phí", 25_000),))
    with frozen(NOW):
        dossier = actions.receive_at_counter(
            filing, actor=CLERK, receiver_id=clerk.pk, paid=Paid(method="cash", amount=25_000)
        )
    proposed = at_once(
        lambda _: paying.propose_refunds(dossier, "Thu nhầm", actor=CLERK),
        range(THREADS),
    )
    assert [each.amount for some in proposed for each in some] == [25_000]
    assert Refund.objects.count() == 1


def test_money_decided_on_while_a_supplement_keeps_it_is_either_kept_or_given_back(commune, clerk):
    with frozen(NOW):
        filing = replace(factories.filing(factories.version(), commune), fees=(("Phí", 25_000),))
        paid = Paid(method="cash", amount=25_000)
        receive = {"actor": CLERK, "receiver_id": clerk.pk, "paid": paid}
        for _ in range(THREADS // 2):
            paying.propose_refunds(actions.receive_at_counter(filing, **receive), "Thu nhầm", actor=CLERK)
    pairs = [
        (number, keep) for number in Refund.objects.values_list("pk", flat=True) for keep in (True, False)
    ]

    def settle(pair):
        number, keep = pair
        with act():
            if keep:
                return bool(arriving.keep_after_all([number], 10_000, "Phí lại tăng"))
            try:
                arriving.decide_refund(Refund.objects.get(pk=number), approve=True, words="", actor=CLERK)
            except Refused:
                return False
        return True

    done = dict(zip(pairs, at_once(settle, pairs), strict=True))
    assert all(done[number, True] != done[number, False] for number, _ in pairs)
