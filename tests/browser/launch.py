"""`make demo` with its data in the folder that is named, until standard input is closed.

Whoever starts this holds the other end of that pipe: when the test ends, or is killed,
the demonstration ends too, and ends every process that it started.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from capyvagas import demo


def end_with_the_starter() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    demo.HOME = Path(sys.argv[1])
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    sys.exit(demo.main())
