"""How printed texts are compared: headers, labels, codes."""
import re
import unicodedata

TOTALS = ('合计', '小计', '总计')
HAN = '一二三四五六七八九十百零〇'
ORDINAL = re.compile(rf'[{HAN}]+、|\([{HAN}]+\)、?|[0-9]+(?:、|\.(?![0-9]))|\([0-9]+\)、?')
OF_WHICH = '其中:'


def norm_header(text):
    """Match form: NFKC, without blanks."""
    return ''.join(unicodedata.normalize('NFKC', text).split())


def label_form(text):
    """A label in match form, without ordinals and 其中：."""
    text = norm_header(text)
    while True:
        found = ORDINAL.match(text)
        if text.startswith(OF_WHICH):
            text = text[len(OF_WHICH):]
        elif found and found.end() < len(text):
            text = text[found.end():]
        else:
            return text
