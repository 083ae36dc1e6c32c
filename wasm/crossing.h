// What the Embind faces share: the buffer through which bytes, texts and numbers cross, and problems as JavaScript reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace noren::wasm {

// "io": memory that both sides read and write. JavaScript makes its views of it anew for each use.
class Io {
 public:
  explicit Io(std::size_t doubles) : io_(doubles) {}

  // Makes it at least so long and returns its address, 8-byte aligned. Content is lost if it moves.
  std::uintptr_t reserve(std::size_t bytes) {
    if (bytes > io_.size() * sizeof(double)) io_.resize((bytes + sizeof(double) - 1) / sizeof(double));
    return reinterpret_cast<std::uintptr_t>(io_.data());
  }

  // Views of what JavaScript has put there, at most what was reserved.
  std::span<const std::byte> bytes(std::size_t count) const { return std::as_bytes(std::span(io_)).first(count); }
  std::string_view text(std::size_t bytes) const { return {reinterpret_cast<const char*>(io_.data()), bytes}; }
  std::span<double> doubles() { return io_; }
  template <typename T>
  T* as() {
    return reinterpret_cast<T*>(io_.data());
  }

  // Puts bytes there and returns how many.
  int put(std::span<const std::byte> bytes) {
    reserve(bytes.size());
    if (!bytes.empty()) std::memcpy(io_.data(), bytes.data(), bytes.size());
    return static_cast<int>(bytes.size());
  }

 private:
  std::vector<double> io_;
};

// [{code, path, message, hint}, …]
inline void write(std::span<const Error> problems, JsonWriter& out) {
  out.begin_array();
  for (const Error& problem : problems) {
    out.begin_object();
    out.key("code").number(static_cast<double>(problem.code));
    out.key("path").string(problem.path);
    out.key("message").string(problem.message);
    out.key("hint").string(problem.hint);
    out.end_object();
  }
  out.end_array();
}

// Keeps the problems of the last call that failed until JavaScript asks for them.
class LastError {
 public:
  // Returns the code of the first, of at least one.
  int remember(std::span<const Error> problems) {
    JsonWriter out;
    write(problems, out);
    json_ = out.take();
    return static_cast<int>(problems.front().code);
  }
  int remember(const Error& problem) { return remember(std::span(&problem, 1)); }

  const std::string& json() const { return json_; }

 private:
  std::string json_ = "[]";
};

}  // namespace noren::wasm
