"""The fixed phrases of news pages, in English: one pattern a line, matched against a whole block in any case.

A page that uses a phrase which is not here shows it in the imported body, where the writer sees it: add it here.
"""

from __future__ import annotations

import re


def _phrases(lines: str) -> re.Pattern[str]:
    patterns = [line.strip() for line in lines.splitlines() if line.strip()]
    return re.compile(rf"(?:{'|'.join(patterns)})\s*[:.…»›>→]*", re.IGNORECASE)


READING_TIME = _phrases(r"""
    (about )?\d+[\s-]*min(ute)?s?\.?( to)? read
    (reading|read) time:?\s*\d+\s*min(ute)?s?
""")

KEY_POINTS = _phrases(r"""
    (the (story|news) )?at a glance
    key (points|takeaways|facts)
""")

ABOUT = _phrases(r"""
    about (the |our )?(author|writer|contributor)s?(\s?\(s\))?
    author bio(graphy|s)?
""")

SUGGESTIONS = _phrases(r"""
    you (may|might|will) also (like|enjoy|be interested in)
    (related|recommended)( (articles?|stories|posts|news|content|reading|topics))?
    recommended for you
    more (stories|articles) like this
    read next
    further reading
""")

COMMENTS = _phrases(r"""
    (\d+ )?comments?( \(\d+\))?
    (leave|post|add) (a|your) (comment|reply)
    (join )?the (conversation|discussion)
    \d+ (responses|replies|thoughts)( (to|on) .+)?
    (keep up|join in) with the .+ (discussion|conversation)
""")

TAIL = _phrases(r"""
    (latest|recent|featured|popular|trending|top|upcoming|more) (news|videos?|podcasts?|events?|webinars?)
    (latest|recent|featured|popular|trending|top|upcoming|more) (posts|stories|articles|headlines|jobs)
    (latest|recent|featured|popular|trending|top|upcoming|more) (white ?papers|reports|resources)
    (most|more) (popular|read|viewed|shared|recent)( (articles|stories))?
    trending( now)?
    editor['’]?s['’]? (choice|picks?)
    more from .{1,60}
    white ?papers|webinars|events|podcasts|videos
    (follow|connect with) us( on .+)?
    (previous|next) (article|story|post)
    tags|topics|filed under|read more about
    newsletter( sign-?up)?
    stay (informed|in touch|connected|up to date)
    about us|contact us|privacy policy|terms (of use|and conditions)
""")

FURNITURE = _phrases(r"""
    [\[(]?(advertisement|advertising|advert|ad|promoted|promotion)[\])]?
    a ?d ?v ?e ?r ?t ?i ?s ?e ?m ?e ?n ?t
    [\[(]?sponsored( content| links?)?[\])]?
    (continue|keep) reading( below)?
    scroll to continue( .{1,40})?
    (story|article) continues( .{1,40})?
    skip (to|advert).{0,40}
    share( (this|on|via|to|with).{0,40})?
    tweet( this)?|facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|flipboard
    e-?mail( this)?|print|(copy|get)( the)? link
    save( (this|for later).{0,30})?|bookmark|like|follow|subscribe( now)?
    sign ?(up|in)|log ?in|register|menu|search|home|close|loading
    home\s?[>»/›].{1,80}
    listen( to (this|the) (article|story))?|play( video)?
    (read|load|show|see) more|see all|back to (top|home)
    image|picture|photo
    (\d+|an?) (minute|hour|day|week|month|year)s? ago|today|yesterday
    \d+ (shares?|views?|likes?)
    (sign up|subscribe|register|get)\b.{0,160}\b(newsletters?|inbox|mailing list|updates|alerts)\b.{0,120}
    subscribe to\b.{1,160}
    (keep up|stay up) (to date )?(with|on) the latest\b.{0,160}
    read more about\b.{1,100}
    (©|\(c\)|copyright).{1,100}
    all rights reserved.{0,60}
""")

_AGENCIES = "getty|shutterstock|reuters|afp|ap photo|alamy|istock|unsplash|pexels|pixabay|adobe stock|wikimedia"
CAPTION = _phrases(rf"""
    (image|picture|photo(graph|s)?|caption|credit|illustration|graphic|figure|source)( credits?| source)?\s?:\s*\S.*
    alt([ -]text)?\s?:\s*\S.*
    [\[(](image|photo|picture|credit|source)\b.*[\])]
    (photo(graph)?|image|picture|illustration)s? (by|courtesy of|via|from)\s.+
    ({_AGENCIES})( images?| photos?| stock( photos?)?)?
    .{{3,200}}[.!?"”’)]\s+(image|picture|photo(graph|s)?|credit|illustration)( credits?)?\s?:\s*\S.{{1,80}}
    .{{3,200}}(/|\bvia\b|[(|©])\s?({_AGENCIES}).{{0,40}}
""")

RELATED = re.compile(
    r"[\[(*]*(?:related(?: (?:article|story|reading|news|content))?|(?:read|see) (?:also|more|next)|also read"
    r"|don['’]t miss|more on this)\s?[:|–—]\s*(?P<title>.+?)[\])*]*",
    re.IGNORECASE,
)
SPONSOR = re.compile(
    r"(?:sponsored|presented|paid for|brought to you)(?: content)? by:?\s+(?P<name>\S.{1,60}?)[ .]*", re.IGNORECASE
)
SEE_MORE = re.compile(
    r"(?:see|read|view|find) (?:more|all)(?: (?:articles|stories|posts|news))? (?:from|by) (?P<name>.{2,60}?)[ .>»›→]*",
    re.IGNORECASE,
)
