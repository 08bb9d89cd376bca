"""Rules on whole tables: shown empty, there, not there."""
from oracle_cells import BLANKS, read_figure
from oracle_place import Place
from oracle_values import Unknown


class Whole:
    """What an Evaluator does with `zero`, `require` and `absent`."""

    def whole(self, rule):
        base = {'rule': f'{rule.of}.{rule.kind}', 'key': '', 'severity': 'must', 'kind': rule.kind}
        try:
            asked = self.clauses(rule, Place())
        except Unknown as unknown:
            self.add_unknown(base, unknown.reason, ())
            return
        if asked:
            self.asked_whole(rule.kind, self.sheets[rule.of], base)
        else:
            self.add_unknown(base, None, ())
            self.results[-1]['status'] = 'not-applicable'

    def asked_whole(self, kind, sheet, base):
        if kind == 'zero' and sheet.missing:
            self.add_unknown(base, 'missing', ())
            return
        if kind == 'zero':
            found, wanted = self.figures_in(sheet), 0
            if not found and self.cannot_be_read(sheet):
                self.add_unknown(base, 'unreadable', ())
                return
        else:
            found, wanted = 0 if sheet.missing else 1, 1 if kind == 'require' else 0
        base.update(status='exact' if found == wanted else 'violated', reason=None, unit='',
                    left=str(found), right=str(wanted), difference=str(found - wanted), slack='0',
                    loose=False)
        self.results.append(base)

    def figures_in(self, sheet):
        """How many cells are numbers that are not zero, key columns aside."""
        count = 0
        whole = [r for r in range(len(sheet.rows)) if len(sheet.rows[r]) == len(sheet.heads)]
        for row in whole:
            for column in range(len(sheet.heads)):
                figure = read_figure(sheet.text(row, column))
                if column not in sheet.all_keys and figure and figure[0]:
                    count += 1
        return count

    def cannot_be_read(self, sheet):
        """Whether a row has other fields than the header, or a cell of figures is no number."""
        for row, record in enumerate(sheet.rows):
            if len(record) != len(sheet.heads):
                return True
            if any(sheet.text(row, i) not in BLANKS and read_figure(sheet.text(row, i)) is None
                   for i in sheet.declared):
                return True
        return False
