/// What a set-up consists of, as values: files, commands, DNS records and what a person should know. The window shows
/// and saves it, the command line writes it, and both run it (setup_apply.h). Nothing here does anything.
#pragma once
#include "base/result.h"

#include <string>
#include <vector>

namespace cleardeck::installation {

struct PlannedFile {
  std::string name;  ///< without a folder
  std::string text;
  unsigned mode = 0644;  ///< 0600 when it holds a secret, 0755 for a script
};

/// One step; run as an argument list, never through a shell.
struct PlannedCommand {
  std::string about;                   ///< one sentence for a person
  std::vector<std::string> arguments;  ///< the program first; files of the plan by their names
  bool mayFail = false;                ///< when what it makes is there already
  std::string line() const;            ///< as one would type it, quoted for a shell
};

/// A name that must lead to the cluster.
struct DnsRecord {
  std::string host;
  std::string target;  ///< what it must lead to, in words: "the address of the ingress controller"
};

struct SetupPlan {
  std::vector<PlannedFile> files;
  std::vector<PlannedCommand> commands;
  std::vector<DnsRecord> dnsRecords;
  std::vector<std::string> notes;        ///< sentences
  std::string webUrl, apiUrl, filesUrl;  ///< where it will answer; "" when only a forward leads there
  std::string values;                    ///< text of the values file, also among `files`
};

/// The commands as a shell script that ends at the first failure.
std::string scriptOf(const std::vector<PlannedCommand>& commands);

/// The chart that a plan is made for: its defaults decide what need be written, and which options it knows.
struct PlanChart {
  std::string reference;  ///< as helm takes it: a folder, a .tgz, oci://…
  std::string version;    ///< "" lets helm choose
  std::string defaults;   ///< text of its values.yaml
};

/// Names as Kubernetes takes them; `what` begins the message. Errors: Invalid with the reason.
Result<Done> checkDnsName(const std::string& what, const std::string& name);     ///< a domain: no scheme, no port
Result<Done> checkObjectName(const std::string& what, const std::string& name);  ///< an object: RFC 1123 subdomain
Result<Done> checkLabel(const std::string& what, const std::string& name);       ///< a namespace: RFC 1123 label
Result<Done> checkReleaseName(const std::string& name);                          ///< Helm: 53 characters at most

}  // namespace cleardeck::installation
