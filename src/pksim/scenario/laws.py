"""Laws of durations: a bare quantity, or a distribution such as {lognormal: {median: .., p90: ..}}.

A law is a family code and up to three numbers, ready for `pksim.engine` to take quantiles of.
Durations inside are minutes; shapes and sigmas have no unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from pksim.scenario import averages
from pksim.scenario.quantities import (
    QuantityError,
    parse,
    quantity_json_schema,
    shown,
    written,
)

# The codes of pksim.engine.distributions, repeated here because importing that module compiles;
# tests/scenario/test_laws.py holds the two lists together.
FIXED, UNIFORM, EXPONENTIAL, WEIBULL, LOGNORMAL, LOGLOGISTIC, TRIANGULAR, GAMMA, BETA = range(9)

NORMAL_90 = 1.2815515655446004  # standard normal quantile at 0.9
LOGISTIC_90 = math.log(9.0)  # standard logistic quantile at 0.9

_TIME, _PLAIN = "a duration", "a number"

# Family -> code and the ways to write it, each a tuple of the names of its parameters in order.
_FORMS: dict[str, tuple[int, tuple[tuple[str, ...], ...]]] = {
    "fixed": (FIXED, (("value",),)),
    "uniform": (UNIFORM, (("low", "high"),)),
    "exponential": (EXPONENTIAL, (("mean",),)),
    "weibull": (WEIBULL, (("scale", "shape"), ("median", "shape"))),
    "lognormal": (LOGNORMAL, (("median", "sigma"), ("median", "p90"), ("mean", "sd"))),
    "loglogistic": (LOGLOGISTIC, (("median", "shape"), ("median", "p90"))),
    "triangular": (TRIANGULAR, (("low", "mode", "high"),)),
    "gamma": (GAMMA, (("shape", "mean"),)),
    "beta": (BETA, (("a", "b", "scale"),)),
}
_NAMES = {code: name for name, (code, _) in _FORMS.items()}
FAMILIES = frozenset(_FORMS)
_UNITLESS = frozenset({"shape", "sigma", "a", "b"})
EXAMPLE = "write 45 min, or {lognormal: {median: 25 min, p90: 60 min}}"


@dataclass(frozen=True)
class Law:
    """A distribution of durations: family code and parameters, in minutes where they are times.

    FIXED(a) UNIFORM(a=low, b=high) EXPONENTIAL(a=mean) WEIBULL(a=scale, b=shape)
    LOGNORMAL(a=median, b=sigma) LOGLOGISTIC(a=median, b=shape) TRIANGULAR(a=low, b=mode, c=high)
    GAMMA(a=shape, b=mean) BETA(a, b, c=scale).
    """

    family: int
    a: float
    b: float = 0.0
    c: float = 0.0

    @property
    def name(self) -> str:
        """Name of the family, as written in scenarios."""
        return _NAMES[self.family]

    @property
    def mean(self) -> float:
        """Mean in minutes; infinite for a log-logistic law of shape 1 or less."""
        return averages.mean(self.family, self.a, self.b, self.c)

    @property
    def median(self) -> float:
        """Median in minutes."""
        return averages.median(self.family, self.a, self.b, self.c)

    def written(self) -> Any:
        """The canonical way to write this law; reading it gives the same law back."""
        if self.family == FIXED:
            return written(self.a, _TIME)
        names = _FORMS[self.name][1][0]
        pairs = zip(names, (self.a, self.b, self.c), strict=False)
        return {self.name: {key: _write(key, value) for key, value in pairs}}

    def __str__(self) -> str:
        inside = self.written()
        if isinstance(inside, str):
            return inside
        parts = inside[self.name].items()
        return f"{self.name}({', '.join(f'{key} {value}' for key, value in parts)})"

    @classmethod
    def read(cls, text: object) -> Law:
        """A law from what stands in a scenario."""
        if isinstance(text, Law):
            return text
        try:
            return _law(text)
        except QuantityError as error:
            raise PydanticCustomError("law", "{reason}", {"reason": str(error)}) from None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda law: law.written()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [quantity_json_schema(_TIME), *map(_form_schema, _FORMS)]}


def _with_mean(law: Law) -> Law:
    """A law of which a mean is reckoned with, so that there must be one."""
    if not math.isfinite(law.mean):
        raise PydanticCustomError(
            "law", "{reason}", {"reason": f"{law} has no mean; its shape must be above 1"}
        )
    return law


MeanLaw = Annotated[Law, AfterValidator(_with_mean)]
"""A law with a finite mean."""


def _write(key: str, value: float) -> str | float:
    return written(value, _PLAIN if key in _UNITLESS else _TIME)


def _law(text: object) -> Law:
    if not isinstance(text, dict):
        if isinstance(text, list):
            raise QuantityError(f"a list is not a duration or a law; {EXAMPLE}")
        return _checked(Law(FIXED, parse(text, _TIME)), text)
    if len(text) != 1:
        raise QuantityError(f"a law has exactly one family, here {len(text)} keys; {EXAMPLE}")
    name, inside = next(iter(text.items()))
    if name not in _FORMS:
        raise QuantityError(f"{shown(name)} is not a law; known: {', '.join(_FORMS)}")
    return _checked(_from_parameters(name, _parameters(name, inside)), text)


def _parameters(name: str, inside: object) -> dict[str, float]:
    """The parameters written, by name; a list gives them in order, one value the first."""
    if isinstance(inside, dict):
        pairs = list(inside.items())
    else:
        values = inside if isinstance(inside, list) else [inside]
        pairs = list(zip(_FORMS[name][1][0], values, strict=False))
        if len(values) != len(_FORMS[name][1][0]):
            raise QuantityError(f"{name} takes {_wanted(name)}")
    known = {key for form in _FORMS[name][1] for key in form}
    unknown = [str(key) for key, _ in pairs if key not in known]
    if unknown:
        raise QuantityError(f"{name} has no {unknown[0]!r}; it takes {_wanted(name)}")
    return {key: parse(value, _PLAIN if key in _UNITLESS else _TIME) for key, value in pairs}


def _wanted(name: str) -> str:
    return " or ".join(" and ".join(form) for form in _FORMS[name][1])


def _from_parameters(name: str, given: dict[str, float]) -> Law:
    code, forms = _FORMS[name]
    form = next((form for form in forms if set(form) == set(given)), None)
    if form is None:
        raise QuantityError(f"{name} takes {_wanted(name)}, here {' and '.join(given) or 'none'}")
    values = [given[key] for key in form]
    if form != forms[0]:
        values = _converted(name, form, values[0], values[1])
    return Law(code, *values)


def _converted(name: str, form: tuple[str, ...], median: float, other: float) -> list[float]:
    """Median and 90 % quantile (or median and shape) turned into the first form of the family."""
    if form == ("mean", "sd"):
        return _of_mean_and_sd(median, other)
    if name == "weibull":
        if other <= 0:
            raise QuantityError("the shape of a Weibull law must be above 0")
        return [median / math.log(2.0) ** (1.0 / other), other]
    if not 0 < median < other:
        raise QuantityError(f"{name}: p90 must be above the median, and the median above 0")
    spread = math.log(other / median)
    return [median, spread / NORMAL_90 if name == "lognormal" else LOGISTIC_90 / spread]


def _of_mean_and_sd(mean: float, sd: float) -> list[float]:
    """Median and sigma of a log-normal law by its moments."""
    if mean <= 0 or sd <= 0:
        raise QuantityError("lognormal: mean and sd must be above 0")
    variance = math.log1p((sd / mean) ** 2)
    return [mean * math.exp(-variance / 2), math.sqrt(variance)]


def _checked(law: Law, text: object) -> Law:
    if law.family in (FIXED, UNIFORM, TRIANGULAR):
        bounds = (law.a, law.b, law.c)[: {FIXED: 1, UNIFORM: 2, TRIANGULAR: 3}[law.family]]
        if bounds[0] < 0:
            raise QuantityError(f"{shown(text)}: a duration cannot be negative")
        if list(bounds) != sorted(bounds) or (len(bounds) > 1 and bounds[0] == bounds[-1]):
            raise QuantityError(f"{law.name}: the bounds must rise, here {law}")
        return law
    if min((law.a, law.b, law.c)[: len(_FORMS[law.name][1][0])]) <= 0:
        raise QuantityError(f"{law.name}: every parameter must be above 0, here {law}")
    return law


def _form_schema(name: str) -> dict[str, Any]:
    """JSON Schema of one family: a mapping of its parameters, or a list of them in order."""
    forms = _FORMS[name][1]
    items = {
        key: quantity_json_schema(_PLAIN if key in _UNITLESS else _TIME)
        for form in forms
        for key in form
    }
    first = [items[key] for key in forms[0]]
    listed = {
        "type": "array",
        "prefixItems": first,
        "minItems": len(first),
        "maxItems": len(first),
    }
    mapping = {
        "type": "object",
        "properties": items,
        "additionalProperties": False,
        "anyOf": [{"required": list(form)} for form in forms],
    }
    choices = [mapping, listed] if len(first) > 1 else [mapping, first[0]]
    return {
        "type": "object",
        "properties": {name: {"anyOf": choices}},
        "required": [name],
        "additionalProperties": False,
    }
