#include "helm/values_upgrade.h"

#include "net/runtime.h"

namespace cleardeck::helm {

Task<ManifestDiff> preview(Program program, Target target, ChartRun run, std::string deployedManifest, bool onServer,
                           asio::any_io_executor workers) {
  auto manifest = co_await render(program, target, run, onServer);
  if (!manifest) co_return manifest.error();
  auto compare = [before = std::move(deployedManifest), after = std::move(*manifest), ns = target.ns] {
    return diffManifests(before, after, ns);
  };
  auto work = onWorkers(workers, std::move(compare));
  auto diff = co_await std::move(work);
  co_return diff;
}

Task<int> applyOver(Program program, Target target, ChartRun run, int base) {
  std::string what = "upgrade " + run.release;
  auto revisions = co_await history(program, target, run.release);
  if (!revisions) co_return std::move(revisions.error()).during(what);
  const Revision newest = revisions->empty() ? Revision() : revisions->back();
  if (newest.revision != base)
    co_return Error(ErrorKind::Conflict, what + ": it is at revision " + std::to_string(newest.revision) +
                                             " now, and the change was made over revision " + std::to_string(base))
        .withHint("Somebody else changed the release: load it again and look at the difference");
  if (isPending(newest.status))
    co_return Error(ErrorKind::Conflict, what + ": revision " + std::to_string(base) + " is " + name(newest.status))
        .withHint("Wait for it to end. If nothing runs any more, roll back to the last deployed revision");
  auto revision = co_await upgrade(program, target, run);
  co_return revision;
}

}  // namespace cleardeck::helm
