"""From a ledger to a case: the skeleton that an analyst goes on from, and the proof that what a case cites is there."""
