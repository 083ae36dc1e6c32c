// A place in a JSON document, written out only when there is something to say about it: campaigns[3].when.and[1].
// Places form a chain on the stack, from the innermost outwards, and cost nothing until text() is asked for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noren {

class Place {
 public:
  // The document itself.
  Place() = default;

  // A place inside this one. This place and the name must outlive it, so this one may not be a temporary.
  // Not inlined: most of a loader's code would be places that are filled in in case they are needed.
  [[gnu::noinline]] Place member(const char* name) const& { return Place(this, name, kNoIndex); }
  [[gnu::noinline]] Place member(std::string_view name) const& { return Place(this, name, kNoIndex); }
  [[gnu::noinline]] Place element(std::size_t index) const& { return Place(this, {}, index); }
  Place member(const char* name) && = delete;
  Place member(std::string_view name) && = delete;
  Place element(std::size_t index) && = delete;

  // "campaigns[3].when.and[1]"; empty for the document itself. O(length).
  std::string text() const;

 private:
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);
  Place(const Place* parent, std::string_view name, std::size_t index) : parent_(parent), name_(name), index_(index) {}

  const Place* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = kNoIndex;
};

}  // namespace noren
