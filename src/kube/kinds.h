/// Every kind that has a row. A new one is registered here.
#pragma once
#include "kube/deployment.h"
#include "kube/endpoint_slice.h"
#include "kube/event.h"
#include "kube/ingress.h"
#include "kube/ingress_class.h"
#include "kube/namespace.h"
#include "kube/node.h"
#include "kube/persistent_volume_claim.h"
#include "kube/pod.h"
#include "kube/release_secret.h"
#include "kube/resource_quota.h"
#include "kube/service.h"
#include "kube/stateful_set.h"
#include "kube/storage_class.h"

#include <tuple>

namespace cleardeck::kube {

using Kinds = std::tuple<Pod, Service, EndpointSlice, Deployment, StatefulSet, PersistentVolumeClaim, Ingress, Node,
                         Event, ReleaseSecret, Namespace, StorageClass, IngressClass, ResourceQuota>;

}  // namespace cleardeck::kube
