#include "kube/pod.h"

#include "kube/json_fields.h"

#include <algorithm>

namespace cleardeck::kube {
namespace {

namespace od = simdjson::ondemand;
using namespace json;

Container& containerNamed(Pod& row, std::string_view name, bool init) {
  auto known = std::find_if(row.containers.begin(), row.containers.end(),
                            [&](const Container& c) { return c.init == init && c.name == name; });
  if (known != row.containers.end()) return *known;
  Container fresh;
  fresh.name = name;
  fresh.init = init;
  return row.containers.emplace_back(std::move(fresh));
}

void parseSpecContainer(od::value value, bool init, Pod& row) {
  Container container;
  container.init = init;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "name")
      container.name = text(part);
    else if (key == "image")
      container.image = text(part);
    else if (key == "restartPolicy")
      container.sidecar = init && text(part) == "Always";
    else if (key == "ports")
      elements(part, [&row](od::value element) {
        ContainerPort port;
        fields(element, [&port](std::string_view name, od::value item) {
          if (name == "name")
            port.name = text(item);
          else if (name == "containerPort")
            port.port = std::uint16_t(number(item));
        });
        row.ports.push_back(std::move(port));
      });
  });
  row.containers.push_back(std::move(container));
}

void parseVolume(od::value value, Pod& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key != "persistentVolumeClaim") return;
    fields(part, [&row](std::string_view name, od::value item) {
      if (name == "claimName") row.claims.emplace_back(text(item));
    });
  });
}

void parseSpec(od::value value, Pod& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "nodeName")
      row.node = text(part);
    else if (key == "containers")
      elements(part, [&row](od::value item) { parseSpecContainer(item, false, row); });
    else if (key == "initContainers")
      elements(part, [&row](od::value item) { parseSpecContainer(item, true, row); });
    else if (key == "volumes")
      elements(part, [&row](od::value item) { parseVolume(item, row); });
  });
}

// {"waiting": {"reason": …}} or running or terminated.
void parseState(od::value value, Container& container) {
  fields(value, [&container](std::string_view kind, od::value detail) {
    if (kind == "running")
      container.state = ContainerState::Running;
    else if (kind == "terminated")
      container.state = ContainerState::Terminated;
    fields(detail, [&container](std::string_view key, od::value part) {
      if (key == "reason")
        container.reason = text(part);
      else if (key == "message")
        container.message = cappedText(part);
      else if (key == "exitCode")
        container.exitCode = int(number(part));
      else if (key == "signal")
        container.signal = int(number(part));
    });
  });
}

void parseLastState(od::value value, Container& container) {
  fields(value, [&container](std::string_view kind, od::value detail) {
    if (kind != "terminated") return;
    container.endedBefore = true;
    fields(detail, [&container](std::string_view key, od::value part) {
      if (key == "reason")
        container.lastReason = text(part);
      else if (key == "exitCode")
        container.lastExitCode = int(number(part));
      else if (key == "finishedAt")
        container.lastFinishedAt = seconds(part);
    });
  });
}

// The name comes after the state in the API's order, so the status is read apart and then put in its place.
void parseContainerStatus(od::value value, bool init, Pod& row) {
  Container status;
  std::string name;
  fields(value, [&](std::string_view key, od::value part) {
    if (key == "name")
      name = text(part);
    else if (key == "ready")
      status.ready = truth(part);
    else if (key == "started")
      status.started = truth(part);
    else if (key == "restartCount")
      status.restarts = std::uint32_t(number(part));
    else if (key == "state")
      parseState(part, status);
    else if (key == "lastState")
      parseLastState(part, status);
  });
  Container& known = containerNamed(row, name, init);
  status.name = std::move(known.name);
  status.image = std::move(known.image);
  status.init = init;
  status.sidecar = known.sidecar;
  status.reported = true;
  known = std::move(status);
}

void parseStatus(od::value value, Pod& row) {
  fields(value, [&row](std::string_view key, od::value part) {
    if (key == "phase")
      row.phase = text(part);
    else if (key == "reason")
      row.reason = text(part);
    else if (key == "message")
      row.message = cappedText(part);
    else if (key == "podIP")
      row.podIP = text(part);
    else if (key == "conditions")
      row.conditions = conditions(part);
    else if (key == "containerStatuses")
      elements(part, [&row](od::value item) { parseContainerStatus(item, false, row); });
    else if (key == "initContainerStatuses")
      elements(part, [&row](od::value item) { parseContainerStatus(item, true, row); });
  });
}

