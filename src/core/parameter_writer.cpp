// SPDX-License-Identifier: Apache-2.0
#include "core/parameter_writer.hpp"

#include <fmt/format.h>

#include "core/names.hpp"

namespace gossamer::core {
namespace {

class JsonWriter : public ParameterVisitor {
 public:
  explicit JsonWriter(nlohmann::ordered_json& object) : object_{object} {}

  void field(std::string_view name, std::uint32_t& value, std::string_view, std::string_view,
             std::uint32_t, std::uint32_t) override {
    put(name, value);
  }
  void field(std::string_view name, double& value, std::string_view, std::string_view, double,
             double) override {
    put(name, value);
  }
  void field(std::string_view name, bool& value, std::string_view) override { put(name, value); }
  void field(std::string_view name, std::string& value, std::string_view) override {
    put(name, value);
  }
  void choice(std::string_view name, std::size_t& value, std::string_view,
              const std::vector<std::string>& choices) override {
    put(name, choices.at(value));
  }
  void group(std::string_view name, std::string_view,
             const std::function<void(ParameterVisitor&)>& members) override {
    nlohmann::ordered_json& inner = object_[std::string{name}];
    if (inner.is_null()) inner = nlohmann::ordered_json::object();
    JsonWriter writer{inner};
    members(writer);
  }

 private:
  template <class T>
  void put(std::string_view name, const T& value) {
    object_[std::string{name}] = value;
  }

  nlohmann::ordered_json& object_;
};

class Lister : public ParameterVisitor {
 public:
  Lister(std::string prefix, std::vector<ParameterInfo>& list)
      : prefix_{std::move(prefix)}, list_{list} {}

  void field(std::string_view name, std::uint32_t& value, std::string_view unit,
             std::string_view meaning, std::uint32_t min, std::uint32_t max) override {
    add(name, "integer", fmt::to_string(value), fmt::format("{} to {}", min, max), unit, meaning);
  }
  void field(std::string_view name, double& value, std::string_view unit, std::string_view meaning,
             double min, double max) override {
    add(name, "number", fmt::to_string(value), fmt::format("{} to {}", min, max), unit, meaning);
  }
  void field(std::string_view name, bool& value, std::string_view meaning) override {
    add(name, "boolean", value ? "true" : "false", "true, false", "", meaning);
  }
  void field(std::string_view name, std::string& value, std::string_view meaning) override {
    add(name, "text", value, "", "", meaning);
  }
  void choice(std::string_view name, std::size_t& value, std::string_view meaning,
              const std::vector<std::string>& choices) override {
    add(name, "choice", choices.at(value), joined(choices), "", meaning);
  }
  void group(std::string_view name, std::string_view,
             const std::function<void(ParameterVisitor&)>& members) override {
    Lister inner{fmt::format("{}{}.", prefix_, name), list_};
    members(inner);
  }

 private:
  void add(std::string_view name, std::string type, std::string default_value, std::string range,
           std::string_view unit, std::string_view meaning) {
    list_.push_back({fmt::format("{}{}", prefix_, name), std::move(type), std::move(default_value),
                     std::move(range), std::string{unit}, std::string{meaning}});
  }

  std::string prefix_;
  std::vector<ParameterInfo>& list_;
};

}  // namespace

nlohmann::ordered_json parameters_to_json(const std::function<void(ParameterVisitor&)>& describe) {
  auto object = nlohmann::ordered_json::object();
  JsonWriter writer{object};
  describe(writer);
  return object;
}

std::vector<ParameterInfo> list_parameters(const std::function<void(ParameterVisitor&)>& describe) {
  std::vector<ParameterInfo> list;
  Lister lister{"", list};
  describe(lister);
  return list;
}

}  // namespace gossamer::core
