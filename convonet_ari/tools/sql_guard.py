"""Judges SQL that somebody else wrote: one SELECT over the reports, made of parts known to be harmless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pglast import ast, parse_sql
from pglast.enums import SQLValueFunctionOp
from pglast.parser import ParseError

from convonet_ari.errors import ToolError

LONGEST = 2000
MOST_PARTS = 400
MOST_TABLES = 6
# Each level can double a text.
MOST_SELECTS = 5

# A node that is not named here is refused, whatever a later PostgreSQL may add to its grammar.
NODES = (
    ast.SelectStmt,
    ast.ResTarget,
    ast.ColumnRef,
    ast.A_Star,
    ast.A_Const,
    ast.A_Expr,
    ast.BoolExpr,
    ast.NullTest,
    ast.BooleanTest,
    ast.CaseExpr,
    ast.CaseWhen,
    ast.CoalesceExpr,
    ast.MinMaxExpr,
    ast.FuncCall,
    ast.SQLValueFunction,
    ast.TypeCast,
    ast.TypeName,
    ast.SubLink,
    ast.SortBy,
    ast.WindowDef,
    ast.RangeVar,
    ast.RangeSubselect,
    ast.JoinExpr,
    ast.Alias,
    ast.WithClause,
    ast.CommonTableExpr,
    ast.String,
    ast.Integer,
    ast.Float,
    ast.Boolean,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    "count sum avg min max bool_and bool_or string_agg array_agg "
    "lower upper length btrim ltrim rtrim left right substring position concat concat_ws initcap "
    "split_part strpos abs round ceil ceiling floor trunc mod to_char to_date "
    "now date_trunc date_part extract age timezone make_date make_interval "
    "row_number rank dense_rank lag lead first_value last_value like_escape"
)
TYPES = _words(
    "text varchar bpchar bool int2 int4 int8 numeric float4 float8 date time timestamp timestamptz interval"
)
OPERATORS = _words("= <> < > <= >= + - * / % || ~~ !~~ ~~* !~~* BETWEEN") | {"NOT BETWEEN"}
MOMENTS = frozenset(
    {
        SQLValueFunctionOp.SVFOP_CURRENT_DATE,
        SQLValueFunctionOp.SVFOP_CURRENT_TIME,
        SQLValueFunctionOp.SVFOP_CURRENT_TIMESTAMP,
        SQLValueFunctionOp.SVFOP_LOCALTIME,
        SQLValueFunctionOp.SVFOP_LOCALTIMESTAMP,
    }
)

Reports = Mapping[str, tuple[str, ...]]


class Refused(ToolError):
    """What was asked is not a plain question to the reports."""

    code = "query_refused"


def check(sql: str, reports: Reports) -> str:
    """The one SELECT in `sql`, fit to be run. Raises Refused."""
    if len(sql) > LONGEST or "\0" in sql:
        raise Refused("That question is too long.")
    select = _only_select(sql)
    nodes = list(_walk(select))
    if len(nodes) > MOST_PARTS or sum(isinstance(node, ast.SelectStmt) for node in nodes) > MOST_SELECTS:
        raise Refused("That question is too long.")
    names = _Names(nodes, reports)
    for node in nodes:
        _check_node(node, names)
    names.check_size()
    # Empty statements before and after it are no part of what was parsed.
    return sql.strip("; \t\n\r\f\v")


def _only_select(sql: str) -> ast.SelectStmt:
    try:
        statements = parse_sql(sql)
    except (ParseError, UnicodeEncodeError, RecursionError):
        raise Refused("That is not a question I can ask the records.") from None
    if len(statements) != 1 or not isinstance(statements[0].stmt, ast.SelectStmt):
        raise Refused("I can only look things up that way, one question at a time.")
    return statements[0].stmt


def _walk(root: ast.Node) -> Iterator[ast.Node]:
    """Every node below, without recursion: the depth is the asker's to choose."""
    waiting: list[object] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend(item)
        elif isinstance(item, ast.Node):
            yield item
            waiting.extend(getattr(item, name) for name in item)


class _Names:
    """What may stand for a table and for a column in this question."""

    def __init__(self, nodes: list[ast.Node], reports: Reports) -> None:
        self.reports = reports
        self._tables = [node for node in nodes if isinstance(node, ast.RangeVar)]
        aliases = [node for node in nodes if isinstance(node, ast.Alias)]
        ctes = [node for node in nodes if isinstance(node, ast.CommonTableExpr)]
        self.ctes = {node.ctename for node in ctes}
        given = {alias.aliasname for alias in aliases} | self.ctes
        given |= {node.name for node in nodes if isinstance(node, ast.ResTarget) and node.name}
        for named in [alias.colnames for alias in aliases] + [cte.aliascolnames for cte in ctes]:
            given |= {column.sval for column in named or ()}
        given |= {node.name for node in nodes if isinstance(node, ast.WindowDef) and node.name}
        self.given = given
        known = {column for columns in reports.values() for column in columns}
        self.columns = known | given | set(reports)

    def is_table(self, table: ast.RangeVar) -> bool:
        plain = table.catalogname is None and table.schemaname is None
        return plain and table.relname in self.reports.keys() | self.ctes

    def check_size(self) -> None:
        """A join of everything with everything is a way to keep a server busy."""
        if len(self._tables) > MOST_TABLES:
            raise Refused("That question is too long.")
        if any(name and name.startswith("pg_") for name in self.given):
            raise Refused("That name cannot be given to a column.")


def _check_node(node: ast.Node, names: _Names) -> None:
    if type(node) not in NODES:
        raise Refused("That question uses something I may not use.")
    match node:
        case ast.SelectStmt() if node.intoClause or node.lockingClause:
            raise Refused("I can only look things up that way.")
        case ast.WithClause() if node.recursive:
            raise Refused("That question uses something I may not use.")
        case ast.RangeVar() if not names.is_table(node):
            known = ", ".join(sorted(names.reports))
            raise Refused(f"There is no report of that name. There are {known}.")
        case ast.ColumnRef() if unknown := _unknown(node, names):
            raise Refused(f"The reports have no column {unknown[:40]}.")
        case ast.FuncCall():
            _check_name(node.funcname, FUNCTIONS, "function")
        case ast.TypeName():
            _check_name(node.names, TYPES, "type")
        case ast.A_Expr():
            _check_name(node.name, OPERATORS, "operator")
        case ast.SubLink() if node.operName:
            _check_name(node.operName, OPERATORS, "operator")
        case ast.SortBy() if node.useOp:
            _check_name(node.useOp, OPERATORS, "operator")
        case ast.SQLValueFunction() if node.op not in MOMENTS:
            raise Refused("That question uses something I may not use.")


def _unknown(column: ast.ColumnRef, names: _Names) -> str:
    """PostgreSQL reads `row.name` as a call of the function `name`, too, when there is no such column."""
    fields = [field.sval or "" for field in column.fields or () if isinstance(field, ast.String)]
    return next((field for field in fields if field not in names.columns), "")


def _check_name(parts: tuple[ast.String, ...] | None, known: frozenset[str], kind: str) -> None:
    *schema, name = (part.sval or "" for part in parts or ())
    if schema not in ([], ["pg_catalog"]) or name not in known:
        raise Refused(f"That question uses the {kind} {name[:40]}, which I may not use.")
