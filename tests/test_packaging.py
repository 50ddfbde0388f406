"""riskmemo as people install it: one top-level name that finds what ships with it."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from riskmemo import resources

CHECKOUT = Path(__file__).resolve().parent.parent
SHOW_WHAT_IS_FOUND = """
import json, riskmemo
from riskmemo import resources
print(json.dumps({
    "package": riskmemo.__file__,
    "templates": str(resources.templates_dir()),
    "languages": resources.language_names(),
    "rulesets": {name: str(resources.ruleset_path(name)) for name in resources.ruleset_names()},
    "vocabularies": {
        name: str(resources.vocabulary_path(name)) for name in resources.vocabulary_names()
    },
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without network."""
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(out), str(CHECKOUT))
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel installed."""
    return fresh_environment(tmp_path_factory.mktemp("from-wheel"), str(wheel))


def test_wheel_holds_one_top_level_name(wheel: Path) -> None:
    """A wheel brings the package `riskmemo` and its own description, and nothing else."""
    with ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"riskmemo"}
    assert len(tops) == 2


def test_wheel_is_typed_and_licensed(wheel: Path) -> None:
    """Type checkers and lawyers find what they look for in the wheel."""
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "riskmemo/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_wheel_finds_its_rulesets_and_templates(wheel_environment: Path) -> None:
    """Installed from a wheel, riskmemo finds everything of the checkout inside itself."""
    found = what_is_found(wheel_environment)
    package = Path(found["package"]).parent
    assert package.is_relative_to(wheel_environment)
    assert_complete(found, package)


def test_wheel_brings_the_command(wheel_environment: Path) -> None:
    """Installed from a wheel, the command `riskmemo` starts."""
    assert "assess" in run(str(wheel_environment / "bin" / "riskmemo"), "--help")


def test_editable_install_finds_its_rulesets_and_templates(tmp_path: Path) -> None:
    """Installed editable, riskmemo runs from the checkout and finds the folders there."""
    environment = fresh_environment(tmp_path, "--no-build-isolation", "--editable", str(CHECKOUT))
    found = what_is_found(environment)
    assert Path(found["package"]).parent == CHECKOUT / "engine" / "riskmemo"
    assert_complete(found, CHECKOUT)


def assert_complete(found: dict[str, Any], root: Path) -> None:
    """Everything that this checkout ships was found below `root`."""
    assert Path(found["templates"]) == root / "templates"
    assert any(Path(found["templates"]).iterdir())
    assert tuple(found["languages"]) == resources.language_names() != ("en_GB",)
    assert tuple(found["rulesets"]) == resources.ruleset_names() != ()
    assert tuple(found["vocabularies"]) == resources.vocabulary_names() != ()
    for path in [*found["rulesets"].values(), *found["vocabularies"].values()]:
        assert Path(path).is_relative_to(root / "rulesets")
        assert Path(path).is_file()


def fresh_environment(folder: Path, *requirement: str) -> Path:
    """A new environment with riskmemo installed; its dependencies are those of this one."""
    environment = folder / "environment"
    venv.create(environment)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own_packages = environment / "lib" / version / "site-packages"
    (own_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = str(environment / "bin" / "python")
    install = ["install", "--quiet", "--no-deps", "--no-index", *requirement]
    run(sys.executable, "-m", "pip", "--python", python, *install)
    return environment


def what_is_found(environment: Path) -> dict[str, Any]:
    """What the riskmemo of `environment` says of itself, asked from another folder."""
    answer = run(str(environment / "bin" / "python"), "-I", "-c", SHOW_WHAT_IS_FOUND)
    found: dict[str, Any] = json.loads(answer)
    return found


def run(*command: str) -> str:
    """The standard output of a command, run away from the checkout; its errors fail the test."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
