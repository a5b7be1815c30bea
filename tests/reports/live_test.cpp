// The module in an actor system, with stubs around it.
#include "a_case.hpp"

#include <fm/pdf/spawn.hpp>
#include <fm/reports/spawn.hpp>
#include <fm/test/actor_fixture.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;

BOOST_AUTO_TEST_SUITE(report_module)

BOOST_AUTO_TEST_CASE(the_module_knows_its_schema) {
  BOOST_TEST(reports::schema().migrations.size() == 1u);
  BOOST_TEST(!reports::schema().statements.empty());
}

BOOST_AUTO_TEST_CASE(a_worker_composes) {
  actors::system_config config;
  config.messages = actors::messages_of<reports::messages, document::messages>();
  actors::system sys(std::move(config));
  auto to = reports::spawn(sys);
  static_cast<void>(to);
  reports::compose_report m;
  m.type = "runbook", m.from = reports::full_case();
  // Nobody outside is given the workers' handle; whoever asks by the message reaches them.
  struct asker {
    using takes = fm::takes<reports::compose_report>;
  };
  BOOST_TEST(sys.figures().size() >= 2u);
}

BOOST_AUTO_TEST_SUITE_END()
