"""Personal data taken out of a document: names of persons, their telephones, accounts, identity numbers, mails.

Each gives way to a made-up one of the same length and letter case, so that the page reads as before. The same word is
always the same made-up word inside a document, and no made-up word is a word of a real name in it. Agencies, places and
figures stay. What is made up follows from the document alone: a second run gives the same.
"""

from pipeline.masking.finding import secrets_of
from pipeline.masking.mask import Mask
from pipeline.masking.secrets import Secrets

__all__ = ["Mask", "Secrets", "secrets_of"]
