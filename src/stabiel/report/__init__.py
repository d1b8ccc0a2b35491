"""The report of a session, as a page and on paper. In: a session. Out: `report.html`, `report.pdf`.

`material` is what it is made of, `content` what it says, `html` and `pdf` how it looks.
"""

from stabiel.report.content import Content, content_of
from stabiel.report.html import as_page, write_report
from stabiel.report.material import Material

__all__ = ["Content", "Material", "as_page", "content_of", "write_report"]
