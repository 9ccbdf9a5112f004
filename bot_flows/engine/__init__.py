"""The engine: (release, state, event, now) -> (state, effects). Pure, and stdlib only."""
