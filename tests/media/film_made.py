"""One film for the tests of pictures."""

from __future__ import annotations

from cctl.core.reel.choose import Cut
from cctl.core.reel.film import Screen, film
from cctl.core.reel.tell import tell
from cctl.media.paint import painter
from tests.staged import story
from tests.taste import REDACTOR, TASTE

MOMENTS = tell(story().records, TASTE, Cut(), REDACTOR).moments
FILM = film(MOMENTS, TASTE, Screen(), painter())
