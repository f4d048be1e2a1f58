# ruff: noqa: E501 - the lines of a site are as long as they are
"""Two small sites that try the design: one with all too long, too many or missing, one that is read from the right.

Their words are made up, like all that is in them.
"""

from __future__ import annotations

from tests.conftest import Files

_LONG_WORD = "Telekommunikationsinfrastrukturfinanzierungsgesellschaftsvertragsentwurfsverfasser"
_HEADLINE = (
    "After eleven hearings, nine hundred amendments and one fire drill, the committee that nobody asked for votes by a "
    "majority of one to postpone its own abolition until the report on whether it was ever lawfully appointed, which "
    "its chair has called long, its clerk short and its only reader unfinished, can be found, copied, numbered, bound "
    "and read aloud"
)
_SIX = ("Ana Ruiz", "Bo Lind", "Wilhelmina Featherstonehaugh-Cholmondeley", "Siân Ó Dálaigh", "Yi", _LONG_WORD[:40])


def _slug(number: int) -> str:
    return f"person-{number}"


_PEOPLE = {
    f"content/authors/{_slug(number)}.md": (
        f"---\nname: {name}\ntitle: {'Correspondent for ' * (number % 3)}Everything\n"
        f"links: [{{title: Site, url: 'https://ana.example/'}}]\nemail: desk@torture.example\n---\n{name} writes. {_LONG_WORD}.\n"
        if number % 2
        else f"---\nname: {name}\n---\n"
    )
    for number, name in enumerate(_SIX)
}

_BODY = f"""\
{_LONG_WORD} is one word. https://torture.example/{"a-very-long-address-without-a-place-to-break/" * 3} is one address.

## {_HEADLINE}

| {" | ".join(f"column {number}" for number in range(12))} |
|{"---|" * 12}
| {" | ".join("1,234,567.89" for _ in range(12))} |

    {"one_line_of_code_that_does_not_end(" * 6}

{{{{< pullquote cite="{_SIX[2]}" >}}}}{_LONG_WORD}, she said.{{{{< /pullquote >}}}}

{{{{< keypoints >}}}}
- {_LONG_WORD}
- {_HEADLINE}
{{{{< /keypoints >}}}}

> A quotation of {_LONG_WORD} words.

1. One
    - {_LONG_WORD}
        - Three levels down

[^1]: A note with {_LONG_WORD}.

Text with a note.[^1]
"""

_SITE = """\
title = "The {title}"
url = "https://torture.example/"
tagline = "{tagline}"
language = "{language}"
page_size = 6

[search]
enabled = true

[organisation]
founded = "1888"

[[menus.footer]]
title = "{long}"
url = "/corrections/"
"""


def _article(title: str, day: int, body: str = "One sentence, and no more.", **front: str) -> str:
    keys = "".join(f"{key.replace('_', '-') if key == 'x' else key}: {value}\n" for key, value in front.items())
    return f'---\ntitle: "{title}"\ndate: 2026-03-{day:02} 09:30\n{keys}---\n{body}'


TORTURE: Files = {
    "site.toml": _SITE.format(
        title="Independent Bugle-Advertiser & Intelligencer",
        tagline=_HEADLINE,
        language="en",
        long=_LONG_WORD,
    ),
    **_PEOPLE,
    "content/images/tall.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 200" width="30" height="200"><path fill="#888" d="M0 0h30v200H0z"/></svg>',
    "content/images/wide.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 40" width="900" height="40"><path fill="#484" d="M0 0h900v40H0z"/></svg>',
    "content/articles/section-with-a-rather-long-name/long.md": _article(
        _HEADLINE,
        9,
        _BODY,
        authors=f"[{', '.join(_slug(number) for number in range(6))}]",
        kicker=_LONG_WORD,
        standfirst=f"{_LONG_WORD}. {_HEADLINE}.",
        dateline=_LONG_WORD,
        image=f"{{src: /images/tall.svg, alt: A tall picture, caption: {_LONG_WORD}, credit: {_LONG_WORD}}}",
        tags=f"[{_LONG_WORD}, {', '.join(f'topic number {number}' for number in range(14))}]",
        key_points=f"[{_LONG_WORD}, One]",
        editors_note=_LONG_WORD,
        updated="2026-03-09 23:59",
        series=f"{{name: {_LONG_WORD}, part: 1}}",
        corrections=f"[{{date: 2026-03-09, text: {_LONG_WORD}}}, {{date: 2026-03-09, kind: retraction, text: All of it.}}]",
        updates=f"[{{date: 2026-03-09, text: {_LONG_WORD}}}]",
    ),
    "content/articles/section-with-a-rather-long-name/short.md": _article(
        "Yes", 8, series=f"{{name: {_LONG_WORD}, part: 2}}"
    ),
    "content/articles/b/paid.md": _article(
        _LONG_WORD, 7, _BODY, type="sponsored", sponsor=_LONG_WORD, image="{src: /images/wide.svg, alt: A wide picture}"
    ),
    "content/articles/b/opinion.md": _article("No", 6, type="opinion", author=_slug(2), image="/images/wide.svg"),
    "content/articles/b/opinion-too.md": _article(_HEADLINE, 5, type="opinion", authors=f"[{_slug(0)}, {_slug(1)}]"),
    "content/articles/c/feature.md": _article(_LONG_WORD, 4, type="feature", author=_slug(4)),
    **{
        f"content/articles/{letter}/news-{letter}.md": _article(f"News of {letter} {_LONG_WORD}", 3)
        for letter in "cdefghij"
    },
    "content/articles/nowhere.md": _article("Filed nowhere, written by nobody", 2),
}
"""Everything too long, too many, or not there."""


