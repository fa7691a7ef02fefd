/// Every kind that has a row. A new one is registered here.
#pragma once
#include "kube/deployment.h"
#include "kube/endpoint_slice.h"
#include "kube/event.h"
#include "kube/ingress.h"
#include "kube/node.h"
#include "kube/persistent_volume_claim.h"
#include "kube/pod.h"
#include "kube/release_secret.h"
#include "kube/service.h"
#include "kube/stateful_set.h"

#include <tuple>

namespace cleardeck::kube {

using Kinds = std::tuple<Pod, Service, EndpointSlice, Deployment, StatefulSet, PersistentVolumeClaim, Ingress, Node,
                         Event, ReleaseSecret>;

}  // namespace cleardeck::kube
