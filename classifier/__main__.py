"""The `triage` command; what needs no heavy module is answered before any is loaded."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line on `sys.argv` and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from classifier import __version__

        print(f"triage {__version__}")
        return
    from classifier.cli import run

    if hasattr(signal, "SIGPIPE"):
        # a reader that goes away ends us quietly, as it ends other filters; shells call that 141
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
