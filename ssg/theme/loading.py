"""Load a theme: the site's layouts over the theme over its parents."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ssg.content.decoding import decode
from ssg.content.snapshot import Snapshot, scan_folder
from ssg.content.toml_data import read_toml
from ssg.digest import digest
from ssg.engine import THEME_FOLDERS
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError, did_you_mean
from ssg.schema import Fault
from ssg.settings import SETTINGS_FILE, ListSettings, Settings
from ssg.theme.analyses import Analyses
from ssg.theme.card_design import CardDesign
from ssg.theme.closure import Analysis, Names, check_names
from ssg.theme.colours import LEAST, darkened, lightened, rules, weakest
from ssg.theme.configuration import THEME, Grounds, OptionDeclaration, ThemeConfiguration, option_values
from ssg.theme.theme import Asset, Template, Theme
from ssg.theme.words import INDEXES, Words, read_catalogue

_FINGERPRINTED = {".css", ".js", ".mjs"}


@frozen
class _Layer:
    """One theme of the chain: its name, its files, and what its theme.toml says."""

    name: str
    files: Snapshot
    folder: str
    configuration: ThemeConfiguration


def builtin_themes() -> dict[str, Path]:
    """Return the themes that Standfirst brings, by name."""
    return {
        folder.name: folder
        for place in reversed(THEME_FOLDERS)
        if place.is_dir()
        for folder in sorted(place.iterdir())
        if (folder / "theme.toml").is_file()
    }


def load_theme(snapshot: Snapshot, settings: Settings, known: Analyses | None = None) -> Theme:
    """Return the theme that the settings name, with the site's layouts over it.

    `known` is what files of themes came to before: it saves time and changes nothing.
    Raises ProblemError with everything that is wrong with it: a missing parent, a faulty theme.toml, templates with
    syntax errors or unknown names, options that do not exist.
    """
    layers = _chain(snapshot, settings.theme)
    problems: list[Problem] = []
    templates = _templates(snapshot, layers, problems)
    known = known or Analyses()
    analyses = _analyses(templates, known, problems)
    declared: dict[str, OptionDeclaration] = {}
    lists: dict[str, ListSettings] = {}
    for layer in reversed(layers):
        declared.update(layer.configuration.options)
        lists.update(layer.configuration.lists)
    faults: list[Fault] = []
    options = option_values(declared, settings.options, faults)
    problems += [Problem(fault.message, fault.hint, SETTINGS_FILE, at=fault.at) for fault in faults]
    assets, contents = _assets(layers, known, problems)
    _colour(layers, assets, contents, options, problems)
    unread: list[Problem] = []
    catalogues = _catalogues(layers, unread)
    if unread:
        # Whether a template's words are there is known only with the whole catalogue.
        raise ProblemError(_with_excerpts([*problems, *unread], templates))
    theme = Theme(
        name=settings.theme,
        chain=tuple(layer.name for layer in layers),
        templates=templates,
        analyses=analyses,
        options=options,
        lists={**lists, **settings.lists},
        catalogues=catalogues,
        assets=assets,
        contents=contents,
        pictures=frozenset(name for name, option in declared.items() if option.type == "picture"),
        card=_card_design(layers, problems),
        language=settings.language,
    )
    words = theme.words(settings.language).catalogue
    for index in (*INDEXES, *(("search",) if settings.search.enabled else ())):
        if f"{index}_title" not in words:
            problems.append(Problem(f'the theme has no word "{index}_title"', "add it to i18n/en.toml", SETTINGS_FILE))
    names = Names(
        lists=frozenset(theme.lists),
        options=frozenset(options),
        words=frozenset(words),
        assets=frozenset(assets),
    )
    paths = {name: template.path for name, template in templates.items()}
    problems += check_names(paths, analyses, names)
    if problems:
        raise ProblemError(_with_excerpts(problems, templates))
    return theme


def _chain(snapshot: Snapshot, name: str) -> tuple[_Layer, ...]:
    """Return the theme and its parents, the theme itself first. Raises ProblemError."""
    layers: list[_Layer] = []
    path, at = SETTINGS_FILE, ("theme",)
    while name:
        if any(layer.name == name for layer in layers):
            chain = " > ".join([*(layer.name for layer in layers), name])
            raise ProblemError([Problem(f"the themes are each other's parents: {chain}", path=path, at=("parent",))])
        layer = _find(snapshot, name)
        if layer is None:
            known = {part.split("/")[1] for part in snapshot.paths("themes/") if part.count("/") == 2}
            known = {folder for folder in known if f"themes/{folder}/theme.toml" in snapshot} | set(builtin_themes())
            hint = did_you_mean(name, known) or f"known themes: {', '.join(sorted(known))}"
            if snapshot.paths(f"themes/{name}/"):
                hint = f"the folder themes/{name} needs a theme.toml"
            raise ProblemError([Problem(f'there is no theme "{name}"', hint, path, at=at)])
        layers.append(layer)
        path, at = f"{layer.folder}theme.toml", ("parent",)
        name = layer.configuration.parent
    return tuple(layers)


def read_configuration(snapshot: Snapshot, name: str) -> ThemeConfiguration:
    """Return what the theme.toml of a theme says. Raises ProblemError, or KeyError when there is none."""
    layer = _find(snapshot, name)
    if layer is None:
        raise KeyError(name)
    return layer.configuration


def _find(snapshot: Snapshot, name: str) -> _Layer | None:
    folder = f"themes/{name}/"
    if f"{folder}theme.toml" in snapshot:
        files = snapshot
    elif name in builtin_themes():
        files = scan_folder(builtin_themes()[name], f"themes/{name}")
    else:
        return None
    path = f"{folder}theme.toml"
    configuration: ThemeConfiguration = read_toml(files.read(path), path, THEME)
    return _Layer(name, files, folder, configuration)


def _templates(snapshot: Snapshot, layers: tuple[_Layer, ...], problems: list[Problem]) -> dict[str, Template]:
    """Return the winning template of each name, and every theme's own by its qualified name."""
    sources: list[tuple[str, Snapshot, str]] = [
        (f"{layer.name}:", layer.files, f"{layer.folder}layouts/") for layer in reversed(layers)
    ]
    sources.append(("", snapshot, "layouts/"))
    templates: dict[str, Template] = {}
    for qualifier, files, folder in sources:
        for path in files.paths(folder):
            name = path.removeprefix(folder)
            try:
                source = decode(files.read(path), path)
            except ProblemError as error:
                problems += error.problems
                continue
            templates[name] = Template(name, path, source)
            if qualifier:
                templates[qualifier + name] = Template(qualifier + name, path, source)
    return templates


