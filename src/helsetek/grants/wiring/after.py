"""Texts, guards and tasks of what comes after the decision: grants, payments, reports."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, state, todo, verbs
from helsetek.casework.selectors import Case
from helsetek.casework.todo import Todo
from helsetek.common.answers import Answer, no
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State
from helsetek.grants.models import Grant, Instalment, RepaymentClaim, Report
from helsetek.grants.permissions import payments as may_pay
from helsetek.grants.permissions import reports as may_report
from helsetek.grants.rules.machines import GRANT, INSTALMENT, REPORT
from helsetek.grants.selectors import audits, payments, reports
from helsetek.grants.selectors.recovery import OPEN
from helsetek.grants.services import acceptance, reporting

GRANT_STATES = {
    "offered": State(gettext_lazy("Waiting to be accepted"), "warning"),
    "accepted": State(gettext_lazy("Running"), "info"),
    "held": State(gettext_lazy("On hold"), "warning"),
    "declined": State(gettext_lazy("Declined"), "neutral"),
    "lapsed": State(gettext_lazy("Lapsed"), "neutral"),
    "reversed": State(gettext_lazy("Decision reversed"), "neutral"),
    "closed": State(gettext_lazy("Closed"), "success"),
}
INSTALMENT_STATES = {
    "planned": State(gettext_lazy("Planned"), "neutral"),
    "prepared": State(gettext_lazy("Prepared"), "info"),
    "attested": State(gettext_lazy("Attested"), "info"),
    "sent": State(gettext_lazy("Sent to the bank"), "info"),
    "paid": State(gettext_lazy("Paid"), "success"),
    "failed": State(gettext_lazy("Rejected by the bank"), "danger"),
    "cancelled": State(gettext_lazy("Cancelled"), "neutral"),
}
REPORT_STATES = {
    "due": State(gettext_lazy("To be handed in"), "warning"),
    "handed_in": State(gettext_lazy("Handed in"), "info"),
    "returned": State(gettext_lazy("Asked again"), "warning"),
    "approved": State(gettext_lazy("Approved"), "success"),
    "dropped": State(gettext_lazy("No longer asked for"), "neutral"),
}

TEXTS = {
    "grants.offered": gettext_lazy("The grant was offered"),
    "grants.increased": gettext_lazy("The grant was increased"),
    "grants.accepted": gettext_lazy("The grant was accepted"),
    "grants.declined": gettext_lazy("The grant was declined"),
    "grants.lapsed": gettext_lazy("The offer lapsed"),
    "grants.reversed": gettext_lazy("The offer fell away because the decision was reversed"),
    "grants.granted_after_appeal": gettext_lazy("Money was granted after an appeal"),
    "grants.decided_anew": gettext_lazy("The application was decided anew after annulment"),
    "grants.assessed_again": gettext_lazy("The application is to be assessed again"),
    "grants.taken_up_anew": gettext_lazy("The application was taken up anew after annulment"),
    "grants.acceptance_extended": gettext_lazy("The time to accept the grant was extended after the appeal"),
    "grants.payment_prepared": gettext_lazy("A payment was prepared"),
    "grants.payment_attested": gettext_lazy("A payment was attested"),
    "grants.payment_sent_back": gettext_lazy("A payment was sent back"),
    "grants.payment_sent": gettext_lazy("A payment was sent to the bank"),
    "grants.payment_settled": gettext_lazy("The bank paid"),
    "grants.payment_rejected": gettext_lazy("The bank rejected a payment"),
    "grants.payment_cancelled": gettext_lazy("A payment was cancelled"),
    "grants.report_saved": gettext_lazy("A report was saved"),
    "grants.accounts_confirmed": gettext_lazy("The auditor's confirmation was added"),
    "grants.report_handed_in": gettext_lazy("A report was handed in"),
    "grants.report_returned": gettext_lazy("The directorate asked about a report"),
    "grants.report_approved": gettext_lazy("A report was approved"),
    "grants.closed": gettext_lazy("The case was closed"),
}
INTERNAL = {
    "grants.assessed_again",
    "grants.payment_prepared",
    "grants.payment_attested",
    "grants.payment_sent_back",
    "grants.payment_sent",
}
ROLES = {
    "grants.payment_prepared": Role.PAYMENT_PREPARER,
    "grants.payment_attested": Role.PAYMENT_ATTESTER,
    "grants.payment_sent_back": Role.PAYMENT_ATTESTER,
    "grants.report_returned": Role.CASE_OFFICER,
    "grants.report_approved": Role.CASE_OFFICER,
}


def connect() -> None:
    verbs.register(TEXTS, internal=INTERNAL, roles=ROLES)
    for machine, words in ((GRANT, GRANT_STATES), (INSTALMENT, INSTALMENT_STATES), (REPORT, REPORT_STATES)):
        states.register(f"grants.{machine.name}", words)
        state.register(machine, words=f"grants.{machine.name}")
    guards.register("grants.payments", lambda person, _page_id: may_pay.may_see_payments(person))
    guards.register("grants.report", _may_see_report, change=_may_confirm_report)
    guards.register("grants.accounts", _may_see_report, change=_may_add_vouchers, case_of=_case_of_report)
    navigation.add(gettext_lazy("Accounts to confirm"), "grants:audits", order=45, show=_audits)
    todo.register(confirm_accounts)
    navigation.add(gettext_lazy("Grants"), "grants:grants", order=40, show=_sees_grants)
    navigation.add(gettext_lazy("Payments"), "grants:to_prepare", order=60, show=_sees_payments)
    chores.register("grants.lapse_overdue", acceptance.lapse_overdue, every=timedelta(minutes=5))
    chores.register("grants.remind_of_offers", acceptance.remind_of_offers, every=timedelta(hours=1))
    for source in (answer_offers, write_reports, judge_reports, close_cases, pay):
        todo.register(source)


def _sees_grants(request: HttpRequest) -> bool:
    person = request.user
    if not isinstance(person, Person):
        return False
    return any(
        accounts.holds_anywhere(person, role) for role in (*may_report.READERS, Role.WRITER, Role.SIGNATORY)
    )


def _sees_payments(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(may_pay.may_see_payments(request.user))


def _may_see_report(person: Person, page_id: int) -> Answer:
    report = Report.objects.filter(pk=page_id).select_related("grant__application__case").first()
    return may_report.may_see_accounts(person, report.grant) if report else no(_("There is no such report."))


def _may_confirm_report(person: Person, page_id: int) -> Answer:
    report = Report.objects.filter(pk=page_id).select_related("grant__application__case").first()
    return (
        may_report.may_confirm_accounts(person, report.grant) if report else no(_("There is no such report."))
    )


def _may_add_vouchers(person: Person, page_id: int) -> Answer:
    """The writers of the project, while the report is open."""
    report = Report.objects.filter(pk=page_id).select_related("grant__application__case").first()
    if report is None or report.state not in reporting.OPEN:
        return no(_("The report is handed in and can only be read."))
    return may_report.may_write_report(person, report.grant)


def _case_of_report(page_id: int) -> Case | None:
    report = Report.objects.filter(pk=page_id).select_related("grant__application__case").first()
    return report.grant.application.case if report else None


def _audits(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(accounts.organisations_where(request.user, Role.AUDITOR))


def confirm_accounts(person: Person) -> list[Todo]:
    """For auditors: final accounts that are written and wait for their confirmation."""
    if not accounts.organisations_where(person, Role.AUDITOR):
        return []
    waiting = audits.accounts_seen_by(person).filter(
        state__in=reporting.OPEN, grant__state="accepted", versions__isnull=False
    )
    found = []
    for report in waiting.select_related("grant__application__call_version").distinct():
        standing = audits.standing(report, reports.data_of(report))
        if standing.needed and standing.missing and may_report.may_confirm_accounts(person, report.grant):
            found.append(
                Todo(
                    _("Confirm the accounts: %(title)s") % {"title": report.grant.application.case.title},
                    reverse("grants:confirm_accounts", args=[report.pk]),
                    report.due_at,
                    report.grant.application.case.number,
                    "grants.confirm_accounts",
                )
            )
    return found


def answer_offers(person: Person) -> list[Todo]:
    """For signatories: offers that wait for an answer."""
    leads = accounts.organisations_where(person, Role.SIGNATORY)
    offers = Grant.objects.filter(state="offered", application__lead_id__in=leads)
    return [
        Todo(
            _("Accept the grant: %(title)s") % {"title": grant.application.case.title},
            reverse("grants:grant", args=[grant.pk]),
            grant.accept_before,
            grant.application.case.number,
            "grants.accept",
        )
        for grant in offers.select_related("application__case")
    ]


def write_reports(person: Person) -> list[Todo]:
    """For writers and signatories of the lead: reports that are due."""
    leads = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    due = Report.objects.filter(
        state__in=["due", "returned"], grant__state="accepted", grant__application__lead_id__in=leads
    )
    return [
        Todo(
            _("Write the report: %(title)s") % {"title": report.grant.application.case.title},
            reverse("grants:report", args=[report.pk]),
            report.due_at,
            report.grant.application.case.number,
            "grants.report",
        )
        for report in due.select_related("grant__application__case")
    ]


def judge_reports(person: Person) -> list[Todo]:
    """For case officers: reports that wait, in the cases they handle and in those that nobody handles."""
    if not accounts.holds_anywhere(person, Role.CASE_OFFICER):
        return []
    waiting = [
        r for r in reports.reports_to_judge() if r.grant.application.case.officer_id in (None, person.pk)
    ]
    return [
        Todo(
            _("Read the report: %(title)s") % {"title": report.grant.application.case.title},
            reverse("grants:report", args=[report.pk]),
            None,
            report.grant.application.case.number,
            "grants.judge_report",
        )
        for report in waiting
    ]


def close_cases(person: Person) -> list[Todo]:
    """For case officers: running grants with nothing left to do."""
    if not accounts.holds_anywhere(person, Role.CASE_OFFICER):
        return []
    ready = (
        Grant.objects.filter(state="accepted", application__case__officer=person)
        .exclude(pk__in=Report.objects.exclude(state__in=["approved", "dropped"]).values("grant"))
        .exclude(pk__in=Instalment.objects.exclude(state__in=["paid", "cancelled"]).values("grant"))
        .exclude(pk__in=RepaymentClaim.objects.filter(state__in=OPEN).values("grant"))
    )
    return [
        Todo(
            _("Close the case: %(title)s") % {"title": grant.application.case.title},
            reverse("grants:grant", args=[grant.pk]),
            None,
            grant.application.case.number,
            "grants.close",
        )
        for grant in ready.select_related("application__case")
    ]


def pay(person: Person) -> list[Todo]:
    """For payment staff: how many payments wait for them, in one line each."""
    found = []
    if accounts.holds_anywhere(person, Role.PAYMENT_PREPARER):
        found.append((payments.to_prepare().count(), _("Prepare payments (%(count)s)"), "grants:to_prepare"))
        found.append(
            (payments.to_send().count(), _("Send payments to the bank (%(count)s)"), "grants:payment_files")
        )
    if accounts.holds_anywhere(person, Role.PAYMENT_ATTESTER):
        found.append((payments.to_attest().count(), _("Attest payments (%(count)s)"), "grants:to_attest"))
    return [
        Todo(text % {"count": count}, reverse(name), None, "", "grants.pay")
        for count, text, name in found
        if count
    ]
