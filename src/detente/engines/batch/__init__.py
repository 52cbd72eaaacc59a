"""The batch engine: one structure, very many preference profiles.

A *profile* gives each decision maker one of the orders that a :class:`Batch` knows for it. What depends on the
structure alone is found once; what depends on the orders runs on many profiles side by side: 64 lanes of a vector in
the compiled kernel, a last axis in numpy without it. Both give the same answers.
"""

from detente.engines.batch.forward import Rules
from detente.engines.batch.many import Batch
from detente.engines.batch.single import ENGINE

__all__ = ["ENGINE", "Batch", "Rules"]
