"""Units and currencies: their signs, and the look-up of what stands behind a number. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from daemon.write.values.numbers_tokens import Tokens, follow, sequence, words_of

_SIGNS = """
percent: % pct pc; permille: ‰; degree: °C ° ºC ℃ º C; degree fahrenheit: °F ºF ℉; millimetre: mm; centimetre: cm
decimetre: dm; metre: m; kilometre: km; foot: ft; yard: yd; mile: mi; square metre: m² m2 qm sqm
square kilometre: km² km2 qkm; square centimetre: cm² cm2; hectare: ha; cubic metre: m³ m3 cbm
cubic centimetre: cm³ cm3 ccm; litre: l L; millilitre: ml; centilitre: cl; hectolitre: hl; milligram: mg; gram: g
kilogram: kg; tonne: t; pound: lb lbs; ounce: oz; kilometre per hour: km/h kmh kph; mile per hour: mph
metre per second: m/s; knot: kn kt kts; watt: W; kilowatt: kW KW; megawatt: MW; gigawatt: GW; terawatt: TW
kilowatt peak: kWp; watt hour: Wh; kilowatt hour: kWh KWh; megawatt hour: MWh; gigawatt hour: GWh; terawatt hour: TWh
volt: V; milliampere hour: mAh; horsepower: hp PS; kilojoule: kJ; calorie: cal; kilocalorie: kcal
kilobyte: kB KB; megabyte: MB; gigabyte: GB; terabyte: TB; petabyte: PB; megabit: Mbit; gigabit: Gbit
megabit per second: Mbit/s Mbps; gigabit per second: Gbit/s Gbps; megabyte per second: MB/s; hertz: Hz; kilohertz: kHz
megahertz: MHz; gigahertz: GHz; decibel: dB; hectopascal: hPa; ppm: ppm; millisecond: ms; second: s sec secs sek
minute: min mins; hour: h hr hrs
"""
_CURRENCIES = """
EUR: € EUR; USD: US$ U$ $ USD; GBP: £ GBP; JPY: ¥ JPY; CNY: CN¥ CNY RMB; CHF: CHF SFr; INR: ₹ INR; RUB: ₽ RUB
KRW: ₩ KRW; TRY: ₺ TRY; UAH: ₴ UAH; ILS: ₪ ILS; PLN: zł PLN; CZK: Kč CZK; HUF: Ft HUF; SEK: SEK; NOK: NOK; DKK: DKK
ISK: ISK; crown: kr; CAD: CA$ C$ CAD; AUD: AU$ A$ AUD; NZD: NZ$ NZD; HKD: HK$ HKD; SGD: S$ SGD; BRL: R$ BRL
MXN: MX$ MXN; ARS: ARS; ZAR: ZAR; THB: ฿ THB; VND: ₫ VND; NGN: ₦ NGN; PHP: ₱ PHP; AED: AED; SAR: SAR; BTC: ₿ BTC
ETH: ETH; cent: ¢
"""

Spellings = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""By their first words, the spellings of units, the longest first, with the unit."""


def entries(table: str) -> dict[str, str]:
    """Of "unit: name name; unit: name": each name and its unit."""
    found: dict[str, str] = {}
    for entry in table.replace("\n", ";").split(";"):
        unit, _, names = entry.partition(":")
        found.update(dict.fromkeys(names.split(), unit.strip()))
    return found


def spellings(names: Mapping[str, str]) -> Spellings:
    """Names (folded; "square_metres" for two words) and their units, as `unit_at` looks them up."""
    return _by_first([(sequence(name.replace("_", " ")), unit) for name, unit in names.items()])


def _by_first(spelt: Iterable[tuple[tuple[str, ...], str]]) -> Spellings:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, unit in spelt:
        found.setdefault(words[0], []).append((words, unit))
    return {first: sorted(each, key=lambda one: -len(one[0])) for first, each in found.items()}


_MONEY = entries(_CURRENCIES)
TIME = words_of("millisecond second minute hour day week fortnight month year decade century millennium")
MONEY = frozenset(_MONEY.values()) - {"cent"}
_GLUED_CODES = words_of("EUR USD GBP CHF")
"""Other codes before digits are rather names: "PHP8"."""
_RAW = _by_first((tuple(re.findall(r"\w+|\W", sign)), unit) for sign, unit in {**entries(_SIGNS), **_MONEY}.items())
_RAW_MONEY = _by_first((tuple(re.findall(r"\w+|\W", sign)), unit) for sign, unit in _MONEY.items())


def unit_at(tokens: Tokens, at: int, names: Spellings, *, digits: bool) -> tuple[str, int] | None:
    """The unit that stands at `at`, perhaps behind a hyphen, and where it ends.

    `digits`: letters for a unit ("t", "ha") count, for they only stand behind digits.
    """
    if tokens[at].word == "-" and tokens[at].glued and tokens[at + 1].glued:
        at += 1
    if digits or not tokens[at].text.isascii() or tokens[at].kind == "sign":
        for raw, unit in _RAW.get(tokens[at].text, ()):
            end = at + len(raw)
            letter = _is_plural(tokens, at) or _is_elided(tokens, end)
            if _stands(tokens, at, raw) and not letter and not _is_before_number(tokens, at, end):
                return unit, dotted(tokens, end)
    for words, unit in names.get(tokens[at].word, ()):
        if end := follow(tokens, at, words):
            return unit, dotted(tokens, end)
    return None


def _stands(tokens: Tokens, at: int, raw: Sequence[str]) -> bool:
    return all(tokens[at + place].text == each for place, each in enumerate(raw))


def _is_before_number(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the sign is that of the next number: "one $5 bill"."""
    return not tokens[at].glued and tokens[end].kind == "numeral" and tokens[end].glued


def _is_plural(tokens: Tokens, at: int) -> bool:
    """Whether the s is that of "the 80s"."""
    return tokens[at].text == "s" and tokens[at].glued


def _is_elided(tokens: Tokens, end: int) -> bool:
    """Whether the l is that of "9 l'an dernier"."""
    return tokens[end].text in ("'", "’") and tokens[end].glued and tokens[end + 1].kind == "word"


def currency_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """The sign or code of a currency that stands at `at` before a number, and where it ends."""
    for raw, unit in _RAW_MONEY.get(tokens[at].text, ()):
        end = at + len(raw)
        glued_code = tokens[end].glued and tokens[at].text.isalpha() and len(raw) == 1 and unit not in _GLUED_CODES
        if _stands(tokens, at, raw) and not glued_code:
            return unit, end
    return None


def begins_currency(text: str) -> bool:
    """Whether the sign of a currency begins with this token."""
    return text in _RAW_MONEY


def dotted(tokens: Tokens, at: int) -> int:
    """Behind the full stop at `at` if it only ends an abbreviation: "20 min. at best"."""
    shortened = (
        tokens[at].word == "." and tokens[at].glued and tokens[at - 1].kind == "word" and len(tokens[at - 1].text) < 5
    )
    return at + 1 if shortened and (tokens[at + 1].text[:1].islower() or tokens[at + 1].word == ",") else at
