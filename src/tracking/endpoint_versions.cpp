// The 204 endpoints of clearml-server 2.3 (as its server.endpoints lists them) and the API versions from which each
// form of an endpoint answers: "name" alone is 1.0.
#include "tracking/endpoint_versions.h"

#include "base/text.h"

#include <map>
#include <utility>

namespace cleardeck::tracking {
namespace {

struct Service {
  const char* name;
  const char* actions;
};

const Service kServices[] = {
    {"auth",
     "create_credentials create_user edit_credentials edit_user fixed_users_mode get_credentials "
     "get_token_for_user login logout=2.2 revoke_credentials validate_token"},
    {"debug", "ping"},
    {"events",
     "add add_batch clear_scroll=2.18 clear_task_log debug_images=1.0|1.8|2.7 delete_for_model "
     "delete_for_task download_task_log get_debug_image_sample=2.12 get_multi_task_metrics "
     "get_multi_task_plots=1.0|1.8 get_plot_sample get_scalar_metric_data get_scalar_metrics_and_variants "
     "get_task_events get_task_latest_scalar_values get_task_log=1.0|1.7|2.9 get_task_metrics "
     "get_task_plots=1.0|1.8 get_task_single_value_metrics get_vector_metrics_and_variants "
     "multi_task_scalar_metrics_iter_histogram next_debug_image_sample=2.12 next_plot_sample plots "
     "scalar_metrics_iter_histogram scalar_metrics_iter_raw=2.16 vector_metrics_iter_histogram"},
    {"login", "logout=2.13 supported_modes"},
    {"models",
     "add_or_update_metadata=2.13 archive_many create delete delete_many delete_metadata=2.13 edit get_all "
     "get_all_ex get_by_id get_by_id_ex get_by_task_id get_frameworks make_private=2.9 make_public=2.9 "
     "move publish_many set_ready unarchive_many update update_for_task update_tags"},
    {"organization",
     "download_for_get_all get_entities_count get_project_usages get_tags get_user_companies "
     "prepare_download_for_get_all"},
    {"pipelines", "delete_runs start_pipeline"},
    {"projects",
     "create delete get_all get_all_ex get_by_id get_hyper_parameters=2.9 get_hyperparam_values=2.13 "
     "get_model_metadata_keys get_model_metadata_values get_model_tags=2.8 get_project_tags "
     "get_task_parents=2.12 get_task_tags=2.8 get_unique_metric_variants get_user_names make_private=2.9 "
     "make_public=2.9 merge move update validate_delete"},
    {"queues",
     "add_or_update_metadata=2.13 add_task=2.4 clear_queue create=2.4 delete=2.4 delete_metadata=2.13 "
     "get_all=2.4 get_all_ex=2.4 get_by_id=2.4 get_default=2.4 get_next_task get_num_entries=2.15 "
     "get_queue_metrics=2.4 move_task_backward=2.4 move_task_forward=2.4 move_task_to_back=2.4 "
     "move_task_to_front=2.4 peek_task=2.15 remove_task=2.4 update=2.4"},
    {"reports", "archive create delete get_all_ex get_tags get_task_data move publish unarchive update"},
    {"server", "config endpoints get_stats info=1.0|2.8|2.12 report_stats_option"},
    {"serving",
     "container_status_report get_endpoint_details get_endpoint_metrics_history get_endpoints "
     "get_loading_instances register_container unregister_container"},
    {"storage", "get_settings reset_settings set_settings"},
    {"tasks",
     "add_or_update_artifacts=2.10 add_or_update_model=2.13 archive archive_many clone close completed=2.2 "
     "create delete delete_artifacts=2.10 delete_configuration delete_hyper_params delete_many "
     "delete_models=2.13 dequeue dequeue_many edit edit_configuration edit_hyper_params edit_runtime "
     "enqueue enqueue_many failed get_all get_all_ex get_by_id get_by_id_ex get_configuration_names "
     "get_configurations get_hyper_params get_types make_private=2.9 make_public=2.9 move ping publish "
     "publish_many reset reset_many set_requirements started stop stop_many stopped unarchive_many update "
     "update_batch update_tags validate"},
    {"users",
     "create delete get_all get_all_ex=1.0|2.8 get_by_id get_current_user get_preferences set_preferences "
     "update"},
    {"workers",
     "get_activity_report=2.4 get_all=2.4 get_count get_metric_keys=2.4 get_stats=2.4 register=2.4 "
     "status_report=2.4 unregister=2.4"},
};

std::pair<int, int> numbers(const std::string& version) {
  auto dot = version.find('.');
  return {std::atoi(version.c_str()), dot == version.npos ? 0 : std::atoi(version.c_str() + dot + 1)};
}

std::map<std::string, std::vector<std::string>> readServices() {
  std::map<std::string, std::vector<std::string>> all;
  for (const auto& service : kServices)
    for (const auto& action : text::split(service.actions, ' ')) {
      auto equals = action.find('=');
      auto versions =
          equals == action.npos ? std::vector<std::string>{"1.0"} : text::split(action.substr(equals + 1), '|');
      all[std::string(service.name) + "." + action.substr(0, equals)] = versions;
    }
  return all;
}

}  // namespace

const std::map<std::string, std::vector<std::string>>& endpointVersions() {
  static const auto all = readServices();
  return all;
}

bool isNewer(const std::string& a, const std::string& b) { return numbers(a) > numbers(b); }

std::string answeringVersion(const std::string& endpoint, const std::string& requested) {
  auto found = endpointVersions().find(endpoint);
  if (found == endpointVersions().end()) return "1.0";
  std::string best;
  for (const auto& version : found->second)
    if (numbers(version) <= numbers(requested)) best = version;
  return best;
}

}  // namespace cleardeck::tracking
