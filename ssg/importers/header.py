"""The header of an article: headline, standfirst, byline and dates, in whatever order the page has them.

The header is found by its anchors, the reading time and the lone date line. It reaches from the beginning of the text
to the last anchor and on over headlines and repeats; where the first new sentence stands, the body begins. What each
block is follows from its shape, from its neighbours and from being repeated, never from a fixed order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ssg.importers.article import Notes, Person
from ssg.importers.blocks import Block, alike
from ssg.importers.bylines import Byline, is_staff, read_byline
from ssg.importers.labels import Label, Labelled

_ANCHORS = (Label.DATE, Label.READING_TIME, Label.BYLINE)
_PASSED = (Label.TEXT, Label.FURNITURE, Label.CAPTION, Label.SPONSOR)
"""What a name can stand above or below without standing apart from an anchor."""
_SENTENCES_ABOVE = 2
"""How much running text a header can have above an anchor: a standfirst, perhaps of two paragraphs."""
_HEADLINES_BELOW = 3
"""How many lines below the last anchor can still be of the header: kicker, headline, standfirst."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says, and the items of the article that follow it."""

    headline: Block | None
    standfirst: Block | None
    kicker: Block | None
    published: date | None
    updated: date | None
    authors: tuple[Person, ...]
    rest: tuple[Labelled, ...]
    sponsor: str = ""
    sure: bool = True
    """Whether it was plain which line is the headline."""


