"""One outbreak in a closed camp of 4,800 people: final sizes and person-days a second.

Everybody meets everybody alike. Cases come at day 0, all of them newly infected; a person infected
is first latent, then infectious, then immune for good; nobody dies, falls ill, is tested, or comes
or leaves. The run ends well after the outbreak (`Outbreak.days`).

The same for all contenders: the people, the cases, the laws of latent and infectious periods
(log-normal, by mean and standard deviation), the contacts a day, the chance that one contact
infects, and so the basic reproduction number. What differs:

- The peers go day by day, pksim in continuous time. Whom an infected person would infect depends on
  how long that person is infectious and hardly on when, so a time step does not bias a final size
  provided that it counts the days of an infectious period rightly. Both peers do so behind a latent
  period of a day or more: a period of five days is five steps with contacts. (Without one, as in
  Starsim's SIR, a period of five days has but four such steps: a basic reproduction number of 2
  becomes 1.6.) Hence an outbreak with a latent period, and a step of a day, the only one that
  Covasim knows.
- Periods are whole days in the peers, the nearest ones, as Covasim documents its own. This keeps
  their means, and makes a standard deviation of 1 day one of 1.04.
- Contacts are drawn afresh each day: in Starsim 5 chosen by each person, and as many as choose that
  person, 10 in the mean; in Covasim the chosen ones are Poisson too. pksim draws times of contacts.
- Starsim's other way of mixing, a pool, takes the chance of infection in a day to be proportional
  to the contacts with infectious people, which overstates it while many are infectious: its
  outbreaks are 1 to 2 % too large. It is measured for speed, as the faster, and not for size.
- Covasim carries everybody's prognosis, severity, antibodies and tests along. Symptoms are switched
  off (`rel_symp_prob`), ages do not count (`prog_by_age`), people do not differ in how infectious
  they are (`beta_dist`) nor over time (`viral_dist`), immunity lasts (`use_waning`).

Both peers run as fast as they can be told to: without common random numbers, which makes Starsim
2.5 times as fast (pksim always keeps draws apart by person), and Starsim without its table of the
population by day, which Covasim needs.

Two references need no simulator: the final-size equation (`final_size`, `extinction`) and Sellke's
construction (`exact_outbreaks`), which draws final sizes of the continuous-time outbreak exactly.
"""

import importlib.util
import math
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.measure import Contender, Figure, interleave, ratio, spread

SCENARIO = Path(__file__).parents[1] / "scenarios" / "outbreaks" / "closed-camp.yaml"
SEED = 1

Sizes = np.ndarray[tuple[int], np.dtype[np.int64]]
"""People ever infected, the first cases among them, one entry a run."""


@dataclass(frozen=True)
class Period:
    """A log-normal law of days.

    Attributes:
        mean: Its mean in days.
        sd: Its standard deviation in days.
    """

    mean: float
    sd: float

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.sqrt(math.log1p((self.sd / self.mean) ** 2))

    @property
    def median(self) -> float:
        """Median in days."""
        return self.mean * math.exp(-(self.sigma**2) / 2.0)


@dataclass(frozen=True)
class Outbreak:
    """What all contenders simulate.

    Attributes:
        people: In the camp, the first cases among them.
        cases: Infected at day 0.
        days: How long a run is.
        reproduction: People whom one case infects among susceptible people only, in the mean.
        contacts: Of one person with others, a day, in the mean.
        latent: From being infected to being infectious.
        infectious: From then to recovery.
    """

    people: int = 4800
    cases: int = 10
    days: int = 150
    reproduction: float = 2.0
    contacts: int = 10
    latent: Period = Period(3.0, 1.0)
    infectious: Period = Period(5.0, 1.0)

    @property
    def a_contact(self) -> float:
        """Chance that a contact of an infectious with a susceptible person infects."""
        return self.reproduction / (self.contacts * self.infectious.mean)

    @property
    def person_days(self) -> int:
        """Person-days of one run."""
        return self.people * self.days


MANY_CASES = Outbreak()
"""Practically never dies out early: the final size is nearly normal."""
ONE_CASE = Outbreak(cases=1, days=200)
"""Dies out early once in five: the final size has two humps."""


