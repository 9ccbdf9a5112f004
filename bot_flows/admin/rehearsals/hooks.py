"""Conversation tests in the dashboard."""
