"""Judged searches: a fixed collection of vacancies, and what people who know it answered."""