# ---------------------------------------------------------------------------- references


def final_size(outbreak: Outbreak = MANY_CASES) -> float:
    """People ever infected in a large outbreak, by the final-size equation.

    Each of those susceptible at first escapes all contacts with the ever infected with probability
    exp(-R0 x ever infected / people): z = 1 - exp(-R0 z), but for the first cases.
    """
    susceptible = outbreak.people - outbreak.cases
    infected = float(outbreak.people)
    for _ in range(1000):
        escaped = math.exp(-outbreak.reproduction * infected / outbreak.people)
        infected = outbreak.cases + susceptible * (1.0 - escaped)
    return infected


def extinction(outbreak: Outbreak = MANY_CASES) -> float:
    """Probability that an outbreak stays small, by the branching process that it begins as.

    A case infects a Poisson number of others whose mean goes with its infectious period, so the
    line of one case dies out with q = E exp(-R0 (1 - q) period / its mean).
    """
    law = outbreak.infectious
    periods = stats.lognorm.ppf((np.arange(10_000) + 0.5) / 10_000, law.sigma, scale=law.median)
    alone = 0.0
    for _ in range(1000):
        alone = float(
            np.exp(-outbreak.reproduction * (1.0 - alone) * periods / periods.mean()).mean()
        )
    return alone**outbreak.cases


def exact_outbreaks(n_runs: int, seed: int, outbreak: Outbreak = MANY_CASES) -> Sizes:
    """Final sizes of the outbreak in continuous time, by Sellke's construction.

    Every susceptible person bears an exponential amount of exposure before falling ill, and every
    infected one gives everybody an exposure of R0 / people x period / mean period. The outbreak
    ends with the first person, by rising resistance, whom the exposure from all before does not
    reach.
    """
    luck = np.random.default_rng(seed)
    law, people, cases = outbreak.infectious, outbreak.people, outbreak.cases
    an_exposure = outbreak.reproduction / people / law.mean
    sizes = np.empty(n_runs, np.int64)
    for run in range(n_runs):
        borne = np.sort(luck.exponential(size=people - cases))
        given = np.cumsum(luck.lognormal(math.log(law.median), law.sigma, people)) * an_exposure
        spared = borne > given[cases - 1 : people - 1]
        sizes[run] = cases + int(spared.argmax()) if spared.any() else people
    return sizes


# ---------------------------------------------------------------------------- Starsim


def starsim() -> Any:
    """The package, silent, and as fast as it can be told to be."""
    os.environ.setdefault("STARSIM_INSTALL_FONTS", "0")
    import starsim

    starsim.options(verbose=0, crn=False)
    return starsim


def starsim_run(seed: int, outbreak: Outbreak = MANY_CASES, *, pool: bool = False) -> Any:
    """A simulation in Starsim, not yet set up: SEIR, and contacts drawn anew each day or a pool."""
    ss = starsim()

    def days(law: Period) -> Any:
        return ss.lognorm_ex(mean=ss.days(law.mean), std=ss.days(law.sd), round="nearest")

    contacts = ss.constant(outbreak.contacts)
    return ss.Sim(
        n_agents=outbreak.people,
        start=ss.date("2020-01-01"),
        dur=ss.days(outbreak.days),
        dt=ss.days(1),
        rand_seed=seed,
        verbose=0,
        people_results=False,
        networks=ss.MixingPool(n_contacts=contacts) if pool else ss.RandomNet(n_contacts=contacts),
        diseases=ss.SEIR(
            beta=ss.probperday(outbreak.a_contact),
            init_prev=ss.choose_n(outbreak.cases),
            dur_exp=days(outbreak.latent),
            dur_inf=days(outbreak.infectious),
            p_death=ss.bernoulli(p=0.0),
        ),
    )


# ---------------------------------------------------------------------------- Covasim


def covasim() -> Any:
    """The package, silent. It stands on Starsim, whose options hold for it too."""
    os.environ.setdefault("COVASIM_VERBOSE", "0")
    starsim()
    import covasim

    return covasim


