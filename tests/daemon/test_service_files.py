"""The texts of unit files and of the launchd agent."""

import plistlib
import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import UsageError
from daemon.service_files import Installation, is_ours, launchd_plist, sealed, shipped, system_unit, user_unit

ROOT = Path(__file__).resolve().parents[2]
DRAWN = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="/") | st.just(" "), min_size=1)
PATHS = DRAWN.map(lambda name: Path("/srv") / f"{name}.x")


def directives(unit: str, name: str) -> list[str]:
    return [line.split("=", 1)[1] for line in unit.splitlines() if line.startswith(f"{name}=")]


def test_the_folder_systemd_holds_what_is_shipped() -> None:
    folder = ROOT / "systemd"
    there = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
    del there["README.md"]
    assert there == {file.name: file.text for file in shipped()}


def test_every_template_is_in_the_wheel() -> None:
    builders = pytest.importorskip("hatchling.builders.wheel")
    included = {file.distribution_path for file in builders.WheelBuilder(str(ROOT)).recurse_included_files()}
    templates = {f"daemon/units/{path.name}" for path in (ROOT / "daemon/units").iterdir()}
    assert templates
    assert templates <= included


def test_no_place_is_left_open() -> None:
    assert not [file.name for file in shipped() if re.search(r"@[A-Z]+@", file.text)]


@given(program=PATHS.filter(lambda path: not set(str(path)) & set("'\"\\")), config=PATHS, home=PATHS, library=PATHS)
def test_a_unit_reads_back_as_the_paths_it_was_made_from(
    program: Path, config: Path, home: Path, library: Path
) -> None:
    unit = user_unit(Installation.of(program, config, home, [library])).text
    # shlex reads quotes as systemd.syntax(7) does; % and $ are its own
    words = [word.replace("%%", "%") for word in shlex.split(directives(unit, "ExecStart")[0])]
    arguments = [word.replace("$$", "$") for word in words[1:]]
    assert [words[0], *arguments] == [str(program), "--config", str(config), "--home", str(home), "serve"]
    writes = [word.replace("%%", "%") for word in shlex.split(directives(unit, "ReadWritePaths")[0])]
    assert writes == [f"-{home}", f"-{library}"]


@given(config=PATHS)
def test_a_plist_reads_back_as_the_paths_it_was_made_from(config: Path) -> None:
    file = launchd_plist(Path("/opt/dawncast"), config, Path("/srv/@CONFIG@"), Path("/srv/log"))
    agent = plistlib.loads(sealed(file.text).encode())
    assert agent["ProgramArguments"] == ["/opt/dawncast", "--config", str(config), "--home", "/srv/@CONFIG@", "serve"]
    assert (agent["Label"], agent["RunAtLoad"], agent["KeepAlive"]) == ("org.dawncast.dawncast", True, True)
    assert agent["StandardErrorPath"] == "/srv/log"


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "a\u2028b", "a\udcff"])
def test_a_path_that_no_file_can_hold_is_refused(name: str) -> None:
    odd = Path("/srv") / name
    with pytest.raises(UsageError, match="Choose one without"):
        Installation.of(Path("/opt/dawncast"), odd, Path("/srv"))
    with pytest.raises(UsageError, match="Choose one without"):
        launchd_plist(Path("/opt/dawncast"), odd, Path("/srv"), Path("/srv/log"))


@pytest.mark.parametrize("folder", ["Kim's", 'a"b', "a\\b"])
def test_a_program_that_systemd_would_not_start_is_refused(folder: str) -> None:
    with pytest.raises(UsageError, match="systemd starts no program in"):
        Installation.of(Path("/srv") / folder / "dawncast", Path("/etc/settings.toml"), Path("/srv"))


def test_where_users_may_make_no_namespaces_the_unit_asks_for_none() -> None:
    at = Installation.of(Path("/opt/dawncast"), Path("/etc/settings.toml"), Path("/srv"))
    tight, loose = (user_unit(at, namespaces=each).text for each in (True, False))
    needs = ("PrivateUsers", "ProtectSystem", "ReadWritePaths", "CapabilityBoundingSet", "PrivateTmp")
    assert all(directives(tight, name) for name in needs)
    assert not any(directives(loose, name) for name in needs)
    assert directives(loose, "NoNewPrivileges") == ["yes"]


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.name)
def test_a_file_is_ours_until_somebody_changes_it(file: object) -> None:
    text = file.text  # type: ignore[attr-defined]  # a ServiceFile, which pytest hands over as an object
    assert not is_ours(text)
    ours = sealed(text)
    assert is_ours(ours)
    assert not is_ours(ours + "\n")
    assert not is_ours(ours.replace("Dawncast", "dawncast", 1))
    assert not is_ours("\n".join(ours.split("\n")[1:]))


def test_the_machines_service_has_a_home_of_systemds_making() -> None:
    unit = system_unit(Installation.of(Path("/opt/d"), Path("/etc/s.toml"), Path("/var/lib/dawncast"))).text
    assert directives(unit, "StateDirectory") == ["dawncast"]
    assert directives(unit, "ExecStart") == ["/opt/d --config /etc/s.toml --home /var/lib/dawncast serve"]


@pytest.mark.parametrize("file", [each for each in shipped() if each.name.endswith("dawncast.service")])
def test_every_hardening_line_has_its_reason_above_it(file: object) -> None:
    service = file.text.split("[Service]\n")[1].split("\n[Install]")[0]  # type: ignore[attr-defined]
    hardening = service.split("\n\n", 1)[1]
    for block in hardening.split("\n\n"):
        assert block.startswith("#"), block
    assert hardening.count("\n#") > 15
