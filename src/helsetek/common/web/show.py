"""How sums, instants, days and numbers are written for people. The template filters of ``ui`` are these functions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import dateformat
from django.utils.translation import get_language, gettext, pgettext

from helsetek.common import money
from helsetek.common.clock import OSLO

NOTHING = "–"
_HARD_SPACE = "\u00a0"


def kroner(ore: int | None) -> str:
    """«1 234 567 kr»; a dash for nothing."""
    return NOTHING if ore is None else money.show(ore)


def millions(ore: int | None) -> str:
    """«2,3 mill. kr» for headlines and charts; one decimal, rounded half up."""
    if ore is None:
        return NOTHING
    rounded = (money.nok(ore) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return gettext("%(amount)s million kr").replace(" ", _HARD_SPACE) % {"amount": decimal(rounded)}


def decimal(number: Decimal | float, places: int | None = None) -> str:
    """«1 234,5»: grouped by hard spaces, with a comma (a point in English)."""
    text = f"{number:,}" if places is None else f"{number:,.{places}f}"
    whole, _, rest = text.partition(".")
    if places is None:
        rest = rest.rstrip("0")
    comma = "." if (get_language() or "").startswith("en") else ","
    return whole.replace(",", _HARD_SPACE).replace("-", "−") + (comma + rest if rest else "")


def number(value: float | None) -> str:
    """A count or a measure, grouped: «1 234 567»."""
    return NOTHING if value is None else decimal(value)


def percent(share: float | Decimal | None, places: int = 0) -> str:
    """A share of 1 as «42 %»."""
    return NOTHING if share is None else f"{decimal(Decimal(str(share)) * 100, places)}{_HARD_SPACE}%"


def instant(when: datetime | None, style: str = "") -> str:
    """«15. januar 2024 kl. 12.00» in Norwegian time; ``short``: «15.01.2024 12.00»."""
    if when is None:
        return NOTHING
    local = when.astimezone(OSLO)
    clock_face = clock_time(local)
    if style == "short":
        return f"{local:%d.%m.%Y}{_HARD_SPACE}{clock_face}"
    return _day_and_time(local, clock_face)


def _day_and_time(local: date, clock_face: str) -> str:
    """A line may break between the day and the time, and nowhere else."""
    words = pgettext("a day and a time of day", "%(day)s at %(time)s").replace(" ", _HARD_SPACE)
    return words.replace(f"%(day)s{_HARD_SPACE}", "%(day)s ") % {"day": day(local), "time": clock_face}


def deadline(when: datetime | date | None) -> str:
    """A moment something must be done before: midnight is told by the day that ends («30. november 2026 kl. 24.00»)."""
    if isinstance(when, datetime) and clock_time(when) == "00.00":
        return _day_and_time(when.astimezone(OSLO).date() - timedelta(days=1), "24.00")
    return moment(when)


def day(when: date | None, style: str = "") -> str:
    """«15. januar 2024»; ``short``: «15.01.2024». An instant gives its day in Norway."""
    if when is None:
        return NOTHING
    local = when.astimezone(OSLO) if isinstance(when, datetime) and when.tzinfo else when
    if style == "short":
        return f"{local:%d.%m.%Y}"
    pattern = "j F Y" if (get_language() or "").startswith("en") else "j. F Y"
    return dateformat.format(local, pattern).replace(" ", _HARD_SPACE)


def moment(when: datetime | date | None, style: str = "") -> str:
    """An instant with its time, a day without."""
    return instant(when, style) if isinstance(when, datetime) else day(when, style)


def clock_time(when: datetime | None) -> str:
    """«12.00» in Norwegian time."""
    return NOTHING if when is None else f"{when.astimezone(OSLO):%H.%M}"


def machine_time(when: datetime | date) -> str:
    """For the ``datetime`` attribute of a time element."""
    return (
        when.astimezone(OSLO).isoformat(timespec="minutes")
        if isinstance(when, datetime)
        else when.isoformat()
    )


def file_size(octets: int) -> str:
    """«820 kB», «1,2 MB»."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000)) if octets else 0}{_HARD_SPACE}kB"
    return f"{decimal(octets / 1_000_000, 1)}{_HARD_SPACE}MB"
