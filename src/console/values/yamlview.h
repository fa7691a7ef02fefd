/// The overrides text as it may be looked at: secrets masked, changed and invalid lines marked. Pure functions.
#pragma once
#include "console/tables/codelines.h"
#include "console/values/fieldrow.h"

/// The text with the value of every secret key masked; lines stay where they are.
QString maskedText(const cleardeck::yaml::Document& document, const std::vector<FieldRow>& rows);
/// Line number from 1 to mark: what is not as deployed, and what is invalid.
QHash<int, CodeLines::Mark> changedLines(const cleardeck::helm::ValuesSession& session,
                                         const std::vector<FieldRow>& rows);
/// The line of a path, 0 when it is not in the text.
int lineOf(const cleardeck::helm::ValuesSession& session, const cleardeck::yaml::Path& path);
/// How many values the overrides set.
int leafCount(const cleardeck::yaml::Value& overrides);
