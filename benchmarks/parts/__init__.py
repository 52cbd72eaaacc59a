"""What is measured: a file for each part, with ``PLACE`` in the table, ``TITLE``, ``WORDS`` and ``trials()``."""
