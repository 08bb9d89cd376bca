"""How printed texts are compared: headers, labels, codes."""
import unicodedata

TOTALS = ('合计', '小计', '总计')


def norm_header(text):
    return ''.join(unicodedata.normalize('NFKC', text).split())
