#include "tools/evaluate/contributions.h"

#include <algorithm>

#include "core/model/format.h"
#include "core/model/sections.h"
#include "core/model/shop_model.h"
#include "tools/evaluate/measure.h"

namespace noren::tools {
namespace {

using model::PackedSection;
using model::format::Section;

bool is_read_by_ranking(std::uint32_t id) {
  return id == static_cast<std::uint32_t>(Section::kPopularity) ||
         id == static_cast<std::uint32_t>(Section::kScoring) || id >= static_cast<std::uint32_t>(Section::kViewed);
}

// The popularity can't be missing, but it can say nothing: two lists of zeros.
std::vector<PackedSection> without(std::vector<PackedSection> sections, std::uint32_t id) {
  if (id == static_cast<std::uint32_t>(Section::kPopularity)) {
    for (PackedSection& section : sections) {
      if (section.id == id) section.bytes.assign(2, std::byte{0});
    }
  } else {
    std::erase_if(sections, [&](const PackedSection& section) { return section.id == id; });
  }
  return sections;
}

}  // namespace

Result<Contributions> contributions(std::span<const std::byte> file, const EventLog& test, CasesOf which) {
  const auto whole = model::ShopModel::open(file);
  if (!whole) return std::unexpected(whole.error());
  const auto sections = model::sections_of(file);
  if (!sections) return std::unexpected(sections.error());
  const std::vector<Case> cases = cases_of(test, *whole, which);
  if (cases.empty()) {
    return fail(ErrorCode::kInvalidArgument, "there is no session of two items of the model in the log");
  }
  std::vector<float> popularity;
  popularity.reserve(whole->item_count());
  for (model::ItemIndex item = 0; item < whole->item_count(); ++item) popularity.push_back(whole->popularity(item));

  const Metrics all = measure(*whole, cases, popularity).metrics;
  Contributions result{cases.size(), all.recall(20), all.mrr(20), all.unseen_recall(20), {}};
  for (const PackedSection& section : *sections) {
    const std::string_view name = model::format::name(static_cast<Section>(section.id));
    if (name.empty() || !is_read_by_ranking(section.id)) continue;
    const auto bytes = model::assemble(without(*sections, section.id));
    if (!bytes) return std::unexpected(bytes.error());
    const auto model = model::ShopModel::open(*bytes);
    if (!model) return std::unexpected(model.error());
    const Metrics rest = measure(*model, cases, popularity).metrics;
    result.sections.push_back({std::string(name), all.recall(20) - rest.recall(20), all.mrr(20) - rest.mrr(20),
                               all.unseen_recall(20) - rest.unseen_recall(20)});
  }
  return result;
}

}  // namespace noren::tools
