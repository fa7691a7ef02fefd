#include "sandbox/log_lines.h"

#include <map>
#include <vector>

namespace cleardeck::sandbox {
namespace {

struct Voice {
  std::vector<std::string> opening;  ///< once, at the start
  std::vector<std::string> going;    ///< again and again; % becomes a number
};

const std::map<std::string, Voice>& voices() {
  static const std::map<std::string, Voice> table = {
      {"apiserver",
       {{"[sandbox] INFO clearml.app_sequence: ################ API Server initializing #####################",
         "[sandbox] INFO clearml.database: Initializing database connections",
         "[sandbox] INFO clearml.es_factory: Creating Elasticsearch index templates",
         "[sandbox] INFO clearml.service_repo: Loading services from /opt/clearml/apiserver/services",
         "[sandbox] INFO clearml.app_sequence: Starting API Server at 0.0.0.0:8008"},
        {"[sandbox] INFO clearml.service_repo: Returned 200 for tasks.get_all_ex in %ms",
         "[sandbox] INFO clearml.service_repo: Returned 200 for projects.get_all_ex in %ms",
         "[sandbox] INFO clearml.service_repo: Returned 200 for events.add_batch in %ms",
         "[sandbox] INFO clearml.service_repo: Returned 200 for auth.login in %ms",
         "[sandbox] WARNING clearml.service_repo: Returned 400 for tasks.get_by_id in %ms, msg=Invalid task id"}}},
      {"webserver",
       {{"/docker-entrypoint.sh: Configuration complete; ready for start up", "nginx: start worker processes"},
        {"10.244.0.1 - - \"GET / HTTP/1.1\" 200 % \"-\" \"kube-probe/1.31\"",
         "10.244.0.1 - - \"GET /app.config.json HTTP/1.1\" 200 % \"-\" \"Mozilla/5.0\""}}},
      {"fileserver",
       {{"[sandbox] INFO fileserver: Starting file server at 0.0.0.0:8081",
         "[sandbox] INFO fileserver: Serving /mnt/fileserver"},
        {"[sandbox] INFO fileserver: Uploaded file, % bytes", "[sandbox] INFO fileserver: Sent file, % bytes"}}},
      {"mongodb",
       {{"{\"s\":\"I\",\"c\":\"CONTROL\",\"msg\":\"MongoDB starting\"}",
         "{\"s\":\"I\",\"c\":\"NETWORK\",\"msg\":\"Waiting for connections\",\"attr\":{\"port\":27017}}"},
        {"{\"s\":\"I\",\"c\":\"WTCHKPT\",\"msg\":\"WiredTiger message\",\"attr\":{\"message\":\"saving checkpoint "
         "snapshot min: %\"}}",
         "{\"s\":\"I\",\"c\":\"NETWORK\",\"msg\":\"Connection accepted\",\"attr\":{\"connectionId\":%}}"}}},
      {"elasticsearch",
       {{"{\"level\":\"INFO\",\"component\":\"o.e.n.Node\",\"message\":\"starting ...\"}",
         "{\"level\":\"INFO\",\"component\":\"o.e.n.Node\",\"message\":\"started\"}"},
        {"{\"level\":\"INFO\",\"component\":\"o.e.m.j.JvmGcMonitorService\",\"message\":\"[gc][%] overhead, spent "
         "[21ms] collecting in the last [1s]\"}",
         "{\"level\":\"INFO\",\"component\":\"o.e.c.m.MetadataMappingService\",\"message\":\"update_mapping [_doc] "
         "%\"}"}}},
      {"redis",
       {{"* Server initialized", "* Ready to accept connections tcp"},
        {"* 100 changes in 300 seconds. Saving...", "* Background saving started by pid %",
         "* Background saving terminated with success"}}},
      {"async-delete",
       {{"[sandbox] INFO async_urls_delete: starting"},
        {"[sandbox] INFO async_urls_delete: % files waiting for deletion"}}},
  };
  return table;
}

}  // namespace

std::string logLine(const std::string& component, std::uint64_t index) {
  static const Voice plain = {{"[sandbox] starting"}, {"[sandbox] working, step %", "[sandbox] idle for %ms"}};
  auto found = voices().find(component);
  const Voice& voice = found == voices().end() ? plain : found->second;
  if (index < voice.opening.size()) return voice.opening[index];
  auto scattered = index * 2654435761u >> 7;
  auto line = voice.going[scattered % voice.going.size()];
  auto mark = line.find('%');
  if (mark == std::string::npos) return line;
  return line.substr(0, mark) + std::to_string(scattered % 97 + 3) + line.substr(mark + 1);
}

}  // namespace cleardeck::sandbox
