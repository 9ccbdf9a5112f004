"""Taking the bot out of the dashboard and bringing it back; where a piece is used."""