def _analyses(templates: Mapping[str, Template], known: Analyses, problems: list[Problem]) -> dict[str, Analysis]:
    analyses: dict[str, Analysis] = {}
    for name, template in templates.items():
        try:
            analyses[name] = known.of(template.source, name, template.path)
        except ProblemError as error:
            problems += (problem for problem in error.problems if problem not in problems)
    return analyses


def _assets(
    layers: tuple[_Layer, ...], known: Analyses, problems: list[Problem]
) -> tuple[dict[str, Asset], dict[str, bytes]]:
    """Return the assets and bundles of the whole chain. Scripts and stylesheets are minified; they carry a fingerprint,
    so hosts can keep them for ever."""
    assets: dict[str, Asset] = {}
    contents: dict[str, bytes] = {}
    for layer in reversed(layers):
        folder = f"{layer.folder}assets/"
        for path in layer.files.paths(folder):
            name = path.removeprefix(folder)
            contents[name] = known.minified(name, layer.files.read(path))
            over = assets.get(name)
            shadowed = (over.path, *over.shadowed) if over else ()
            assets[name] = _asset(name, path, contents[name], shadowed=shadowed)
    # A file of a child theme is in its parent's bundle: what a name means is known by now.
    for layer in reversed(layers):
        path = f"{layer.folder}theme.toml"
        for name, parts in layer.configuration.bundles.items():
            missing = [part for part in parts if part not in contents]
            problems += (
                Problem(f'no file "{part}" in the assets', did_you_mean(part, contents), path, at=("bundles", name))
                for part in missing
            )
            if not missing:
                contents[name] = b"\n".join(contents[part] for part in parts)
                assets[name] = _asset(name, path, contents[name], parts=parts)
    return assets, contents


