"""Accepted violations: in, results and waivers; out, results whose status is `waived`."""
import unicodedata

from oracle_dated import last_day

# the words of the language in a printed name, as a rule file may spell them
WORDS = {'行': 'rows', '其中': 'of', '零': 'zero', '必备': 'require', '不公开': 'absent'}
OF_ROWS = ('repeated-row', 'repeated-label', 'unlisted-row', 'missing-row', 'blank-key')


def form(text):
    return ''.join(unicodedata.normalize('NFKC', text or '').split())


def name_of(result):
    return result['rule'] + ('.rows' if result['kind'] in OF_ROWS else '')


def spellings(name):
    """A name as it is written, then with one word or two of it in English: a column may be called like a word."""
    yield name
    for most in (1, 2):
        parts, left = name.split('.'), most
        for i, part in enumerate(parts):
            if i and part in WORDS and left:
                parts[i], left = WORDS[part], left - 1
        yield '.'.join(parts)


def meant(name, names):
    return next((n for n in spellings(name) if n in names), name)


def is_about(one, name, result):
    """Whether a waiver is about a result: by the name that is meant, and its whole key or the codes alone."""
    if name not in (result['rule'], name_of(result)):
        return False
    key = result['key'] or ''
    return one.key is None or form(one.key) in (form(key), form(key.split(' ')[0]))


def waive(results, waivers, today):
    names = {name for result in results for name in (result['rule'], name_of(result))}
    meanings = [(one, meant(one.rule, names)) for one in waivers]
    for result in results:
        if result['status'] == 'violated' and any(
                is_about(one, name, result) and (not today or today <= last_day(one.until))
                for one, name in meanings):
            result['status'] = 'waived'
