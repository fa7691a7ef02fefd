/// The single rules of preflight.h, each a pure function. Internal to preflight.
#pragma once
#include "installation/preflight.h"

namespace cleardeck::installation {

using CheckFindings = std::vector<CheckFinding>;

CheckFinding good(std::string what, std::string evidence);
CheckFinding warning(std::string what, std::string evidence, std::string nextStep);
CheckFinding failed(std::string what, std::string evidence, std::string nextStep);
/// A fact that could not be had: Unknown with the reason. A right that is missing is named in the error.
CheckFinding unknown(std::string what, const Error& why);

// preflight_cluster.cpp
void checkRights(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkNamespace(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkQuotas(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkNodes(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkStorage(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkSecrets(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);

// preflight_address.cpp
void checkNodePorts(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkIngressClass(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkGateway(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkDns(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);
void checkTls(const SetupNeeds& needs, const SetupFacts& facts, CheckFindings& findings);

/// Expiry and names of a certificate; `where` is "the Secret clearml-tls".
void checkCertificate(const std::string& what, const std::string& where, const net::Certificate& certificate,
                      const std::vector<std::string>& hosts, time::Moment now, CheckFindings& findings);

}  // namespace cleardeck::installation
