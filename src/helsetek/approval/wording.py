"""Words and colours of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helsetek.common.web.parts import State

from .rules.surveillance import Flag, Ground, Overdue

APPLICATION = {
    "draft": State(_("Draft"), "neutral"),
    "submitted": State(_("Sent, not taken yet"), "info"),
    "document_control": State(_("Control of documents"), "info"),
    "more_information": State(_("The vendor is asked for more"), "warning"),
    "testing": State(_("Being tested"), "info"),
    "review": State(_("Being reviewed"), "info"),
    "reviewed": State(_("Waiting for a decision"), "warning"),
    "decided": State(_("Decided"), "success"),
    "withdrawn": State(_("Withdrawn"), "neutral"),
}
STATUS = {
    "declared": State(_("Declared, not controlled"), "info"),
    "approved": State(_("Approved"), "success"),
    "conditional": State(_("Approved with conditions"), "success"),
    "suspended": State(_("Suspended"), "danger"),
    "withdrawn_by_vendor": State(_("Withdrawn by the vendor"), "neutral"),
    "withdrawn_under_review": State(_("Withdrawn by the vendor under review"), "warning"),
    "withdrawn_by_authority": State(_("Withdrawn by the authority"), "danger"),
    "refused": State(_("Not approved"), "danger"),
    "expired": State(_("Expired"), "neutral"),
    "replaced": State(_("Replaced by a newer approval"), "neutral"),
}
OUTCOME = {
    "pass": State(_("Met"), "success"),
    "fail": State(_("Not met"), "danger"),
    "not_applicable": State(_("Not applicable"), "neutral"),
    "skip": State(_("Not tested yet"), "warning"),
    "omit": State(_("Left out"), "neutral"),
    "error": State(_("The tool failed"), "warning"),
    "wait": State(_("Waiting"), "info"),
    "cancel": State(_("Broken off"), "neutral"),
}
KIT_RUN = {
    "queued": State(_("In line"), "info"),
    "running": State(_("Running"), "info"),
    "waiting": State(_("Waiting for answers"), "warning"),
    "done": State(pgettext_lazy("a run", "Done"), "success"),
    "cancelled": State(_("Broken off"), "neutral"),
}
SURVEILLANCE = {
    "open": State(_("Being looked into"), "info"),
    "findings": State(_("Findings; a plan is waited for"), "warning"),
    "plan_proposed": State(_("A plan is proposed"), "info"),
    "plan_approved": State(_("The plan is approved"), "info"),
    "correcting": State(_("Being corrected"), "info"),
    "corrected": State(_("Reported corrected"), "info"),
    "closed": State(_("Closed"), "success"),
}
KIND = {
    "suspicion": State(_("Spot check on suspicion"), "warning"),
    "lot": State(_("Spot check by lot"), "info"),
    "complaint": State(_("Complaint"), "warning"),
    "incident": State(_("Serious incident"), "danger"),
    "register": State(_("What the register shows"), "info"),
}
GROUNDS = {
    Ground.REQUIREMENTS.value: _("Essential requirements or common specifications (Article 45(1)(a))"),
    Ground.DOCUMENTATION.value: _("Technical documentation (Article 45(1)(b))"),
    Ground.DECLARATION.value: _("Declaration of conformity (Article 45(1)(c))"),
    Ground.CE_MARKING.value: _("CE marking (Article 45(1)(d))"),
    Ground.REGISTRATION.value: _("Registration (Article 45(1)(e))"),
    Ground.NATIONAL.value: _("National requirements (Article 42)"),
}
OVERDUE = {
    Overdue.NO_PLAN: _("No plan has been approved in time"),
    Overdue.NOT_STARTED: _("The work has not been started in time"),
    Overdue.NOT_CORRECTED: _("The date of the plan has passed"),
    Overdue.NOT_CLOSED: _("Reported corrected long ago, and not closed"),
    Overdue.SUSPENDED_LONG: _("Suspended for long: decide whether to lift or withdraw"),
}
FLAGS = {
    Flag.RESULT_IMPROVED: _("A failed test was turned into a passed one"),
    Flag.STATUS_BACKDATED: _("A status was dated back"),
    Flag.STATUS_FAR_AHEAD: _("A status was dated far ahead"),
    Flag.PRODUCT_RENAMED: _("The product was renamed after approval"),
    Flag.REFUSED_TURNED: _("Approved against the reviewer's recommendation"),
    Flag.MUST_UNMET: _("Approved although a must is not met"),
}
TEXTS = {
    "approval.product_added": _("A product was added"),
    "approval.product_changed": _("What is told of a product was changed"),
    "approval.configuration_added": _("A version of a product was added"),
    "approval.begun": _("The application was begun"),
    "approval.papers_saved": _("A paper of the application was saved"),
    "approval.declared_on": _("Requirements were answered"),
    "approval.submitted": _("The declaration was signed and the application sent"),
    "approval.answered": _("What was asked for was sent"),
    "approval.withdrawn": _("The application was withdrawn"),
    "approval.endpoint_added": _("An address for tests was registered"),
    "approval.endpoint_ended": _("An address for tests was taken away"),
    "approval.kit_run_started": _("A run of the test kit was started"),
    "approval.kit_run_answered": _("A test was answered"),
    "approval.kit_run_ended": _("A run of the test kit came to an end"),
    "approval.kit_run_cancelled": _("A run of the test kit was broken off"),
    "approval.run_added": _("A test run was added"),
    "approval.results_found": _("Results of tests were written"),
    "approval.testing_finished": _("Testing was finished"),
    "approval.commented": pgettext_lazy("in the log", "A comment was written"),
    "approval.taken": _("A case officer took the application"),
    "approval.more_asked": _("The vendor was asked for more"),
    "approval.documents_passed": _("The documents were found in order"),
    "approval.sent_to_testing": _("It was sent back to testing"),
    "approval.recommended": _("The review was written"),
    "approval.sent_back": _("It was sent back to review"),
    "approval.decided": _("The application was decided"),
    "approval.status_said": _("The status of the approval was changed"),
    "approval.approval_withdrawn": _("The vendor withdrew the product from the register"),
    "approval.surveillance_opened": _("Surveillance was opened"),
    "approval.complained": _("Somebody complained"),
    "approval.incident_reported": _("A serious incident was reported"),
    "approval.found": _("Something was found not to conform"),
    "approval.plan_proposed": _("A corrective plan was proposed"),
    "approval.plan_approved": _("The corrective plan was approved"),
    "approval.plan_returned": _("The corrective plan was returned"),
    "approval.work_started": _("The vendor began to correct"),
    "approval.corrected": _("The vendor reported it corrected"),
    "approval.not_corrected": _("It was found not to be corrected"),
    "approval.surveillance_closed": _("Surveillance was closed"),
}
INTERNAL = {"approval.recommended", "approval.sent_back"}
