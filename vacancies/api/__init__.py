"""Vacancies for other programs. The doors they hang on, and who may open them, are the site's."""
