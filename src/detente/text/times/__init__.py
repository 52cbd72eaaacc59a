"""Time expressions: how they are written, and which days they mean."""
