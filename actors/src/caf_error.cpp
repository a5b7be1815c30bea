#include "fm/actors/caf_error.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/sec.hpp>

namespace fm::actors {

caf::error to_error(const failure& why) { return caf::make_error(why.code, why.text); }

failure to_failure(const caf::error& e) {
  if (e.category() == caf::atom("fm")) {
    const auto& text = e.context();
    return {static_cast<ec>(e.code()),
            text.match_elements<std::string>() ? text.get_as<std::string>(0) : std::string{}};
  }
  if (e == caf::sec::request_timeout) return {ec::timeout, "no answer in time"};
  if (e == caf::sec::request_receiver_down) return {ec::unavailable, "the receiver has ended"};
  if (e.category() == caf::atom("exit")) return {ec::unavailable, "the receiver has ended"};
  return {ec::internal, "unexpected error of the actor system"};
}

std::string render(const failure& why) {
  std::string text{to_string(why.code)};
  return why.text.empty() ? text : text + ": " + why.text;
}

void add_error_category(caf::actor_system_config& config) {
  // The form with a template parameter does not compile in 0.17.6.
  config.add_error_category(caf::atom("fm"), [](uint8_t code, caf::atom_value, const caf::message& text) {
    return render({static_cast<ec>(code),
                   text.match_elements<std::string>() ? text.get_as<std::string>(0) : std::string{}});
  });
}

}  // namespace fm::actors
