#include "core/recommend/merchandiser.h"

#include <bit>

#include "core/base/part.h"
#include "core/rules/evaluation.h"

namespace noren::recommend {
namespace {

using Id = site::ItemAttribute;
using site::MerchandisingAction;

constexpr float kBuried = 1e-5f;  // of the score: after all others

// Reads what rules ask of items. Texts are symbols of the rules; those that no rule mentions are equal to none of them.
class ItemReader {
 public:
  ItemReader(const model::ShopModel& model, const SymbolTable& symbols, std::uint32_t day)
      : model_(model), symbols_(symbols), day_(static_cast<float>(day)), other_(symbols.find(site::kOtherText)) {}

  Value read(const profile::Attribute& attribute, ItemIndex item) const {
    const float price = model_.price(item);
    const float regular = model_.regular_price(item);
    switch (static_cast<Id>(attribute.id)) {
      case Id::kId: return text(model_.item_id(item));
      case Id::kPrice: return number(price);
      case Id::kRegularPrice: return number(regular < 0.0f ? price : regular);
      case Id::kOnSale: return Value::boolean(regular > price);
      case Id::kDiscount: return number(regular > price && price >= 0.0f ? (regular - price) / regular : 0.0f);
      case Id::kBrand: {
        const model::BrandIndex brand = model_.brand(item);
        return brand == model::kNone ? Value::null() : text(model_.brand_slug(brand));
      }
      case Id::kCategory: {
        const model::CategoryIndex category = model_.own_category(item);
        return category == model::kNone ? Value::null() : text(model_.category_slug(category));
      }
      case Id::kInStock: return Value::boolean(model_.in_stock(item));
      case Id::kBoughtAgain: return Value::boolean(model_.bought_again(item));
      case Id::kDaysInShop: {
        const float added = model_.added_day(item);
        return added < 0.0f ? Value::null() : number(day_ > added ? day_ - added : 0.0f);
      }
      case Id::kPopularity: return number(model_.popularity(item));
      case Id::kTrend: return number(model_.trend(item));
      case Id::kInCategory: return Value::boolean(is_in(item, attribute.parameter));
      case Id::kLabel: return label(symbols_.text(attribute.parameter), item);
    }
    return Value::null();
  }

 private:
  static Value number(float number) { return number < 0.0f ? Value::null() : Value::of(static_cast<double>(number)); }
  Value text(std::string_view text) const {
    const Symbol symbol = symbols_.find(text);
    return Value::of(symbol == kNoSymbol ? other_ : symbol);
  }
  bool is_in(ItemIndex item, NameKey key) const {
    for (model::CategoryIndex c = model_.own_category(item); c != model::kNone; c = model_.parent(c)) {
      if (model_.category_key(c) == key) return true;
    }
    return false;
  }
  Value label(std::string_view name, ItemIndex item) const {
    const auto label = model_.find_label(name);
    if (!label) return Value::null();
    if (!model_.is_number(*label)) {
      const std::string_view value = model_.label(*label, item);
      return value.empty() ? Value::null() : text(value);
    }
    constexpr float kMissing = -1e30f;
    const float value = model_.number(*label, item, kMissing);
    return value == kMissing ? Value::null() : Value::of(static_cast<double>(value));
  }

  const model::ShopModel& model_;
  const SymbolTable& symbols_;
  float day_;
  Symbol other_;
};

}  // namespace

NOREN_PART_ENTRY void Merchandiser::begin(const Request& request, const profile::Profile* profile) {
  const site::Merchandising& merchandising = site_.merchandising;
  const bool is_stale = asks_for_days_ && judged_on_ != request.day;
  if (!merchandising.rules.empty() && (masks_.empty() || is_stale)) judge_items(request.day);
  for (std::size_t i = 0; i < merchandising.rules.size(); ++i) {
    const site::MerchandisingRule& rule = merchandising.rules[i];
    const std::uint32_t bit = 1u << i;
    if ((rule.strategies >> static_cast<unsigned>(request.strategy) & 1u) == 0 || (request.holding & bit) == 0)
      continue;
    if (rule.question != kNoSymbol && profile != nullptr &&
        profile->disregards().has(profile::Aside::kQuestion, site_.profile.questions[rule.question].key)) {
      continue;
    }
    holding_ |= bit;
    switch (rule.action) {
      case MerchandisingAction::kFilter: keep_ |= bit; break;
      case MerchandisingAction::kHide: hide_ |= bit; break;
      case MerchandisingAction::kBoost: boost_ |= bit; break;
      case MerchandisingAction::kBury: bury_ |= bit; break;
      case MerchandisingAction::kPin: pin_ |= bit; break;
      case MerchandisingAction::kLimit: limit_ |= bit; break;
    }
  }
}

float Merchandiser::factor(ItemIndex item) const {
  const std::uint32_t rules = about(item);
  float factor = (rules & bury_) != 0 ? kBuried : 1.0f;
  for (std::uint32_t bits = rules & boost_; bits != 0; bits &= bits - 1) {
    factor *= site_.merchandising.rules[static_cast<std::size_t>(std::countr_zero(bits))].by;
  }
  return factor;
}

void Merchandiser::judge_items(std::uint32_t day) {
  const site::Merchandising& merchandising = site_.merchandising;
  const rules::Program& program = merchandising.items;
  const ItemReader reader(model_, merchandising.symbols, day);
  rules::Evaluation evaluation(program, merchandising.symbols);
  masks_.clear();
  masks_.resize(model_.item_count());
  fronts_ = List<List<ItemIndex>>(merchandising.rules.size());
  for (const rules::AttributeUse& use : program.attributes()) {
    if (static_cast<Id>(use.attribute.id) == Id::kDaysInShop) asks_for_days_ = true;
  }
  judged_on_ = day;
  for (const ItemIndex item : model_.by_trend()) {
    for (std::size_t i = 0; i < program.attributes().size(); ++i) {
      evaluation.set(i, reader.read(program.attributes()[i].attribute, item));
    }
    evaluation.run();
    const std::uint32_t rules = evaluation.truths().empty() ? 0u : evaluation.truths()[0];
    masks_[item] = rules;
    for (std::uint32_t bits = rules; bits != 0; bits &= bits - 1) {
      List<ItemIndex>& front = fronts_[static_cast<std::size_t>(std::countr_zero(bits))];
      if (front.size() < kFront) front.push_back(item);
    }
  }
}

}  // namespace noren::recommend
