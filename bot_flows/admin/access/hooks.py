"""Who may do what with the bot, and who must look at it first."""
