"""A generated case: the files of a program, its data folders, what it was built to show."""
import os


class Case:
    def __init__(self, seed):
        self.seed = seed
        self.files = {}
        self.data = {}
        self.prior = None
        self.codes = {}
        self.features = set()
        self.same, self.other_names = [], {}

    def write(self, folder):
        for name, text in self.files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as handle:
                handle.write(text.encode('utf-8'))
        for where, files in (('data', self.data), ('prior', self.prior)):
            if files is None:
                continue
            os.makedirs(os.path.join(folder, where), exist_ok=True)
            for name, data in files.items():
                with open(os.path.join(folder, where, name), 'wb') as handle:
                    handle.write(data)
        return os.path.join(folder, 'rules.fisc'), os.path.join(folder, 'data')


def prior_of(data):
    """The folder of prior data beside the data's, if the case has one."""
    path = os.path.join(os.path.dirname(data), 'prior')
    return path if os.path.isdir(path) else None
