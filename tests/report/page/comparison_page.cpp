// SPDX-License-Identifier: Apache-2.0
// usage: comparison_page COMPARE.json OUTPUT.html    Writes the page of a comparison.
#include <fstream>
#include <iostream>

#include "report/html/page.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: comparison_page COMPARE.json OUTPUT.html\n";
    return 2;
  }
  std::ifstream input{argv[1]};
  std::ofstream output{argv[2], std::ios::binary};
  output << gossamer::report::html::comparison_html(nlohmann::ordered_json::parse(input));
  output.close();
  return output ? 0 : 4;
}
