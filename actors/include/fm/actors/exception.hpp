#pragma once
// What an exception means to whoever asked.
#include "fm/actors/error.hpp"

#include <exception>
#include <new>

namespace fm {

/// The failure that stands for the exception that is being handled; for use in a catch block only. Memory
/// that could not be had may be there later; everything else that is thrown is a fault of ours.
inline failure failure_of_exception() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return fail(ec::busy, "there is not enough memory for this at the moment; try again later", 1);
  } catch (const std::exception& e) {
    return fail(ec::internal, e.what());
  } catch (...) {
    return fail(ec::internal, "an exception of unknown type");
  }
}

}  // namespace fm
