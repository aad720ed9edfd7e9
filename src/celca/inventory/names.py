"""How a name is compared: width, case and spacing set aside."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["UNSPECIFIED", "folded"]

UNSPECIFIED = "unspecified"


def folded(name: str) -> str:
    """Return a name as it is compared: `ＰＰ樹脂`, `pp 樹脂` and `PP樹脂` are one.

    Hyphens, underscores and runs of white space count as one space, and a space beside a
    Japanese or Chinese character as none.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[\s_\-‐‑–—]+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\u02ff]) | (?=[^\x00-\u02ff])", "", text)
