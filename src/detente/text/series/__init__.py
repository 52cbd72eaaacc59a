"""What each side names as the cause over several dated articles, and where that does not fit together."""

from detente.text.series.changes import Change, changes
from detente.text.series.gathering import Series, series
from detente.text.series.same import SameAs, load_same

__all__ = ["Change", "SameAs", "Series", "changes", "load_same", "series"]
