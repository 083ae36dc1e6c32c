// Rows as JSON lines, with given members as texts. Private to this folder.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace noren::tools {

class JsonRows {
 public:
  JsonRows();
  ~JsonRows();
  JsonRows(const JsonRows&) = delete;
  JsonRows& operator=(const JsonRows&) = delete;

  // Fills a text for each name: a text or number as it stands; empty where it is null or not there. False for what is no object.
  // The line must be followed by DelimitedReader::kPadding bytes that may be read.
  bool read(std::string_view line, std::span<const std::string_view> names, std::span<std::string> to);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace noren::tools
