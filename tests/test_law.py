"""The law of the house, run by a machine: arrows, doors, sizes, names, style, types."""

import ast
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["house"]
PACKAGES = ("pipeline", "parsers", "outputs", "flows")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports_of(path: Path) -> frozenset[str]:
    out = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            out |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are absolute"
            out.add((node.module or "").split(".")[0])
    return frozenset(out)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    # Tools write their caches beside the tree; two test processes must not share mypy's.
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("pipeline")], ids=name_of)
def test_the_hearth_knows_the_standard_library_only(path):
    assert imports_of(path) - sys.stdlib_module_names <= {"pipeline"}


def test_each_library_has_its_door():
    doors = {library: set(modules) for library, modules in HOUSE["doors"].items()}
    strangers = []
    for path in MODULES:
        for library in imports_of(path) - sys.stdlib_module_names - set(PACKAGES):
            if library not in doors:
                strangers.append(f"{name_of(path)} imports {library}, which has no door in pyproject.toml")
            elif not any(name_of(path) == d or name_of(path).startswith(d + ".") for d in doors[library]):
                strangers.append(f"{name_of(path)} imports {library}, whose door is {sorted(doors[library])}")
    assert strangers == []


def test_every_door_is_used():
    used = {(library, name_of(p)) for p in MODULES for library in imports_of(p)}
    idle = [
        f"{library}: {door}"
        for library, doors in HOUSE["doors"].items()
        for door in doors
        if not any(x == library and (name == door or name.startswith(door + ".")) for x, name in used)
    ]
    assert idle == [], "a door that nobody uses is taken out of pyproject.toml"


def test_modules_stay_small():
    cap, excused = HOUSE["module_lines"], HOUSE["excused"]
    sizes = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {n: s for n, s in sizes.items() if s > cap and n not in excused} == {}
    assert [n for n in excused if sizes.get(n, 0) <= cap] == [], "the list of excuses may only shrink"


def test_no_drawer_for_everything():
    assert [name_of(p) for p in MODULES if p.stem in {"utils", "helpers", "common", "misc", "util"}] == []


def test_no_flow_file_shadows_a_dependency():
    """A flow loaded by its path puts ``flows/`` first on ``sys.path``."""
    names = {p.stem for p in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert names & (set(sys.stdlib_module_names) | set(PACKAGES) | set(HOUSE["doors"])) == set()


def test_arrows_point_down():
    done = run("lint-imports")
    assert done.returncode == 0, done.stdout[-4000:]


def test_types_are_strict():
    done = run("mypy")
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("command", [("check", "."), ("format", "--check", ".")], ids=lambda c: c[0])
def test_style(command):
    done = run("ruff", *command)
    assert done.returncode == 0, done.stdout[-4000:]
