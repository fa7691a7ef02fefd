/// A connection to an installation and its key, as the window uses them. Threads and handles: see bridge.h.
#pragma once
#include "console/bridge/cluster.h"
#include "installation/connection.h"

namespace cleardeck::bridge {

using DoorBatch = Basket<installation::DoorForward>::Batch;

/// The forwards of an installation's doors while the Handle lives; every change of a door is an item. The last batch
/// says why it could not start (Conflict: a wanted local port is in use).
Handle connection(ClusterPtr cluster, installation::Installation installation, installation::ConnectionOptions options,
                  std::function<void(DoorBatch)> apply);

/// The key pair that the installation keeps in its own Secret. Errors: as installation::credentialsOf.
Handle credentials(ClusterPtr cluster, installation::Installation installation, QObject* context,
                   std::function<void(Result<clearml::Credentials>)> onResult);

}  // namespace cleardeck::bridge
