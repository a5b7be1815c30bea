// The joined document: completed from the rows, and every difference between rows and parts named.
#include <fm/http/openapi.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace fm::http;
using fm::json::value;

namespace {

constexpr const char* part = R"(
info: {title: Things}
paths:
  /things/{id}:
    parameters: []
    get:
      operationId: getThing
      summary: One thing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: It.
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {id: a}}}
    put:
      operationId: putThing
      summary: Changes a thing
      parameters: [{$ref: '#/components/parameters/Id'}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'204': {description: Done.}}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  schemas: {Thing: {type: object}}
  responses:
    Unauthorized: {description: a}
    Forbidden: {description: a}
    NotFound: {description: a}
    TooLarge: {description: a}
    UriTooLong: {description: a}
    UnsupportedMedia: {description: a}
    Unprocessable: {description: a}
    UnprocessableV1: {description: a}
    RateLimited: {description: a}
    Internal: {description: a}
    Unavailable: {description: a}
    Timeout: {description: a}
)";

const operation_row get_row{method::get,    "/things/{id}",  "getThing",
                            access::bearer, body_kind::none, budget::read};
const operation_row put_row{method::put,   "/things/{id}",  "putThing",
                            access::admin, body_kind::json, budget::write};
const operation_row twin_row{method::put,   "/api/v1/things/{id}", "putThingV1",
                             access::admin, body_kind::json,       budget::write};

openapi_document built(std::vector<operation_row> rows, std::string text = part) {
  const openapi_part parts[] = {{"things.yaml", text}};
  return build_openapi(rows, parts, "1.2.3");
}

/// The member at "a/b/c"; '~' in a name stands for '/'.
const value* at(const value& v, std::string_view path) {
  const value* here = &v;
  while (here != nullptr && !path.empty()) {
    const auto slash = path.find('/');
    std::string name(path.substr(0, slash));
    std::replace(name.begin(), name.end(), '~', '/');
    here = here->find(name);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return here;
}

bool says(const openapi_document& d, std::string_view text) {
  return std::any_of(d.differences.begin(), d.differences.end(),
                     [&](const auto& found) { return found.find(text) != std::string::npos; });
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(openapi)

BOOST_AUTO_TEST_CASE(rows_and_parts_that_agree_have_no_difference) {
  const auto d = built({get_row, put_row, twin_row});
  for (const auto& found : d.differences) BOOST_TEST_MESSAGE(found);
  BOOST_TEST(d.differences.empty());
  BOOST_TEST(d.operations == 3u);
  BOOST_TEST(*at(d.root, "info/version")->as_string() == "1.2.3");
  BOOST_TEST(*at(d.root, "openapi")->as_string() == "3.1.0");
}

BOOST_AUTO_TEST_CASE(what_follows_from_a_row_is_added) {
  const auto d = built({get_row, put_row, twin_row});
  const std::string get = "paths/~things~{id}/get/responses/";
  for (const char* status : {"200", "401", "404", "429", "500", "503", "504"})
    BOOST_TEST((at(d.root, get + status) != nullptr), status);
  for (const char* status : {"403", "413", "415", "422"})
    BOOST_TEST((at(d.root, get + status) == nullptr), status);
  const std::string put = "paths/~things~{id}/put/responses/";
  for (const char* status : {"204", "401", "403", "404", "413", "415", "422"})
    BOOST_TEST((at(d.root, put + status) != nullptr), status);
  BOOST_TEST(
      (at(d.root, "paths/~things~{id}/get/security")->as_array()->front().find("bearerAuth") != nullptr));
}

BOOST_AUTO_TEST_CASE(an_open_row_asks_for_no_token_and_an_optional_one_for_either) {
  auto open = get_row;
  open.needs = access::open;
  const auto d = built({open, put_row, twin_row});
  BOOST_TEST(at(d.root, "paths/~things~{id}/get/security")->as_array()->empty());
  BOOST_TEST((at(d.root, "paths/~things~{id}/get/responses/401") == nullptr));
  open.needs = access::optional;
  const auto either = built({open, put_row, twin_row});
  BOOST_TEST(at(either.root, "paths/~things~{id}/get/security")->as_array()->size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_twin_is_described_by_its_root_with_findings_of_its_own_dialect) {
  const auto d = built({get_row, put_row, twin_row});
  const std::string twin = "paths/~api~v1~things~{id}/put/";
  BOOST_TEST(*at(d.root, twin + "operationId")->as_string() == "putThingV1");
  BOOST_TEST(*at(d.root, twin + "responses/422/$ref")->as_string() ==
             "#/components/responses/UnprocessableV1");
}

BOOST_AUTO_TEST_CASE(every_difference_is_named) {
  BOOST_TEST(says(built({get_row}), "PUT /things/{id}: is described and not served"));
  auto other = get_row;
  other.pattern = "/others";
  BOOST_TEST(says(built({get_row, put_row, other}), "GET /others: is served and not described"));
  auto renamed = get_row;
  renamed.operation = "readThing";
  BOOST_TEST(says(built({renamed, put_row}), "operationId should be readThing"));
  auto with_form = put_row;
  with_form.takes = body_kind::form;
  BOOST_TEST(says(built({get_row, with_form}), "takes no JSON"));
  BOOST_TEST(says(built({get_row, with_form}), "takes a form, which is not described"));
  const std::vector<operation_row> rows{get_row, put_row, twin_row};
  BOOST_TEST(says(built(rows, replaced(part, ", example: {id: a}", "")), "the response 200 has no example"));
  BOOST_TEST(
      says(built(rows, replaced(part, "schemas/Thing'", "schemas/Nothing'")), "is named and not described"));
  BOOST_TEST(says(built(rows, replaced(part, "schemas: {", "schemas: {Spare: {type: object}, ")),
                  "#/components/schemas/Spare: is described and not used"));
  BOOST_TEST(says(built(rows, replaced(part, "{name: id, in: path", "{name: key, in: path")),
                  "the parameter id is not described"));
  BOOST_TEST(says(built(rows, replaced(part, "      summary: One thing\n", "")), "has no summary"));
  BOOST_TEST(says(built(rows, "paths: ["), "things.yaml: line"));
}

BOOST_AUTO_TEST_CASE(the_service_builds_its_document_at_the_first_use_and_the_same_text_again) {
  openapi_service service("1.0.0");
  route r;
  r.pattern = "/nowhere";
  r.operation = "nowhere";
  route hidden = r;
  hidden.pattern = "/hidden";
  hidden.listed = false;
  const std::vector<route_table> tables{{r, hidden}};
  service.describe(tables);
  const auto first = service.current();
  BOOST_TEST(std::count(first->differences.begin(), first->differences.end(),
                        "GET /nowhere: is served and not described") == 1);
  BOOST_TEST(std::none_of(first->differences.begin(), first->differences.end(),
                          [](const auto& d) { return d.find("/hidden") != std::string::npos; }));
  service.refresh();
  BOOST_TEST(service.current()->tag == first->tag);
}

BOOST_AUTO_TEST_SUITE_END()
