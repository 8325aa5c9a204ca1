"""What is done to the mission: devices, ambushes, attacks on camps, violence around towns."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.laws import Law
from pksim.scenario.parts import Part, Severities, sums_to_one, wrong
from pksim.scenario.quantities import (
    Factor,
    Length,
    PositiveDuration,
    PositiveFactor,
    Rate,
    Share,
)

Initiator = Literal["radio-controlled", "victim-operated", "command-wire", "vehicle-borne"]


class Counts(Part):
    """A negative binomial count: mean, and dispersion k (variance = mean + mean^2 / k).

    Where there is one at least, as of rounds or of people caught, it is one and a negative
    binomial count of the rest, with the mean of all.
    """

    mean: Factor
    dispersion: PositiveFactor = 1.0


class CasualtyLaw(Severities):
    """Who an attack catches, and how badly: a law of casualties, nothing of how it is done.

    With probability `harmless` nobody is caught; else `caught` people (at least one). Of those
    caught who are not spared by cover or armour, shares are killed outright, T1, T2, and else T3.
    """

    harmless: Share = 0.0
    caught: Counts

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.caught.mean < 1:
            raise wrong("an attack that is not harmless catches one person at least; mean below 1")
        return self


# ---------------------------------------------------------------------- devices


class Ieds(Part):
    """Devices in the road: where they are laid, and what takes them away again."""

    traffic_weight: Annotated[Share, Field(description="weight of patrol traffic")]
    traffic_memory: PositiveDuration = 14 * 1440.0
    trigger_per_vehicle: Annotated[Share, Field(description="chance per vehicle driving over it")]
    civilian_triggering: Annotated[Rate, Field(description="per device")]
    found_by_others: Annotated[Rate, Field(description="per device")]
    tips: Annotated[Rate, Field(description="per device: told to the mission, EOD goes out")] = 0.0
    lifetime: Law
    initiators: dict[Initiator, Share]
    jammer_effect: Share = 0.0
    reach: Annotated[Length, Field(description="scale on which a neighbouring vehicle is hit")] = (
        0.01
    )
    ambush_follows: Annotated[Share, Field(description="of strikes")] = 0.0
    second_device: Annotated[Share, Field(description="of strikes, where people have halted")] = 0.0
    night_factor: Factor = 1.0

    _initiators = field_validator("initiators")(sums_to_one)

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if self.ambush_follows + self.second_device > 1:
            raise wrong("ambush_follows and second_device are shares of strikes; above 1 together")
        return self


class Adversary(Part):
    """How those who lay devices answer to what the mission does.

    `fixed`: never; they go by the usual traffic of roads. `responding`: placement follows recent
    traffic and moves away from where devices were removed; the share `displacement` of devices
    that were removed is laid again, of those `onto_others` against host forces and civilians; and
    the mix of initiators moves away from what is jammed, with `time_constant`.
    """

    mode: Literal["fixed", "responding"] = "responding"
    displacement: Share = 0.0
    onto_others: Share = 0.0
    time_constant: PositiveDuration = 135 * 1440.0


class Drones(Part):
    """Surveillance drones: what they see in the hours in which they watch an area.

    `sees_devices` and `sees_ambushes` are chances while one watches, of an emplacement and of an
    ambush party; `acted_on` the share of sightings that somebody can act on in time.
    """

    sees_devices: Share = 0.0
    sees_ambushes: Share = 0.0
    acted_on: Share = 1.0


class Warnings(Part):
    """Threat warnings: a segment where something happened or was found is known to be dangerous.

    The unit concerned knows at once, the others after `shared_after`. For `memory` those who know
    search that segment on foot.
    """

    memory: PositiveDuration = 14 * 1440.0
    shared_after: PositiveDuration = 48 * 60.0


# ---------------------------------------------------------------------- attacks


class Ambush(CasualtyLaw):
    """Ambush and direct fire on columns; a column that has halted is `halted_factor` as exposed."""

    halted_factor: Factor = 1.0
    night_factor: Factor = 1.0


class IndirectFire(Severities):
    """Indirect fire on a camp: rounds (one at least), each of which catches people by chance `hit`.

    The share of those caught who are under cover is spared: `cover` without warning, and with s
    seconds of warning `cover` + (`cover_warned` - `cover`) (1 - exp(-s / `cover_seconds`)).
    """

    rounds: Counts
    hit: Share
    caught: Counts

    @model_validator(mode="after")
    def _one_at_least(self) -> Self:
        if self.rounds.mean < 1:
            raise wrong("an attack has one round at least; the mean of rounds is below 1")
        if self.caught.mean < 1:
            raise wrong("a round that hits catches one person at least; the mean is below 1")
        return self


class Camp(Part):
    """One camp: how often it is attacked, and what protects the people in it.

    `gate` is the chance that a vehicle bomb is stopped before the core, where it catches only the
    share `stand_off` of the people; `hardening` the share of those caught who are spared by it.
    """

    complex_attacks: Rate = 0.0
    indirect_fire: Rate = 0.0
    gate: Share = 0.5
    stand_off: Share = 0.4
    hardening: Share = 0.2
    cover: Share = 0.2
    cover_warned: Share = 0.7
    cover_seconds: PositiveFactor = 8.0
    detects: Annotated[Share, Field(description="rounds that a radar warns of in time")] = 0.0
    warning_seconds: Factor = 15.0

    @model_validator(mode="after")
    def _warning_helps(self) -> Self:
        if self.cover_warned < self.cover:
            raise wrong("cover_warned is below cover: a warning would expose people")
        return self


class Violence(CasualtyLaw):
    """Intercommunal violence around towns, and what it costs those who step between.

    Patrols that are there, and a quick-reaction force that is sent, interpose. Each that does is
    caught by the casualty law; while somebody interposes, harm to civilians is multiplied by
    `deterred`. `civilians_killed` is for one event with nobody there.
    """

    lasts: Law
    civilians_killed: Counts
    deterred: Factor = 0.5


class Others(Part):
    """Harm to people who are not the mission's uniformed: counted beside the headline.

    `hurt` are casualties where a device functions on others, of whom the share `killed` dies;
    `host_forces` and `contractors` are shares of these events, the rest are civilians.
    """

    hurt: Counts
    killed: Share
    host_forces: Share = 0.0
    contractors: Share = 0.0

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if self.host_forces + self.contractors > 1 + 1e-9:
            raise wrong("host_forces and contractors are shares of one whole; above 1 together")
        return self


class Threats(Part):
    """Attacks other than devices in the road; what is left out does not happen."""

    ambush: Ambush | None = None
    complex_attack: CasualtyLaw | None = None
    indirect_fire: IndirectFire | None = None
    violence: Violence | None = None