std::string endWord(const Container& container) {
  if (!container.reason.empty()) return container.reason;
  if (container.signal) return "Signal:" + std::to_string(container.signal);
  return "ExitCode:" + std::to_string(container.exitCode);
}

// printPod's first half: what the init containers make of the word. The answer: they are not through.
bool initWord(Pod& row) {
  std::size_t number = 0;
  auto inits = std::count_if(row.containers.begin(), row.containers.end(), [](const Container& c) { return c.init; });
  for (const auto& container : row.containers) {
    if (!container.init || !container.reported) continue;
    std::size_t at = number++;
    bool ended = container.state == ContainerState::Terminated;
    if (ended && container.exitCode == 0) continue;
    if (container.sidecar && container.started) {
      row.ready += container.ready;
      continue;
    }
    bool waits = container.state == ContainerState::Waiting && !container.reason.empty();
    if (ended)
      row.status = "Init:" + endWord(container);
    else if (waits && container.reason != "PodInitializing")
      row.status = "Init:" + container.reason;
    else
      row.status = "Init:" + std::to_string(at) + "/" + std::to_string(inits);
    return true;
  }
  return false;
}

// The second half: the ordinary containers, the last one first.
void containerWord(Pod& row) {
  bool running = false;
  for (auto c = row.containers.rbegin(); c != row.containers.rend(); ++c) {
    if (c->init || !c->reported) continue;
    if (c->state == ContainerState::Waiting && !c->reason.empty())
      row.status = c->reason;
    else if (c->state == ContainerState::Terminated)
      row.status = endWord(*c);
    else if (c->ready && c->state == ContainerState::Running) {
      running = true;
      ++row.ready;
    }
  }
  if (row.status == "Completed" && running) row.status = row.allReady ? "Running" : "NotReady";
}

void count(Pod& row, bool initializing) {
  for (const auto& container : row.containers) {
    row.total += !container.init || container.sidecar;
    if (initializing ? container.init : (!container.init || container.sidecar)) row.restarts += container.restarts;
  }
}

void decideStatus(Pod& row) {
  row.status = row.reason.empty() ? row.phase : row.reason;
  auto* scheduled = find(row.conditions, "PodScheduled");
  auto* ready = find(row.conditions, "Ready");
  auto* initialized = find(row.conditions, "Initialized");
  row.allReady = ready && ready->status == "True";
  if (scheduled && scheduled->reason == "SchedulingGated") row.status = "SchedulingGated";
  bool initializing = initWord(row) && !(initialized && initialized->status == "True");
  if (!initializing) containerWord(row);
  count(row, initializing);
  bool over = row.phase == "Succeeded" || row.phase == "Failed";
  if (row.terminating && row.reason == "NodeLost")
    row.status = "Unknown";
  else if (row.terminating && !over)
    row.status = "Terminating";
}

// The text that tells most about why the pod is not well.
void decideMessage(Pod& row) {
  if (!row.message.empty()) return;
  for (const auto& container : row.containers)
    if (container.state != ContainerState::Running && !container.message.empty()) {
      row.message = container.message;
      return;
    }
  auto* scheduled = find(row.conditions, "PodScheduled");
  if (scheduled && scheduled->status == "False") row.message = scheduled->message;
}

Tone toneOf(const Pod& row) {
  const std::string& word = row.status;
  if (word == "Running") return row.ready == row.total ? Tone::Ok : Tone::Warn;
  if (word == "Completed" || word == "Succeeded") return Tone::Off;
  auto* scheduled = find(row.conditions, "PodScheduled");
  if (word == "Pending") return scheduled && scheduled->reason == "Unschedulable" ? Tone::Bad : Tone::Busy;
  if (word == "ContainerCreating" || word == "PodInitializing" || word == "Terminating") return Tone::Busy;
  if (word == "NotReady" || word == "SchedulingGated") return Tone::Warn;
  bool counting = word.starts_with("Init:") && word.find('/') != std::string::npos;
  return counting || word == "Init:ContainerCreating" ? Tone::Busy : Tone::Bad;
}

}  // namespace

bool parse(od::object source, Pod& row) {
  bool isObject = json::object(source, row, [&row](std::string_view key, od::value value) {
    if (key == "spec")
      parseSpec(value, row);
    else if (key == "status")
      parseStatus(value, row);
  });
  // spec.initContainers comes after spec.containers in the API's order.
  std::stable_partition(row.containers.begin(), row.containers.end(), [](const Container& c) { return c.init; });
  decideStatus(row);
  decideMessage(row);
  row.tone = toneOf(row);
  std::erase_if(row.conditions, [](const Condition& c) { return c.status == "True"; });
  return isObject;
}

}  // namespace cleardeck::kube
