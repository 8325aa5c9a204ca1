"""Numbers as text: never more digits than their error supports."""

from __future__ import annotations

import math

from pksim.statistics import Estimate

NOT_KNOWN = "–"


def decimals(error: float) -> int:
    """Decimals that a half-width or standard error supports; negative rounds to tens, hundreds.

    One digit of the error is kept, two where it begins with a 1: 0.13 and 0.4 but not 0.43.
    """
    if not math.isfinite(error) or error <= 0.0:
        return 2
    exponent = math.floor(math.log10(error))
    leading = error / 10.0**exponent
    return max(-6, min(6, -exponent + (1 if leading < 1.95 else 0)))


def plain(value: float, places: int) -> str:
    """A number with thousands separators; ``places`` may be negative. A true minus sign."""
    if not math.isfinite(value):
        return NOT_KNOWN
    rounded = round(value, places)
    text = f"{rounded:,.{max(0, places)}f}"
    if rounded == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def signed(value: float, places: int) -> str:
    """As :func:`plain`, with a plus sign where it is above zero."""
    text = plain(value, places)
    return f"+{text}" if round(value, places) > 0.0 and math.isfinite(value) else text


def level(estimate: Estimate, scale: float = 1.0) -> str:
    """A mean with its interval, as ``12.3 (11.9–12.7)``; the mean alone where nothing varied.

    Where too few values were not zero for an interval, that is said instead of it.
    """
    if not estimate.enough and estimate.mean:
        return f"{_one_figure(estimate.mean * scale)} (too few events)"
    mean, low, high = estimate.mean * scale, estimate.low * scale, estimate.high * scale
    if not (math.isfinite(low) and math.isfinite(high)):
        return plain(mean, 1)
    if low == high:
        return plain(mean, 0 if mean == round(mean) else 2)
    places = decimals((high - low) / 2.0)
    dash = "–" if low >= 0.0 else " to "
    return f"{plain(mean, places)} ({plain(low, places)}{dash}{plain(high, places)})"


def _one_figure(value: float) -> str:
    return plain(value, -math.floor(math.log10(abs(value))))


def bare(estimate: Estimate, scale: float = 1.0) -> str:
    """The mean alone, in the digits that its interval supports."""
    half = estimate.half_width * scale
    if half == 0.0 or not math.isfinite(half):
        return level(estimate, scale)
    return plain(estimate.mean * scale, decimals(half))


def gap_decimals(low: float, high: float) -> int:
    """Decimals for an interval of a difference: an end that is not zero must not read as zero."""
    places = decimals((high - low) / 2.0)
    most = places + 2
    while low * high > 0.0 and places < most and round(min(abs(low), abs(high)), places) == 0.0:
        places += 1
    return places


def between(low: float, high: float, places: int) -> str:
    """The two ends of an interval."""
    return f"{plain(low, places)} to {plain(high, places)}"


def difference(mean: float, low: float, high: float) -> str:
    """A signed difference with its interval."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return signed(mean, 1)
    places = gap_decimals(low, high)
    ends = f"{signed(low, places)} to {signed(high, places)}"
    return f"{signed(mean, places)} ({ends})"


def percent(estimate: Estimate | None) -> str:
    """A share in per cent, rounded as its interval supports; ``–`` where nothing was counted."""
    if estimate is None or not math.isfinite(estimate.mean):
        return NOT_KNOWN
    half = estimate.half_width * 100.0
    places = max(0, min(1, decimals(half))) if math.isfinite(half) else 0
    if half == 0.0:
        places = 0
    return f"{plain(estimate.mean * 100.0, places)} %"


def money(usd: float, error: float = math.nan) -> str:
    """USD as people say it: ``7.0 M``, ``350 k``, ``0``; two figures, or as the error allows."""
    if not math.isfinite(usd):
        return NOT_KNOWN
    if round(usd) == 0:
        return "0"
    for size, letter in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(usd) >= 0.9995 * size:
            value = usd / size
            first = -math.floor(math.log10(abs(value)))  # decimals that leave one figure
            places = max(0, first + 1)
            if math.isfinite(error) and error > 0.0:
                places = max(first, min(places, decimals(error / size)))
            return f"{plain(value, places)}{letter}"
    return plain(usd, 0)


def about(count: int) -> str:
    """A whole number to two figures, rounded up: a promise of effort is no measurement."""
    if count < 100:
        return str(count)
    step = 10 ** (len(str(count)) - 2)
    return f"{math.ceil(count / step) * step:,}"


def period(minutes: float) -> str:
    """A horizon in days, or hours where it is short."""
    days = minutes / 1440.0
    if days < 2.0:
        return f"{minutes / 60.0:g} hours"
    return f"{days:g} days"
