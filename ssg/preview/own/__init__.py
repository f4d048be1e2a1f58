"""The preview's own pages, styles and script, which come with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

_FILES = files("ssg.preview.own")


def own_file(name: str) -> bytes:
    """Return the bytes of a file of ours."""
    return (_FILES / name).read_bytes()


def own_template(name: str) -> Template:
    """Return a template of ours, compiled once."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: own_file(name).decode()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
