#pragma once
// Language models over the network.
#include "fm/model/remote_model.hpp"

#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>
#include <fm/actors/secret.hpp>
#include <fm/outbound/client.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fm::model {

/// One model of one vendor.
struct model_settings {
  llm::vendor vendor{};
  std::string base_url;  ///< without a slash at its end
  std::string name;      ///< of the model
  std::string label;     ///< of vendor and model, for people: "ollama/llama3.2"
  secret<> key;
  llm::abilities can;
  micros first_byte = 30 * second;  ///< until the answer begins
  micros total = 90 * second;
  unsigned retries = 3;
  secret<> proxy;
  std::vector<std::string> no_proxy;
  std::string ca_file;
};

/// A model behind an HTTP interface. Thread-safe. Fails with `invalid` and a sentence when the address or the
/// proxy cannot be used.
outcome<std::shared_ptr<remote_model>> make_model(std::shared_ptr<outbound::client> client,
                                                  model_settings how);

}  // namespace fm::model
