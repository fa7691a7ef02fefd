/// The verbs on objects that are answered at once; streams are in watch.h, logs.h and port_forward.h. Internal.
#pragma once
#include "sandbox/request.h"
#include "sandbox/state.h"

namespace cleardeck::sandbox {

/// Any request but a stream; never throws.
Reply answer(State& state, const ApiRequest& request);

Reply listObjects(State& state, const ApiRequest& request, const Resource& resource);
Reply showObject(State& state, const ApiRequest& request, const Resource& resource);
Reply createObject(State& state, const ApiRequest& request, const Resource& resource);
Reply updateObject(State& state, const ApiRequest& request, const Resource& resource);
Reply patchObject(State& state, const ApiRequest& request, const Resource& resource);
Reply deleteObject(State& state, const ApiRequest& request, const Resource& resource);
Reply deleteObjects(State& state, const ApiRequest& request, const Resource& resource);

/// Stores a new object as the API does: defaults, checks, namespace. For the API and for what is loaded at start.
Result<Object> admit(State& state, const Kind& kind, Json object, bool dryRun);

/// GET and PATCH of …/scale, and POST of …/pods/NAME/eviction.
Reply scaleObject(State& state, const ApiRequest& request, const Resource& resource);

}  // namespace cleardeck::sandbox
