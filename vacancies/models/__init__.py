"""What is stored about vacancies."""

from .marks import VacancyMark
from .postings import Posting, VacancyMatch
from .searches import Search, SearchRun, VacancySettings
from .vacancy import Vacancy

__all__ = [
    "Posting",
    "Search",
    "SearchRun",
    "Vacancy",
    "VacancyMark",
    "VacancyMatch",
    "VacancySettings",
]
