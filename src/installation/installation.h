/// installation: what makes releases, workloads and pods a ClearML installation: discovery, the eight parts and how
/// they hang together, health with the first broken link named, addresses; and Fleet, which keeps all of that live for
/// one context. Everything but Fleet is pure functions over rows, so that every rule has a table test. No HTTP here, no
/// parsing, no Qt: what is needed from outside comes through kube::Hub and the interfaces it is given.
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
#include "installation/values_change.h"
