/// What a change of users will do, before it is done: facts for a sheet, and the same as a command.
#pragma once
#include "console/tables/factsmodel.h"
#include "installation/api_access.h"
#include "installation/users.h"

/// The Secret, the restart, and what else comes with it, in the order in which it happens.
QList<FactRow> userSteps(const cleardeck::installation::UsersState& state,
                         const cleardeck::installation::Installation& installation,
                         const cleardeck::installation::UserChange& change,
                         const cleardeck::installation::KeyCounts& counts);

/// For a terminal; a password is asked for there.
QString userCommand(const cleardeck::installation::Installation& installation,
                    const cleardeck::installation::UserChange& change);
