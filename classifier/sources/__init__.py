"""Turn what the user named into open logs.

    found = sources.find(["logs", "run.tar.gz", "-"])
    for source in found.sources:
        for one in sources.open_logs(source):
            if isinstance(one, sources.Remark):   # what can't be read, or was passed over
                ...
            else:
                lines = Lines(one.label, one)

A `Source` is small and can be sent to another process (but for standard input, which only one can read); an
archive is one source that holds several logs. One log is open at a time.
"""

from __future__ import annotations

from classifier.sources.find import Found, Remark, Source, find, looks_like_log
from classifier.sources.logs import open_logs
from classifier.sources.opened import Opened

__all__ = ["Found", "Opened", "Remark", "Source", "find", "looks_like_log", "open_logs"]
