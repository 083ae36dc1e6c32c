#include "core/rules/heap.h"

#include <algorithm>

#include "core/base/concat.h"
#include "core/base/hash.h"
#include "core/base/overwrite.h"

namespace noren::rules {
namespace {

constexpr std::size_t kBytesPerCell = 16;
constexpr std::size_t kUsualText = 256;
constexpr std::uint32_t kNotMoved = 0xffffffffu;

}  // namespace

std::string failure_text(const Value& error, std::string_view name) {
  switch (static_cast<Failure>(static_cast<int>(error.number))) {
    case Failure::kUnknownOperator: return concat({"unknown operator \"", name, "\""});
    case Failure::kEmptyProduct: return "\"*\" takes at least 1 argument";
    case Failure::kNoText: return "an object with a member \"toString\" can't be made text";
    case Failure::kNoLength: return "\"missing_some\" takes a list of paths, found nothing";
    case Failure::kNotCallable: return "an object with a member \"indexOf\" can't be searched";
    case Failure::kLogicInData: return "\"missing\" takes paths, found an operation in the data";
    case Failure::kTooManySteps: return "the rule takes too many steps";
    case Failure::kTooMuchMemory: return "the rule makes too many or too long values";
    case Failure::kTooDeep: return "the value is nested too deeply";
    case Failure::kNone: break;
  }
  return "no value";
}

Value error(Failure failure, Symbol name) { return {Value::Type::kError, name, static_cast<double>(failure)}; }

std::uint64_t Heap::key_of(std::string_view wanted) const {
  std::uint64_t key = mix64(hash64(wanted));
  for (std::uint32_t found = own_.find(key); found != IndexMap::kNone && text(found | kOwn) != wanted;
       found = own_.find(key)) {
    key = mix64(key + 1);
  }
  return key;
}

std::string_view Heap::text(Symbol symbol) const {
  if (symbol < kOwn) return symbols_->text(symbol);
  const Symbol own = symbol & ~kOwn;
  return own < texts_.size() ? std::string_view(bytes_.data() + texts_[own].first, texts_[own].count)
                             : std::string_view();
}

Symbol Heap::find(std::string_view text) const {
  if (const Symbol known = symbols_->find(text); known != kNoSymbol) return known;
  const std::uint32_t own = own_.find(key_of(text));
  return own == IndexMap::kNone ? kNoSymbol : own | kOwn;
}

Symbol Heap::intern(std::string_view text) {
  if (const Symbol known = symbols_->find(text); known != kNoSymbol) return known;
  const std::uint64_t key = key_of(text);
  if (const std::uint32_t own = own_.find(key); own != IndexMap::kNone) return own | kOwn;
  if (!take(1 + text.size() / kBytesPerCell)) return kNoSymbol;
  const std::size_t at = bytes_.size();
  const bool inside = !text.empty() && text.data() >= bytes_.data() && text.data() < bytes_.data() + at;
  const std::size_t from = inside ? static_cast<std::size_t>(text.data() - bytes_.data()) : 0;
  bytes_.resize(at + text.size());
  const char* const source = inside ? bytes_.data() + from : text.data();
  std::copy(source, source + text.size(), bytes_.data() + at);
  const auto own = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(text.size())});
  own_.insert(key, own);
  return own | kOwn;
}

std::span<const Value> Heap::list(const Value& value) const {
  const Span span = lists_[value.text];
  return std::span(elements_).subspan(span.first, span.count);
}

std::span<const Heap::Member> Heap::object(const Value& value) const {
  const Span span = objects_[value.text];
  return std::span(members_).subspan(span.first, span.count);
}

