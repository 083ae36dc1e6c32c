// A tiny shop for tests: a vocabulary that the inbound gate can ask, and short ways to make events.
#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/slug.h"
#include "core/event/event.h"
#include "privacy/inbound_gate.h"

namespace noren::testing {

// 2026-11-22 10:00 UTC.
inline constexpr double kNow = 1'795'341'600'000.0;
inline constexpr double kMinute = 60'000.0;
inline constexpr double kHour = 60 * kMinute;
inline constexpr double kDay = 24 * kHour;

class TestVocabulary : public privacy::Vocabulary {
 public:
  TestVocabulary() {
    add_item("trail-shoe", {"outdoor", "running", "running-shoes"}, "hayate", 12800);
    add_item("road-shoe", {"outdoor", "running", "running-shoes"}, "hayate", 9800);
    add_item("sock", {"outdoor", "running", "socks"}, "tabi-ya", 1200);
    add_item("kettle", {"kitchen", "coffee"}, "yugen", 5400);
    categories_.insert(name_key("tea"));
  }

  bool find_item(std::string_view id, privacy::ItemFacts& facts) const override {
    const auto it = items_.find(std::string(id));
    if (it == items_.end()) return false;
    facts = it->second;
    return true;
  }
  bool is_category(NameKey key) const override { return categories_.contains(key); }
  bool is_brand(NameKey key) const override { return brands_.contains(key); }
  bool is_campaign(NameKey key) const override { return key == name_key("hero"); }
  bool is_variant(NameKey campaign, NameKey key) const override {
    return is_campaign(campaign) && (key == name_key("a") || key == name_key("b"));
  }
  std::string_view currency() const override { return "JPY"; }

  void add_category(std::string_view name) { categories_.insert(name_key(name)); }
  void add_brand(std::string_view name) { brands_.insert(name_key(name)); }

 private:
  void add_item(const std::string& id, std::initializer_list<std::string_view> categories, std::string_view brand,
                float price) {
    privacy::ItemFacts facts;
    std::size_t level = 0;
    for (const std::string_view category : categories) {
      facts.categories[level++] = name_key(category);
      categories_.insert(name_key(category));
    }
    facts.brand = name_key(brand);
    brands_.insert(facts.brand);
    facts.price = price;
    items_[id] = facts;
  }

  std::map<std::string, privacy::ItemFacts> items_;
  std::set<NameKey> categories_;
  std::set<NameKey> brands_;
};

using FieldValue = std::variant<double, std::string>;
using Fields = std::vector<std::pair<std::string, FieldValue>>;

// An event as a page's encoder makes it: names become field numbers, texts become handles of the gate.
inline event::RawEvent raw_event(privacy::InboundGate& gate, event::Kind kind, double time_ms,
                                 const std::vector<Fields>& items, const Fields& fields = {}) {
  const auto encode = [&](const Fields& from) {
    List<event::RawField> to;
    for (const auto& [name, value] : from) {
      std::uint32_t number = event::kUnknownField;
      for (std::size_t i = 0; i < event::fields().size(); ++i) {
        if (event::fields()[i].name == name) number = static_cast<std::uint32_t>(i);
      }
      if (const auto* text = std::get_if<std::string>(&value)) {
        const auto type = number == event::kUnknownField ? event::FieldType::kUnused : event::fields()[number].type;
        to.push_back({number, static_cast<double>(gate.text(type, *text))});
      } else {
        to.push_back({number, std::get<double>(value)});
      }
    }
    return to;
  };
  event::RawEvent raw;
  raw.kind = kind;
  raw.time_ms = time_ms;
  raw.fields = encode(fields);
  for (const Fields& item : items) raw.items.push_back({encode(item)});
  return raw;
}

inline constexpr privacy::Consent kPersonal = privacy::Consent::from_bits(3);

}  // namespace noren::testing
