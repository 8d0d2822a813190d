// SPDX-License-Identifier: Apache-2.0
#include "core/yaml.hpp"

#include "support/catch.hpp"
#include "support/messages.hpp"
#include "support/temporary_directory.hpp"

using namespace gossamer;
using namespace gossamer::core;

namespace {

std::string fault(const std::string& text) {
  return test::message_of([&] { parse_yaml(text, "f"); });
}

}  // namespace

TEST_CASE("a plain YAML text is read with the position of every node") {
  const YAML::Node root = parse_yaml("# comment\na: 1\nb: {c: [2, x]}\n", "f");
  CHECK(root["a"].Scalar() == "1");
  CHECK(to_string(position_of(root["b"]["c"][1], "f")) == "f:3:12");
  CHECK(to_string(position_of(YAML::Node{YAML::NodeType::Undefined}["x"], "f")) == "f");
}

TEST_CASE("a repeated key is refused where it stands again") {
  CHECK(fault("a: 1\nb: 2\na: 3\n") == "f:3:1: repeated key 'a'; it stands in line 1 already");
  CHECK(fault("x: {a: 1, b: {a: 2}, a: 3}\n") ==
        "f:1:22: repeated key 'a'; it stands in line 1 already");
  CHECK(fault("- a: 1\n- a: 2\n").empty());
}

TEST_CASE("what would make a value come from elsewhere is refused") {
  CHECK_THAT(fault("a: &x 1\n"), Catch::Contains("anchors ('&') are not supported"));
  CHECK_THAT(fault("a: &x 1\nb: *x\n"), Catch::Contains("f:2:4: aliases ('*') are not supported"));
  CHECK_THAT(fault("a:\n  <<: {b: 1}\n"),
             Catch::Contains("f:2:3: merge keys ('<<') are not supported"));
}

TEST_CASE("tags are refused and quotes are not") {
  CHECK_THAT(fault("a: !!int 3\n"), Catch::Contains("tag 'tag:yaml.org,2002:int'"));
  CHECK_THAT(fault("a: !mine {b: 1}\n"), Catch::Contains("tag '!mine' is not supported"));
  CHECK(fault("a: \"3\"\nb: '4'\nc: |\n  text\n").empty());
}

TEST_CASE("a file holds one document") {
  CHECK(fault("---\na: 1\n").empty());
  CHECK_THAT(fault("a: 1\n---\nb: 2\n"), Catch::Contains("a second document; a file holds one"));
}

TEST_CASE("a key is a word") {
  CHECK_THAT(fault("[a, b]: 1\n"), Catch::Contains("f:1:1: a key must be a word"));
  CHECK_THAT(fault("{? {a: 1} : 2}\n"), Catch::Contains("a key must be a word"));
  CHECK_THAT(fault("~: 1\n"), Catch::Contains("a key must be a word"));
}

TEST_CASE("everything that is refused is found in one go") {
  const std::string message = fault("a: &x 1\na: 2\nb: !t 3\n");
  CHECK_THAT(message, Catch::Contains("f:1:") && Catch::Contains("f:2:1: repeated") &&
                          Catch::Contains("f:3:"));
}

TEST_CASE("a text that is not YAML is refused where the parser stopped") {
  CHECK_THAT(fault("a: [1, 2\nb: 3\n"), Catch::StartsWith("f:2:"));
  CHECK_THAT(fault("a: 1\n\tb: 2\n"), Catch::StartsWith("f:2:1: not valid YAML"));
  CHECK_THAT(fault("a: *nowhere\n"), Catch::Contains("not valid YAML"));
}

TEST_CASE("a quote that is not closed does not swallow the lines below it") {
  const std::string wanted = "f:1:4: a quoted text must end in the line in which it starts";
  CHECK_THAT(fault("a: 'open\nb: 2\n"), Catch::StartsWith(wanted));
  CHECK_THAT(fault("a: \"open\\\"\nb: 2\n"), Catch::StartsWith(wanted));
  CHECK_THAT(fault("a: 'it''s\nb: 2\n"), Catch::StartsWith(wanted));
  CHECK(fault("a: 'it''s'\nb: \"q\\\"q\"\n'c': \"\"\n").empty());
  CHECK(fault("\xC3\xA9: \"\xC3\xA9\"\r\nb: 'x'\r\n").empty());
}

TEST_CASE("a byte order mark is no part of the text") {
  const test::TemporaryDirectory folder;
  const std::string path = folder.write("a.yaml",
                                        "\xEF\xBB\xBF"
                                        "b: 'x'\nc: 'y\n");
  CHECK_THAT(test::message_of([&] { load_yaml(path); }),
             Catch::StartsWith(path + ":2:4: a quoted"));
}

TEST_CASE("bytes that are no text are refused where they stand") {
  CHECK(fault(std::string("a: 1\nb: \x04 2\nc: [\n")) ==
        "f:2:4: not valid YAML: control character 0x04");
  CHECK(fault(std::string("\0a", 2)) == "f:1:1: not valid YAML: control character 0x00");
  CHECK(fault("a: \xFF\n") == "f:1:4: not valid YAML: not a UTF-8 character");
  CHECK(fault("name: caf\xC3\xA9\r\n").empty());
}

TEST_CASE("deep nesting is an error of the file and no crash") {
  const std::size_t depth = 200'000;
  CHECK_FALSE(fault(std::string(depth, '[')).empty());
  CHECK_FALSE(fault(std::string(depth, '{')).empty());
  std::string dashes;
  for (std::size_t i = 0; i < 5000; ++i) dashes += "- ";
  CHECK_FALSE(fault(dashes + "a").empty());
}

TEST_CASE("a file is read like its text, and named in its faults") {
  const test::TemporaryDirectory folder;
  CHECK(load_yaml(folder.write("a.yaml", "a: 1\n"))["a"].Scalar() == "1");
  CHECK(load_yaml(folder.write("empty.yaml", "")).IsNull());
  const std::string bad = folder.write("b.yaml", "a: 1\na: 2\n");
  CHECK_THAT(test::message_of([&] { load_yaml(bad); }), Catch::StartsWith(bad + ":2:1: repeated"));
  CHECK_THROWS_AS(load_yaml((folder.path() / "none.yaml").string()), FileError);
  CHECK_THROWS_AS(load_yaml(folder.path().string()), FileError);
}

TEST_CASE("a reader with faults of its own gets the tree as well") {
  const test::TemporaryDirectory folder;
  Faults faults;
  const YAML::Node root = load_yaml(folder.write("a.yaml", "a: 1\na: 2\nb: 3\n"), faults);
  CHECK(faults.size() == 1);
  CHECK(root["b"].Scalar() == "3");
}

TEST_CASE("nesting that would fill the parser's stack is refused with its position") {
  const auto nested = [](std::size_t depth) {
    return "a: " + std::string(depth, '[') + std::string(depth, ']') + "\n";
  };
  CHECK(fault(nested(63)).empty());
  CHECK(fault(nested(64)) == "f:1:67: nested too deep; allowed: 64 levels");
  CHECK(fault(nested(100'000)) == "f:1:67: nested too deep; allowed: 64 levels");
}

TEST_CASE("UTF-16 is called by its name") {
  const std::string little{
      "\xFF\xFE"
      "a\0:\0",
      6};
  CHECK(fault(little) == "f:1:1: must be UTF-8; this is UTF-16");
  CHECK(fault("\xFE\xFF") == "f:1:1: must be UTF-8; this is UTF-16");
}
