/// tracking: a ClearML-compatible API server and file server in one process, on SQLite and a folder of files. What
/// lives here: the protocol (api, schema, auth), the query language (query, projection), the store (store, database,
/// entity, series, logs), one file of endpoints a subject, and the file server. What may not: Kubernetes, Qt, our own
/// client. Inside the room an endpoint throws ApiError, which becomes ClearML's error envelope in one place (api.cpp);
/// nothing is thrown out of the room.
#pragma once
#include "tracking/samples.h"
#include "tracking/server.h"
