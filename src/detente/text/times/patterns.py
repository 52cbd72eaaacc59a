"""How time expressions are written; every pattern is bounded, so that finding them is linear in the text."""

from __future__ import annotations

import re
from functools import cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("January", "Jan"),
            ("February", "Feb"),
            ("March", "Mar"),
            ("April", "Apr"),
            ("May",),
            ("June", "Jun"),
            ("July", "Jul"),
            ("August", "Aug"),
            ("September", "Sept", "Sep"),
            ("October", "Oct"),
            ("November", "Nov"),
            ("December", "Dec"),
        ),
        1,
    )
    for name in names
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "the": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ],
        1,
    )
}
TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80}
TENS["nineties"] = 90

_GAP = r"[ \u00a0]{1,2}"
_DASH = r"[ \u00a0]?[-–—][ \u00a0]?"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
)
_MONTH += r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%])"
_YEAR = r"(?:1[0-9]\d\d|20\d\d)(?![\d%])"
_UNIT = r"(?:day|week|month|year|decade|century|centurie|fortnight|hour|minute)s?"
_PERIOD = r"(?:week|weekend|fortnight|month|quarter|year|decade|century|spring|summer|autumn|fall|winter)"
_SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter)"
_PART = r"(?:early|mid|late|Early|Mid|Late)"
_NUMBER = r"(?:\d{1,3}|" + "|".join(NUMBERS) + r"|half a|several|many|a few|few|a couple of|couple of|some)"
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|" + "|".join(ORDINALS) + r")"
_OPTIONAL_WEEKDAY = rf"(?:(?P<weekday>{_WEEKDAY}),?{_GAP})?"

_RANGE = rf"(?:(?:{_DASH}|{_GAP}(?:and|to|or){_GAP})(?P<to>{_DAY}))?"
_THAT_YEAR = rf"{_GAP}of{_GAP}(?P<which>last|this|next){_GAP}year"
_WITH_YEAR = rf"(?P<month>{_MONTH})(?:,?{_GAP}(?P<year>{_YEAR}))?"
_OF_DAY = rf"(?:{_GAP}(?:morning|afternoon|evening|night|lunchtime))?"
_CLOSES = r"(?=[ \u00a0]?(?:[,.;:!?)”’\"']|$"

