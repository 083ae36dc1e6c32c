// Where the lists, objects and texts live that rules and documents make while they are evaluated, and what evaluation may spend.
// Everything is flat and only grows until it is collected; nothing is allocated once it has grown to what the rules need.
// Not for the texts of the rules themselves: those are symbols of the site.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/index_map.h"
#include "core/base/list.h"
#include "core/base/symbols.h"
#include "core/base/value.h"

namespace noren::rules {

// Why there is no value.
enum class Failure : std::uint8_t {
  kNone,
  kUnknownOperator,  // the value's text names it
  kEmptyProduct,     // "*" of nothing
  kNoText,           // an object with a member "toString" can't be made text
  kNoLength,         // missing_some of null
  kNotCallable,      // "in" an object with a member "indexOf"
  kLogicInData,      // missing is given an operation that stands in the data
  kTooManySteps,
  kTooMuchMemory,
  kTooDeep,
};

Value error(Failure failure, Symbol name = kNoSymbol);

// One sentence for an error value; name is the text of its symbol.
std::string failure_text(const Value& error, std::string_view name);

// What one evaluation may cost. A step is one operation, element or 16 bytes of text; a cell one element, member or 16 bytes.
struct Limits {
  std::uint32_t steps = 100'000;  // for each sub-expression that is evaluated, with all that its loops do
  std::uint32_t cells = 100'000;  // for all values together
};

inline constexpr std::size_t kMaxValueDepth = 200;  // lists and objects inside each other, where a value is made text

class Heap {
 public:
  struct Member {
    Symbol name;
    Value value;
  };

  explicit Heap(const SymbolTable& symbols, const Limits& limits = {})
      : symbols_(&symbols), limits_(limits), known_symbols_(symbols.size()) {}

  // The text of a symbol of the site or of this heap. Valid until the next text is interned.
  std::string_view text(Symbol symbol) const;
  std::string_view text(const Value& value) const { return text(value.text); }

  // The symbol of text: the site's where it has one. Equal texts have equal symbols. May be given a text of this heap.
  Symbol intern(std::string_view text);

  // The symbol of text, or kNoSymbol.
  Symbol find(std::string_view text) const;

  // Content; valid until the next list or object is made.
  std::span<const Value> list(const Value& value) const;
  std::span<const Member> object(const Value& value) const;

  // The member of that name, or nullptr. O(members).
  const Value* member(const Value& object, Symbol name) const;

  // Copies; an error value where there is no room. The elements may not be those of a list in this heap.
  Value make_list(std::span<const Value> elements);
  Value make_object(std::span<const Member> members);

  // Makes room for gathering that many values, and for texts of usual length.
  void reserve(std::size_t values);

  // Starts the account of one sub-expression.
  void begin() {
    steps_left_ = limits_.steps;
    failure_ = Failure::kNone;
  }
  // False where the steps are used up, or something failed before; evaluation should then end soon, whatever value it gives.
  bool spend(std::size_t steps);
  void fail(Failure failure) {
    if (failure_ == Failure::kNone) failure_ = failure;
  }
  Failure failure() const { return failure_; }

  // How far the lists and objects have grown; back() gives up what was made since.
  struct Mark {
    std::size_t lists, objects, elements, members;
  };
  Mark mark() const { return {lists_.size(), objects_.size(), elements_.size(), members_.size()}; }
  void back(const Mark& mark);

  // How many cells it has grown to.
  std::size_t used() const;

  // Whether the heap refused something since the last call of collect().
  bool full() const { return full_; }

  // Whether the site has learned a text that this heap had kept under a symbol of its own: such symbols are then worth nothing.
  bool outdated();

  // Keeps what the first `constants` lists and objects and those of the values that are roots need, and overwrites the rest. Roots are
  // changed in place to what they are called now; identity is kept. O(heap).
  void collect(const Mark& constants, std::span<Value> values, std::span<const std::uint32_t> roots);

  // Scratch memory for whoever evaluates: arguments and elements of all that is under way; and for one operation that evaluates nothing
  // else: what it gathers, and a text being written.
  List<Value> stack;
  List<Value> gathered;
  std::string scratch;

 private:
  struct Span {
    std::uint32_t first, count;
  };
  static constexpr Symbol kOwn = 0x80000000u;  // set in the symbols of this heap's texts

  std::uint64_t key_of(std::string_view text) const;
  bool take(std::size_t cells);
  void move_in(Value& value, Heap& old, List<std::uint32_t>& lists, List<std::uint32_t>& objects);

  const SymbolTable* symbols_;
  Limits limits_;
  std::uint32_t steps_left_ = 0;
  Failure failure_ = Failure::kNone;
  bool full_ = false;
  std::size_t known_symbols_;  // of the site, when outdated() looked last

  List<Span> lists_, objects_, texts_;
  List<Value> elements_;
  List<Member> members_;
  List<char> bytes_;
  IndexMap own_;  // texts by hash
};

}  // namespace noren::rules
