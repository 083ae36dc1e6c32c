// Journeys as the site document describes them: what begins one, its steps, and what ends it before the last of them.
// A step leads only to steps that stand after it, so every journey comes to an end. Who stands where is core/journey's to say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/hash.h"
#include "core/base/list.h"
#include "core/event/event.h"
#include "core/profile/rules.h"
#include "core/rules/program.h"

namespace noren::site {

using profile::kMaxJourneys;
inline constexpr std::size_t kMaxJourneySteps = 16;
inline constexpr std::size_t kMaxWays = 16;  // out of one branch or split

// A step of a journey by its place there, or its end.
using StepIndex = std::uint8_t;
inline constexpr StepIndex kJourneyEnd = 0xff;

// An event of that kind with an item of that category (any level of it) and that brand; 0: of any.
struct EventPattern {
  event::Kind kind = event::Kind::kPageView;
  NameKey category = 0;
  NameKey brand = 0;
};

// What has to happen (an event) or to hold (a rule). kNever is what is not said.
struct Occasion {
  enum class Form : std::uint8_t { kNever, kEvent, kRule };
  Form form = Form::kNever;
  EventPattern event;
  rules::NodeIndex rule = rules::kNoNode;
};

// How long. kForever is what is not said.
struct Span {
  enum class Unit : std::uint8_t { kForever, kMinutes, kDays, kVisits };
  Unit unit = Unit::kForever;
  std::uint16_t amount = 0;
};

struct JourneyTrigger {
  enum class Form : std::uint8_t {
    kEvent,   // the event happens
    kHolds,   // the rule comes to hold: a threshold, a history, a segment that is entered
    kCeases,  // the rule ceases to hold: a segment that is left
    kDate,    // the rule, days until a date that she told, is from 0 to days_before
  };
  Form form = Form::kEvent;
  EventPattern event;
  rules::NodeIndex rule = rules::kNoNode;
  std::uint16_t days_before = 0;
};

// One way out of a branch (its rule holds) or of a split (its share by weight).
struct Way {
  rules::NodeIndex rule = rules::kNoNode;
  double weight = 0;
  StepIndex to = kJourneyEnd;
};

struct JourneyStep {
  enum class Form : std::uint8_t {
    kWait,       // until the span is over, then next
    kWaitUntil,  // until the occasion comes, then next; or until the span is over, then otherwise
    kShow,  // lets the campaign act until `until`, then next; or until the span is over or it is dismissed, then otherwise
    kBranch,  // at once: the first way whose rule holds, else otherwise
    kSplit,   // at once: a way by weight, always the same for one visitor
  };
  enum class Until : std::uint8_t { kSeen, kClicked, kTime };

  std::string id;
  NameKey key = 0;
  Form form = Form::kWait;
  Span span;
  Occasion occasion;           // of kWaitUntil
  std::uint32_t campaign = 0;  // of kShow: index into Site::campaigns
  NameKey campaign_key = 0;    // of kShow
  Until until = Until::kSeen;  // of kShow; kTime: the span leads to next
  List<Way> ways;              // of kBranch and kSplit
  StepIndex next = kJourneyEnd;
  StepIndex otherwise = kJourneyEnd;
};

struct Journey {
  // When she may begin it once more after it ended.
  enum class Again : std::uint8_t { kNever, kAlways, kAfterDays };

  std::string id;
  NameKey key = 0;
  JourneyTrigger trigger;
  Again again = Again::kNever;
  std::uint16_t again_days = 0;
  List<JourneyStep> steps;  // at least one
  Occasion goal;            // what it is for: ends it
  Occasion exit;            // what makes it pointless: ends it
};

}  // namespace noren::site
