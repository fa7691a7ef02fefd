/// Which endpoints ClearML has, and from which API version on. Facts of the recorded server.endpoints.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace cleardeck::tracking {

/// Every endpoint of clearml-server 2.3 with its versions, oldest first.
const std::map<std::string, std::vector<std::string>>& endpointVersions();

/// The newest version of the endpoint that is not newer than the requested one; empty when there is none.
std::string answeringVersion(const std::string& endpoint, const std::string& requested);

/// Whether version `a` is newer than `b`: 2.13 is newer than 2.9.
bool isNewer(const std::string& a, const std::string& b);

}  // namespace cleardeck::tracking
