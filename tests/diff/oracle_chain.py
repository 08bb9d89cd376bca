"""Units that a sheet prints: their chains, and what converts to what."""
from oracle_lexer import Fault, Lexer
from oracle_match import norm_header
from oracle_syntax import Syntax


def read_chain(program, text):
    """The unit chain that a cell prints, () for a blank one; None if it is none."""
    text = norm_header(text)
    if not text:
        return ()
    try:
        syntax = Syntax(program, '', Lexer(text).run())
        chain = syntax.chain()
        syntax.skip_nl()
        return chain if syntax.tok.kind == 'end' else None
    except Fault:
        return None


def fits(units, one, two):
    """Whether a figure of one dimension can be one of the other."""
    return one == two or (not one and units.lone_count(two)) or (not two and units.lone_count(one))
