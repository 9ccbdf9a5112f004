"""Conversation tests in the dashboard, in the shell and at the gate."""
