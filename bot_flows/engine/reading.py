"""What a typed message means."""

from .folding import fold as fold
