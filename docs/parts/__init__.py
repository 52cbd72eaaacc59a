"""The generated parts of the pages, one function for each; see ``generate.py``."""

from .case import case_keys, problems
from .cases import catalogue, pictures
from .coalition import coalition_table
from .command import command_line, exit_codes
from .concept import concept_frame, concept_table
from .ledger import ledger_keys, schemas
from .python import python_api, python_data

__all__ = [
    "case_keys",
    "catalogue",
    "coalition_table",
    "command_line",
    "concept_frame",
    "concept_table",
    "exit_codes",
    "ledger_keys",
    "pictures",
    "problems",
    "python_api",
    "python_data",
    "schemas",
]
