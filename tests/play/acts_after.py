"""Acts after the decision is told, and those that belong to no step: acceptance, payment, report, money back, time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from helsetek.accounts.rules import Role
from helsetek.casework import chores
from helsetek.casework.models import Case
from helsetek.casework.services import messages, worker
from helsetek.grants.models import Application, Grant, Instalment, PaymentFile, Report
from helsetek.grants.selectors.payments import to_attest, to_prepare
from helsetek.grants.services import acceptance, closing, payments, reporting
from helsetek.scheme import services as scheming
from helsetek.scheme.models import Call, Envelope
from tests import scenes
from tests.grants.afterwards import PDF, answer, some_report
from tests.play.world import LIKELY, NothingToDo, World

UNDER_WAY = ("submitted", "eligible", "recommended", "decided")
ACCOUNTS = ("86011117947", "86011117947", "12345678903", "")


# -- Acceptance and payment ---------------------------------------------------------------------------


def accept(world: World) -> None:
    grant = world.thing(Grant.objects.all(), state="offered")
    signatory = world.by(Role.SIGNATORY, grant.application.lead_id)
    if world.chance(0.95):
        acceptance.accept(by=signatory, grant=grant, account_number=world.one(ACCOUNTS))
    else:
        acceptance.decline(by=signatory, grant=grant, reason="Kan ikke gjennomføre.")


def prepare_payment(world: World) -> None:
    rows = Instalment.objects.filter(pk__in=[row.pk for row in to_prepare()]) if world.chance(0.8) else None
    instalment = world.thing(Instalment.objects.all() if rows is None else rows)
    payments.prepare(by=world.someone(world.cast.kari, world.cast.leif), instalment=instalment)


def attest_payment(world: World) -> None:
    rows = Instalment.objects.filter(pk__in=[row.pk for row in to_attest()]) if world.chance(0.8) else None
    instalment = world.thing(Instalment.objects.all() if rows is None else rows)
    payments.attest(by=world.someone(world.cast.leif, world.cast.kari), instalment=instalment)


def send_back_payment(world: World) -> None:
    instalment = world.thing(Instalment.objects.all(), state="prepared")
    payments.send_back(by=world.someone(world.cast.leif), instalment=instalment, reason="Feil beløp.")


def make_file(world: World) -> None:
    if world.chance(LIKELY) and not Instalment.objects.filter(state="attested").exists():
        raise NothingToDo
    payments.make_file(by=world.someone(world.cast.kari))


def read_answer(world: World) -> None:
    file = world.thing(PaymentFile.objects.all(), answered_at=None)
    group = world.one(("ACSC", "ACSC", "ACSC", "RJCT"))
    payments.read_answer(by=world.someone(world.cast.kari), content=answer(file.message_id, group=group))


# -- Reports and the end ------------------------------------------------------------------------------


def write_report(world: World) -> None:
    report = world.thing(Report.objects.all(), state__in=("due", "returned"))
    share = world.one((Decimal(1), Decimal("0.6"), Decimal("0.05"), Decimal("1.3")))
    newest = report.versions.order_by("number").last()
    reporting.save_report(
        by=world.by(Role.WRITER, report.grant.application.lead_id),
        report=report,
        data=some_report(report, spent_share=share),
        revision=newest.number if newest else 0,
    )


def confirm_accounts(world: World) -> None:
    report = world.thing(Report.objects.filter(kind="final"), state__in=("due", "returned"))
    reporting.confirm_accounts(
        by=world.by(Role.AUDITOR, report.grant.application.lead_id),
        report=report,
        file_name="revisor.pdf",
        content=PDF,
    )


def hand_in_report(world: World) -> None:
    report = world.thing(Report.objects.all(), state__in=("due", "returned"))
    reporting.hand_in(by=world.by(Role.SIGNATORY, report.grant.application.lead_id), report=report)


def judge_report(world: World) -> None:
    report = world.thing(Report.objects.all(), state="handed_in")
    officer = world.someone(world.cast.guri)
    if world.chance(0.85):
        reporting.approve(by=officer, report=report)
    else:
        reporting.ask_again(by=officer, report=report, question="Hva gikk pengene til?")


def close(world: World) -> None:
    closing.close(by=world.someone(world.cast.guri), grant=world.thing(Grant.objects.all(), state="accepted"))


# -- Whenever -----------------------------------------------------------------------------------------


def write_message(world: World) -> None:
    case = world.thing(Case.objects.all())
    messages.write_message(by=world.someone(world.cast.guri), case=case, text="Takk for sist.")


def give_back_to_the_state(world: World) -> None:
    envelope = world.thing(Envelope.objects.all())
    scheming.take_back(
        by=world.someone(world.cast.frode),
        envelope=envelope,
        amount_ore=world.one((1, 5_000_000, 10**10)),
        reason="Omdisponert.",
    )


def weeks_pass(world: World) -> None:
    """The call closes, once some have applied; later a new one opens, with money for few: there will be refusals."""
    newest = Call.objects.order_by("closes_at").last()
    if newest is not None and newest.closes_at > world.now:
        if Application.objects.filter(call=newest, state="submitted").count() < 3:
            raise NothingToDo
        world.now = newest.closes_at + timedelta(days=1)
        return
    if world.chance(0.9) and Application.objects.filter(state__in=UNDER_WAY).exists():
        raise NothingToDo
    _open_a_call(world)


def months_pass(world: World) -> None:
    """To the next report that is due: what is due must come some day."""
    report = world.thing(Report.objects.filter(state="due").order_by("due_at"))
    if report.due_at < world.now or Call.objects.filter(closes_at__gt=world.now).exists():
        raise NothingToDo
    world.now = report.due_at - timedelta(days=world.dice.randint(-10, 10))


def _open_a_call(world: World) -> None:
    scenes.an_open_call(
        world.cast,
        slug=f"utlysning-{Call.objects.count() + 1}",
        opens_at=world.now + timedelta(days=31),
        closes_at=world.now + timedelta(days=90),
        envelope_kr=world.one((2_000_000, 5_000_000, 20_000_000)),
    )
    world.now += timedelta(days=32)


def time_itself(world: World) -> None:
    """The worker does what is due, and sends some of the queue."""
    for chore in chores._chores.values():
        chore.act()
    for _ in range(world.dice.randint(0, 30)):
        if not worker.send_next():
            break


ACTS = {
    accept: 14, prepare_payment: 12, attest_payment: 12, send_back_payment: 1, make_file: 8, read_answer: 10,
    write_report: 12, confirm_accounts: 6, hand_in_report: 10, judge_report: 12, close: 5,
    write_message: 2, give_back_to_the_state: 1, weeks_pass: 6, months_pass: 2, time_itself: 8,
}  # fmt: skip
