"""What is stored about vacancies."""

from .searches import Search, SearchRun, VacancySettings
from .vacancy import Posting, Vacancy, VacancyMatch

__all__ = ["Posting", "Search", "SearchRun", "Vacancy", "VacancyMatch", "VacancySettings"]
