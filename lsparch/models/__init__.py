"""The model language: what may be written in ``model/``, as frozen pydantic models.

One module per subject. A file says what it is by its first key (``aspect:``, ``environment:``, ``images:``, …);
`lsparch.models.files` lists the kinds of file.
"""
