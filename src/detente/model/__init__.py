"""The conflict as mathematics: options, states, moves, preferences, and the frozen whole.

This room knows no files and prints nothing.
"""
