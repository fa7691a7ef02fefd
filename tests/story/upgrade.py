#!/usr/bin/env python3
"""Every step of upgrades.py on a real control plane. usage: upgrade.py CLEARDECKCTL, see stage.py"""
import sys

from stage import opened
from upgrades import Upgrades

with opened(Upgrades, sys.argv[1]) as story:
    story.make_charts()
    story.install_old()
    story.becomes_healthy()
    story.values_keep_the_version()
    story.stale_plans()
    story.a_plan_is_applied()
    story.a_failed_step()
    story.a_conflict()
    story.forbidden_jumps()
    story.a_path_of_two_steps()
    story.no_way_back()
    story.a_killed_helm()
    story.history_tells()
    story.uninstall_keeps_data()
