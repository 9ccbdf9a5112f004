"""What an editor can put in a flow."""

from .library import Library, words
from .steps import StepsBlock

__all__ = ["Library", "StepsBlock", "words"]
