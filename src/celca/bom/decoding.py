"""Bytes to text, without being told the encoding.

A byte-order mark, NUL bytes or valid UTF-8 settle it. What is left (cp932, EUC-JP,
GB18030, cp1252) often decodes in more than one way; the readings are compared by known
headings and by how common their characters are, and `charset_normalizer` breaks a tie.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from celca.bom.words import header_table, word_set
from celca.errors import FileFault

__all__ = ["decode"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD = ("cp932", "euc_jp", "gb18030", "cp1252")
_SAMPLE = 65536
_LATIN = set("äöüßéèêëàâçîïôûùñæøåíóúáÄÖÜÉÈÀÇÑÆØÅ€£°±²³µ·×½¼¾–—“”‘’„…®™§ø∅")


def decode(data: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    """Return (text, encoding, doubt); doubt is the encodings it may be, empty where it is sure.

    Raises FileFault for bytes that are no text in any encoding known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, where), encoding, ()
    if b"\x00" in data:
        encoding = _wide(data, where)
        return _strict(data, encoding, where), encoding, ()
    if b"\x1b$" in data:
        return _strict(data, "iso2022_jp", where), "iso2022_jp", ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _old(data, where)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise FileFault(
            where,
            f"byte {fault.start + 1} is not {encoding}, though the file begins like it.",
            "Save the file again as 'CSV UTF-8'.",
        ) from None


def _wide(data: bytes, where: str) -> str:
    """Return which UTF-16 a text with NUL bytes and no mark is in."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 4 * min(even, odd) and max(even, odd) > 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    raise FileFault(
        where,
        f"byte {data.index(0) + 1} is NUL, so this is not a text file, or a damaged one.",
        "Export the table again as CSV or XLSX.",
    )


def _old(data: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode a text that is not Unicode, in the encoding that reads best."""
    scores: dict[str, float] = {}
    for encoding in _OLD:
        text = _try(data, encoding)
        if text is not None:
            scores[encoding] = _score(text[:_SAMPLE], encoding)
    if not scores:
        raise FileFault(
            where,
            "the text is in no encoding known here (UTF-8, UTF-16, Shift_JIS, EUC-JP, GB18030,"
            " cp1252).",
            "Save the file again as 'CSV UTF-8'.",
        )
    best = max(scores, key=lambda e: scores[e])
    close = [e for e in scores if scores[e] > scores[best] - 0.2]
    if len(close) > 1:
        best = _arbiter(data[:_SAMPLE], close) or best
    return data.decode(best), best, tuple(close) if len(close) > 1 else ()


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    bad = any(
        unicodedata.category(c) in ("Cc", "Co", "Cn") and c not in "\r\n\t" for c in set(text)
    )
    return None if bad else text


def _score(text: str, encoding: str) -> float:
    """Return how well a text reads: known words, and the share of common characters."""
    foreign = [c for c in text if not c.isascii()]
    if encoding == "cp1252":
        common = sum(_latin(text, i) for i, c in enumerate(text) if not c.isascii())
    else:
        common = sum(_commonness(c, encoding) for c in foreign)
    hits = sum(word in text for word in _known_words())
    return common / max(1, len(foreign)) + min(3, hits)


def _latin(text: str, index: int) -> float:
    """Return 1 for an accented letter or a sign that stands among plain characters."""
    near = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return float(text[index] in _LATIN and (near.isascii() or text[index + 1 : index + 2] in "³²"))


@cache
def _commonness(char: str, encoding: str) -> float:
    """Return 1 for a kana, sign or frequent ideograph of the encoding, 0 for a rare one."""
    if "\u3040" <= char <= "\u30ff":
        return 0.2 if encoding == "gb18030" else 1.0
    if "\uff61" <= char <= "\uff9f":
        return 0.3 if encoding == "cp932" else 0.0
    try:
        lead = char.encode("gb2312" if encoding == "gb18030" else "euc_jp")
    except UnicodeEncodeError:
        return 0.0
    frequent = 0xD7 if encoding == "gb18030" else 0xCF
    return float(len(lead) == 2 and (lead[0] <= 0xA3 or 0xB0 <= lead[0] <= frequent))


@cache
def _known_words() -> tuple[str, ...]:
    words = set(header_table()) | set(word_set("total"))
    return tuple(w for w in words if not w.isascii() and len(w) > 1)


def _arbiter(sample: bytes, candidates: list[str]) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=candidates).best()
    return best.encoding if best is not None and best.encoding in candidates else ""
