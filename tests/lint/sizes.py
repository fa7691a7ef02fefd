#!/usr/bin/env python3
"""Prints files and functions over the budgets; never fails (the budgets are there to make one think).
usage: sizes.py TOP"""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
budgets = {'.cpp': 400, '.h': 120, '.qml': 250}
function_budget = 40
rows = []
for folder in ('src', 'qml', 'tests'):
    for path in sorted((top / folder).rglob('*')):
        if path.suffix not in budgets or 'fixtures' in path.parts:
            continue
        lines = path.read_text(errors='replace').splitlines()
        name = path.relative_to(top)
        if len(lines) > budgets[path.suffix]:
            rows.append((len(lines) - budgets[path.suffix], f'{name}: {len(lines)} lines, budget {budgets[path.suffix]}'))
        start = None
        for number, line in enumerate(lines, 1):
            # A definition at the left edge (or in a namespace that does not indent) ends with a lone brace.
            if path.suffix == '.cpp' and re.match(r'[A-Za-z].*[)a-z]\s*\{$', line) and not re.match(r'(namespace|class|struct|enum)\b', line):
                start = number
            elif start and line == '}':
                if number - start + 1 > function_budget:
                    rows.append((number - start + 1 - function_budget, f'{name}:{start}: function of {number - start + 1} lines, budget {function_budget}'))
                start = None
for _, row in sorted(rows, reverse=True):
    print(row)
print(f'{len(rows)} over budget')
