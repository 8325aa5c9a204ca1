"""The few special functions that samplers invert, compiled, in plain arithmetic.

Written here because compiled processes cannot call scipy, and because a library's version must not
move a result. Accuracy against scipy is stated and checked in tests/engine/test_distributions.py.
"""

import math

from pksim.engine.process import formula

__all__ = [
    "binomial_term",
    "incomplete_beta",
    "incomplete_gamma",
    "normal_quantile",
    "poisson_term",
]

TWO_PI = 2.0 * math.pi
HALF_LOG_TWO_PI = 0.5 * math.log(TWO_PI)
SMALLEST = 1e-300
"""Keeps Lentz's continued fractions away from division by zero."""
PRECISION = 1e-16
MOST_TERMS = 1_000_000
"""Series and fractions need about the root of their parameter; this only bounds what went wrong."""


@formula
def normal_quantile(u: float) -> float:
    """Standard normal quantile, relative error about 1e-16.

    M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        upper = 2.5090809287301226727e3
        upper = upper * r + 3.3430575583588128105e4
        upper = upper * r + 6.7265770927008700853e4
        upper = upper * r + 4.5921953931549871457e4
        upper = upper * r + 1.3731693765509461125e4
        upper = upper * r + 1.9715909503065514427e3
        upper = upper * r + 1.3314166789178437745e2
        upper = upper * r + 3.3871328727963666080e0
        lower = 5.2264952788528545610e3
        lower = lower * r + 2.8729085735721942674e4
        lower = lower * r + 3.9307895800092710610e4
        lower = lower * r + 2.1213794301586595867e4
        lower = lower * r + 5.3941960214247511077e3
        lower = lower * r + 6.8718700749205790830e2
        lower = lower * r + 4.2313330701600911252e1
        lower = lower * r + 1.0
        return q * upper / lower
    tail = u if q < 0.0 else 1.0 - u
    z = _far_normal_quantile(math.sqrt(-math.log(tail)))
    return -z if q < 0.0 else z


@formula
def _far_normal_quantile(r: float) -> float:
    """AS 241 outside the middle: the size of the quantile whose tail probability is exp(-r * r)."""
    if r <= 5.0:
        r = r - 1.6
        upper = 7.74545014278341407640e-4
        upper = upper * r + 2.27238449892691845833e-2
        upper = upper * r + 2.41780725177450611770e-1
        upper = upper * r + 1.27045825245236838258e0
        upper = upper * r + 3.64784832476320460504e0
        upper = upper * r + 5.76949722146069140550e0
        upper = upper * r + 4.63033784615654529590e0
        upper = upper * r + 1.42343711074968357734e0
        lower = 1.05075007164441684324e-9
        lower = lower * r + 5.47593808499534494600e-4
        lower = lower * r + 1.51986665636164571966e-2
        lower = lower * r + 1.48103976427480074590e-1
        lower = lower * r + 6.89767334985100004550e-1
        lower = lower * r + 1.67638483018380384940e0
        lower = lower * r + 2.05319162663775882187e0
        lower = lower * r + 1.0
        return upper / lower
    r = r - 5.0
    upper = 2.01033439929228813265e-7
    upper = upper * r + 2.71155556874348757815e-5
    upper = upper * r + 1.24266094738807843860e-3
    upper = upper * r + 2.65321895265761230930e-2
    upper = upper * r + 2.96560571828504891230e-1
    upper = upper * r + 1.78482653991729133580e0
    upper = upper * r + 5.46378491116411436990e0
    upper = upper * r + 6.65790464350110377720e0
    lower = 2.04426310338993978564e-15
    lower = lower * r + 1.42151175831644588870e-7
    lower = lower * r + 1.84631831751005468180e-5
    lower = lower * r + 7.86869131145613259100e-4
    lower = lower * r + 1.48753612908506148525e-2
    lower = lower * r + 1.36929880922735805310e-1
    lower = lower * r + 5.99832206555887937690e-1
    lower = lower * r + 1.0
    return upper / lower


@formula
def stirling_error(x: float) -> float:
    """What log Γ(x + 1) is above Stirling's (x + ½) log x - x + ½ log 2π, for x > 0.

    From x = 15 on by the asymptotic series (error below 1e-16); below by stepping up to it.
    """
    n = x
    product = 1.0
    while n < 15.0:
        n += 1.0
        product *= n
    r = 1.0 / (n * n)
    series = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - r / 1188) * r) * r) * r) / n
    if n == x:
        return series
    stepped = (n + 0.5) * math.log(n) - n - (x + 0.5) * math.log(x) + x
    return series + stepped - math.log(product)


@formula
def log_gamma_plus_one(x: float) -> float:
    """Logarithm of Γ(x + 1), for x > 0."""
    return stirling_error(x) + (x + 0.5) * math.log(x) - x + HALF_LOG_TWO_PI


@formula
def deviance(x: float, mean: float) -> float:
    """Half a Poisson deviance, x log(x / mean) + mean - x, without cancellation; x, mean > 0.

    C. Loader, "Fast and accurate computation of binomial probabilities" (2000), function bd0.
    """
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * math.log(x / mean) + mean - x
    v = (x - mean) / (x + mean)
    total = (x - mean) * v
    term = 2.0 * x * v
    v = v * v
    odd = 3.0
    while True:
        term *= v
        larger = total + term / odd
        if larger == total:
            return total
        total = larger
        odd += 2.0


@formula
def poisson_term(x: float, mean: float) -> float:
    """Poisson probability mean**x exp(-mean) / Γ(x + 1), for real x >= 0 and mean > 0."""
    if x == 0.0:
        return math.exp(-mean)
    return math.exp(-stirling_error(x) - deviance(x, mean)) / math.sqrt(TWO_PI * x)


@formula
def binomial_term(x: float, n: float, p: float, q: float) -> float:
    """Binomial term (n over x) p**x q**(n-x) for real 0 < x < n, with q = 1 - p given apart."""
    rest = n - x
    error = stirling_error(n) - stirling_error(x) - stirling_error(rest)
    exponent = error - deviance(x, n * p) - deviance(rest, n * q)
    return math.exp(exponent) * math.sqrt(n / (TWO_PI * x * rest))


@formula
def incomplete_gamma(a: float, x: float) -> tuple[float, float, float]:
    """The regularised incomplete gamma functions P(a, x) and Q(a, x), and x dP/dx; a > 0, x >= 0.

    By the series below a + 1 and Lentz's continued fraction above; the smaller of the two is
    accurate to about 1e-13 of itself (1e-11 for a below .001, where Q comes by subtraction).
    """
    if x <= 0.0:
        return 0.0, 1.0, 0.0
    front = poisson_term(a, x)
    if x < a + 1.0:
        term = 1.0
        total = 1.0
        for n in range(1, MOST_TERMS):
            term *= x / (a + n)
            total += term
            if term < PRECISION * total:
                break
        p = min(front * total, 1.0)
        return p, 1.0 - p, a * front
    b = x + 1.0 - a
    c = 1.0 / SMALLEST
    d = 1.0 / b
    h = d
    for n in range(1, MOST_TERMS):
        step = n * (a - n)
        b += 2.0
        d = step * d + b
        d = 1.0 / (d if abs(d) > SMALLEST else SMALLEST)
        c = b + step / c
        c = c if abs(c) > SMALLEST else SMALLEST
        h *= d * c
        if abs(d * c - 1.0) < 4.0 * PRECISION:
            break
    upper = min(a * front * h, 1.0)
    return 1.0 - upper, upper, a * front


@formula
def incomplete_beta(a: float, b: float, x: float, y: float) -> tuple[float, float, float]:
    """The regularised incomplete beta function I, its complement, and x y dI/dx; a, b > 0.

    `y` is 1 - x, given apart so that nothing is lost where x is near 1. Lentz's continued fraction
    on the side where it converges fast; the smaller of the two results is accurate to about 1e-12.
    """
    if x <= 0.0:
        return 0.0, 1.0, 0.0
    if y <= 0.0:
        return 1.0, 0.0, 0.0
    front = binomial_term(a, a + b, x, y) * a * b / (a + b)
    if x * (a + b + 2.0) < a + 1.0:
        lower = min(front / a * _beta_fraction(a, b, x), 1.0)
        return lower, 1.0 - lower, front
    upper = min(front / b * _beta_fraction(b, a, y), 1.0)
    return 1.0 - upper, upper, front


@formula
def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of I_x(a, b), x below about its mean (DLMF 8.17.22)."""
    c = 1.0
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > SMALLEST else SMALLEST)
    h = d
    for m in range(1, MOST_TERMS):
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        d = 1.0 + even * d
        d = 1.0 / (d if abs(d) > SMALLEST else SMALLEST)
        c = 1.0 + even / c
        c = c if abs(c) > SMALLEST else SMALLEST
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        d = 1.0 + odd * d
        d = 1.0 / (d if abs(d) > SMALLEST else SMALLEST)
        c = 1.0 + odd / c
        c = c if abs(c) > SMALLEST else SMALLEST
        h *= d * c
        if abs(d * c - 1.0) < 4.0 * PRECISION:
            break
    return h
