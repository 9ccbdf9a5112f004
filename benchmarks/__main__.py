"""``python -m benchmarks [engine|messages|search …]``: everything, or the named parts."""

import argparse

from . import memory, messages, search, studio, turns

PARTS = {
    "engine": turns.measure,
    "memory": memory.measure,
    "messages": messages.measure,
    "search": search.measure,
    "studio": studio.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; all when none")
    chosen = parser.parse_args().parts or list(PARTS)
    for name in chosen:
        PARTS[name]()


if __name__ == "__main__":
    main()
