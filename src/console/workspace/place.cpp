#include "console/workspace/place.h"

#include "console/workspace/workspace.h"

cleardeck::bridge::InstallationPlace placeOf(const PageContext& context) {
  cleardeck::bridge::InstallationPlace place;
  place.cluster = context.cluster;
  place.kubeconfigs = context.workspace.kubeconfigs();
  place.charts = context.workspace.charts();
  place.installation = context.installation->value();
  return place;
}
