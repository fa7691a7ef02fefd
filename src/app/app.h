/// app: the two mains, `cleardeck` (the window) and `cleardeckctl` (the same engine without a window): command line and
/// wiring, nothing else. What both need to wire lives here; one file a command in ctl/.
#pragma once
#include "app/clusters.h"
#include "app/sandbox_host.h"
