"""The part of docs/validation.md about outbreaks: what was fitted, what came out, what misses."""

from __future__ import annotations

from tests.validation.outbreaks import MISSIONS, QUARANTINED, REPLICATIONS, SHIPS
from tests.validation.strategies import CLIFFORD, NEWCOMERS, STRATEGIES, stopped

HEAD = f"""
## Outbreaks of COVID-19

{REPLICATIONS} simulated outbreaks each (`scenarios/outbreaks`); on ships, those of them that infected one in a hundred or
more, since what dies out is not told of. *In* means that what happened lies among nine of ten simulated outbreaks;
where it is a number of a known number of cases, binomial luck is counted with it.

- **Fitted**: r0 in closed communities, to one figure: the median outbreak on the Roosevelt is as large as the one that
  took place, if three were infected in port and measures leave 15 to 25 % of contacts from 4 April on (assumptions).
  r0 stands for all of these: *what if* says how much.
- **Held**: that r0 on the other ship and for recruits; stages, shares by age and sensitivity of tests (Covasim,
  Kucirka and others); superspreading; who meets whom. Infectious time is that of cases without symptoms, for all.
- **Calibrated** for one scenario each: the share of recruits infected at home, and the gate of the UN missions.
- **Predicted**: nothing was moved for it.
"""

TABLE = """
### {title}

| figure | seen | source | how | simulated median | 9 of 10 outbreaks | verdict |
|---|---|---|---|---|---|---|
{lines}
"""

NEWCOMERS_HEAD = f"""
### Quarantine of newcomers

What a strategy stops of infectious newcomers who are let out without it, as another simulation has it
({CLIFFORD}), and pksim with its own laws and that source's assumptions that everybody complies and that those with symptoms keep
apart: {8 * NEWCOMERS:,} infected newcomers each. Beside it what is stopped of those whom they infect.

| strategy | source, % | pksim, % of infectious newcomers | % of those whom they infect | verdict |
|---|---|---|---|---|
"""


def newcomers_table() -> str:
    """What quarantine stops."""
    lines = []
    for name, arrival, test, low, high, seen in STRATEGIES:
        people, infections = stopped(arrival, test)
        verdict = "in" if low <= people <= high else "out"
        lines.append(
            f"| {name} | {seen} | {100 * people:.1f} | {100 * infections:.1f} | {verdict} |"
        )
    return NEWCOMERS_HEAD + "\n".join(lines) + "\n"


def outbreak_tables() -> str:
    """The part of the page about outbreaks."""
    tables = [
        TABLE.format(title=title, lines="\n".join(row.line() for row in rows))
        for title, rows in {**SHIPS, **QUARANTINED, **MISSIONS}.items()
    ]
    return HEAD + "".join(tables) + newcomers_table() + TAIL


TAIL = """
**What misses, and is left so.**

- *Symptoms.* Of those found on the Roosevelt 45 % never had symptoms, on the Charles de Gaulle 13 %, where crews were
  of like age; the shares by age give 37 to 38 % for both. No share by age fits both ships; perhaps symptoms were not
  asked for alike. On the Roosevelt 77 % had none when tested, here 64 %.
- *Severity.* Four were critical on the Roosevelt where one is expected, and half as many again needed oxygen on the
  Charles de Gaulle as are expected. Four cases do not say by how much the share for critical illness is too low.
- *Deaths in UN missions.* 18 known deaths in 1,049 known cases are 1.7 %; the shares by age give three in ten
  thousand infections, and most cases were never known, so one or two deaths in all are expected where 18 were
  known and uniformed people had 19 more than usual. Known deaths count civilians, who are older; that excess does not.
  To give it, nearly everybody would have to be infected. Either illness took more of those it reached than these
  shares say, for want of care among other things, or not all of the excess was this infection: deaths from COVID-19
  in the scenarios may be **up to ten times too few**, and what measures against it avert with them.
- *Recruits.* A third of those who were found in the two weeks are expected. With half instead of four in five keeping
  to quarantine, which is the lower end of its range, the number comes out: quarantine by trust is less good than
  0.8 and 0.1.
- *Fourteen days* lie at the lower end of their range. Infectious time does not depend on severity here: eight days in
  the mean, as Covasim has it without symptoms. That law was chosen with this figure in view: with the 9.1 of mild cases
  fourteen days stop 96 %.

The size of an outbreak is nearly free: a few infected in port, or a week of measures, change it by half or twofold. So
only its law and its order are checked: the Charles de Gaulle lies below the median of what the r0 of the Roosevelt
predicts for it, and well within.
"""
