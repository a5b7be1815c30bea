// Forms: streamed to spool files, bounded, and gone with their request.
#include "site.hpp"

#include <fm/http/problem.hpp>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <thread>

using fm::test::client;
using fm::test::eventually;
using fm::test::request_text;
using fm::test::site;

namespace {

constexpr const char* fields = "Content-Type: multipart/form-data; boundary=B\r\n";

std::string file_part(std::string_view name, std::string_view file, std::string_view content) {
  return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"; filename=\"" +
         std::string(file) + "\"\r\nContent-Type: text/plain\r\n\r\n" + std::string(content) + "\r\n";
}
std::string text_part(std::string_view name, std::string_view content) {
  return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
         std::string(content) + "\r\n";
}

/// Resident memory of this process without mapped files, in bytes.
std::size_t resident() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("RssAnon:")) return std::stoul(line.substr(8)) * 1024;
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(upload)

BOOST_AUTO_TEST_CASE(files_and_texts_reach_the_route) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("POST /upload", "user-ann", fields,
                              text_part("note", "two\r\nlines") + file_part("file", "a b.log", "line\r\n") +
                                  file_part("empty", "", "") + file_part("second", "x\xC3\xA9.log", "") +
                                  "--B--\r\n"));
  BOOST_TEST(a.status == 200);
  BOOST_TEST(a.body ==
             "text:note=two\r\nlines\nfile:file=a b.log:6\nfile:second=x\xC3\xA9.log:0\nuser:ann\n");
  BOOST_TEST(eventually([&] { return s.spooled() == 0; }));
}

BOOST_AUTO_TEST_CASE(one_user_and_one_address_have_their_share_of_the_places) {
  const auto head = [](std::string_view token) {
    return request_text("POST /upload", token, std::string(fields) + "Content-Length: 100000\r\n");
  };
  for (bool by_proxy : {false, true}) {
    site s([&](auto& o) {
      o.gateway.most_uploads_per_user = 2;
      o.gateway.most_uploads_per_address = 3;
      if (by_proxy) o.gateway.trusted_proxies = {"127.0.0.1"};
    });
    std::deque<client> slow;
    // Each has its place once the server says that it may go on.
    const auto begins = [&](std::string_view token, const char* from = "127.0.0.1") {
      auto text = head(token);
      text.insert(text.size() - 2, "Expect: 100-continue\r\n");
      return slow.emplace_back(s.port(), from).ask(text).status;
    };
    BOOST_TEST(begins("user-ann") == 100);
    BOOST_TEST(begins("user-ann") == 100);
    const auto a = client(s.port()).ask(head("user-ann"));
    BOOST_TEST(a.status == 429);
    BOOST_TEST(a.field("Retry-After") == "1");
    BOOST_TEST(a.body.find("at most 2") != std::string::npos, a.body);
    BOOST_TEST(begins("user-bob") == 100);
    BOOST_TEST(begins("user-bob") == (by_proxy ? 100 : 429));
    BOOST_TEST(begins("user-eve", "127.0.0.2") == 100);
    slow.clear();
    BOOST_TEST(eventually([&] { return begins("user-ann") == 100; }));
  }
}

BOOST_AUTO_TEST_CASE(uploads_have_no_shares_when_the_limits_are_off) {
  site s([](auto& o) {
    o.gateway.rate_limits = false;
    o.gateway.most_uploads_per_user = o.gateway.most_uploads_per_address = 1;
  });
  std::deque<client> slow;
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(
        slow.emplace_back(s.port())
            .ask(request_text("POST /upload", "user-ann",
                              std::string(fields) + "Content-Length: 100000\r\nExpect: 100-continue\r\n"))
            .status == 100);
}

