"""The simulator and its personas in the dashboard."""