def _colour(
    layers: tuple[_Layer, ...],
    assets: dict[str, Asset],
    contents: dict[str, bytes],
    options: Mapping[str, Any],
    problems: list[Problem],
) -> None:
    """Write the colours that a site has chosen for itself into the stylesheets that want them.

    Pages cannot hold them: their content security policy forbids styles. One that could not be read is a problem.
    """
    grounds = next((layer.configuration.grounds for layer in layers if layer.configuration.grounds), Grounds((), ()))
    declared = {name: layer for layer in reversed(layers) for name in layer.configuration.options}
    for name, layer in declared.items():
        option, colour = layer.configuration.options[name], options[name]
        if option.type != "colour" or not option.property or not colour.startswith("#"):
            continue
        if option.stylesheet not in contents:
            hint = did_you_mean(option.stylesheet, contents)
            message = f'the option "{name}" has no stylesheet "{option.stylesheet}"'
            place = f"{layer.folder}theme.toml"
            problems.append(Problem(message, hint, place, at=("options", name, "stylesheet")))
            continue
        if grounds.light:
            ratio, ground = weakest(colour, grounds.light)
            if ratio < LEAST:
                # Cut and not rounded, so that nothing that is too little looks like enough.
                shown = int(ratio * 100) / 100
                message = f'"options.{name}" {colour} has a contrast of {shown:.2f} on {ground}, and text needs {LEAST}'
                hint = f"{darkened(colour, grounds.light)} has it; on dark pages it is lightened by itself"
                problems.append(Problem(message, hint, SETTINGS_FILE, at=("options", name)))
        contents[option.stylesheet] += b"\n" + rules(option.property, colour, lightened(colour, grounds.dark))
        asset = assets[option.stylesheet]
        data = contents[option.stylesheet]
        assets[option.stylesheet] = _asset(asset.name, asset.path, data, shadowed=asset.shadowed, parts=asset.parts)


def _asset(name: str, path: str, data: bytes, *, shadowed: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> Asset:
    content = digest(data)
    stem, ending = posixpath.splitext(name)
    published = f"{stem}.{content.hex()[:10]}{ending}" if ending in _FINGERPRINTED else name
    return Asset(name, path, f"/assets/{published}", content, shadowed, parts)


def _card_design(layers: tuple[_Layer, ...], problems: list[Problem]) -> CardDesign | None:
    """Return how the nearest theme of the chain that says so wants its cards; a missing font is a problem."""
    for layer in layers:
        declared = layer.configuration.social_card
        if declared is None:
            continue
        fonts = []
        for key in ("headline", "text"):
            path = f"{layer.folder}{getattr(declared, key)}"
            if path in layer.files:
                fonts.append(layer.files.read(path))
            else:
                place = f"{layer.folder}theme.toml"
                problems.append(Problem(f"there is no font {path}", "", place, at=("social_card", key)))
        return CardDesign(declared.paper, declared.ink, declared.accent, *fonts) if len(fonts) == 2 else None
    return None


def _catalogues(layers: tuple[_Layer, ...], problems: list[Problem]) -> dict[str, Words]:
    """Return the words of each language; a child theme's words lie over its parent's, word by word."""
    catalogues: dict[str, dict[str, str | Mapping[str, str]]] = {}
    for layer in reversed(layers):
        folder = f"{layer.folder}i18n/"
        for path in layer.files.paths(folder):
            if path.endswith(".toml"):
                language = path.removeprefix(folder).removesuffix(".toml").lower()
                try:
                    words = read_catalogue(layer.files.read(path), path)
                except ProblemError as error:
                    problems += error.problems
                else:
                    catalogues.setdefault(language, {}).update(words)
    return {language: Words(language, words) for language, words in sorted(catalogues.items())}


def _with_excerpts(problems: list[Problem], templates: Mapping[str, Template]) -> list[Problem]:
    sources = {template.path: template.source.splitlines() for template in templates.values()}
    placed: list[Problem] = []
    for problem in problems:
        lines = sources.get(problem.path, [])
        if 0 < problem.line <= len(lines) and not problem.excerpt:
            problem = problem.with_excerpt(lines[problem.line - 1])  # noqa: PLW2901  # the same problem, completed
        placed.append(problem)
    return sorted(placed, key=lambda problem: problem.sort_key)
