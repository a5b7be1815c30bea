#pragma once
// The language model that the settings name.
#include <fm/actors/outcome.hpp>
#include <fm/agent/spawn.hpp>
#include <fm/model/remote_model.hpp>
#include <fm/settings/settings.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fm::program {

/// What turns ask, and each model of it once, in the order in which the settings name them.
struct named_models {
  agent::model_options options;
  std::vector<std::shared_ptr<model::remote_model>> all;
  std::shared_ptr<model::remote_model> sees{};  ///< that of MULTIMODAL_PROVIDER; none where it is empty
};

/// Without a model when none is set. Fails with a sentence that names the setting that is missing or wrong.
outcome<named_models> models_of(const settings::set& settings);

/// A sentence where the settings name a model for pictures and let none leave; else empty.
std::string picture_warning(const settings::set& settings);

/// What VENDOR or VENDOR/MODEL means, as VENDOR/MODEL: without a model the one that is set, or else the
/// vendor's usual one.
outcome<std::string> model_label(const settings::set& settings, const std::string& provider);

/// How the model of a label is asked and what it costs, but no connection: neither key nor address is needed.
outcome<agent::model_options> terms_of(const settings::set& settings, const std::string& label);

/// The same with the connection, and without the models that are asked when it does not answer.
outcome<agent::model_options> model_alone(const settings::set& settings, const std::string& label);

}  // namespace fm::program
