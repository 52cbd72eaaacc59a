"""How fast and how small the engines are: sizes x engines x concepts, beside a textbook matrix method and the roofline.

``python benchmarks`` measures; ``parts`` holds what is measured, one part per file.
"""
