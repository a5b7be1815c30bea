// RESTinio's own hello sample for one thread, unchanged but for the port: what the server is compared with.
#include <restinio/all.hpp>

#include <cstdlib>
#include <iostream>

namespace {

restinio::request_handling_status_t answer(const restinio::request_handle_t& req) {
  if (restinio::http_method_get() == req->header().method() && req->header().request_target() == "/") {
    req->create_response()
        .append_header(restinio::http_field::server, "RESTinio hello world server")
        .append_header_date_field()
        .append_header(restinio::http_field::content_type, "text/plain; charset=utf-8")
        .set_body("Hello world!")
        .done();
    return restinio::request_accepted();
  }
  return restinio::request_rejected();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: hello_server PORT\n";
    return 1;
  }
  restinio::run(restinio::on_this_thread<restinio::default_single_thread_traits_t>()
                    .port(static_cast<std::uint16_t>(std::atoi(argv[1])))
                    .address("localhost")
                    .request_handler(answer));
  return 0;
}
