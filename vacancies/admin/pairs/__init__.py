"""Vacancies that may be one: the list for editors, joining, telling apart, and taking it back."""
