// Measures a shop model's next items in WebAssembly, for next-item.mjs: the same code and cases as `noren evaluate`, whose
// --model-output and --cases-output it is given, so the hits must be the same, one by one.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/model/shop_model.h"
#include "tools/evaluate/measure.h"
#include "tools/evaluate/next_items.h"

namespace noren::tools {
namespace {

std::vector<Case> read_cases(const char* path, const model::ShopModel& model) {
  std::vector<Case> cases;
  std::ifstream file(path);
  std::string line;
  std::vector<std::uint32_t> items;
  while (std::getline(file, line)) {
    items.clear();
    std::istringstream words(line);
    for (std::string id; words >> id;) items.push_back(model.find(item_key(id)).value_or(model::kNone));
    if (!items.empty()) append_last(items, cases);
  }
  return cases;
}

void print(const char* name, std::span<const std::uint64_t> numbers) {
  std::printf("\"%s\":[", name);
  for (std::size_t i = 0; i < numbers.size(); ++i) std::printf("%s%llu", i > 0 ? "," : "", numbers[i] + 0ull);
  std::printf("],");
}

int run(const char* model_path, const char* cases_path) {
  std::ifstream file(model_path, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), {});
  const auto model = model::ShopModel::open(std::as_bytes(std::span(content)));
  if (!model) {
    std::fprintf(stderr, "%s: %s\n", model_path, to_string(model.error()).c_str());
    return 1;
  }
  const auto cases = read_cases(cases_path, *model);
  const std::vector<float> popularity(model->item_count(), 0.0f);
  const Measured measured = measure(*model, cases, popularity);
  std::printf("{");
  print("hits", measured.metrics.hits());
  print("unseen_hits", measured.metrics.unseen_hits());
  std::printf("\"cases\":%llu,\"us_per_call\":%.3f}\n", measured.metrics.cases() + 0ull, measured.us_per_call);
  return 0;
}

}  // namespace
}  // namespace noren::tools

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: next_item MODEL CASES\n");
    return 2;
  }
  return noren::tools::run(argv[1], argv[2]);
}
