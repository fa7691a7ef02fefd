/// The endpoints of each subject's file. Internal.
#pragma once
#include "tracking/call.h"

namespace cleardeck::tracking {

std::vector<Endpoint> accessEndpoints();
std::vector<Endpoint> serverEndpoints();
std::vector<Endpoint> userEndpoints();
std::vector<Endpoint> projectEndpoints();
std::vector<Endpoint> projectFacetEndpoints();
std::vector<Endpoint> taskEndpoints();
std::vector<Endpoint> taskStatusEndpoints();
std::vector<Endpoint> taskPartEndpoints();
std::vector<Endpoint> taskLifeEndpoints();
std::vector<Endpoint> modelEndpoints();
std::vector<Endpoint> queueEndpoints();
std::vector<Endpoint> workerEndpoints();
std::vector<Endpoint> organizationEndpoints();
std::vector<Endpoint> eventWriteEndpoints();
std::vector<Endpoint> scalarEndpoints();
std::vector<Endpoint> logEndpoints();
std::vector<Endpoint> sampleEventEndpoints();

}  // namespace cleardeck::tracking
