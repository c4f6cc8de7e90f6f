"""Claims of responsibility, denials and blame: who is said to have done it, and by whom.

``find_claims(text, report_id, actors)`` reads them sentence by sentence. :mod:`.sentence` holds the words of
one sentence and finds phrases beside a verb; :mod:`.parties` says which group a phrase stands for, "it" and
"the front" among them; :mod:`.read`, :mod:`.own` and :mod:`.blame` hold the rules.
"""

from dateline.reader.claims.mention import ClaimMention, NamedActor
from dateline.reader.claims.read import find_claims

__all__ = ["ClaimMention", "NamedActor", "find_claims"]
