#pragma once
// What every message of a module must survive: `fm::test::check_messages<my_module::messages>()` in a test.
#include "fm/actors/wire.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fm::test {

/// An inspector that gives every member a value of its own, two elements to each container.
class value_filler {
 public:
  static constexpr bool reads_state = false;
  static constexpr bool writes_state = true;

  template <class... Ts>
  int operator()(Ts&... members) {
    (fill(members), ...);
    return 0;
  }
  template <class T>
  void fill(T& x) {
    if constexpr (std::is_same_v<T, bool>) {
      x = true;
    } else if constexpr (std::is_arithmetic_v<T>) {
      x = static_cast<T>(++count_ % 100 + 1);
    } else if constexpr (std::is_enum_v<T>) {
      x = static_cast<T>(1);
    } else if constexpr (std::is_same_v<T, std::string>) {
      x = "text \"" + std::to_string(++count_) + "\" \xC3\xA4";
    } else {
      fill_compound(x);
    }
  }

 private:
  template <class T, class A>
  void fill_compound(std::vector<T, A>& x) {
    if (depth_ > 3) return;  // a tree contains itself
    ++depth_;
    for (int i = 0; i < 2; ++i) {
      T element{};
      fill(element);
      x.push_back(std::move(element));
    }
    --depth_;
  }
  template <class T, class C, class A>
  void fill_compound(std::set<T, C, A>& x) {
    T element{};
    fill(element);
    x.insert(std::move(element));
  }
  template <class K, class V, class C, class A>
  void fill_compound(std::map<K, V, C, A>& x) {
    K key{};
    fill(key);
    fill(x[key]);
  }
  template <class A, class B>
  void fill_compound(std::pair<A, B>& x) {
    fill(x.first);
    fill(x.second);
  }
  template <class T>
  void fill_compound(T& x) {
    describe(*this, x);
  }

  int count_ = 0;
  int depth_ = 0;
};

namespace detail {
/// True when the value, its copy read back, and the copy of that have the same bytes.
template <class T>
bool survives(T& value) {
  actors::bytes written;
  actors::save_value(written, value);
  T copy{};
  if (!actors::load_values(written, copy)) return false;
  actors::bytes again;
  actors::save_value(again, copy);
  if constexpr (requires { value == copy; })
    if (!(value == copy)) return false;
  return again == written;
}

template <class T>
void check_message() {
  auto name = std::string(type_name<T>());
  T value{};
  BOOST_TEST(survives(value), name << ": the default value is lost on the way");
  actors::bytes empty;
  actors::save_value(empty, value);
  value_filler filler;
  filler.fill(value);
  BOOST_TEST(survives(value), name << ": a filled value is lost on the way");
  actors::bytes filled;
  actors::save_value(filled, value);
  if constexpr (plain_struct<T>)
    if (std::tuple_size_v < decltype(members_of(value)) >> 0)
      BOOST_TEST((filled != empty), name << ": nothing of the value is written");
}
}  // namespace detail

/// The default and a filled value of every type survive serialisation.
template <class List>
void check_messages() {
  List::for_each([]<class T>() { detail::check_message<T>(); });
}

}  // namespace fm::test
