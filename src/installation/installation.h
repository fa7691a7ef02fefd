/// installation: what makes releases, workloads and pods a ClearML installation: discovery, the eight parts and how
/// they hang together, health with the first broken link named, addresses; Fleet, which keeps all of that live for one
/// context; plans of a set-up (setup_*.h) and the checks before it (preflight.h). What decides is pure functions over
/// rows and choices, so that every rule has a table test; what asks and does stands apart (connection, values_change,
/// preflight_facts, setup_apply). No HTTP here, no Qt: the outside comes through the rooms below.
#pragma once
#include "installation/connection.h"
#include "installation/discovery.h"
#include "installation/endpoints.h"
#include "installation/facts.h"
#include "installation/fleet.h"
#include "installation/health.h"
#include "installation/model.h"
#include "installation/part.h"
#include "installation/topology.h"
#include "installation/preflight_facts.h"
#include "installation/setup_apply.h"
#include "installation/setup_kind.h"
#include "installation/setup_production.h"
#include "installation/values_change.h"
