#pragma once
// Handles of libcurl that close themselves.
#include <curl/curl.h>

#include <memory>

namespace fm::outbound {

template <auto Close>
struct closer {
  template <class T>
  void operator()(T* handle) const {
    Close(handle);
  }
};

using url_handle = std::unique_ptr<CURLU, closer<curl_url_cleanup>>;
using easy_handle = std::unique_ptr<CURL, closer<curl_easy_cleanup>>;
using multi_handle = std::unique_ptr<CURLM, closer<curl_multi_cleanup>>;
using share_handle = std::unique_ptr<CURLSH, closer<curl_share_cleanup>>;
using list_handle = std::unique_ptr<curl_slist, closer<curl_slist_free_all>>;
using text_handle = std::unique_ptr<char, closer<curl_free>>;

/// Prepares libcurl, once in a process; false when it cannot be.
bool is_curl_ready();

}  // namespace fm::outbound
