"""Write every template to the templates folder."""

from outputs.council.build_template import PAPERS
from outputs.council.profiles import TEMPLATES

for name, build in PAPERS.items():
    build().save(str(TEMPLATES / name))
