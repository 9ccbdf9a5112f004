"""Looking for vacancies among those stored.

Text is read into words with their synonyms (``question``), a place named in it becomes a
filter (``whereabouts``), and the database answers: PostgreSQL with full text in Portuguese
(``fulltext``), SQLite with a plainer answer (``patterns``). Where nothing is found, a word that
no vacancy has is taken for a typing error (``spelling``). ADR 19 says how answers are ranked.
"""

from .asking import Criteria, Found, Sort
from .finding import CAP, find, having, queryset

__all__ = ["CAP", "Criteria", "Found", "Sort", "find", "having", "queryset"]