def covasim_run(seed: int, outbreak: Outbreak = MANY_CASES) -> Any:
    """A simulation in Covasim, not yet set up: its random layer, drawn anew each day."""

    def days(law: Period) -> dict[str, Any]:
        return {"dist": "lognormal_int", "par1": law.mean, "par2": law.sd}

    return covasim().Sim(
        pop_size=outbreak.people,
        pop_infected=outbreak.cases,
        pop_type="random",
        contacts={"a": outbreak.contacts},
        dynam_layer={"a": 1},
        n_days=outbreak.days,
        rand_seed=seed,
        verbose=0,
        rescale=False,
        beta=outbreak.a_contact,
        beta_dist={"dist": "uniform", "par1": 1.0, "par2": 1.0},
        viral_dist={"frac_time": 0.3, "load_ratio": 1.0, "high_cap": 4},
        asymp_factor=1.0,
        rel_symp_prob=0.0,
        prog_by_age=False,
        use_waning=False,
        dur={"exp2inf": days(outbreak.latent), "asym2rec": days(outbreak.infectious)},
    )


# ---------------------------------------------------------------------------- final sizes


def ever_infected(simulation: Any) -> int:
    """People ever infected in a simulation of a peer that has run.

    Of some hundred outbreaks, one has a last case or two at the end of `Outbreak.days`.
    """
    susceptible = int(np.count_nonzero(simulation.diseases[0].susceptible))
    return len(simulation.people) - susceptible


def _sizes(make: Callable[[int], Any], n_runs: int, seed: int) -> Sizes:
    runs = (make(seed + run).run() for run in range(n_runs))
    return np.array([ever_infected(simulation) for simulation in runs], np.int64)


def starsim_outbreaks(
    n_runs: int, seed: int, outbreak: Outbreak = MANY_CASES, *, pool: bool = False
) -> Sizes:
    """Final sizes in Starsim, with seeds from the given one on."""
    return _sizes(lambda number: starsim_run(number, outbreak, pool=pool), n_runs, seed)


def covasim_outbreaks(n_runs: int, seed: int, outbreak: Outbreak = MANY_CASES) -> Sizes:
    """Final sizes in Covasim, with seeds from the given one on."""
    return _sizes(lambda number: covasim_run(number, outbreak), n_runs, seed)


def pksim_mission(outbreak: Outbreak = MANY_CASES) -> Any:
    """Its scenario with the figures of the outbreak, ready to be run."""
    from pksim.mission import Mission
    from pksim.scenario import load

    def days(law: Period) -> dict[str, Any]:
        return {"lognormal": {"mean": f"{law.mean} days", "sd": f"{law.sd} days"}}

    changes = {
        "horizon": f"{outbreak.days} days",
        "units.A.support.staff": outbreak.people,
        "covid.seeds.0.cases": outbreak.cases,
        "covid.contacts.r0": outbreak.reproduction,
        "covid.course.latent": days(outbreak.latent),
        "covid.course.infectious": days(outbreak.infectious),
    }
    return Mission(load(SCENARIO).patched(changes))


def pksim_outbreaks(n_runs: int, seed: int, outbreak: Outbreak = MANY_CASES) -> Sizes:
    """Final sizes in pksim, of the scenario that has it."""
    mission = pksim_mission(outbreak)
    return np.array([mission.run(seed, run)["infections"] for run in range(n_runs)], np.int64)


OUTBREAKS: dict[str, Callable[[int, int, Outbreak], Sizes]] = {
    "pksim": pksim_outbreaks,
    "Starsim": starsim_outbreaks,
    "Covasim": covasim_outbreaks,
}


def present() -> list[str]:
    """Who can run here."""
    peers = [peer for peer in ("Starsim", "Covasim") if importlib.util.find_spec(peer.lower())]
    return ["pksim", *peers]


# ---------------------------------------------------------------------------- figures


