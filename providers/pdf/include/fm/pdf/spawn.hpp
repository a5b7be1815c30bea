#pragma once
// Starts the workers that print.
#include <fm/actors/system.hpp>
#include <fm/providers/document.hpp>

#include <cstddef>

extern template void fm::actors::register_list<fm::document::messages>(fm::actors::message_table&);

namespace fm::pdf {

struct gate_options {
  std::size_t workers = 1;
  std::size_t waiting = 16;
  std::size_t most_pages = 200;
};

using gate = actors::handle<document::print_pdf>;

gate spawn(actors::system& system, const gate_options& how = {});

}  // namespace fm::pdf
