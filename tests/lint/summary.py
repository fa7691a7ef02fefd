#!/usr/bin/env python3
"""Sums up the JUnit files of a test run and names every skipped test with its reason. usage: summary.py FOLDER"""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

passed = failed = 0
skipped = []
for path in sorted(pathlib.Path(sys.argv[1]).glob('*.xml')):
    for case in xml.parse(path).getroot().iter('testcase'):
        name = f'{path.stem}/{case.get("name")}'
        output = ''.join(case.findtext('system-out') or '')
        totals = re.search(r'^Totals: (\d+) passed, (\d+) failed, (\d+) skipped', output, re.M)
        for match in re.finditer(r'^SKIP\s*:\s*(.+)$', output, re.M):
            skipped.append(f'{name}: {match.group(1).strip()}')
        if case.get('status') in ('disabled', 'notrun') or case.find('skipped') is not None:
            skipped.append(f'{name}: not run')
        elif totals:
            passed += int(totals.group(1))
            failed += int(totals.group(2))
        elif case.find('failure') is None:
            passed += 1
        if case.find('failure') is not None and not (totals and int(totals.group(2))):
            failed += 1
            print(f'failed: {name}')
for line in skipped:
    print(f'skipped: {line}')
print(f'{passed} passed, {failed} failed, {len(skipped)} skipped')
sys.exit(failed != 0)