BOOST_AUTO_TEST_CASE(a_text_field_that_may_be_long_becomes_a_file_in_both_kinds_of_form) {
  site s;
  client c(s.port());
  const std::string text(100'000, 'x');
  auto multipart = c.ask(request_text("POST /paste", "user-ann", fields,
                                      text_part("note", "short") + text_part("pasted", text) + "--B--\r\n"));
  BOOST_TEST(multipart.body == "text:note=short\nfile:pasted=:100000\nuser:ann\n");
  auto urlencoded =
      c.ask(request_text("POST /paste", "user-ann", "Content-Type: application/x-www-form-urlencoded\r\n",
                         "note=a+b&pasted=" + text));
  BOOST_TEST(urlencoded.body == "text:note=a b\nfile:pasted=:100000\nuser:ann\n");
  auto nothing = c.ask(request_text("POST /paste", "user-ann",
                                    "Content-Type: application/x-www-form-urlencoded\r\n", "note=a&pasted="));
  BOOST_TEST(nothing.body == "text:note=a\nuser:ann\n");
  BOOST_TEST(
      c.ask(request_text("POST /paste", "user-ann", fields, text_part("note", text) + "--B--\r\n")).status ==
      422);
  BOOST_TEST(eventually([&] { return s.spooled() == 0; }));
}

BOOST_AUTO_TEST_CASE(a_spool_file_that_is_taken_over_stays_and_is_private) {
  site s;
  client c(s.port());
  BOOST_TEST(
      c.ask(request_text("POST /take", "user-ann", fields, file_part("file", "a", "content") + "--B--"))
          .status == 200);
  std::ifstream in(s.folder() + "/taken");
  std::string content;
  std::getline(in, content);
  BOOST_TEST(content == "content");
  struct stat about {};
  ::stat((s.folder() + "/taken").c_str(), &about);
  BOOST_TEST((about.st_mode & 0777) == 0600);
  BOOST_TEST(s.spooled() == 0u);
}

BOOST_AUTO_TEST_CASE(only_the_bytes_of_the_file_count_against_its_limit) {
  site s;
  client c(s.port());
  auto post = [&](std::size_t bytes) {
    return c.ask(request_text("POST /small", "user-ann", fields,
                              text_part("note", std::string(5000, 'n')) +
                                  file_part("file", "a", std::string(bytes, 'x')) + "--B--\r\n"));
  };
  BOOST_TEST(post(1000).status == 200);
  auto a = post(1001);
  BOOST_TEST(a.status == 400);
  BOOST_TEST(a.body.find("too large") != std::string::npos);
  BOOST_TEST(eventually([&] { return s.spooled() == 0; }));
}

BOOST_AUTO_TEST_CASE(malformed_forms_are_422_and_leave_nothing) {
  site s;
  for (std::string body : {file_part("file", "a", "x"), std::string("no boundary at all"),
                           std::string("--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--\r\n"),
                           std::string("--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--\r\n"),
                           text_part("note", std::string(70'000, 'n')) + "--B--"}) {
    client c(s.port());
    auto a = c.ask(request_text("POST /upload", "user-ann", fields, body));
    BOOST_TEST(a.status == 422);
    BOOST_TEST(a.body.find("\"loc\":[\"body\"") != std::string::npos, a.body);
  }
  BOOST_TEST(eventually([&] { return s.spooled() == 0; }));
}

BOOST_AUTO_TEST_CASE(an_upload_that_breaks_off_leaves_nothing) {
  site s;
  {
    client c(s.port());
    c.send(request_text("POST /upload", "user-ann", std::string(fields) + "Content-Length: 100000\r\n"));
    c.send(file_part("file", "a", std::string(20'000, 'x')));
    BOOST_TEST(eventually([&] { return s.spooled() == 1; }));
  }
  BOOST_TEST(eventually([&] { return s.spooled() == 0; }));
  BOOST_TEST(eventually([&] { return s.gateway().open_requests() == 0; }));
}

BOOST_AUTO_TEST_CASE(what_an_earlier_run_has_spooled_is_removed_and_nothing_else) {
  site s([&](auto& o) {
    const std::filesystem::path folder = o.server.spool_folder;
    std::ofstream(folder / "fm-upload-1-1") << "x";
    std::ofstream(folder / "somebody-elses") << "x";
    std::filesystem::create_directory(folder / "fm-upload-folder");
    std::ofstream(folder / "fm-upload-folder" / "file") << "x";
    std::filesystem::create_symlink(folder / "somebody-elses", folder / "fm-upload-link");
  });
  const std::filesystem::path folder = s.spool();
  BOOST_TEST(!std::filesystem::exists(folder / "fm-upload-1-1"));
  BOOST_TEST(std::filesystem::exists(folder / "somebody-elses"));
  BOOST_TEST(std::filesystem::exists(folder / "fm-upload-folder" / "file"));
  BOOST_TEST(std::filesystem::is_symlink(folder / "fm-upload-link"));
}

BOOST_AUTO_TEST_CASE(below_the_watermark_uploads_are_507_and_the_rest_goes_on) {
  site s([](auto& o) {
    o.gateway.room = std::make_shared<fm::http::free_space>("/tmp", ~std::uint64_t{0} >> 1);
  });
  client c(s.port());
  c.send(request_text("POST /upload", "user-ann", std::string(fields) + "Content-Length: 10000000\r\n"));
  auto a = c.read();
  BOOST_TEST(a.status == 507);
  BOOST_TEST(a.field("Retry-After") != "");
  client d(s.port());
  BOOST_TEST(d.ask(request_text("GET /items/special")).status == 200);
}

BOOST_AUTO_TEST_CASE(more_uploads_than_the_gate_holds_are_503) {
  site s([](auto& o) { o.gateway.most_uploads = 1; });
  client first(s.port()), second(s.port());
  const auto body = file_part("file", "a", "x") + "--B--\r\n";
  const auto head = body.find("\r\n\r\n") + 4;
  first.send(request_text("POST /upload", "user-ann",
                          std::string(fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n"));
  first.send(body.substr(0, head));
  BOOST_TEST(eventually([&] { return s.spooled() == 1; }));
  BOOST_TEST(second.ask(request_text("POST /upload", "user-ann", fields, body)).status == 503);
  first.send(body.substr(head));
  BOOST_TEST(first.read().status == 200);
  BOOST_TEST(second.ask(request_text("POST /upload", "user-ann", fields, body)).status == 200);
}

BOOST_AUTO_TEST_CASE(fifty_uploads_at_once_stay_out_of_memory) {
  site s([](auto& o) { o.gateway.rate_limits = false; });
  const auto head = file_part("file", "big.log", "");
  const auto prefix = head.substr(0, head.size() - 2);
  const std::string tail = "\r\n--B--\r\n";
  const std::string piece(1 << 20, 'x');
  constexpr std::size_t pieces = 8;
  auto upload = [&](std::size_t n, std::vector<int>& statuses, std::size_t at) {
    client c(s.port());
    c.send(request_text("POST /upload", "user-ann",
                        std::string(fields) + "Content-Length: " +
                            std::to_string(prefix.size() + n * piece.size() + tail.size()) + "\r\n"));
    c.send(prefix);
    for (std::size_t i = 0; i < n; ++i) c.send(piece);
    c.send(tail);
    auto a = c.read();
    statuses[at] =
        a.body == "file:file=big.log:" + std::to_string(n * piece.size()) + "\nuser:ann\n" ? a.status : -1;
  };
  std::vector<int> statuses(50);
  upload(1, statuses, 0);
  const auto before = resident();
  upload(90, statuses, 0);
  BOOST_TEST(statuses[0] == 200);
  const auto after_one = resident();
  BOOST_TEST(after_one < before + (16u << 20));
  std::vector<std::thread> all;
  for (std::size_t i = 0; i < statuses.size(); ++i) all.emplace_back([&, i] { upload(pieces, statuses, i); });
  for (auto& t : all) t.join();
  BOOST_TEST(resident() < before + (200u << 20));
  for (int status : statuses) BOOST_TEST(status == 200);
  BOOST_TEST(eventually([&] { return s.spooled() == 0; }));
}

BOOST_AUTO_TEST_SUITE_END()
