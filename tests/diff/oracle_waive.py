"""Accepted violations: in, results and waivers; out, results whose status is `waived`."""
import unicodedata

from oracle_dated import last_day

OF_ROWS = ('repeated-row', 'repeated-label', 'unlisted-row', 'missing-row', 'blank-key')


def form(text):
    return ''.join(unicodedata.normalize('NFKC', text or '').split())


def name_of(result):
    return result['rule'] + ('.rows' if result['kind'] in OF_ROWS else '')


def is_about(one, result):
    """Whether a waiver is about a result: by its name, and its whole key or the codes alone."""
    if one.rule not in (result['rule'], name_of(result)):
        return False
    key = result['key'] or ''
    return one.key is None or form(one.key) in (form(key), form(key.split(' ')[0]))


def waive(results, waivers, today):
    for result in results:
        if result['status'] == 'violated' and any(
                is_about(one, result) and (not today or today <= last_day(one.until))
                for one in waivers):
            result['status'] = 'waived'
