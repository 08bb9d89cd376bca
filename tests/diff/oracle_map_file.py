"""The folder's map: where a table stands in a data folder, and under what headers."""
import os

from oracle_file import records_of
from oracle_match import norm_header

FIELDS = {'表': 'table', 'table': 'table', '文件': 'file', 'file': 'file', '列': 'column',
          'column': 'column', '表头': 'header', 'header': 'header', '说明': 'note', 'note': 'note'}


class FolderMap:
    """What fisc.map of a folder says of a table: its file, or None, and headers by column."""

    def __init__(self, folder, table):
        self.file, self.headers = None, {}
        path = os.path.join(folder, 'fisc.map')
        if not os.path.exists(path):
            return
        head, *rows = records_of(path)
        fields = [FIELDS.get(norm_header(cell)) for cell in head]
        if None in fields or 'table' not in fields:
            return                          # the map is not used
        for row in rows:
            says = {field: cell.strip() for field, cell in zip(fields, row)}
            if says.get('table') == table.name:
                self.take(says, table)

    def take(self, says, table):
        self.file = self.file or says.get('file') or None
        if says.get('column') and says.get('header') and not table.form:
            self.headers.setdefault(says['column'], says['header'])

    def texts(self, name, texts):
        """The headers that a column may have here."""
        return [self.headers[name]] if name in self.headers else texts
