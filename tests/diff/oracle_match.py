"""How printed texts are compared: headers, labels, codes."""
import re
import unicodedata

TOTALS = ('合计', '小计', '总计')
HAN = '一二三四五六七八九十百零〇'
# The classes of ordinals, high to low.
ORDINALS = [re.compile(one) for one in (rf'[{HAN}]+[、.]', rf'\([{HAN}]+\)、?',
                                        r'[0-9]+(?:、|\.(?![0-9]))', r'\([0-9]+\)、?')]
OF_WHICH = '其中:'


def norm_header(text):
    """Match form: NFKC, without blanks."""
    return ''.join(unicodedata.normalize('NFKC', text).split())


def label_form(text):
    """A label in match form, without ordinals and 其中：."""
    text = norm_header(text)
    while True:
        found = next((m for m in (one.match(text) for one in ORDINALS) if m), None)
        if text.startswith(OF_WHICH):
            text = text[len(OF_WHICH):]
        elif found and found.end() < len(text):
            text = text[found.end():]
        else:
            return text
