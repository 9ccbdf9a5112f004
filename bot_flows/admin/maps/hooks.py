"""The map of the bot and the list of what is wrong with it."""
