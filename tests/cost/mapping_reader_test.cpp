// SPDX-License-Identifier: Apache-2.0
#include "cost/mapping_reader.hpp"

#include "core/yaml.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;

/// A reader over a text, with the faults it finds.
struct Reading {
  explicit Reading(const std::string& text)
      : reader{core::parse_yaml(text, "f.yaml"), "f.yaml", "the price x", faults} {}

  std::vector<core::Fault> found() {
    try {
      faults.throw_if_any();
    } catch (const core::ConfigError& error) {
      return error.faults();
    }
    return {};
  }

  core::Faults faults;
  MappingReader reader;
};

TEST_CASE("values that are there and right are returned without a fault") {
  Reading reading{"n: 2.5\nt: some text\nc: blue\nb: true\nm: {k: 1}\n"};
  CHECK(reading.reader.positive("n") == 2.5);
  CHECK(reading.reader.text("t") == "some text");
  CHECK(reading.reader.one_of("c", {"red", "blue"}) == "blue");
  CHECK(reading.reader.boolean("b"));
  CHECK(reading.reader.required("m").IsMap());
  reading.reader.finish();
  CHECK(reading.found().empty());
}

TEST_CASE("each required key that is missing is one fault that names key and mapping") {
  Reading reading{"other: 1\n"};
  CHECK(reading.reader.positive("n") > 0.0);
  CHECK(reading.reader.text("t").empty());
  CHECK(reading.reader.one_of("c", {"red"}).empty());
  CHECK_FALSE(reading.reader.boolean("b"));
  CHECK_FALSE(reading.reader.required("m").IsDefined());
  const auto faults = reading.found();
  REQUIRE(faults.size() == 5);
  for (const auto& fault : faults) CHECK_THAT(fault.message, Contains("the price x lacks the key"));
  CHECK_THAT(faults[4].message, Contains("'m'"));
}

TEST_CASE("an optional key may be missing") {
  Reading reading{"a: 1\n"};
  CHECK(reading.reader.optional("a").IsDefined());
  CHECK_FALSE(reading.reader.optional("b").IsDefined());
  reading.reader.finish();
  CHECK(reading.found().empty());
}

TEST_CASE("a number is above zero, finite and plain decimal") {
  for (const std::string text :
       {"0", "-1", "1e13", ".inf", "0x10", "\"3\"", "[1]", "{a: 1}", "1k"}) {
    INFO(text);
    Reading reading{"n: " + text + "\n"};
    CHECK(reading.reader.positive("n") == 1.0);
    const auto faults = reading.found();
    REQUIRE(faults.size() == 1);
    CHECK_THAT(faults[0].message, Contains("the price x, n"));
    CHECK(faults[0].where.line == 1);
    CHECK(faults[0].where.column == 4);
  }
}

TEST_CASE("a text is not empty and neither a list nor a mapping") {
  for (const std::string text : {"''", "[a]", "{a: 1}", ""}) {
    INFO(text);
    Reading reading{"t: " + text + "\n"};
    reading.reader.text("t");
    CHECK(reading.found().size() == 1);
  }
}

TEST_CASE("a word out of a list is refused with the nearest one") {
  Reading reading{"c: bleu\nb: ture\n"};
  reading.reader.one_of("c", {"red", "blue"});
  CHECK_FALSE(reading.reader.boolean("b"));
  const auto faults = reading.found();
  REQUIRE(faults.size() == 2);
  CHECK_THAT(faults[0].message, Contains("did you mean 'blue'"));
  CHECK_THAT(faults[1].message, Contains("true, false"));
}

TEST_CASE("keys that nobody asked for are faults at their own position") {
  Reading reading{"area: 1\n\nsorce: x\n"};
  reading.reader.positive("area");
  reading.reader.optional("source");
  reading.reader.finish();
  const auto faults = reading.found();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].where.line == 3);
  CHECK_THAT(faults[0].message, Contains("'sorce'") && Contains("in the price x") &&
                                    Contains("did you mean 'source'"));
}

TEST_CASE("what is no mapping is one fault, not one per key") {
  Reading reading{"[1, 2]\n"};
  reading.reader.positive("n");
  reading.reader.text("t");
  reading.reader.finish();
  const auto faults = reading.found();
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0].message, Contains("the price x must be a mapping"));
}

}  // namespace
}  // namespace gossamer::cost
