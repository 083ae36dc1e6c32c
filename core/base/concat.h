// Joins texts and numbers. One function out of line instead of a chain of operator+, each link of which costs a temporary and its
// destructor: error messages are most of what the core joins, and their code is most of what they weigh.
//
//   concat({"item ", item, " has the id of another"})
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace noren {

// One part: a text, or a number as number_text() writes it. Keeps a view, so it may not outlive the text.
class Part {
 public:
  Part(std::string_view text) : text_(text.data()), size_(text.size()) {}
  Part(const char* text) : Part(std::string_view(text)) {}
  Part(const std::string& text) : Part(std::string_view(text)) {}
  Part(double number) : number_(number), size_(kNumber) {}
  Part(std::integral auto number) : Part(static_cast<double>(number)) {}

  void append_to(std::string& out) const;
  void append_quoted_to(std::string& out) const;  // a text

 private:
  static constexpr std::size_t kNumber = static_cast<std::size_t>(-1);
  union {
    const char* text_;
    double number_;
  };
  std::size_t size_;  // of the text, or kNumber
};
using Parts = std::initializer_list<Part>;

std::string concat(const Parts& parts);

// The text with each "%" replaced by the next argument, and each "%q" by the next one, a text, as a quoted JSON string. What is known
// beforehand then is one text, which takes less code than its parts do.
//
//   fill("expected at most % steps, found %", {kMaxSteps, steps.size()})
std::string fill(const char* text, const Parts& arguments);

}  // namespace noren
