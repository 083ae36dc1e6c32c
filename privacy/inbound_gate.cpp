#include "privacy/inbound_gate.h"

#include <algorithm>
#include <string>

#include "core/base/bytes.h"
#include "core/base/concat.h"
#include "core/base/overwrite.h"
#include "core/base/slug.h"
#include "privacy/screen.h"
#include "privacy/stored_event.h"

namespace noren::privacy {
namespace {

using event::FieldType;

constexpr double kMinuteInMilliseconds = 60'000.0;
constexpr double kEarliest = 978'307'200'000.0;  // 2001-01-01: an earlier clock is not set
constexpr double kLatest = 4'102'444'800'000.0;  // 2100-01-01: days must fit 16 bits, with room to spare

constexpr std::size_t kNoItem = ~std::size_t{0};

// Of a field of the event, or of one of its items.
std::string path_of(std::size_t item, std::string_view field) {
  return item == kNoItem ? std::string(field) : concat({"items[", item, "].", field});
}

// What refuses an event, by where it was found. In what is dropped anyway, long random strings are numbers of clicks and carts, an order's
// number may look like anybody's, and one path in eleven that ends in twelve digits would pass for a My Number.
unsigned looked_for(FieldType type) {
  switch (type) {
    case FieldType::kMoney:
    case FieldType::kCount:
    case FieldType::kPersonId: return 0;
    case FieldType::kUnused: return kAllPersonalData & ~static_cast<unsigned>(PersonalData::kToken);
    case FieldType::kReference: return static_cast<unsigned>(PersonalData::kEmail);
    case FieldType::kAddress: return kAllPersonalData & ~(PersonalData::kToken | PersonalData::kMyNumber);
    default: return kAllPersonalData;
  }
}

bool is_money(double value) { return value >= 0.0 && value <= static_cast<double>(kMaxMoney); }

bool is_sound(const CleanAct& act) { return act.value >= -kMaxMoney && act.value <= kMaxMoney; }

void take_facts(CleanItem& item, const ItemFacts& facts) {
  std::copy(std::begin(facts.categories), std::end(facts.categories), item.categories);
  item.brand = facts.brand;
  if (facts.price >= 0.0f) item.price = facts.price;
}

}  // namespace

std::unexpected<Error> InboundGate::refuse(Refusal reason, std::string_view message, std::string_view path,
                                           std::string_view hint) {
  count(reason);
  return fail(ErrorCode::kEventRefused, message, path, hint);
}

std::uint32_t InboundGate::text(FieldType type, std::string_view text) {
  const std::uint64_t hash = mix64(hash64(text) + static_cast<std::uint64_t>(type));
  if (const std::uint32_t known = handles_.find(hash); known != IndexMap::kNone) return known;
  Text judged;
  judged.type = type;
  switch (type) {
    case FieldType::kItemId:
      judged.known = vocabulary_.find_item(text, judged.facts);
      judged.refused = !judged.known && !has_id_shape(text);
      judged.key = item_key(text);
      break;
    case FieldType::kCategory:
      judged.key = name_key(slug(text));
      judged.known = vocabulary_.is_category(static_cast<NameKey>(judged.key));
      break;
    case FieldType::kBrand:
      judged.key = name_key(slug(text));
      judged.known = vocabulary_.is_brand(static_cast<NameKey>(judged.key));
      break;
    case FieldType::kCampaign:
      judged.key = name_key(text);
      judged.known = vocabulary_.is_campaign(static_cast<NameKey>(judged.key));
      break;
    case FieldType::kVariant:
      judged.key = name_key(text);  // whether it is one of the campaign's, only the whole event tells
      break;
    case FieldType::kCurrency: judged.known = vocabulary_.currency().empty() || vocabulary_.currency() == text; break;
    default: break;  // the other types hold no text that anyone wants
  }
  // What the shop itself calls something is nobody's number, whatever it looks like. Variants are looked up with the whole event.
  if (!judged.known) {
    const PersonalDataSet found = type == FieldType::kItemId ? personal_data_in_id(text) : find_personal_data(text);
    if (found != 0) return kPersonalText + found;
  }
  if (type >= FieldType::kMoney) return 0;
  if (judged.refused) judged.key = 0;
  if (texts_.size() >= kMaxTexts) forget_texts();
  const auto handle = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(judged);
  handles_.insert(hash, handle);
  return handle;
}

const InboundGate::Text* InboundGate::find_text(double handle, FieldType type) const {
  if (!(handle >= 0.0 && handle < static_cast<double>(texts_.size()))) return nullptr;
  const Text& text = texts_[static_cast<std::size_t>(handle)];
  return text.type == type ? &text : nullptr;
}

// Refuses a field whose text holds personal data. A field that nobody knows is not named: its name is the page's own text.
Result<void> InboundGate::look_for_person(const event::RawField& field, std::size_t item) {
  const bool known = field.field < event::fields().size();
  const FieldType type = known ? event::fields()[field.field].type : FieldType::kUnused;
  const double text = field.value - static_cast<double>(kPersonalText);
  if (!(text > 0 && text <= kAllPersonalData)) return {};
  const auto found = static_cast<PersonalDataSet>(static_cast<unsigned>(text) & looked_for(type));
  if (found == 0) return {};
  return refuse(
      Refusal::kPersonalData, concat({"this looks like ", name_of(found)}),
      path_of(item, known ? event::fields()[field.field].name : "?"),
      known ? "send nothing that names a person; what the site document or the shop model names is not looked at"
            : "in a field that Noren does not know, or in its name: send nothing that names a person");
}

// Names of campaigns that are not the site's are another tool's promotions: dropped and counted, no mistake.
void InboundGate::take_act(const event::Field& known, const event::RawField& field, CleanAct& act) {
  const Text* name = find_text(field.value, known.type);
  if (name == nullptr || (known.type == FieldType::kCampaign && !name->known)) return count(Refusal::kUnknownName);
  NameKey& place = known.type == FieldType::kCampaign ? act.subject : act.detail;
  if (place == 0) place = static_cast<NameKey>(name->key);
}

Result<CleanItem> InboundGate::admit_item(const event::RawItem& raw, std::size_t index, bool& keep_price,
                                          CleanAct& act) {
  CleanItem item;
  const Text* id = nullptr;
  std::size_t level = 0;
  for (const event::RawField& field : raw.fields) {
    if (auto sound = look_for_person(field, index); !sound) return std::unexpected(std::move(sound.error()));
    if (field.field >= event::fields().size()) {
      count(Refusal::kUnknownField);
      continue;
    }
    const event::Field& known = event::fields()[field.field];
    const auto not_text = [&] {
      return refuse(Refusal::kFreeText, "expected text", path_of(index, known.name),
                    "pass the shop's own name as a string");
    };
    switch (known.type) {
      case FieldType::kPersonId:
        return refuse(Refusal::kPersonId, "this field names a person", path_of(index, known.name),
                      "remove it: Noren takes nothing that names a person");
      case FieldType::kItemId:
        id = find_text(field.value, known.type);
        if (id == nullptr) return not_text();
        if (id->refused) {
          return refuse(Refusal::kFreeText, "this is not a catalogue id", path_of(index, known.name),
                        "ids have 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        item.key = id->key;
        break;
      case FieldType::kCategory:
      case FieldType::kBrand: {
        const Text* name = find_text(field.value, known.type);
        if (name == nullptr) return not_text();
        if (!name->known) {
          count(Refusal::kUnknownName);
        } else if (known.type == FieldType::kBrand) {
          item.brand = static_cast<NameKey>(name->key);
        } else if (level < kMaxCategories) {
          item.categories[level++] = static_cast<NameKey>(name->key);
        }
        break;
      }
      case FieldType::kCurrency: {
        const Text* currency = find_text(field.value, known.type);
        if (currency == nullptr) return not_text();
        if (!currency->known) keep_price = false;
        break;
      }
      case FieldType::kMoney:
        if (!is_money(field.value)) {
          return refuse(Refusal::kBadNumber, "expected a number from 0 to 1000000000", path_of(index, known.name));
        }
        if (known.name == "price") item.price = static_cast<float>(field.value);
        break;
      case FieldType::kCount:
        if (!(field.value >= 0.0)) {
          return refuse(Refusal::kBadNumber, "expected a whole number, 0 or more", path_of(index, known.name));
        }
        item.quantity = static_cast<std::uint16_t>(std::min(field.value, static_cast<double>(kMaxQuantity)));
        break;
      case FieldType::kCampaign:
      case FieldType::kVariant: take_act(known, field, act); break;
      case FieldType::kUnused:
      case FieldType::kReference:
      case FieldType::kAddress: break;
    }
  }
  if (id != nullptr && id->known) take_facts(item, id->facts);
  return item;
}

Result<CleanEvent> InboundGate::admit(const event::RawEvent& raw, Consent consent) {
  if (!consent.allows(Purpose::kPersonalization)) {
    count(Refusal::kNoConsent);
    return fail(ErrorCode::kConsentRequired, "events are taken only with consent to personalization", {},
                "call noren.consent.grant() when the visitor says yes");
  }
  if (!(raw.time_ms >= kEarliest && raw.time_ms < kLatest)) {
    return refuse(Refusal::kBadNumber, "the time is not between 2001 and 2100", "time");
  }
  if (static_cast<std::size_t>(raw.kind) >= event::kPageKindCount) {
    return fail(ErrorCode::kInvalidArgument, "an event of this kind is made by the engine alone");
  }
  bool keep_price = true;
  CleanAct act;
  for (const event::RawField& field : raw.fields) {
    if (auto sound = look_for_person(field, kNoItem); !sound) return std::unexpected(std::move(sound.error()));
    if (field.field >= event::fields().size()) {
      count(Refusal::kUnknownField);
      continue;
    }
    const event::Field& known = event::fields()[field.field];
    if (known.type == FieldType::kPersonId) {
      return refuse(Refusal::kPersonId, "this field names a person", known.name,
                    "remove it: Noren takes nothing that names a person");
    }
    if (known.type == FieldType::kMoney && !is_money(field.value)) {
      return refuse(Refusal::kBadNumber, "expected a number from 0 to 1000000000", known.name);
    }
    if (known.type == FieldType::kCurrency) {
      const Text* currency = find_text(field.value, known.type);
      if (currency == nullptr) {
        return refuse(Refusal::kFreeText, "expected an ISO 4217 code such as \"JPY\"", known.name);
      }
      if (!currency->known) keep_price = false;
    }
    if (known.type == FieldType::kCampaign || known.type == FieldType::kVariant) take_act(known, field, act);
  }
  CleanEvent clean;
  clean.kind_ = raw.kind;
  clean.minute_ = static_cast<Minute>(raw.time_ms / kMinuteInMilliseconds);
  for (std::size_t i = 0; i < raw.items.size(); ++i) {
    bool keep_item_price = keep_price;
    Result<CleanItem> item = admit_item(raw.items[i], i, keep_item_price, act);
    if (!item) return std::unexpected(std::move(item.error()));
    if (!keep_item_price) item->price = -1.0f;
    // Every item is judged, so that a person's id in the fortieth refuses the event too; the first ones are kept.
    if (!clean.items_.full()) clean.items_.push_back(*item);
  }
  if (may_act(raw.kind) && act.subject != 0) {
    if (!vocabulary_.is_variant(act.subject, act.detail)) act.detail = 0;
    clean.act_ = act;
  }
  return clean;
}

Result<CleanEvent> InboundGate::admit_act(event::Kind kind, double time_ms, const CleanAct& act,
                                          Consent consent) const {
  if (!consent.allows(Purpose::kPersonalization)) {
    return fail(ErrorCode::kConsentRequired, "events are taken only with consent to personalization");
  }
  if (!may_act(kind) || !is_sound(act) || act.subject == 0 || !(time_ms >= kEarliest && time_ms < kLatest)) {
    return fail(ErrorCode::kInvalidArgument, "no event of this kind says that");
  }
  CleanEvent clean;
  clean.kind_ = kind;
  clean.minute_ = static_cast<Minute>(time_ms / kMinuteInMilliseconds);
  clean.act_ = act;
  return clean;
}

Result<CleanEvent> InboundGate::readmit(std::span<const std::byte>& bytes, Consent consent) const {
  if (!consent.allows(Purpose::kPersonalization)) {
    return fail(ErrorCode::kConsentRequired, "stored events are read only with consent to personalization");
  }
  ByteReader reader(bytes);
  const auto version = reader.read<std::uint8_t>();
  if (reader.ok() && version > kStoredEventVersion) {
    return fail(ErrorCode::kUnsupportedVersion, "a stored event was written by a newer version of Noren");
  }
  CleanEvent clean;
  const auto kind = reader.read<std::uint8_t>();
  clean.minute_ = reader.read<Minute>();
  auto count = reader.read<std::uint8_t>();
  const bool acts = version != 1 && (count & kActFollows) != 0;
  if (acts) count = static_cast<std::uint8_t>(count & ~kActFollows);
  const std::size_t kinds = version == 1 ? kKindsOfVersion1 : version == 2 ? kKindsOfVersion2 : event::kKindCount;
  if (!reader.ok() || version == 0 || kind >= kinds || count > kMaxItems ||
      clean.minute_ < kEarliest / kMinuteInMilliseconds || clean.minute_ >= kLatest / kMinuteInMilliseconds) {
    return fail(ErrorCode::kCorrupt, "a stored event is damaged");
  }
  clean.kind_ = static_cast<event::Kind>(kind);
  for (std::size_t i = 0; i < count; ++i) {
    CleanItem item;
    item.key = reader.read<ItemKey>();
    for (NameKey& category : item.categories) category = reader.read<NameKey>();
    item.brand = reader.read<NameKey>();
    item.price = reader.read<float>();
    item.quantity = reader.read<std::uint16_t>();
    const bool price_known_and_bad = item.price != -1.0f && !(item.price >= 0.0f && item.price <= kMaxMoney);
    if (!reader.ok() || price_known_and_bad || item.quantity > kMaxQuantity) {
      return fail(ErrorCode::kCorrupt, "a stored event is damaged");
    }
    clean.items_.push_back(item);
  }
  if (acts) {
    clean.act_ = {reader.read<NameKey>(), reader.read<NameKey>(), reader.read<NameKey>(), reader.read<float>()};
  }
  // What is written is never an act that says nothing, nor one of a kind that has none.
  const bool missing = must_act(clean.kind_) && !acts;
  const bool wrong = acts && (!may_act(clean.kind_) || clean.act_.subject == 0 || !is_sound(clean.act_));
  if (!reader.ok() || missing || wrong) return fail(ErrorCode::kCorrupt, "a stored event is damaged");
  bytes = bytes.last(reader.remaining());
  return clean;
}

void InboundGate::forget_texts() {
  overwrite_and_clear(texts_);
  handles_.clear();
  ++generation_;
}

void InboundGate::erase() {
  forget_texts();
  std::fill(std::begin(counts_), std::end(counts_), 0u);
}

}  // namespace noren::privacy
