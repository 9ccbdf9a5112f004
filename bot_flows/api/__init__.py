"""The bot for other programs: what it says, and, for staff, whom it talks with."""
