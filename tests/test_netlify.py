"""What Netlify is told: its file is read as it reads it, and its commands are run."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from ssg.cli.build import command as build_command
from tests.demonstration import copy_demonstration, link_pictures
from tests.machine import REPOSITORY, program

ADDRESSES = {
    "URL": "https://line-and-mast.netlify.example",
    "DEPLOY_PRIME_URL": "https://deploy-preview-7--line-and-mast.netlify.example",
}
CONFIGURATION: dict[str, Any] = tomllib.loads((REPOSITORY / "netlify.toml").read_text("utf-8"))
COMMANDS = {
    "production": CONFIGURATION["build"]["command"],
    **{name: context["command"] for name, context in CONFIGURATION["context"].items()},
}


def test_the_publish_folder_is_the_output_folder() -> None:
    settings = tomllib.loads((REPOSITORY / "site.toml").read_text("utf-8"))
    assert CONFIGURATION["build"]["publish"] == settings.get("output", "public")


def test_python_is_pinned_to_the_version_of_the_project() -> None:
    pinned = CONFIGURATION["build"]["environment"]["PYTHON_VERSION"]
    assert pinned == (REPOSITORY / ".python-version").read_text().strip()
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == f">={pinned}"


def test_previews_alone_show_what_is_not_published_yet() -> None:
    assert COMMANDS.keys() == {"production", "deploy-preview", "branch-deploy"}
    known = {option for parameter in build_command.params for option in parameter.opts}
    for context, line in COMMANDS.items():
        start, options = shlex.split(line)[:4], shlex.split(line)[4:]
        assert start == ["python", "-m", "ssg", "build"]
        named = {option for option in options if option.startswith("-")}
        assert named <= known
        assert named == ({"--url"} if context == "production" else {"--url", "--drafts", "--future", "--no-index"})


@pytest.mark.skipif(os.name == "nt", reason="Netlify runs its commands in a shell of Unix")
@pytest.mark.parametrize("context", COMMANDS)
def test_the_commands_build_the_demonstration(tmp_path: Path, context: str) -> None:
    # A Python that finds the dependencies, and no installation of ours: what is installed here is left out of sight.
    environment = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.defpath)),
        **ADDRESSES,
        "SOURCE_DATE_EPOCH": "1796126400",  # 2026-12-01 12:00
    }
    # What tests make does not belong into the store of the checkout: a copy is built.
    copy_demonstration(tmp_path)
    link_pictures(tmp_path)
    line = f"{COMMANDS[context]} --site {shlex.quote(str(tmp_path))}"
    subprocess.run(["/bin/sh", "-c", line], cwd=REPOSITORY, env=environment, check=True)
    folder = tmp_path / CONFIGURATION["build"]["publish"]
    headers, home = (folder / "_headers").read_text(), (folder / "index.html").read_text()
    preview = context != "production"
    assert ("X-Robots-Tag: noindex" in headers) is preview
    address = ADDRESSES["DEPLOY_PRIME_URL" if preview else "URL"]
    assert f'<link rel="canonical" href="{address}/">' in home
    assert (folder / "networks/nine-hours-five-years-on/index.html").exists() is preview


def run_plugin(cached: bool) -> dict[str, Any]:
    """Run the steps of the cache plugin with a cache that notes what it is asked for; `cached` is what it answers."""
    script = """
        const plugin = require(process.argv[1]);
        const asked = [];
        const answer = process.argv[2] === "true";
        const said = [];
        console.log = (line) => said.push(line);
        const cache = {
          restore: async (path) => { asked.push(["restore", path]); return answer; },
          save: async (path) => { asked.push(["save", path]); return answer; },
        };
        (async () => {
          await plugin.onPreBuild({ utils: { cache } });
          await plugin.onPostBuild({ utils: { cache } });
          process.stdout.write(JSON.stringify({ asked, said, steps: Object.keys(plugin) }));
        })();
    """
    folder = REPOSITORY / CONFIGURATION["plugins"][0]["package"]
    output = subprocess.check_output([program(["node"]), "-e", script, str(folder), json.dumps(cached)])
    result: dict[str, Any] = json.loads(output)
    return result


@pytest.mark.parametrize("cached", [True, False])
def test_the_store_is_restored_before_and_saved_after_a_build(cached: bool) -> None:
    result = run_plugin(cached)
    assert result["asked"] == [["restore", ".standfirst"], ["save", ".standfirst"]]
    assert result["steps"] == ["onPreBuild", "onPostBuild"]
    assert ("no .standfirst/" in " ".join(result["said"])) is not cached


def test_the_plugin_is_a_local_one_with_a_name() -> None:
    (plugin,) = CONFIGURATION["plugins"]
    assert plugin["package"].startswith("./")
    manifest = yaml.safe_load((REPOSITORY / plugin["package"] / "manifest.yml").read_text())
    assert manifest == {"name": "standfirst-cache"}
