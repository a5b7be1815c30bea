// Every message of the modules on the wire and back, generated from their lists.
#include "fm/actors/schema.hpp"
#include "fm/actors/wire.hpp"
#include "fm/agent/messages.hpp"
#include "fm/evidence/messages.hpp"
#include "fm/knowledge/messages.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;

namespace {

/// Fills every member that an inspector reaches with something that differs from its default.
class filler {
 public:
  static constexpr bool reads_state = false;
  static constexpr bool writes_state = true;
  using result_type = int;

  template <class... Ts>
  int operator()(Ts&... members) {
    (put(members), ...);
    return 0;
  }

 private:
  template <class T>
  void put(T& x) {
    if constexpr (std::is_same_v<T, bool>) {
      x = true;
    } else if constexpr (std::is_enum_v<T>) {
      x = static_cast<T>(1);
    } else if constexpr (std::is_arithmetic_v<T>) {
      x = static_cast<T>(++n_);
    } else if constexpr (std::is_same_v<T, std::string>) {
      x = "text " + std::to_string(++n_);
    } else if constexpr (requires { x.emplace_back(); }) {
      if (++depth_ < 12) {
        x.emplace_back();
        put(x.back());
      }
      --depth_;
    } else {
      inspect(*this, x);
    }
  }
  int n_ = 0;
  int depth_ = 0;
};

template <class List>
void check_all() {
  List::for_each([]<class T>() {
    T empty{}, filled{};
    filler f;
    inspect(f, filled);
    for (auto* value : {&empty, &filled}) {
      actors::bytes once, twice;
      actors::save_value(once, *value);
      T back{};
      BOOST_TEST(actors::load_values(once, back), type_name<T>());
      actors::save_value(twice, back);
      BOOST_TEST((once == twice), type_name<T>());
    }
    actors::bytes a, b;
    actors::save_value(a, empty);
    actors::save_value(b, filled);
    BOOST_TEST(b.size() > a.size(), type_name<T>());
    BOOST_TEST(!schema_of<T>().empty());
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_message_survives_the_wire) {
  check_all<concat<evidence::messages, knowledge::messages, agent::messages>>();
}
