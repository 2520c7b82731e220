"""Where what is costly to derive is kept between runs: in the user's own folder for such things."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from classifier.cache import Cache


def user_cache(*, wanted: bool = True) -> Cache:
    """Return the cache of this user, one that keeps nothing when it is not wanted or has no place.

    Below `XDG_CACHE_HOME` where that is set, as the XDG Base Directory Specification has it, else where the
    system keeps such things.
    """
    return Cache(_folder() if wanted else None)


def _folder() -> Path | None:
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():  # what is relative is to be passed over, says the specification
        return Path(given) / "triage"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local) / "triage" / "cache" if local else None
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home, as in some containers
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "triage"
