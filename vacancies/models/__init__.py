"""What is stored about vacancies."""

from .postings import Posting, VacancyMatch
from .searches import Search, SearchRun, VacancySettings
from .vacancy import Vacancy
from .waiting import MatchWait

__all__ = [
    "MatchWait",
    "Posting",
    "Search",
    "SearchRun",
    "Vacancy",
    "VacancyMatch",
    "VacancySettings",
]
