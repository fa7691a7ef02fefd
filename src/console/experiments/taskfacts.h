/// What a task's detail reads like in sections of names and values. Pure.
#pragma once
#include "clearml/task.h"
#include "console/experiments/facts.h"

std::vector<Fact> overviewOf(const cleardeck::clearml::TaskDetail& detail);
std::vector<Fact> configurationOf(const cleardeck::clearml::TaskDetail& detail);
/// Artifacts and models; addresses as they can be read from here.
std::vector<Fact> artifactsOf(const cleardeck::clearml::TaskDetail& detail, const std::string& filesUrl);
