"""Files are untrusted: whatever stands in them ends in a scenario or in a clean error, and soon."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pksim.scenario import ScenarioError, load


def _write(folder: Path, text: str | bytes, name: str = "bad.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_alias_bomb_ends_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]" for k in range(1, 12)]
    path = _write(tmp_path, "\n".join(lines))
    started = time.perf_counter()
    with pytest.raises(ScenarioError, match=r"bad\.yaml:\d+: more than 50000 values"):
        load(path)
    assert time.perf_counter() - started < 2


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, "title: " + "[" * 5000)
    with pytest.raises(ScenarioError, match=r"bad\.yaml:1: more than 40 levels deep"):
        load(path)


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = _write(tmp_path, "# x\n" * 400_000)
    with pytest.raises(ScenarioError, match="larger than 512 KiB"):
        load(path)


def test_long_keys_and_many_errors_stop_the_reading(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"bad\.yaml:1: this key is longer than 200"):
        load(_write(tmp_path, "a" * 201 + ": 1\n"))
    with pytest.raises(ScenarioError, match="too many errors") as caught:
        load(_write(tmp_path, "a: 1\n" * 50_000))
    assert len(caught.value.problems) <= 101


def test_control_characters_reach_no_terminal(tmp_path: Path, small: str) -> None:
    text = small.replace("Two places", '"Two\\e[2J places"').replace(
        "  bravo: {", '  "br\\eavo": {'
    )
    with pytest.raises(ScenarioError, match="has control characters") as caught:
        load(_write(tmp_path, text))
    assert "\x1b" not in str(caught.value)


def test_many_long_numbers_are_only_text(tmp_path: Path, small: str) -> None:
    path = _write(tmp_path, small.replace("shape: 2.2", "shape: " + "9" * 6000))
    with pytest.raises(ScenarioError, match=r"bad\.yaml:45: exposure_shape: .*(finite|too large)"):
        load(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n", "the file is empty"),
        (b"title: \xff\xfe\n", r"bad\.yaml:1: not UTF-8"),
        (b"a: 1\nb: \xe9t\xe9\n", r"bad\.yaml:2: not UTF-8"),
        (b"- one\n- two\n", r"bad\.yaml:1: a list stands here; a mapping"),
        (b"just words\n", "'just words' stands here"),
        (b"42\n", "42 stands here"),
        (b"\x00\x01\x02", "not valid YAML"),
        (b"a: \x07\n", "not valid YAML"),
        (b"? [a, b]\n: 1\n", "a key must be text"),
        (b"? {a: b}\n: 1\n", "a key must be text"),
        (b"x: &a y\n*a : 2\n", "a key must be text, not an alias"),
        (b"%YAML 9.9\n---\na: 1\n", "is missing|not valid YAML"),
        (b"!!python/object/new:os.system ['true']\n", "the tag .* is not allowed"),
    ],
)
def test_what_is_not_a_scenario(tmp_path: Path, text: bytes, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        load(_write(tmp_path, text))


def test_missing_file_suggests_its_neighbour(small_file: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no such file; did you mean 'small.yaml'"):
        load(small_file.with_name("smal.yaml"))


def test_folder_instead_of_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="this is a folder"):
        load(tmp_path)


def test_device_instead_of_file() -> None:
    with pytest.raises(ScenarioError, match="not a regular file"):
        load("/dev/zero")


def test_name_no_system_takes() -> None:
    with pytest.raises(ScenarioError, match=r"cannot be read|no such file"):
        load("a\0b")
    with pytest.raises(ScenarioError, match=r"cannot be read|no such file"):
        load("a" * 5000)


# ------------------------------------------------------------------ extends and measure files


def test_extends_merges_deeply_and_null_deletes(small_file: Path) -> None:
    child = _write(
        small_file.parent,
        "extends: small.yaml\n"
        "title: Changed\n"
        "evacuation:\n"
        "  helicopters:\n"
        "    alpha-1: {seats: 9, range: 700 km}\n"
        "  call: {exponential: 9 min}\n"
        "  authorisation: {exponential: 20 min}\n"
        "patrols: {convoy: null}\n",
    )
    base, changed = load(small_file), load(child)
    helicopter = changed.evacuation.helicopters["alpha-1"]
    assert (helicopter.seats, helicopter.range, helicopter.speed) == (9, 700.0, 220.0)
    assert changed.evacuation.authorisation.mean == 20.0
    assert set(changed.patrols) == set(base.patrols) - {"convoy"}
    assert changed.title == "Changed"
    assert changed.strength == base.strength


def test_an_error_points_into_the_file_where_the_value_stands(small_file: Path) -> None:
    small_file.write_text(small_file.read_text().replace("speed: 25 km/h", "speed: 25 km"))
    child = _write(small_file.parent, "extends: small.yaml\nhorizon: 12 km\n", "child.yaml")
    with pytest.raises(ScenarioError, match="horizon") as caught:
        load(child)
    places = {(Path(p.file or "").name, p.line) for p in caught.value.problems}
    assert places == {("child.yaml", 2), ("small.yaml", 21)}


def test_extends_list_applies_in_order(small_file: Path) -> None:
    folder = small_file.parent
    _write(folder, "segment: 2 km\ncorrelation: 0.1\n", "first.yaml")
    _write(folder, "segment: 3 km\n", "second.yaml")
    child = _write(folder, "extends: [small.yaml, first.yaml, second.yaml]\n")
    scenario = load(child)
    assert (scenario.segment, scenario.correlation) == (3.0, 0.1)


def test_extends_in_a_circle(tmp_path: Path) -> None:
    _write(tmp_path, "extends: b.yaml\n", "a.yaml")
    _write(tmp_path, "title: b\nextends: a.yaml\n", "b.yaml")
    with pytest.raises(ScenarioError, match=r"b\.yaml:2: extends: .*circle: a.yaml -> b.yaml -> a"):
        load(tmp_path / "a.yaml")


def test_extends_itself(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"circle: bad.yaml -> bad.yaml"):
        load(_write(tmp_path, "extends: bad.yaml\n"))


@pytest.mark.parametrize("name", ["../out.yaml", "/etc/passwd", "sub/../../out.yaml", "link.yaml"])
def test_paths_stay_under_the_folder(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    _write(tmp_path, "title: out\n", "out.yaml")
    (inside / "link.yaml").symlink_to(tmp_path / "out.yaml")
    for key in ("extends: {}", "measures: [{}]"):
        path = _write(inside, key.format(name) + "\n")
        with pytest.raises(ScenarioError, match=r"bad\.yaml:1: .*outside the scenario's folder"):
            load(path)


def test_missing_measure_file_suggests_another(small_file: Path) -> None:
    _write(small_file.parent, "x: {}\n", "threat.yaml")
    text = small_file.read_text().partition("measures:")[0] + "measures: [threats.yaml]\n"
    with pytest.raises(ScenarioError, match=r"no file 'threats.yaml'; did you mean 'threat.yaml'"):
        load(_write(small_file.parent, text))


def test_measures_come_from_files_and_inline(small_file: Path) -> None:
    head, _, rest = small_file.read_text().partition("measures:\n")
    measures, _, policies = rest.partition("policies:\n")
    unindented = "\n".join(line.removeprefix("  ") for line in measures.splitlines())
    _write(small_file.parent, unindented + "\n", "file.yaml")
    inline = "{more: {title: More, cost: 1 USD per year, side_effect: none known,"
    inline += " evidence: {grade: D, source: me, range: '0'}, changes: {segment: 4 km}}}"
    text = f"{head}measures:\n  - file.yaml\n  - {inline}\npolicies:\n{policies}"
    scenario = load(_write(small_file.parent, text))
    assert list(scenario.measures) == ["jammers", "delegated", "more"]
    assert len(scenario.origin.files) == 2


def test_measure_named_twice(small_file: Path) -> None:
    head, _, rest = small_file.read_text().partition("measures:\n")
    measures = rest.partition("policies:\n")[0]
    unindented = "\n".join(line.removeprefix("  ") for line in measures.splitlines())
    _write(small_file.parent, unindented + "\n", "file.yaml")
    path = _write(small_file.parent, f"{head}measures: [file.yaml, file.yaml]\n")
    with pytest.raises(ScenarioError, match=r"jammers: this measure stands already at .*:1"):
        load(path)


def test_error_in_a_measure_file_names_that_file(small_file: Path) -> None:
    head, _, rest = small_file.read_text().partition("measures:\n")
    measures = rest.partition("policies:\n")[0].replace("jammers: 0.8", "jammers: 1.8")
    unindented = "\n".join(line.removeprefix("  ") for line in measures.splitlines())
    _write(small_file.parent, unindented + "\n", "file.yaml")
    path = _write(small_file.parent, f"{head}measures: [file.yaml]\n")
    with pytest.raises(ScenarioError, match=r"file\.yaml:7: measures.jammers.*at most 1"):
        load(path)


# ------------------------------------------------------------------ anything at all

_FRAGMENTS = st.sampled_from(
    [
        *(
            "title",
            "roads",
            ":",
            " ",
            "\n",
            "  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "!!x",
            "|",
            ">",
        ),
        *("'", '"', "#", "\t", "null", "1e9", ".nan", "45 min", "---", "?", "%", ","),
        "extends: small.yaml",
    ]
)


def _answer(path: Path) -> ScenarioError | None:
    """The clean error that loading ends in, if any; any other error fails the test."""
    try:
        load(path)
    except ScenarioError as error:
        return error
    return None


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_FRAGMENTS, max_size=40).map("".join))
def test_any_text_ends_in_a_clean_error(small_file: Path, text: str) -> None:
    path = _write(small_file.parent, text, "any.yaml")
    assert str(_answer(path))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_change_of_one_line_ends_in_a_scenario_or_a_clean_error(
    small_file: Path, small: str, data: st.DataObject
) -> None:
    lines = small.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    value = data.draw(
        st.sampled_from(["[]", "{}", "null", "-1", "x", "[{}]", "{x: 1}", "1e308 km"])
    )
    lines[number] = f"{lines[number].partition(':')[0]}: {value}"
    path = _write(small_file.parent, "\n".join(lines), "any.yaml")
    error = _answer(path)
    assert error is None or all(problem.line for problem in error.problems), str(error)
