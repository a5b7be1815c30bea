#pragma once
// The language model that the settings name.
#include <fm/actors/outcome.hpp>
#include <fm/agent/spawn.hpp>
#include <fm/settings/settings.hpp>

#include <string>

namespace fm::program {

/// Without a model when none is set. Fails with a sentence that names the setting that is missing or wrong.
outcome<agent::model_options> model_of(const settings::set& settings);

/// A vendor of docs/models.md and one of its models.
struct named_model {
  std::string vendor;
  std::string model;
};
/// What VENDOR or VENDOR/MODEL means; without a model the one that is set, or else the vendor's usual one.
outcome<named_model> find_model(const settings::set& settings, const std::string& provider);

/// How it is asked and what it costs, but no connection: neither key nor address is needed. Redacts.
outcome<agent::model_options> terms_of(const settings::set& settings, const named_model& of);

/// The same with the connection, and without those that are asked when it does not answer. Redacts.
outcome<agent::model_options> model_alone(const settings::set& settings, const named_model& of);

}  // namespace fm::program
