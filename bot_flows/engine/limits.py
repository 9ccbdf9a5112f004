"""WhatsApp's limits, and how long a question gets once its options are numbered.

Lengths are in code points, as WhatsApp counts them: an emoji of a family is seven.
"""

from collections.abc import Iterable, Sequence

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Not WhatsApp's, but a reader's: a longer menu is scrolled past, a longer label is not read.
MOST_CHOICES = 10
LONGEST_LABEL = 60


def number_options(prompt: str, options: Sequence[str]) -> str:
    """A question as it goes out: the prompt, a blank line, and one numbered line an option."""
    lines = [f"*{number}.* {label}" for number, label in enumerate(_one_line(options), start=1)]
    return "\n\n".join(part for part in (prompt.strip(), "\n".join(lines)) if part)


def _one_line(options: Iterable[str]) -> Iterable[str]:
    return (" ".join(label.split()) for label in options)
