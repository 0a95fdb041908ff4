"""Form fields for sums, days, instants and files, with errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from helsetek.common import instants, money
from helsetek.common.clock import OSLO

from .show import file_size, kroner

# A year outside these bounds is a slip of the finger.
_YEARS = range(1990, 2100)
_DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"]
_TIME_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]


class MoneyInput(forms.TextInput):
    """A sum of kroner: digits to the right, «kr» after."""

    template_name = "common/forms/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "size": "14", **(attrs or {})})


class MoneyField(forms.Field):
    """A sum typed in kroner, read as a whole number of øre (int). Refuses negative and absurd sums.

    ``min_ore`` and ``max_ore`` are bounds in øre; zero is allowed unless ``min_ore`` says otherwise.
    """

    widget = MoneyInput

    def __init__(self, *, min_ore: int = 0, max_ore: int = money.LARGEST_ORE, **options: Any) -> None:
        super().__init__(**options)
        self.min_ore, self.max_ore = min_ore, max_ore

    def to_python(self, value: Any) -> int | None:
        if value is None or value in self.empty_values or not str(value).strip():
            return None
        try:
            return money.parse(str(value)[:60])
        except money.NotMoney as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.min_ore:
            raise ValidationError(
                _("The sum must be at least %(least)s."),
                code="too_small",
                params={"least": kroner(self.min_ore)},
            )
        if value > self.max_ore:
            raise ValidationError(
                _("The sum can be at most %(most)s."), code="too_large", params={"most": kroner(self.max_ore)}
            )

    def prepare_value(self, value: Any) -> Any:
        return kroner(value).removesuffix("\u00a0kr") if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DayField(forms.DateField):
    """A calendar day. Reads what browsers send and «15.1.2024»."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", _DAY_FORMATS)
        options.setdefault("error_messages", {})
        options["error_messages"].setdefault(
            "invalid", _("Write the date as day, month and year, for example 15.01.2024.")
        )
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, date) and value.year not in _YEARS:
            raise ValidationError(_("Check the year: %(year)s cannot be right."), params={"year": value.year})


class InstantInput(forms.MultiWidget):
    """A day and a time of day, side by side."""

    template_name = "common/forms/widgets/instant.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets = (DayInput({"aria-label": _("Date")}), TimeInput({"aria-label": _("Time")}))
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, datetime):
            return [None, None]
        local = value.astimezone(OSLO)
        return [local.date(), local.time().replace(microsecond=0)]


class InstantField(forms.MultiValueField):
    """A local date and time in Norway, read as an instant (aware, UTC).

    Refuses the times that do not exist, or exist twice, in the nights when the clocks are changed.
    """

    widget = InstantInput

    def __init__(self, **options: Any) -> None:
        required = options.get("required", True)
        fields = (
            DayField(required=required),
            forms.TimeField(
                required=required,
                input_formats=_TIME_FORMATS,
                error_messages={"invalid": _("Write the time as hours and minutes, for example 12.00.")},
            ),
        )
        super().__init__(fields, require_all_fields=True, **options)

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list or data_list[0] in self.empty_values:
            return None
        if data_list[1] in self.empty_values:
            raise ValidationError(_("Give the time of day as well."), code="incomplete")
        return _instant(data_list[0], data_list[1])


def _instant(day: date, at: time) -> datetime:
    wanted = datetime.combine(day, at)
    try:
        return instants.local_instant(wanted)
    except instants.NoSuchTime as error:
        there_and_back = wanted.replace(tzinfo=OSLO).astimezone(UTC).astimezone(OSLO)
        skipped = there_and_back.replace(tzinfo=None) != wanted
        raise ValidationError(_SKIPPED if skipped else _TWICE, code="clocks_change") from error


_SKIPPED = _(
    "This time does not exist: the clocks go forward that night. Choose a time before 02.00 or from 03.00."
)
_TWICE = _("This time comes twice: the clocks go back that night. Choose a time before 02.00 or from 03.00.")


class UploadField(forms.FileField):
    """One file, limited in size (octets) and kind (endings of the name, without the dot).

    Which kinds are taken is said where files are stored and looked into (``casework.rules.files``), and only there.
    """

    widget = forms.FileInput

    def __init__(self, *, endings: Iterable[str], max_size: int = 20_000_000, **options: Any) -> None:
        self.max_size, self.endings = max_size, tuple(endings)
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(f".{ending}" for ending in self.endings)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            self._check(file)
        return file

    def _check(self, file: UploadedFile) -> None:
        ending = PurePath(file.name or "").suffix.lower().lstrip(".")
        if ending not in self.endings:
            raise ValidationError(
                _("This kind of file cannot be received. Choose one of these: %(kinds)s."),
                code="kind",
                params={"kinds": ", ".join(self.endings)},
            )
        if (file.size or 0) > self.max_size:
            raise ValidationError(
                _("The file is too large (%(size)s). The limit is %(limit)s."),
                code="too_large",
                params={"size": file_size(file.size or 0), "limit": file_size(self.max_size)},
            )
