"""The state machines of approval: the application, and a case of surveillance."""

from __future__ import annotations

from helsetek.casework.transitions import Machine, Transition

T = Transition

APPLICATION = Machine(
    "approval_application",
    "draft",
    (
        T("submit", ("draft",), "submitted", "vendor"),
        T("take", ("submitted",), "document_control", "case officer"),
        T("ask_for_more", ("document_control", "testing", "review"), "more_information", "case officer"),
        T("answer", ("more_information",), "document_control", "vendor"),
        T("pass_documents", ("document_control",), "testing", "case officer; types b and c"),
        T("pass_documents_only", ("document_control",), "review", "case officer; type a"),
        T("finish_testing", ("testing",), "review", "tester: case officer (b), laboratory (c)"),
        T("test_again", ("review",), "testing", "reviewer"),
        T("recommend", ("review",), "reviewed", "reviewer, who is not the tester"),
        T("send_back", ("reviewed",), "review", "decision maker"),
        T("decide", ("reviewed",), "decided", "decision maker"),
        T(
            "withdraw",
            ("draft", "submitted", "document_control", "more_information", "testing", "review", "reviewed"),
            "withdrawn",
            "vendor",
        ),
    ),
)

SURVEILLANCE = Machine(
    "surveillance",
    "open",
    (
        T("find", ("open", "findings"), "findings", "case officer"),
        T("close_without_findings", ("open",), "closed", "case officer"),
        T("propose_plan", ("findings", "plan_proposed"), "plan_proposed", "vendor"),
        T("return_plan", ("plan_proposed",), "findings", "case officer"),
        T("approve_plan", ("plan_proposed",), "plan_approved", "case officer"),
        T("start_work", ("plan_approved",), "correcting", "vendor"),
        T("report_corrected", ("plan_approved", "correcting"), "corrected", "vendor"),
        T("not_corrected", ("corrected",), "findings", "case officer"),
        T("close_corrected", ("corrected",), "closed", "case officer"),
        T(
            "close_unresolved",
            ("findings", "plan_proposed", "plan_approved", "correcting"),
            "closed",
            "case officer",
        ),
    ),
)

KIT_RUN = Machine(
    "kit_run",
    "queued",
    (
        T("begin", ("queued",), "running", "system"),
        T("ask", ("running",), "waiting", "system: people are to answer"),
        T("resume", ("waiting",), "queued", "who started it"),
        T("requeue", ("running",), "queued", "system: the worker was lost"),
        T("end", ("running",), "done", "system"),
        T("cancel", ("queued", "running", "waiting"), "cancelled", "who started it"),
    ),
)

ALL = (APPLICATION, SURVEILLANCE, KIT_RUN)
