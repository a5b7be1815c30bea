// The one place where a picture gets into a request: nothing passes without the setting, altered, or in
// numbers that fill the memory.
#include "picture_reader.hpp"

#include <fm/crypto/base64.hpp>
#include <fm/crypto/hash.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::agent;

namespace {

const std::string bytes = "the bytes of a picture";

sent_picture picture() {
  return {"image/png", "evidence/1.png", bytes.size(), crypto::hex(crypto::sha256(bytes))};
}

model_options settings(bool sends = true) {
  model_options how;
  how.sends_pictures = sends;
  how.open_picture = [](const std::string& path, std::uint64_t most) -> outcome<std::string> {
    BOOST_TEST(most == bytes.size());
    if (path != "evidence/1.png") return fail(ec::gone, "it is missing");
    return bytes;
  };
  return how;
}

read_pictures read(const std::vector<sent_picture>& pictures, const model_options& how,
                   std::uint64_t memory = 1'000'000) {
  budget::memory_share share(std::make_shared<budget::memory_budget>(memory), 0, [] { return true; });
  return read_for_sending(pictures, how, share);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(picture_readers)

BOOST_AUTO_TEST_CASE(a_picture_is_read_as_it_was_brought) {
  const auto r = read({picture()}, settings());
  BOOST_TEST(r.why_not.empty());
  BOOST_TEST_REQUIRE(r.images.size() == 1u);
  BOOST_TEST(r.images[0].media_type == "image/png");
  BOOST_TEST(r.images[0].base64 == crypto::to_base64(bytes));
}

BOOST_AUTO_TEST_CASE(without_the_setting_none_is_opened_whatever_a_step_asks) {
  auto how = settings(false);
  how.open_picture = [](const std::string&, std::uint64_t) -> outcome<std::string> {
    BOOST_ERROR("it was opened");
    return std::string();
  };
  const auto r = read({picture()}, how);
  BOOST_TEST(r.images.empty());
  BOOST_TEST(r.why_not == "LLM_SEND_IMAGES is not set");
}

BOOST_AUTO_TEST_CASE(one_that_is_altered_or_gone_leaves_with_none_of_the_others) {
  auto altered = picture(), gone = picture();
  altered.sha256[0] = altered.sha256[0] == '0' ? '1' : '0';
  gone.path = "evidence/2.png";
  for (const auto& [bad, why] :
       {std::pair{altered, "it has changed since it was brought"}, std::pair{gone, "it is missing"}}) {
    const auto r = read({picture(), bad}, settings());
    BOOST_TEST(r.images.empty());
    BOOST_TEST(r.why_not.find(why) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(what_all_calls_send_at_a_time_is_bounded) {
  BOOST_TEST(read({picture()}, settings(), 10 * bytes.size()).images.size() == 1u);
  const auto r = read({picture(), picture()}, settings(), 10 * bytes.size());
  BOOST_TEST(r.images.empty());
  BOOST_TEST(r.why_not.find("at the same time") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
