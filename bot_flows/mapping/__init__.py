"""The bot as a picture: what is in it, where each thing stands, and the drawing itself.

``facts`` reads a release, ``bands`` and ``layout`` give every flow its place, ``svg`` draws.
The list beside a drawing is made of the same facts.
"""
