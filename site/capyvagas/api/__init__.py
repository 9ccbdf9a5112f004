"""The API under ``/api/``: who may ask what, how much and how often, and how a no is said.

The apps say only what they have; every door of theirs is hung on ``doors.Door`` here.
"""