const Value* Heap::member(const Value& value, Symbol name) const {
  for (const Member& member : object(value)) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

void Heap::reserve(std::size_t values) {
  stack.reserve(values);
  gathered.reserve(values);
  scratch.reserve(kUsualText);
}

std::size_t Heap::used() const {
  return elements_.size() + members_.size() + lists_.size() + objects_.size() + texts_.size() +
         bytes_.size() / kBytesPerCell;
}

bool Heap::take(std::size_t cells) {
  if (used() + cells <= limits_.cells) return true;
  full_ = true;
  fail(Failure::kTooMuchMemory);
  return false;
}

Value Heap::make_list(std::span<const Value> elements) {
  if (!take(elements.size() + 1)) return error(Failure::kTooMuchMemory);
  const Span span{static_cast<std::uint32_t>(elements_.size()), static_cast<std::uint32_t>(elements.size())};
  elements_.append(elements);
  lists_.push_back(span);
  return {Value::Type::kList, static_cast<Symbol>(lists_.size() - 1), 0.0};
}

Value Heap::make_object(std::span<const Member> members) {
  if (!take(members.size() + 1)) return error(Failure::kTooMuchMemory);
  const Span span{static_cast<std::uint32_t>(members_.size()), static_cast<std::uint32_t>(members.size())};
  members_.append(members);
  objects_.push_back(span);
  return {Value::Type::kObject, static_cast<Symbol>(objects_.size() - 1), 0.0};
}

bool Heap::spend(std::size_t steps) {
  if (failure_ != Failure::kNone) return false;
  if (steps > steps_left_) {
    steps_left_ = 0;
    fail(Failure::kTooManySteps);
    return false;
  }
  steps_left_ -= static_cast<std::uint32_t>(steps);
  return true;
}

void Heap::back(const Mark& mark) {
  lists_.resize(mark.lists);
  objects_.resize(mark.objects);
  elements_.resize(mark.elements);
  members_.resize(mark.members);
}

bool Heap::outdated() {
  bool outdated = false;
  for (; known_symbols_ < symbols_->size(); ++known_symbols_) {
    outdated = outdated || own_.find(key_of(symbols_->text(static_cast<Symbol>(known_symbols_)))) != IndexMap::kNone;
  }
  return outdated;
}

// Cheney's collector (1970): what is moved lies in the new heap in the order of being found, and is itself looked through from there.
void Heap::collect(const Mark& constants, std::span<Value> values, std::span<const std::uint32_t> roots) {
  Heap old = std::move(*this);
  *this = Heap(*old.symbols_, old.limits_);
  lists_.append(std::span(old.lists_).first(constants.lists));
  objects_.append(std::span(old.objects_).first(constants.objects));
  elements_.append(std::span(old.elements_).first(constants.elements));
  members_.append(std::span(old.members_).first(constants.members));
  List<std::uint32_t> lists(old.lists_.size(), kNotMoved);
  List<std::uint32_t> objects(old.objects_.size(), kNotMoved);
  for (std::uint32_t i = 0; i < constants.lists; ++i) lists[i] = i;
  for (std::uint32_t i = 0; i < constants.objects; ++i) objects[i] = i;
  for (const std::uint32_t root : roots) move_in(values[root], old, lists, objects);
  std::size_t element = constants.elements;
  std::size_t member = constants.members;
  while (element < elements_.size() || member < members_.size()) {
    for (; element < elements_.size(); ++element) {
      Value value = elements_[element];
      move_in(value, old, lists, objects);
      elements_[element] = value;
    }
    for (; member < members_.size(); ++member) {
      Member moved = members_[member];
      if (moved.name >= kOwn) moved.name = intern(old.text(moved.name));
      move_in(moved.value, old, lists, objects);
      members_[member] = moved;
    }
  }
  overwrite_and_clear(old.bytes_);
  overwrite_and_clear(old.elements_);
  overwrite_and_clear(old.members_);
  overwrite_and_clear(old.stack);
  overwrite_and_clear(old.gathered);
  old.scratch.resize(old.scratch.capacity());
  overwrite(std::as_writable_bytes(std::span(old.scratch)));
  old.own_.clear();
  stack = std::move(old.stack);
  gathered = std::move(old.gathered);
}

void Heap::move_in(Value& value, Heap& old, List<std::uint32_t>& lists, List<std::uint32_t>& objects) {
  if (value.type == Value::Type::kText && value.text >= kOwn && value.text != kNoSymbol) {
    value.text = intern(old.text(value.text));
  } else if (value.type == Value::Type::kList) {
    std::uint32_t& moved = lists[value.text];
    if (moved == kNotMoved) moved = make_list(old.list(value)).text;
    value.text = moved;
  } else if (value.type == Value::Type::kObject) {
    std::uint32_t& moved = objects[value.text];
    if (moved == kNotMoved) moved = make_object(old.object(value)).text;
    value.text = moved;
  }
}

}  // namespace noren::rules