def read_header(main: Sequence[Labelled], known: Collection[str], notes: Notes) -> Header:
    """Return the header of an article. `known` are names that the page says elsewhere to be authors."""
    last = _last_anchor(main)
    if last < 0:
        return _without_anchors(main, notes)
    end = _end(main, last)
    items, rest = list(main[:end]), list(main[end:])
    published, updated = _dates(items, notes)
    authors, byline_keys = _authors(items, last, known, notes)
    texts = _distinct(items, byline_keys, notes)
    sponsor = _sponsor(items, notes)
    headline, guessed = _headline(texts, last, notes)
    kicker = _kicker(texts, headline)
    standfirst, left = _standfirst([text for text in texts if text not in (headline, kicker)], headline, last, notes)
    for text in left:
        if text.position < last:
            message = (
                "text above the article that is neither headline nor standfirst stands at the beginning of the body"
            )
            notes.warn(message, text.block.line, excerpt=text.block.text)
    rest = [Labelled(text.block) for text in left] + rest
    return Header(
        headline.block if headline else None,
        standfirst.block if standfirst else None,
        kicker.block if kicker else None,
        published,
        updated,
        authors,
        tuple(rest),
        sponsor,
        sure=not guessed,
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the header: its first block, where that and its last repeat stand among the header's items."""

    block: Block
    position: int
    repeat: int

    @property
    def repeated(self) -> bool:
        return self.repeat > self.position


def _last_anchor(main: Sequence[Labelled]) -> int:
    """Return the position of the header's last anchor, or -1. Dates deep in the article are the article's own."""
    last, sentences = -1, set[str]()
    for number, item in enumerate(main):
        if item.label in _ANCHORS and len(sentences) <= _SENTENCES_ABOVE:
            last = number
        elif item.is_prose:
            sentences.add(item.block.key)
    return last


def _end(main: Sequence[Labelled], last: int) -> int:
    """Return where the body begins: after headlines, repeats and page furniture that follow the last anchor."""
    seen = {item.block.key for item in main[:last] if item.label is Label.TEXT}
    headlines, end = 0, last + 1
    for number in range(last + 1, len(main)):
        item = main[number]
        if item.label is Label.TEXT:
            if item.block.key not in seen and not _is_repeated_next(main, number):
                if not item.block.is_headline or item.block.bullet or headlines == _HEADLINES_BELOW:
                    break
                headlines += 1
            seen.add(item.block.key)
        if item.label in (Label.TEXT, Label.SPONSOR):
            end = number + 1
    # A body without a single full stop is still a body: the header leaves it at least the last text.
    if not any(item.label is Label.TEXT for item in main[end:]):
        end = min(end, _second_new_text(main, last))
    return end


def _is_repeated_next(main: Sequence[Labelled], number: int) -> bool:
    """Tell whether the next text says the same: a standfirst and the first paragraph."""
    following = next((item for item in main[number + 1 :] if item.label is Label.TEXT), None)
    return following is not None and following.block.key == main[number].block.key


def _second_new_text(main: Sequence[Labelled], last: int) -> int:
    """Return the position of the first text below the last anchor that cannot be the headline."""
    above = {item.block.key: item.block for item in main[:last] if item.label is Label.TEXT}
    new = [n for n in range(last + 1, len(main)) if main[n].label is Label.TEXT and main[n].block.key not in above]
    headline_above = any(block.is_headline and block.words >= 4 for block in above.values())
    return ([*new, len(main)] if headline_above else [*new[1:], len(main)])[0]


def _dates(items: Sequence[Labelled], notes: Notes) -> tuple[date | None, date | None]:
    published: date | None = None
    updated: date | None = None
    for item in items:
        if item.date is None:
            continue
        block, moment = item.block, item.date.moment
        if item.date.doubt:
            notes.warn(item.date.doubt, block.line, "set the date with --date if that is wrong", block.text)
        if item.date.updated:
            updated = moment
        elif published is None:
            published = moment
        elif str(moment) > str(published) and updated is None:
            updated = moment
            notes.warn("the second, later date was taken for the update", block.line, excerpt=block.text)
    if published is None and updated is not None:
        notes.warn("the text has the date of an update only: it was taken for the date", hint="set --date")
        published, updated = updated, None
    return published, updated


def _authors(
    items: Sequence[Labelled], last: int, known: Collection[str], notes: Notes
) -> tuple[tuple[Person, ...], set[str]]:
    """Return the authors of the header, and the keys of the blocks that name them."""
    named = [(item.block, item.byline) for item in items if item.byline]
    if not named:
        named = _known_names(items, known) or _neighbours(items, last, known, notes)
    people: dict[str, Person] = {}
    for block, byline in named:
        if byline.doubt:
            notes.warn(byline.doubt, block.line, excerpt=block.text)
        if byline.others:
            message = f"the byline counts {byline.others} more without naming them"
            notes.warn(message, block.line, "add their names to authors", block.text)
        for person in byline.people:
            people.setdefault(person.name, person)
    keys = {block.key for block, _ in named} | {alike(name) for name in people}
    return tuple(people.values()), keys


def _sponsor(items: Sequence[Labelled], notes: Notes) -> str:
    """Return who a line of the header says to have paid for the article, or an empty text."""
    sponsor = ""
    for item in items:
        if item.label is Label.SPONSOR:
            sponsor = sponsor or item.detail
            notes.warn(
                "taken for the sponsor: the article is marked as sponsored", item.block.line, "", item.block.text
            )
    return sponsor


def _known_names(items: Sequence[Labelled], known: Collection[str]) -> list[tuple[Block, Byline]]:
    """Return the bylines that begin with a name from "About the Author"."""
    found: list[tuple[Block, Byline]] = []
    for item in items:
        if item.label is Label.TEXT and any(_begins_with(item.block.text, name) for name in known):
            byline = read_byline(item.block.text, known)
            if byline:
                found.append((item.block, byline))
    return found


def _begins_with(text: str, name: str) -> bool:
    return text.startswith(name) and (
        len(text) == len(name) or text[len(name) :].lstrip().startswith((",", "&", "and ", "|"))
    )


def _neighbours(
    items: Sequence[Labelled], last: int, known: Collection[str], notes: Notes
) -> list[tuple[Block, Byline]]:
    """Return what looks like a name right beside an anchor. A headline can look like a name, so one must be left."""
    found: list[tuple[Block, Byline]] = []
    anchors = [n for n in range(last + 1) if items[n].label in _ANCHORS]
    for start, step in ((anchor, step) for step in (-1, 1) for anchor in anchors):
        position = start + step
        while 0 <= position < len(items) and items[position].label in _PASSED:
            item = items[position]
            position += step
            if item.label is not Label.TEXT:
                continue
            byline = read_byline(item.block.text, known)
            if byline is None:
                break
            if all(block.key != item.block.key for block, _ in found):
                found.append((item.block, byline))
    keys = {block.key for block, _ in found}
    others = [item for item in items if item.label is Label.TEXT and item.block.key not in keys]
    if found and not any(item.block.is_headline for item in others):
        sure = [pair for pair in found if is_staff(pair[0].text)]
        # The nearest to the date is the name, the farthest the headline.
        found = sure or (found[:1] if len(found) > 1 or others else [])
    beside = "date" if any(item.label is Label.DATE for item in items) else "reading time"
    for block, _ in found:
        notes.warn(
            f"taken for the byline because it stands beside the {beside}", block.line, "set --author", block.text
        )
    return sorted(found, key=lambda pair: pair[0].line)


def _distinct(items: Sequence[Labelled], bylines: Collection[str], notes: Notes) -> list[_Text]:
    """Return the texts of the header, each once. Repeats, bylines, dates and page furniture are cut and noted."""
    texts: dict[str, _Text] = {}
    for number, item in enumerate(items):
        block = item.block
        if item.label is not Label.TEXT:
            notes.cut(item.label, block.text, block.line)
        elif block.key in bylines:
            notes.cut(Label.BYLINE, block.text, block.line)
        elif block.key in texts:
            first = texts[block.key]
            texts[block.key] = _Text(first.block, first.position, number)
            notes.cut("exact repeat", block.text, block.line)
        else:
            texts[block.key] = _Text(block, number, number)
    return list(texts.values())


def _headline(texts: Sequence[_Text], last: int, notes: Notes) -> tuple[_Text | None, bool]:
    """Return the headline, or None when no text of the header can be one, and whether other texts could be it."""
    candidates = [text for text in texts if text.block.is_headline and not text.block.bullet]
    longer = [text for text in candidates if text.block.words >= 4]
    candidates = longer or candidates
    if not candidates:
        short = [text for text in texts if text.block.words <= 14]
        if short and len(texts) > 1:
            notes.warn("a sentence was taken for the headline", short[0].block.line, excerpt=short[0].block.text)
            return short[0], True
        return None, False
    if len(candidates) == 1:
        return candidates[0], False
    # A standfirst without a full stop looks like a headline. Where both are repeated or both stand on one side of the
    # anchors, the headline comes first; where one alone is repeated, and below the other, it is the standfirst.
    first, second = candidates[0], candidates[1]
    if first.position < last < second.position and not second.repeated:
        below_first = first.repeated and first.repeat > second.position
        shorter = first.block.words > second.block.words + 3 and not first.repeated
        chosen = second if below_first or shorter else first
    else:
        chosen = first
    notes.warn("taken for the headline, though other lines could be it", chosen.block.line, "", chosen.block.text)
    return chosen, True


def _kicker(texts: Sequence[_Text], headline: _Text | None) -> _Text | None:
    """Return the short line right above the headline, if there is one."""
    if headline is None:
        return None
    above = [text for text in texts if text.position < headline.position]
    if above and above[-1].block.words <= 3 and above[-1].block.is_headline and not above[-1].block.ends:
        return above[-1]
    return None


def _standfirst(
    texts: Sequence[_Text], headline: _Text | None, last: int, notes: Notes
) -> tuple[_Text | None, list[_Text]]:
    """Return the standfirst among what is no headline, and the texts that are left."""
    repeated = [text for text in texts if text.repeated]
    above = [text for text in texts if text.position < last and text.block.words >= 4]
    beside = [
        text
        for text in texts
        if headline and text.position > headline.position and text.position > last and text.block.words >= 8
    ]
    chosen = next(iter((*repeated, *above, *beside)), None)
    if chosen and not chosen.repeated and not chosen.block.ends:
        notes.warn("taken for the standfirst, though it is no sentence", chosen.block.line, "", chosen.block.text)
    return chosen, [text for text in texts if text is not chosen]


def _without_anchors(main: Sequence[Labelled], notes: Notes) -> Header:
    """Return the header of an old layout: the first line is the headline and everything after it the body."""
    first = next((number for number, item in enumerate(main) if item.label is Label.TEXT), len(main))
    for item in main[:first]:
        notes.cut(item.label, item.block.text, item.block.line)
    headline = main[first].block if first < len(main) else None
    rest = list(main[first + 1 :])
    prose = next((number for number, item in enumerate(rest) if item.is_prose), 0)
    top = [item for item in (*main[:first], *rest[:prose]) if item.label is Label.SPONSOR]
    if headline:
        hint = "look it over, then remove draft: true"
        message = "no date line and no reading time: the first line was taken for the headline"
        notes.warn(message, headline.line, hint, headline.text)
    while rest and headline and rest[0].block.key == headline.key:
        notes.cut("exact repeat", rest[0].block.text, rest[0].block.line)
        del rest[0]
    sponsor = _sponsor(top, notes)
    for item in top:
        if item in rest:
            notes.cut(item.label, item.block.text, item.block.line)
            rest.remove(item)
    dates = [item for item in rest if item.date]
    published: date | None = None
    if len(dates) == 1 and dates[0].date:
        published = dates[0].date.moment
        rest.remove(dates[0])
        notes.warn("a date line inside the text was taken for the date", dates[0].block.line, "", dates[0].block.text)
        notes.cut(Label.DATE, dates[0].block.text, dates[0].block.line)
    return Header(headline, None, None, published, None, (), tuple(rest), sponsor, sure=False)
