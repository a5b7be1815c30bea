#include "curl_handles.hpp"

namespace fm::outbound {

bool is_curl_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

}  // namespace fm::outbound
