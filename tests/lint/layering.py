#!/usr/bin/env python3
"""Fails on an include that the table of docs/architecture.md does not allow, and on Qt below the console.
usage: layering.py TOP"""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
allowed = {}
for line in (top / 'docs/architecture.md').read_text().splitlines():
    cells = [cell.strip() for cell in line.strip('|').split('|')]
    if len(cells) == 3 and re.fullmatch(r'[a-z]+', cells[0]) and cells[0] != 'room':
        allowed[cells[0]] = set(cells[1].split()) | {cells[0]}
if len(allowed) < 5:
    sys.exit('layering: no table of rooms found in docs/architecture.md')

bad = []
for path in sorted(p for p in (top / 'src').rglob('*') if p.suffix in ('.h', '.cpp')):
    room = path.relative_to(top / 'src').parts[0]
    if room not in allowed:
        bad.append(f'{path}: the room {room} is not in docs/architecture.md')
        continue
    bridge = path.is_relative_to(top / 'src/console/bridge')
    for number, line in enumerate(path.read_text().splitlines(), 1):
        include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if not include:
            continue
        name = include.group(1)
        other = name.split('/')[0]
        where = f'{path.relative_to(top)}:{number}'
        if other in allowed and '/' in name and other not in allowed[room]:
            bad.append(f'{where}: {room} may not include {name}')
        if room not in ('console', 'app') and re.match(r'Q[A-Z]|Qt[A-Z]|qt6keychain', name):
            bad.append(f'{where}: Qt below the console: {name}')
        if room == 'console' and not bridge and name.startswith('boost/asio'):
            bad.append(f'{where}: Asio in the console outside the bridge: {name}')
for room in allowed:
    if (top / 'src' / room).is_dir() and not (top / 'src' / room / f'{room}.h').exists() and room != 'app':
        bad.append(f'src/{room}: no {room}.h that says what lives here')
print('\n'.join(bad) if bad else f'{len(allowed)} rooms, every arrow is in the table')
sys.exit(bool(bad))
