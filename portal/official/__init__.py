"""Official documents made from the record: agreements, annexes, acceptance minutes.

``parties`` says who the sides are, one module a kind describes its document (``describe``), ``views`` sends the files.
"""
