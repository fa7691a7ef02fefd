/// sandbox: a small Kubernetes API on loopback, in process, good enough for helm, kubectl and our own kube room: object
/// store with resource versions, list and watch, patches, discovery, simple controllers, logs, v4 port-forward, and the
/// sample installation. Everything lives in memory and ends with its Cluster. Where it differs from a real API server,
/// the sandbox is wrong. No other room may know that it talks to a sandbox; nothing here may reach another machine.
#pragma once
#include "sandbox/cluster.h"
#include "sandbox/sample.h"
