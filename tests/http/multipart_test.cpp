// The streaming parser of forms: the same parts whatever the pieces, and nothing of a part lost or added.
#include <fm/http/multipart.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using fm::http::multipart_boundary;
using fm::http::multipart_parser;

namespace {

struct part {
  fm::http::part_head head;
  std::string content;
  bool ended = false;
};

struct collector final : fm::http::multipart_sink {
  std::vector<part> parts;
  std::size_t stop_at = static_cast<std::size_t>(-1);
  bool begin(fm::http::part_head head) override {
    parts.push_back({std::move(head), {}, false});
    return true;
  }
  bool data(std::string_view piece) override {
    BOOST_TEST(!piece.empty());
    parts.back().content += piece;
    return parts.back().content.size() < stop_at;
  }
  bool end() override {
    parts.back().ended = true;
    return true;
  }
};

struct reading {
  std::vector<part> parts;
  std::string error;
  bool fine = false;
};

/// `at`: the body comes in two pieces, cut there; 0: each byte alone.
reading read(std::string_view body, std::size_t at, std::string_view boundary = "B") {
  multipart_parser parser(boundary);
  collector to;
  reading out;
  out.fine = true;
  if (at == 0)
    for (std::size_t i = 0; i < body.size() && out.fine; ++i) out.fine = parser.feed(body.substr(i, 1), to);
  else
    out.fine = parser.feed(body.substr(0, at), to) && parser.feed(body.substr(at), to);
  out.fine = out.fine && parser.finish(to);
  out.parts = std::move(to.parts);
  out.error = parser.error();
  return out;
}

/// Reads with every cut there is; all must agree.
reading read_every_way(std::string_view body, std::string_view boundary = "B") {
  const auto first = read(body, 0, boundary);
  for (std::size_t at = 1; at <= body.size(); ++at) {
    const auto other = read(body, at, boundary);
    BOOST_TEST(other.fine == first.fine);
    BOOST_TEST(other.error == first.error);
    BOOST_REQUIRE(other.parts.size() == first.parts.size());
    for (std::size_t i = 0; i < first.parts.size(); ++i) {
      BOOST_TEST(other.parts[i].content == first.parts[i].content);
      BOOST_TEST(other.parts[i].ended == first.parts[i].ended);
    }
  }
  return first;
}

std::string field(std::string_view content, std::string_view name = "a") {
  return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
         std::string(content);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multipart)

BOOST_AUTO_TEST_CASE(parts_are_the_same_however_they_are_cut) {
  const auto r = read_every_way(field("one") + "\r\n" + field("two\r\nlines", "b") + "\r\n--B--\r\n");
  BOOST_TEST(r.fine);
  BOOST_REQUIRE(r.parts.size() == 2u);
  BOOST_TEST(r.parts[0].head.name == "a");
  BOOST_TEST(r.parts[0].content == "one");
  BOOST_TEST(r.parts[1].head.name == "b");
  BOOST_TEST(r.parts[1].content == "two\r\nlines");
  BOOST_TEST(r.parts[1].ended);
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_boundary_is_content) {
  for (std::string content :
       {"\r\n--", "\r\n--Bx", "\r\n--B-", "\r\n--B-x", "\r\n--B--x", "\r\n--B \tx", "\r\n--B\rx",
        "\r\n-\r\n--", "\r\r\n\n--B", "\r\n--B--\rx", "\r\n--C\r\n", "\r", "\r\n", "\r\n\r\n--\r\n",
        "x\r\n--B\r\r\n--", "\r\n--B                                                                    y",
        ""}) {
    const auto r = read_every_way(field(content) + "\r\n--B--");
    BOOST_TEST(r.fine, content << r.error);
    BOOST_REQUIRE(r.parts.size() == 1u);
    BOOST_TEST(r.parts[0].content == content);
  }
}

BOOST_AUTO_TEST_CASE(bytes_of_any_kind_come_through) {
  std::string all;
  for (int round = 0; round < 3; ++round)
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  const auto r = read_every_way(field(all) + "\r\n--B--");
  BOOST_REQUIRE(r.parts.size() == 1u);
  BOOST_TEST((r.parts[0].content == all));
}

BOOST_AUTO_TEST_CASE(an_empty_part_and_an_empty_form_are_possible) {
  auto r = read_every_way("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--B--\r\n");
  BOOST_TEST(r.fine);
  BOOST_REQUIRE(r.parts.size() == 1u);
  BOOST_TEST(r.parts[0].content == "");
  r = read_every_way("--B--\r\n");
  BOOST_TEST(r.fine);
  BOOST_TEST(r.parts.empty());
}

BOOST_AUTO_TEST_CASE(what_stands_before_and_behind_is_ignored) {
  const auto r = read_every_way("a preamble\r\n--Bx\r\n" + field("x") + "\r\n--B-- \t\r\n--B\r\nan epilogue");
  BOOST_TEST(r.fine);
  BOOST_REQUIRE(r.parts.size() == 1u);
  BOOST_TEST(r.parts[0].content == "x");
}

BOOST_AUTO_TEST_CASE(a_boundary_may_be_followed_by_blanks_and_be_long) {
  const std::string boundary(70, '-');
  const auto r = read_every_way(
      "--" + boundary + " \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--" + boundary + "--",
      boundary);
  BOOST_TEST(r.fine);
  BOOST_REQUIRE(r.parts.size() == 1u);
  BOOST_TEST(r.parts[0].content == "x");
  BOOST_TEST(r.parts[0].head.name == "a");
}

BOOST_AUTO_TEST_CASE(a_missing_end_is_an_error) {
  for (std::string body :
       {std::string(), std::string("--B"), std::string("--B-"), field("x"), field("x") + "\r\n--B",
        field("x") + "\r\n--B\r\n", std::string("no boundary"), std::string("--B\r\nContent-Disp")}) {
    const auto r = read_every_way(body);
    BOOST_TEST(!r.fine);
    BOOST_TEST(r.error.find("last boundary") != std::string::npos, r.error);
  }
}

BOOST_AUTO_TEST_CASE(heads_are_read_as_browsers_and_tools_write_them) {
  auto head_of = [](std::string disposition, std::string more = "") {
    auto r = read("--B\r\nContent-Disposition: " + disposition + "\r\n" + more + "\r\nx\r\n--B--", 1);
    BOOST_TEST(r.fine, r.error);
    return r.parts.empty() ? fm::http::part_head{} : r.parts[0].head;
  };
  BOOST_TEST(!head_of("form-data; name=\"a\"").is_file);
  auto h = head_of("form-data; name=\"f\"; filename=\"a; b.log\"",
                   "content-TYPE: text/plain; charset=utf-8\r\nX-Other: 1\r\n");
  BOOST_TEST(h.is_file);
  BOOST_TEST(h.file_name == "a; b.log");
  BOOST_TEST(h.content_type == "text/plain; charset=utf-8");
  BOOST_TEST(head_of(R"(form-data; name="f"; filename="say \"hi\".log")").file_name == "say \"hi\".log");
  BOOST_TEST(head_of(R"(form-data; name="f"; filename="say %22hi%22.log")").file_name == "say \"hi\".log");
  BOOST_TEST(head_of(R"(form-data; name="f"; filename="C:\logs\a.log")").file_name == R"(C:\logs\a.log)");
  BOOST_TEST(head_of("form-data; name=f; filename=plain.log").file_name == "plain.log");
  BOOST_TEST(head_of("Form-Data ; NAME=\"f\" ; FileName=\"x\"").file_name == "x");
  BOOST_TEST(head_of("form-data; name=\"f\"; filename=\"x\"; filename*=UTF-8''%C3%A9.log").file_name ==
             "\xC3\xA9.log");
  BOOST_TEST(head_of("form-data; name=\"f\"; filename*=utf-8'en'%C3%A9.log; filename=\"x\"").file_name ==
             "\xC3\xA9.log");
  BOOST_TEST(head_of("form-data; name=\"f\"; filename=\"\xC3\xA9.log\"").file_name == "\xC3\xA9.log");
  BOOST_TEST(head_of("form-data; name=\"f\"; filename=\"\"").is_file);
}

BOOST_AUTO_TEST_CASE(heads_that_are_none_say_why) {
  auto error_of = [](std::string head) {
    auto r = read_every_way("--B\r\n" + head + "\r\n\r\nx\r\n--B--");
    BOOST_TEST(!r.fine);
    return r.error;
  };
  BOOST_TEST(error_of("Content-Type: text/plain").find("no Content-Disposition") != std::string::npos);
  BOOST_TEST(error_of("Content-Disposition: form-data").find("no name") != std::string::npos);
  BOOST_TEST(error_of("Content-Disposition: attachment; name=\"a\"").find("not form-data") !=
             std::string::npos);
  BOOST_TEST(error_of("Content-Disposition form-data").find("colon") != std::string::npos);
  BOOST_TEST(error_of("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64")
                 .find("base64") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(heads_and_parts_are_bounded) {
  multipart_parser small("B", 2, 100);
  collector to;
  BOOST_TEST(!small.feed("--B\r\nX: " + std::string(200, 'x'), to));
  BOOST_TEST(small.error().find("100 bytes") != std::string::npos);
  BOOST_TEST(!small.feed("more", to));

  multipart_parser few("B", 2, 100);
  BOOST_TEST(!few.feed(field("1") + "\r\n" + field("2") + "\r\n" + field("3"), to));
  BOOST_TEST(few.error().find("more than 2 parts") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_sink_can_stop_the_reading) {
  multipart_parser parser("B");
  collector to;
  to.stop_at = 3;
  BOOST_TEST(!parser.feed(field("12345"), to));
  BOOST_TEST(parser.error() == "");
  BOOST_TEST(!parser.finish(to));
}

BOOST_AUTO_TEST_CASE(the_boundary_is_read_from_the_content_type) {
  BOOST_TEST(multipart_boundary("multipart/form-data; boundary=abc").value_or("") == "abc");
  BOOST_TEST(multipart_boundary("Multipart/Form-Data ; charset=x; BOUNDARY=\"a b\"").value_or("") == "a b");
  for (auto none :
       {"", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a",
        "text/plain", "multipart/form-data; boundary=\"a\x01\"", "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; "
        "boundary=12345678901234567890123456789012345678901234567890123456789012345678901"})
    BOOST_TEST(!multipart_boundary(none), none);
}

BOOST_AUTO_TEST_SUITE_END()
