"""`ssg related`: what articles suggest under You May Also Like, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from ssg.building.consulting import consult
from ssg.building.options import Options
from ssg.cli.console import counted_as, print_problems
from ssg.cli.site_options import edition, site_folder
from ssg.frozen import frozen
from ssg.newsroom.publishing import Edition
from ssg.newsroom.related.explaining import Comparison, Explanation, absent, find, why
from ssg.newsroom.related.folder import relate_folder, with_count
from ssg.newsroom.site import Site, Suggestion
from ssg.problems import ProblemError

_TERMS_SHOWN = 8
_PASSED_OVER_SHOWN = 5


@click.command()
@click.argument("article", required=False)
@click.option("--why", "explain", is_flag=True, help="Show what each suggestion shares with the article.")
@click.option("--all", "everything", is_flag=True, help="List the suggestions of every article.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each article.")
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Relate the Markdown files of any folder, with the default settings, instead of a site's.",
)
@click.option("--language", metavar="TAG", help="With --content: the language of articles that name none.")
@click.option("--count", type=click.IntRange(0, 50), help="How many suggestions.  [default: as in site.toml]")
@site_folder
@edition
def command(
    article: str | None,
    explain: bool,
    everything: bool,
    as_json: bool,
    content: Path | None,
    language: str | None,
    count: int | None,
    root: Path,
    now: datetime,
    drafts: bool,
    future: bool,
) -> None:
    """Print what ARTICLE (a slug, an id, a path, an address or a headline) suggests under You May Also Like."""
    if bool(article) is everything:
        raise click.UsageError("name one article, or give --all")
    if explain and (everything or as_json):
        raise click.UsageError("--why explains one article in words: leave --all and --json away")
    if language and not content:
        raise click.UsageError("--language goes with --content: a site says its language in site.toml")
    asked = _Asked(article or "", explain, as_json, count)
    if content:
        content = content.resolve()
        site, problems = relate_folder(content, Edition(now, drafts, future), language or "")
        lines = list(_lines(site, content.parent, asked))
    else:
        options = Options(now, drafts, future)
        lines, problems = consult(root, options, lambda edit, _: list(_lines(edit.site, root.resolve(), asked)))
    if problems:
        print_problems(problems)
    for line in lines:
        click.echo(line)


@frozen
class _Asked:
    """What is asked for; all articles if none is named."""

    article: str
    explain: bool
    as_json: bool
    count: int | None


def _lines(site: Site, root: Path, asked: _Asked) -> Iterator[str]:
    """Yield what is to be printed. Raises ProblemError where there is no such article."""
    if asked.count is not None:
        site = with_count(site, asked.count)
    if not asked.article:
        for story in site.stories:
            yield from _listed(story.article.id, site.suggestions[story.article.path], asked.as_json)
        return
    found = find(site, asked.article, root)
    if found is None:
        raise ProblemError([absent(site, asked.article, root)])
    if asked.explain:
        yield from _explained(why(site, found))
    else:
        yield from _listed(found.article.id, site.suggestions[found.article.path], asked.as_json)


def _listed(name: str, suggestions: tuple[Suggestion, ...], as_json: bool) -> Iterator[str]:
    if as_json:
        related = [[found.story.article.id, round(found.score, 4)] for found in suggestions]
        yield json.dumps({"id": name, "related": related}, ensure_ascii=False)
        return
    yield name
    for found in suggestions:
        yield f"  {found.score:.2f}  {found.reason:<6}  {found.story.article.id}  {found.story.article.title}"


def _explained(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.story.article.title} ({explanation.story.article.id})"
    if not explanation.suggested:
        yield f"\nIt suggests nothing: {explanation.silent or 'no article may be suggested'}."
    for place, compared in enumerate(explanation.suggested, 1):
        yield f"\n{place}. {compared.story.article.title} ({compared.story.article.id})"
        yield from _compared(compared)
    # Of what suggests nothing anyway there is no more to say.
    passed_over = () if explanation.silent else explanation.passed_over[:_PASSED_OVER_SHOWN]
    if passed_over:
        yield "\nNot suggested:"
    for compared in passed_over:
        reason = compared.refused or "others come first"
        yield f"   {compared.score:.2f}  {compared.story.article.title} ({compared.story.article.id}): {reason}"


def _compared(compared: Comparison) -> Iterator[str]:
    match compared.days:
        case None:
            apart = "without a date"
        case 0:
            apart = "of one day"
        case days:
            apart = f"{counted_as(days, 'day')} apart"
    yield f"   {compared.reason}, score {compared.score:.2f}; texts {compared.cosine:.2f}; {apart}"
    if compared.shares:
        shared = ", ".join(f"{share.term} {share.weight:.3f}" for share in compared.shares[:_TERMS_SHOWN])
        more = len(compared.shares) - _TERMS_SHOWN
        yield f"   shares {shared}" + (f" and {more} more" if more > 0 else "")
