/// What the type and the name of a value say about its control, where no overlay does. Internal to this room.
#pragma once
#include "helm/fields.h"

namespace cleardeck::helm {

/// Sets widget, reference, compound, suggested and unit. `defaults` is the chart's whole values: what stands beside a
/// value tells an image from other maps.
void deduceWidget(Field& field, const yaml::Value& defaults);

}  // namespace cleardeck::helm
