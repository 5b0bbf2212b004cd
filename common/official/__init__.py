"""Official documents in the layout of Decree 30/2020/NĐ-CP: described once, rendered as DOCX and as PDF.

``documents`` describes a document in plain words, ``measures`` holds the decree's sizes, ``word`` and ``pdf`` render.
"""
