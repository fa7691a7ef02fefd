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
std::vector<Endpoint> publicEndpoints();
std::vector<Endpoint> projectTreeEndpoints();
std::vector<Endpoint> sampleViewEndpoints();
std::vector<Endpoint> rawScalarEndpoints();
std::vector<Endpoint> storageEndpoints();
std::vector<Endpoint> servingEndpoints();
std::vector<Endpoint> pipelineEndpoints();
std::vector<Endpoint> reportEndpoints();
std::vector<Endpoint> downloadEndpoints();
std::vector<Endpoint> workerStatsEndpoints();
std::vector<Endpoint> queueOrderEndpoints();

}  // namespace cleardeck::tracking
