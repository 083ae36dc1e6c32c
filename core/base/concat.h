// Joins texts. One function out of line instead of a chain of operator+, each link of which costs a temporary and its destructor:
// error messages are most of what the core joins, and their code is most of what they weigh.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace noren {

std::string concat(std::initializer_list<std::string_view> parts);

}  // namespace noren
