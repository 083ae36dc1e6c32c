// The inbound gate: the one door through which what happened on the page reaches the profile.
// It knows a closed list of fields (core/event/event.h) and lets numbers and known names through: catalogue ids, categories and
// brands of the shop's own vocabulary, bounded prices and quantities, time to the minute. All else is dropped, and unknown fields and
// names are counted. A field that names a person, text where an id belongs, and text of any field, dropped or not, in which
// the scanner (privacy/scanner.h) finds personal data, refuse the whole event. What the shop's vocabulary knows is not scanned.
// Not for deciding what is kept how long: that is the profile's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/index_map.h"
#include "core/base/list.h"
#include "core/base/result.h"
#include "privacy/clean_event.h"
#include "privacy/consent.h"
#include "privacy/scanner.h"

namespace noren::privacy {

// What the shop itself says of an item; it replaces what the page's event says.
struct ItemFacts {
  NameKey categories[kMaxCategories] = {};  // from the top down; 0 ends the list
  NameKey brand = 0;
  float price = -1.0f;
};

// The shop's own vocabulary: what counts as a known id or name.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;
  // True and facts filled in, where the catalogue has an item of that id.
  virtual bool find_item(std::string_view id, ItemFacts& facts) const = 0;
  virtual bool is_category(NameKey key) const = 0;
  virtual bool is_brand(NameKey key) const = 0;
  // Campaigns of the site, and their variants, by name_key() of their ids.
  virtual bool is_campaign(NameKey key) const = 0;
  virtual bool is_variant(NameKey campaign, NameKey key) const = 0;
  // The site's ISO 4217 code; prices in another currency are dropped. Empty: any currency is taken.
  virtual std::string_view currency() const = 0;
};

// Why the gate turned something away; counted per reason.
enum class Refusal : std::uint8_t {
  kNoConsent,     // personalization is not granted
  kPersonId,      // a field that names a person
  kPersonalData,  // text that looks like an e-mail address, a telephone number or the like
  kFreeText,      // text where an id belongs
  kBadNumber,     // not a finite number in range, or a time that makes no sense
  kUnknownName,   // (not a refusal of the event) a category or brand that the shop does not have was dropped
  kUnknownField,  // (not a refusal of the event) a field that is not in the schema was dropped
};
inline constexpr std::size_t kRefusalCount = 7;

class InboundGate {
 public:
  // Keeps a reference: the vocabulary must outlive the gate.
  explicit InboundGate(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // A handle for a text that an event will carry. Equal texts of the same field type get equal handles, and are judged once.
  // At most kMaxTexts different ones are remembered; after that the table starts anew and generation() changes, which makes
  // older handles void. Text in which the scanner finds personal data is not remembered at all: its handle is kPersonalText and
  // what was found. Nor is text of a type that is dropped, and of fields that nobody knows (and their names), which is to be
  // given as event::FieldType::kUnused: where nothing is found its handle is 0. O(length).
  std::uint32_t text(event::FieldType type, std::string_view text);
  std::uint32_t generation() const { return generation_; }
  static constexpr std::size_t kMaxTexts = 4096;
  static constexpr std::uint32_t kPersonalText = 0xffffff00u;
  // What a text became: an ItemKey or a NameKey; 0 for refused texts and handles that are none.
  std::uint64_t key(std::uint32_t handle) const { return handle < texts_.size() ? texts_[handle].key : 0; }
  // Makes all handles void, for when the vocabulary has changed.
  void forget_texts();

  // Judges a whole event. Errors: kConsentRequired, kEventRefused with the field's path, kInvalidArgument.
  // O(fields). Counts every refusal and every dropped field.
  Result<CleanEvent> admit(const event::RawEvent& raw, Consent consent);

  // The same for what the engine itself has to say: typed, no text. For the kinds that may_act(). Errors: kConsentRequired, and
  // kInvalidArgument for another kind, an act without a subject, a value that is not finite or a time that makes no sense.
  Result<CleanEvent> admit_act(event::Kind kind, double time_ms, const CleanAct& act, Consent consent) const;

  // Reads one event that encode() wrote from the front of bytes, and shortens bytes by it. What comes from storage is checked
  // like what comes from outside. Errors: kCorrupt, kUnsupportedVersion, kConsentRequired.
  Result<CleanEvent> readmit(std::span<const std::byte>& bytes, Consent consent) const;

  std::span<const std::uint64_t, kRefusalCount> counts() const { return counts_; }

  // Forgets every text and count, overwriting them first.
  void erase();

 private:
  struct Text {
    event::FieldType type = event::FieldType::kUnused;
    bool refused = false;   // free text
    bool known = false;     // in the shop's vocabulary
    std::uint64_t key = 0;  // ItemKey or NameKey; 0 for currencies
    ItemFacts facts;        // for a known item
  };

  Result<CleanItem> admit_item(const event::RawItem& raw, std::size_t index, bool& keep_price, CleanAct& act);
  void take_act(const event::Field& known, const event::RawField& field, CleanAct& act);
  std::unexpected<Error> refuse(Refusal reason, std::string_view message, std::string_view path,
                                std::string_view hint = {});
  Result<void> look_for_person(const event::RawField& field, std::size_t item);
  void count(Refusal reason) { ++counts_[static_cast<std::size_t>(reason)]; }
  const Text* find_text(double handle, event::FieldType type) const;

  const Vocabulary& vocabulary_;
  List<Text> texts_;
  IndexMap handles_;  // by hash of type and text
  std::uint32_t generation_ = 0;
  std::uint64_t counts_[kRefusalCount] = {};
};

}  // namespace noren::privacy
