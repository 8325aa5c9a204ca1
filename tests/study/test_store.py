"""Results on disk: enough to run the study again, the same bytes each time, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import polars
import pytest
from tests.toy_care import ASSETS, PLACES, ToyCare
from tests.toy_mission import NAMES, OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.errors import InputError, RunError
from pksim.mission.chain import CHAIN
from pksim.scenario import Scenario
from pksim.study import Comparison, compare, store
from pksim.study.store import refuse_other_study, whole_or_not_at_all

FILES = ("manifest.json", "outcomes.parquet", "chain.parquet", "assets.parquet")


def _study(
    seed: int = 1, workers: int = 1, mission: Callable[[Scenario], ToyMission] = ToyCare
) -> Comparison:
    return compare(
        gao(),
        ["guess"],
        replications=20,
        seed=seed,
        workers=workers,
        mission=mission,
        outcomes=OUTCOMES,
    )


def test_what_is_stored_can_be_run_again(tmp_path: Path) -> None:
    store(_study(), tmp_path / "out", ["pksim", "compare"])
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "comparison"
    assert manifest["command"] == ["pksim", "compare"]
    assert Scenario.from_dict(manifest["scenario"]).content_hash == manifest["scenario_hash"]
    assert manifest["policies"]["guess"]["measures"] == ["guess"]
    assert {"pksim", "numba", "simpy", "numpy", "python"} <= manifest["versions"].keys()
    frame = polars.read_parquet(tmp_path / "out" / "outcomes.parquet")
    assert frame.columns == ["policy", "replication", *NAMES]
    assert frame["policy"].to_list() == ["baseline"] * 20 + ["guess"] * 20
    assert frame["deaths"][:20].to_list() == _study().baseline.sample["deaths"].tolist()


def test_the_same_study_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("two", 2), ("five", 5)):
        store(_study(workers=workers), tmp_path / name)
    for file in FILES:
        first = (tmp_path / "one" / file).read_bytes()
        assert (tmp_path / "two" / file).read_bytes() == first
        assert (tmp_path / "five" / file).read_bytes() == first


def test_the_care_chain_and_the_assets_are_stored_by_replication(tmp_path: Path) -> None:
    store(_study(), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"] == list(FILES[1:])
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(FILES)
    chain = polars.read_parquet(tmp_path / "chain.parquet")
    assert chain.columns == ["policy", "replication", "place", *CHAIN]
    assert chain.columns[2:] == list(manifest["chain"])
    assert chain.height == 2 * 20 * len(PLACES)
    mission = ToyCare(gao().with_policy("guess"))
    for number in (0, 7, 19):
        rows = chain.filter(policy="guess", replication=number)
        assert rows["place"].to_list() == list(PLACES)
        assert (rows.select(CHAIN).to_numpy() == mission.run(1, number).chain).all()
    assets = polars.read_parquet(tmp_path / "assets.parquet")
    assert assets.columns[2:] == list(manifest["assets"])
    rows = assets.filter(policy="guess", replication=7)
    assert rows["asset"].to_list() == list(ASSETS)
    assert rows["kind"].to_list() == ["helicopter", "helicopter", "ambulance", "bays"]
    assert rows["seized"].to_list() == mission.run(1, 7).usage["seized"].tolist()
    assert all(column["meaning"] for column in manifest["assets"].values())


def test_a_mission_without_a_chain_stores_no_table_of_it(tmp_path: Path) -> None:
    store(_study(mission=ToyMission), tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(FILES[:2])
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"] == ["outcomes.parquet"]
    assert "chain" not in manifest


def test_the_same_study_may_be_written_again_another_not(tmp_path: Path) -> None:
    store(_study(), tmp_path)
    store(_study(), tmp_path)
    with pytest.raises(InputError, match="holds another study"):
        store(_study(seed=2), tmp_path)


def test_a_folder_with_other_files_or_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"holds other files \(notes.txt\)"):
        refuse_other_study(tmp_path)
    with pytest.raises(InputError, match="this is a file"):
        refuse_other_study(tmp_path / "notes.txt")


def test_a_foreign_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(InputError, match="not one of pksim's"):
        store(_study(), tmp_path)


def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "result"
    path.write_text("old")

    def full(file: IO[bytes]) -> Any:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        whole_or_not_at_all(path, full)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["result"]


def test_a_full_disk_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RunError, match="cannot write the results: No space left on device"):
        store(_study(), tmp_path / "out")
