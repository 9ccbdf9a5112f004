"""Trying the bot out: the same engine as the webhook, and nothing set off.

No row is written, no message goes out, no search is sent. Nothing is kept between two answers
either: a talk is an opening and what the person did since, and is played from its beginning
each time (a turn takes microseconds), so that a step back is one act fewer.
"""
