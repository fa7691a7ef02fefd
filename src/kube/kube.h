/// kube: Kubernetes as ClearDeck needs it: kubeconfig and credentials, one Session a context, rows of the kinds that
/// are shown (pod.h, service.h …), watches that keep them live and the Hub that shares them, single calls, logs, and
/// port-forwards that belong to a service. Nothing here knows Helm's payloads, ClearML or Qt, and nothing draws a
/// conclusion from several rows: that is `installation`. Everything runs on the I/O thread.
/// A new kind is one row (struct + parse), one line in kinds.h, one fixture and one `describe` in the tests.
#pragma once
#include "kube/calls.h"
#include "kube/hub.h"
#include "kube/kinds.h"
#include "kube/kubeconfig.h"
#include "kube/logs.h"
#include "kube/port_forward.h"
#include "kube/session.h"
#include "kube/watch.h"
