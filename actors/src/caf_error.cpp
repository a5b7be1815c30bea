#include "fm/actors/caf_error.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/sec.hpp>

namespace fm::actors {
namespace {

failure read(std::uint8_t code, const caf::message& context) {
  failure why{static_cast<ec>(code), {}, 0};
  if (context.match_elements<std::string, std::uint32_t>()) {
    why.text = context.get_as<std::string>(0);
    why.retry_after = context.get_as<std::uint32_t>(1);
  }
  return why;
}

}  // namespace

caf::error to_error(const failure& why) { return caf::make_error(why.code, why.text, why.retry_after); }

failure to_failure(const caf::error& e) {
  if (e.category() == caf::atom("fm")) {
    return read(e.code(), e.context());
  }
  if (e == caf::sec::request_timeout) return fail(ec::timeout, "no answer in time");
  if (e == caf::sec::request_receiver_down) return fail(ec::unavailable, "the receiver has ended");
  if (e.category() == caf::atom("exit")) return fail(ec::unavailable, "the receiver has ended");
  return fail(ec::internal, "unexpected error of the actor system");
}

std::string render(const failure& why) {
  std::string text{to_string(why.code)};
  return why.text.empty() ? text : text + ": " + why.text;
}

void add_error_category(caf::actor_system_config& config) {
  // The form with a template parameter does not compile in 0.17.6.
  config.add_error_category(caf::atom("fm"), [](uint8_t code, caf::atom_value, const caf::message& text) {
    return render(read(code, text));
  });
}

}  // namespace fm::actors