PATTERNS: dict[str, str] = {
    "iso": r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
    "slashes": r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)",
    "day_first": rf"{_OPTIONAL_WEEKDAY}(?:the{_GAP})?(?P<day>{_DAY}){_RANGE}(?:{_GAP}of)?{_GAP}"
    rf"(?P<month>{_MONTH})(?:,?{_GAP}(?P<year>{_YEAR})|{_THAT_YEAR})?",
    "month_first": rf"{_OPTIONAL_WEEKDAY}(?P<month>{_MONTH}){_GAP}(?P<day>{_DAY}){_RANGE}"
    rf"(?:,?{_GAP}(?P<year>{_YEAR})|{_THAT_YEAR})?",
    "month_year": rf"(?:(?P<part>{_PART})[- ])?(?P<month>{_MONTH}),?{_GAP}(?:of{_GAP})?(?P<year>{_YEAR})",
    "season_year": rf"(?:(?P<part>{_PART})[- ])?(?:the{_GAP})?(?P<season>{_SEASON}),?{_GAP}(?:of{_GAP})?"
    rf"(?P<year>{_YEAR})",
    "piece": rf"[Tt]he{_GAP}(?P<piece>first|second|third|fourth|last|final){_GAP}(?P<kind>half|quarter|week){_GAP}of"
    rf"{_GAP}(?:{_WITH_YEAR}|(?P<only>{_YEAR})|(?P<which>this|last|next|the){_GAP}year)",
    "decade": rf"(?:[Tt]he{_GAP})?(?:(?P<part>{_PART})[- ]{{1,2}})?(?:to[- ](?P<part_to>mid|late)[- ])?"
    r"(?P<decade>1[0-9]\d0|20\d0|['’][2-9]0)['’]?s(?![A-Za-z])",
    "tens": rf"[Tt]he{_GAP}(?:(?P<part>{_PART})[- ])?(?P<tens>{'|'.join(TENS)})(?!\w)",
    "century": rf"(?:[Tt]he{_GAP})?(?:(?P<part>{_PART})[- ])?(?P<ordinal>{_ORDINAL})[- ](?:century|Century)",
    "years": rf"(?P<year>{_YEAR})[-–—/](?P<to>{_YEAR}|\d\d(?!\d))",
    "ago": rf"(?P<number>(?i:{_NUMBER})){_GAP}(?P<unit>{_UNIT}|half[- ]century){_GAP}(?P<way>ago|from{_GAP}now)\b",
    "span": rf"(?:[Tt]he|[Tt]hese){_GAP}(?P<way>last|past|next|coming|previous){_GAP}(?:(?P<number>{_NUMBER}){_GAP})?"
    rf"(?P<unit>{_UNIT})\b",
    "recent": rf"(?:[Ii]n|[Oo]ver|[Dd]uring|[Ff]or){_GAP}(?:the{_GAP})?(?:recent|coming){_GAP}{_UNIT}\b",
    "end_of": rf"(?:[Tt]he{_GAP})?(?P<end>end|start|beginning|middle|turn){_GAP}of{_GAP}"
    rf"(?:(?P<which>the|this|last|next){_GAP}(?P<unit>week|month|year|decade|century)|{_WITH_YEAR}|(?P<only>{_YEAR}))",
    "day_word": r"(?P<word>[Tt]he day (?:before yesterday|after tomorrow)|[Yy]esterday|[Tt]omorrow|[Tt]oday|[Tt]onight"
    rf"|[Ee]arlier today|[Ll]ater today){_OF_DAY}(?![A-Za-z])",
    "after_that": rf"[Tt]he{_GAP}(?P<unit>week|month|year){_GAP}(?P<way>after|before|earlier)"
    r"(?=[ \u00a0]?[,.;:)]|$|[ \u00a0][A-Z])",
    "numbered": r"the[ \u00a0](?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))(?=[ \u00a0]?[,.;:)]|$)",
    "weekday_of": rf"(?P<weekday>{_WEEKDAY}){_GAP}of{_GAP}(?P<way>last|this|next){_GAP}week\b",
    "which": rf"(?:(?:(?:[Ee]arl(?:y|ier)|[Ll]ater?|[Mm]id){_GAP})?(?:in{_GAP})?)?"
    rf"(?P<way>[Tt]his(?:{_GAP}past)?|[Ll]ast|[Nn]ext|[Tt]he{_GAP}(?:following|previous|next)){_GAP}"
    rf"(?:(?P<part_of_day>night|evening|morning|afternoon)|(?P<unit>{_PERIOD}|day)|(?P<weekday>{_WEEKDAY})"
    rf"|(?P<month>{_MONTH}))(?![A-Za-z]){_OF_DAY}",
    "weekday": rf"(?P<weekday>{_WEEKDAY})(?!s){_OF_DAY}",
    "part_year": rf"(?P<part>{_PART})[- ](?:in{_GAP})?(?P<year>{_YEAR})(?!s)",
    "part_month": rf"(?P<part>{_PART})[- ](?:in{_GAP})?(?P<month>{_MONTH})",
    "month": rf"(?P<month>{_MONTH})(?:{_THAT_YEAR}"
    rf"|(?=(?:{_DASH}|{_GAP}(?:and|or|to){_GAP}){_MONTH},?{_GAP}(?P<year>{_YEAR}))|)",
    "season": rf"(?:the{_GAP})(?P<season>{_SEASON})(?![\w-]){_CLOSES}|(?:of|and|or|when|but|after|before|to|if)\b))",
    "clock": r"(?P<clock>noon|midday|midnight|dawn|dusk|sunrise|nightfall|daybreak)\b",
    "weekend": r"[Tt]he weekend\b",
    "present": r"(?:[Aa]t (?:the moment|present)|[Tt]o this day|[Tt]hese days)\b",
    "past": rf"[Ii]n the past\b(?![ \u00a0](?:{_NUMBER}|day|week|month|year|decade))",
    "year": rf"(?<![\d.,:/$€£#-])(?P<year>{_YEAR})(?!s)(?![.,:]\d)",
}


@cache
def compiled() -> re.Pattern[str]:
    """Return all patterns as one, in their order; the group that matched last is the pattern's name."""
    plain = (rf"(?P<{name}>{re.sub(r'[?]P<[a-z_]+>', '?:', form)})" for name, form in PATTERNS.items())
    return re.compile(r"(?<![\w$€£])(?:" + "|".join(plain) + ")")


@cache
def detailed(name: str) -> re.Pattern[str]:
    """Return the pattern of that name with its parts as groups."""
    return re.compile(PATTERNS[name])
