/// clearml: a client of ClearML's API, and its entities as small structs: sign-in, projects, tasks, scalars, console
/// log, and the texts that point other clients at a server. It may use net and base. It knows nothing of Kubernetes
/// or Helm (the URLs it is given may lead through a forward), and it is no server: that is tracking.
#pragma once
#include "clearml/config_snippet.h"
#include "clearml/files.h"
#include "clearml/log.h"
#include "clearml/project.h"
#include "clearml/reduction.h"
#include "clearml/scalars.h"
#include "clearml/server.h"
#include "clearml/session.h"
#include "clearml/task.h"
#include "clearml/task_query.h"
#include "clearml/watch.h"
