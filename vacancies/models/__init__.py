"""What is stored about vacancies."""

from .lexicon import LexiconKey, LexiconMark, LexiconWord
from .marks import VacancyMark
from .missed import MissedSearch
from .postings import Posting, VacancyMatch
from .searches import Search, SearchRun, VacancySettings
from .synonyms import SynonymGroup, SynonymWord
from .vacancy import Vacancy
from .waiting import MatchWait

__all__ = [
    "LexiconKey",
    "LexiconMark",
    "LexiconWord",
    "MatchWait",
    "MissedSearch",
    "Posting",
    "Search",
    "SearchRun",
    "SynonymGroup",
    "SynonymWord",
    "Vacancy",
    "VacancyMark",
    "VacancyMatch",
    "VacancySettings",
]
