// SPDX-License-Identifier: Apache-2.0
#include "report/html/page.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "report/html/page_assets.hpp"
#include "report/html/run_page_data.hpp"

namespace gossamer::report::html {
namespace {

using nlohmann::ordered_json;

// Neither may the page fetch anything, nor may a name in a report become a script.
constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
)";

/// A text as the content of an element.
std::string escaped_text(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

/// JSON that can stand inside a script element: every `<` is written as an escape, so that no text
/// in it can end the element.
std::string embedded(const ordered_json& json) {
  std::string text;
  for (const char c : json.dump()) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

std::string page(const std::string& title, const char* kind, ordered_json content) {
  const ordered_json data{{"page", kind}, {"content", std::move(content)}};
  std::string html{head};
  html += "<title>" + escaped_text(title) + " - Gossamer</title>\n";
  html += "<style>" + page_style() + "</style>\n</head>\n<body>\n";
  html += "<noscript>This page draws its charts with a script of its own; the JSON file beside it ";
  html += "holds the same figures.</noscript>\n";
  html += R"(<script type="application/json" id="data">)" + embedded(data) + "</script>\n";
  html += "<script>" + page_script() + "</script>\n</body>\n</html>\n";
  return html;
}

/// The page shows these of the totals only.
constexpr std::array not_of_layers{"slots",
                                   "macs_per_s_per_mm2",
                                   "macs_per_s_per_w",
                                   "macs_per_s_per_w_low",
                                   "macs_per_s_per_w_high",
                                   "edp_gain_low",
                                   "edp_gain_high",
                                   "performance_per_watt_gain",
                                   "performance_per_watt_gain_low",
                                   "performance_per_watt_gain_high"};

void leave_out_what_layers_do_not_show(ordered_json& comparison) {
  for (auto& workload : comparison.at("workloads")) {
    for (auto& layer : workload.at("layers")) {
      for (auto& machine : layer.at("machines")) {
        if (!machine.is_object()) continue;
        for (const char* key : not_of_layers) machine.erase(key);
      }
    }
  }
}

}  // namespace

bool has_pages() {
  return !page_script().empty();
}

std::string run_html(const RunReport& run) {
  return page(run.workload + " on " + run.architecture, "run", run_page_data(run));
}

std::string comparison_html(const ordered_json& compare_json) {
  ordered_json content = compare_json;
  leave_out_what_layers_do_not_show(content);
  return page("Comparison with " + compare_json.at("baseline").get<std::string>(), "comparison",
              std::move(content));
}

}  // namespace gossamer::report::html
