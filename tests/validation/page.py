"""The page docs/validation.md: every target beside what the simulation gives."""

from collections.abc import Sequence
from pathlib import Path

from tests.validation.sample import Sample
from tests.validation.targets import Target, fits, shown

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"

HEAD = """# Validation

What the shipped scenarios must reproduce, and what they give. Written by `make validation`
(`python -m tests.validation`): baselines, seed 1.

- **How**: *set*, a parameter is this figure; *fitted*, a law was fitted to these data; *calibrated*, a
  parameter was moved until the simulation met it; *predicted*, nothing was moved for it.
- **Interval**: in which the source leaves the figure.
- **Simulated**: mean ± one standard error of the simulation (jackknife over replications).
- **Verdict**: in the interval, out of it, or ? where simulation noise leaves it open.

Hostile rates are those of the whole mission × 1.15, since staff in the capital dilute them. Every death
counted here was a person. The register is used in aggregate only, under CC BY-IGO.
"""

TABLE = """
## {title}

{replications} replications, {person_years:,.0f} person-years each.

| figure | wanted | interval | source | how | simulated | verdict |
|---|---|---|---|---|---|---|
{rows}
"""


def row(target: Target, s: Sample) -> str:
    """One line of a table."""
    value, error = target.simulated(s)
    numbers = [shown(x, target.digits) for x in (target.wanted, target.low, target.high)]
    came = f"{shown(value, target.digits)} ± {shown(error, target.digits + 1)}"
    cells = [
        target.name,
        numbers[0],
        f"{numbers[1]}–{numbers[2]}",
        target.source,
        target.how,
        came,
        fits(target, value, error),
    ]
    return f"| {' | '.join(cells)} |"


def table(title: str, targets: Sequence[Target], s: Sample) -> str:
    """All targets of one scenario."""
    return TABLE.format(
        title=title,
        replications=len(s.outcomes),
        person_years=s.person_years,
        rows="\n".join(row(target, s) for target in targets),
    )
