/// What is wrong with values though YAML, Helm and the schema take them: quantities and ports that Kubernetes refuses,
/// values that contradict each other, numbers that Helm prints otherwise. All of it is advice.
#pragma once
#include "helm/fields.h"
#include "helm/values.h"

#include <optional>
#include <string>
#include <vector>

namespace cleardeck::helm {

/// "1.5Gi" in bytes, "100m" as 0.1. Source: k8s.io/apimachinery/pkg/api/resource/quantity.go. Nothing: no quantity.
std::optional<double> parseQuantity(const std::string& text);

/// `values` are the combined ones, `overrides` the user's.
std::vector<Problem> checkValues(const std::vector<Field>& fields, const yaml::Value& values,
                                 const yaml::Value& overrides);

}  // namespace cleardeck::helm
