"""Who computes the blocks of a sweep: this process, processes of this machine, or the workers of a cluster.

An executor is given the blocks that are wanted and yields each with the bytes of its part, in any order. It computes
nothing but :func:`detente.sweep.executors.block.made`, so what it yields does not depend on which executor it is. At
most a few blocks are under way at a time, so memory does not grow with their number. The one process that asks also
writes.
"""

from detente.sweep.executors.cluster import Cluster
from detente.sweep.executors.here import Here
from detente.sweep.executors.processes import Processes
from detente.sweep.executors.protocol import Executor

__all__ = ["Cluster", "Executor", "Here", "Processes"]
