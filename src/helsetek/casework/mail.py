"""Mail into a folder, for the demonstration and for tests: one file for each mail, named by its Message-ID.

A mail that is sent twice is the same file, as a receiver that knows Message-IDs would see it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from helsetek.common.hashing import sha256


class FolderBackend(BaseEmailBackend):
    """Writes to ``EMAIL_FILE_PATH``; the files open in any mail program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = [mail for mail in email_messages if mail.recipients()]
        for mail in sent:
            self._write(mail)
        return len(sent)

    def _write(self, mail: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = mail.message()
        path = self.folder / f"{sha256(str(message['Message-ID']))[:24]}.eml"
        aside = path.with_suffix(f".{os.getpid()}.part")
        aside.write_bytes(message.as_bytes())
        aside.replace(path)
