"""Tell those who asked for access that there is an answer. They are not people of the system, so it is done here."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from helsetek.common import clock
from helsetek.records.models import DisclosureRequest

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5


def send_answers() -> int:
    """Send the e-mails that are due, each at least once. Done by the worker; gives how many went out."""
    due = DisclosureRequest.objects.filter(
        mail_due_at__lte=clock.now(), mailed_at__isnull=True, mail_attempts__lt=MOST_ATTEMPTS
    ).exclude(email="")
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:50]))


@transaction.atomic
def _send(pk: int) -> int:
    request = DisclosureRequest.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if request is None or request.mailed_at is not None or not request.email:
        return 0
    try:
        _message(request).send()
    except OSError:
        log.warning("an answer to a request for access could not be sent and will be tried again")
        request.mail_attempts += 1
        request.mail_due_at = clock.now() + timedelta(minutes=10 * request.mail_attempts)
        request.save(update_fields=["mail_attempts", "mail_due_at"])
        return 0
    request.mailed_at = clock.now()
    request.save(update_fields=["mailed_at"])
    return 1


def _message(request: DisclosureRequest) -> EmailMessage:
    template = get_template("records/notices/answer.txt")
    with translation.override(request.language):
        address = f"{settings.SITE_ADDRESS}/innsyn/krav/{request.code}/"
        text = template.template.render(  # type: ignore[attr-defined]
            Context({"request": request, "address": address}, autoescape=False)
        )
    subject, _newline, body = str(text).strip().partition("\n")
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[request.email])