def contenders(outbreak: Outbreak = MANY_CASES) -> dict[str, Contender]:
    """Runs from nothing to a final size, in person-days, and what of them is the peers' set-up."""

    def whole(make: Callable[[], Any]) -> Contender:
        def contender() -> float:
            ever_infected(make().run())
            return outbreak.person_days

        return contender

    def set_up(make: Callable[[], Any]) -> Contender:
        def contender() -> float:
            make().init()
            return outbreak.person_days

        return contender

    mission = pksim_mission(outbreak)

    def pksim() -> float:
        mission.run(SEED, 0)
        return outbreak.person_days

    def pksim_from_the_file() -> float:
        pksim_mission(outbreak).run(SEED, 0)
        return outbreak.person_days

    makes: dict[str, Callable[[], Any]] = {}
    if "Starsim" in present():
        makes["Starsim"] = lambda: starsim_run(SEED, outbreak)
        makes["Starsim's pool"] = lambda: starsim_run(SEED, outbreak, pool=True)
    if "Covasim" in present():
        makes["Covasim"] = lambda: covasim_run(SEED, outbreak)
    runs: dict[str, Contender] = {"pksim": pksim, "pksim, from the file": pksim_from_the_file}
    runs |= {peer: whole(make) for peer, make in makes.items()}
    return runs | {f"{peer}: set-up": set_up(make) for peer, make in makes.items()}


def _speeds(taken: dict[str, list[float]]) -> list[Figure]:
    """Person-days a second of everybody."""
    found = []
    for who in (name for name in taken if not name.endswith(": set-up")):
        a_person_day = statistics.median(taken[who])
        note = f"{a_person_day * MANY_CASES.person_days * 1e3:.3g} ms a run"
        if f"{who}: set-up" in taken:
            without = a_person_day - statistics.median(taken[f"{who}: set-up"])
            note += f"; {1e-6 / without:.3g} million without setting up"
        name = f"Outbreak: {who}, person-days a second"
        found.append(Figure(name, 1e-6 / a_person_day, unit="million", note=note))
    return found


def _ratios(taken: dict[str, list[float]]) -> list[Figure]:
    """pksim's person-days a second over everybody else's.

    A study reads a scenario once and runs it many times; read anew each time it must do, too.
    """
    return [
        Figure(
            f"Outbreak: {who}, person-days a second, over {peer}'s",
            ratio(taken[peer], taken[who]),
            bar=1.0,
            note=spread(taken[peer], taken[who]),
        )
        for who in ("pksim", "pksim, from the file")
        for peer in ("Starsim", "Starsim's pool", "Covasim")
        if peer in taken
    ]


def alike(ours: Sizes, theirs: Sizes) -> float:
    """The p-value of the two-sample test of Kolmogorov and Smirnov."""
    return float(stats.ks_2samp(ours, theirs).pvalue)


def in_words(sizes: Sizes) -> str:
    """Mean with its standard error, and standard deviation, in people."""
    sd = sizes.std(ddof=1)
    return f"{sizes.mean():,.0f} ± {sd / math.sqrt(len(sizes)):.0f} (sd {sd:.0f})"


def _tests(n_runs: int) -> list[Figure]:
    """Final sizes: everybody against Sellke's construction, and the peers against pksim."""
    sizes = {who: OUTBREAKS[who](n_runs, SEED, MANY_CASES) for who in present()}
    exact = exact_outbreaks(100 * n_runs, SEED)
    theory = f"{in_words(exact)} by Sellke, {final_size():,.0f} by the final-size equation"
    found = [
        Figure(
            f"Outbreak: final sizes of {who} against exact ones, p-value",
            alike(sizes[who], exact),
            unit="",
            bar=0.01,
            note=f"{in_words(sizes[who])} in {n_runs} runs; {theory}",
        )
        for who in sizes
    ]
    return found + [
        Figure(
            f"Outbreak: final sizes of pksim against {peer}'s, p-value",
            alike(sizes["pksim"], sizes[peer]),
            unit="",
            bar=0.01,
            note=f"{in_words(sizes['pksim'])} and {in_words(sizes[peer])}",
        )
        for peer in ("Starsim", "Covasim")
        if "pksim" in sizes and peer in sizes
    ]


def figures(rounds: int = 7, n_runs: int = 100) -> list[Figure]:
    """Speeds, ratios, and p-values."""
    taken = interleave(contenders(), rounds)
    missing = [peer for peer in ("Starsim", "Covasim") if peer not in present()]
    found = _speeds(taken) + _ratios(taken) + _tests(n_runs)
    return found + [Figure(f"Outbreak: {peer} is not installed", math.nan) for peer in missing]
