// SPDX-License-Identifier: Apache-2.0
#include "core/yaml_map.hpp"

#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using namespace gossamer::core;

TEST_CASE("an entry knows where its key and its value stand") {
  YamlMap map{parse_yaml("a: 1\nbb:   2\n", "f"), "f"};
  const YamlEntry* entry = map.find("bb");
  REQUIRE(entry != nullptr);
  CHECK(to_string(entry->key_where) == "f:2:1");
  CHECK(to_string(entry->value.where) == "f:2:7");
  CHECK(entry->value.text == "2");
  CHECK(map.find("c") == nullptr);
}

TEST_CASE("an empty value stands where its key does") {
  YamlMap map{parse_yaml("a: 1\nb:\nc: 3\n", "f"), "f"};
  CHECK(to_string(map.find("b")->value.where) == "f:2:1");
  CHECK(map.find("b")->value.form == WrittenValue::Form::nothing);
}

TEST_CASE("keys that were never asked for are unknown ones") {
  YamlMap map{parse_yaml("rows: 1\ncolz: 2\nbanana: 3\n", "f"), "f"};
  map.find("rows");
  map.find("cols");
  CHECK(map.has("banana"));
  Faults faults;
  add_unknown_keys(map, " in pe", faults);
  CHECK(test::message_of(faults) ==
        "f:2:1: unknown key 'colz' in pe; did you mean 'cols'?\n"
        "f:3:1: unknown key 'banana' in pe; allowed: rows, cols");
}

TEST_CASE("a node that is no mapping is an empty one") {
  YamlMap list{parse_yaml("[1, 2]", "f"), "f"};
  CHECK(list.find("a") == nullptr);
  YamlMap nothing{YAML::Node{}, "f"};
  CHECK(nothing.unknown().empty());
}