RIGHT_TO_LEFT: Files = {
    "site.toml": (
        'title = "صدى الميناء"\nurl = "https://mina.example/"\nlanguage = "ar"\ntimezone = "Asia/Beirut"\npage_size = 6\n'
        'tagline = "أخبار البحر والمدينة"\n[search]\nenabled = true\n[organisation]\nfounded = "1988"\n'
    ),
    "content/images/boat.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200">'
        '<path fill="#1d5c7a" d="M0 0h300v200H0z"/><path fill="#f3d9a4" d="M60 130h180l-30 30H90z"/>'
        '<path fill="#e8644a" d="M150 30v90h70z"/></svg>'
    ),
    "content/authors/layla.md": (
        "---\nname: ليلى حداد\ntitle: مراسلة الشؤون البحرية\nemail: layla@mina.example\n---\n"
        "تكتب ليلى عن الموانئ والسفن والناس الذين يعيشون منها.\n"
    ),
    "content/authors/samir.md": "---\nname: سمير ناصر\ntitle: محرر\n---\n",
    "content/sections/harbour.md": "---\ntitle: الميناء\ndescription: ما يصل وما يغادر.\n---\n",
    "content/sections/city.md": "---\ntitle: المدينة\n---\n",
    "content/sections/views.md": "---\ntitle: آراء\n---\n",
    "content/tags/ships.md": "---\ntitle: السفن\n---\n",
    "content/articles/harbour/ship.md": _article(
        "سفينة الكابلات تعود إلى الميناء بعد تسعة عشر يومًا",
        9,
        "عادت السفينة **صباح اليوم** وعلى متنها 58 شخصًا. قال القبطان: «كان البحر هادئًا».\n\n"
        "## ما الذي حدث\n\nانقطع الكابل عند عمق 40 مترًا، كما ذكر تقرير TechWatch 2026 الصادر في لندن.\n\n"
        '{{< pullquote cite="القبطان" >}}كان البحر هادئًا.{{< /pullquote >}}\n\n- نقطة أولى\n- نقطة ثانية\n',
        section="harbour",
        authors="[layla, samir]",
        tags="[ships]",
        kicker="الكابلات",
        dateline="بيروت",
        standfirst="أُصلح الكابل الذي يصل الجزر بالبر، وعادت الشبكة إلى العمل.",
        image='{src: /images/boat.svg, alt: سفينة شراعية, caption: السفينة قبل الفجر, credit: "رسم: صدى الميناء"}',
        key_points="[أُصلح الكابل, استغرق العمل تسعة عشر يومًا]",
        series="{name: الكابل, part: 1}",
        corrections='[{date: 2026-03-10, text: "ذكرنا أن العمق 30 مترًا، والصواب 40."}]',
    ),
    "content/articles/harbour/second.md": _article(
        "من يدفع ثمن الكابل الثاني؟",
        8,
        "سؤال بلا جواب.",
        section="harbour",
        author="samir",
        type="analysis",
        tags="[ships]",
        series="{name: الكابل, part: 2}",
        image="/images/boat.svg",
    ),
    "content/articles/city/lamps.md": _article(
        "المصابيح تضيء من جديد", 7, "عند السابعة مساءً.", section="city", author="layla"
    ),
    "content/articles/city/bridge.md": _article(
        "الجسر مغلق أسبوعًا", 6, "لأعمال الصيانة.", section="city", author="samir"
    ),
    "content/articles/views/quiet.md": _article(
        "في مديح البحر الهادئ", 5, "رأي.", section="views", type="opinion", author="layla"
    ),
    "content/articles/views/noise.md": _article(
        "ضجيج لا حاجة إليه", 4, "رأي آخر.", section="views", type="opinion", author="samir"
    ),
}
"""A paper in Arabic."""
