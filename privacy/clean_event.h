// What the inbound gate lets through: an event made of numbers only. No text, no exact time, nothing that names a person.
// Only InboundGate can make one, and a profile accepts nothing else, so the compiler holds the door.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/bounded_list.h"
#include "core/base/hash.h"
#include "core/event/event.h"

namespace noren::privacy {

inline constexpr std::size_t kMaxItems = 32;        // items of one event that are kept; GA4 allows 200
inline constexpr std::size_t kMaxCategories = 5;    // GA4's item_category to item_category5
inline constexpr float kMaxMoney = 1e9f;            // larger prices are dropped
inline constexpr std::uint16_t kMaxQuantity = 999;  // larger quantities are taken as this

using Minute = std::uint32_t;  // minutes since 1970-01-01 UTC; the finest time that passes the gate

struct CleanItem {
  ItemKey key = 0;                          // 0: the page named no item id
  NameKey categories[kMaxCategories] = {};  // from the top down; 0 ends the list
  NameKey brand = 0;                        // 0: none
  float price = -1.0f;                      // per piece, in units of the site's currency; negative: not known
  std::uint16_t quantity = 1;
};

// What an event says beside items; all zeros for most kinds.
//   view_promotion, select_promotion, dismiss_promotion   subject: campaign, detail: variant
//   answer         subject: question; detail: the option chosen, or value: a number, 0 or 1, or month * 100 + day
//   journey_step   subject: journey; detail: the step entered, 0 where it ends; from: the step left, 0 where it begins; value: why it
//                  ends (profile::JourneyEnd), or where it begins how often it had begun before
//   disregard      subject: what (profile::Aside, counted from 1); detail and from: the lower and the upper half of its key; value: 1, or 0
//                  where she takes it back
struct CleanAct {
  NameKey subject = 0;  // name_key() of the id; 0: the event says nothing of the kind
  NameKey detail = 0;
  NameKey from = 0;
  float value = 0;
  friend bool operator==(const CleanAct&, const CleanAct&) = default;
};

// The kinds that may carry an act, and among them those that are nothing without one.
constexpr bool may_act(event::Kind kind) {
  return kind == event::Kind::kViewPromotion || kind == event::Kind::kSelectPromotion ||
         static_cast<std::size_t>(kind) >= event::kPageKindCount;
}
constexpr bool must_act(event::Kind kind) { return static_cast<std::size_t>(kind) >= event::kPageKindCount; }

class CleanEvent {
 public:
  event::Kind kind() const { return kind_; }
  Minute minute() const { return minute_; }
  std::span<const CleanItem> items() const { return items_; }
  const CleanAct& act() const { return act_; }

  // Appends the stored form (little-endian, versioned) to out; InboundGate::readmit() reads it back.
  void encode(std::vector<std::byte>& out) const;

 private:
  friend class InboundGate;
  CleanEvent() = default;

  event::Kind kind_ = event::Kind::kPageView;
  Minute minute_ = 0;
  BoundedList<CleanItem, kMaxItems> items_;
  CleanAct act_;
};

}  // namespace noren::privacy
