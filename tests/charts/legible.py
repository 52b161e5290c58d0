"""Whether what is written into a figure can be read."""

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text


def texts_of(figure: Figure) -> list[Text]:
    """All that can be read, in the order in which it was written."""
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    return list(dict.fromkeys(found))


def check_texts(figure: Figure) -> None:
    """Texts are large enough, on the sheet, and do not touch."""
    texts = texts_of(figure)
    assert min(text.get_fontsize() for text in texts) >= 9
    # Of an annotation without its leader.
    boxes = [
        (text.get_text(), Text.get_window_extent(text)) for text in texts if not text.get_rotation()
    ]
    for text, box in boxes:
        assert 0 <= box.x0 < box.x1 <= figure.bbox.width, text
        assert 0 <= box.y0 < box.y1 <= figure.bbox.height, text
    for (one, left), (other, right) in combinations(boxes, 2):
        wide = min(left.x1, right.x1) - max(left.x0, right.x0)
        tall = min(left.y1, right.y1) - max(left.y0, right.y0)
        assert min(wide, tall) < 2, f"{one!r} and {other!r}"
