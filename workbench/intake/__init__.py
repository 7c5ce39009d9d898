"""Files in: read in a child process, mapped by heading, checked row by row, taken in whole or not at all.

``preview.inspect`` shows what an import would do, ``load.load`` does it. Neither loads SQLAlchemy before a
database is looked at.
"""
