"""Numbers keep their units: no line breaks between `95.3` and `%`."""

import re

NO_BREAK_SPACE = "\u00a0"

UNITS = (
    *("%", "‰", "°C", "km²", "km", "m", "ha", "kg", "tonnes", "MW", "GW", "kWh"),
    *("thousand", "million", "billion", "trillion", "per cent", "percent", "percentage points"),
    *("points", "US dollars", "dollars", "euros"),
    *("км²", "км", "м", "га", "кг", "т", "тонн", "тонны", "МВт", "ГВт", "кВт·ч"),
    *("тыс.", "тысяч", "тысячи", "млн", "миллион", "миллиона", "миллионов"),
    *("млрд", "миллиард", "миллиарда", "миллиардов", "процент", "процента", "процентов"),
    *("долл.", "доллар", "доллара", "долларов", "евро"),
)
"""What follows a number and belongs to it."""

_GAP = re.compile(rf"(?<=[0-9])[ \n]+(?=(?:{'|'.join(map(re.escape, UNITS))})(?!\w))")


def unbroken(text: str) -> str:
    """The text with a no-break space wherever a plain one parts a number from its unit."""
    return _GAP.sub(NO_BREAK_SPACE, text)
