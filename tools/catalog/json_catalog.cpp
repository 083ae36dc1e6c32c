// Catalogues as JSON: products of Merchant Center, of Shopify or of schema.org. One product is in memory at a time beside the
// finished ones, wherever it stands: in the document's own list, or in a list that the document names (products, @graph, …).
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/catalog/json_products.h"
#include "tools/catalog/readers.h"

namespace noren::tools {
namespace {

using nlohmann::json;

// The text's bytes for nlohmann's parser.
class Bytes {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  struct Source {
    explicit Source(TextStream& given) : text(given), part(16 * 1024, '\0') { refill(); }
    void refill() {
      size = text.read(part);
      at = 0;
    }
    TextStream& text;
    std::string part;
    std::size_t at = 0;
    std::size_t size = 0;
  };

  Bytes() = default;
  explicit Bytes(Source& source) : source_(&source) {}
  reference operator*() const { return source_->part[source_->at]; }
  Bytes& operator++() {
    if (++source_->at == source_->size) source_->refill();
    return *this;
  }
  friend bool operator==(const Bytes& a, const Bytes& b) { return a.is_end() == b.is_end(); }
  friend bool operator!=(const Bytes& a, const Bytes& b) { return !(a == b); }

 private:
  bool is_end() const { return source_ == nullptr || source_->size == 0; }
  Source* source_ = nullptr;
};

// Takes the events of nlohmann's SAX parser and makes values of them: each element of the list of products by itself, and what else
// the document's object holds as one object in the end.
class ElementReader {
 public:
  explicit ElementReader(JsonProducts& products) : products_(products) {}

  bool null() { return value(nullptr); }
  bool boolean(bool given) { return value(given); }
  bool number_integer(json::number_integer_t number) { return value(number); }
  bool number_unsigned(json::number_unsigned_t number) { return value(number); }
  // The text as it stands: 12.50 is not 12.5 in an id.
  bool number_float(json::number_float_t, const std::string& text) { return value(text); }
  bool string(std::string& text) { return value(std::move(text)); }
  bool binary(json::binary_t&) { return true; }
  bool key(std::string& name) {
    (open_.empty() ? key_ : keys_.back()) = name;
    return true;
  }
  bool start_object(std::size_t) {
    if (depth_++ == 0) return in_document_object_ = true;
    return open(json::object());
  }
  bool start_array(std::size_t) {
    ++depth_;
    // The document itself, or the list in it that holds the products.
    const bool is_named = depth_ == 2 && in_document_object_ && JsonProducts::is_list_of_products(key_);
    if (depth_ == 1 || is_named) return in_list_ = true;
    return open(json::array());
  }
  bool end_object() { return close(); }
  bool end_array() {
    if (open_.empty() && in_list_) {
      in_list_ = false;
      --depth_;
      return true;
    }
    return close();
  }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 3, column 5: …"
    std::string_view message = error.what();
    if (const auto at = message.find("line "); at != std::string_view::npos) message.remove_prefix(at);
    problem_ = Error{ErrorCode::kInvalidJson, {}, "not valid JSON: " + std::string(message), {}};
    return false;
  }

  std::optional<Error>& problem() { return problem_; }
  bool is_object() const { return in_document_object_; }
  const json& document() const { return document_; }

 private:
  // Values that are open lie one in the other; a finished one goes into the one above it.
  bool open(json given) {
    open_.push_back(std::move(given));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    --depth_;
    if (open_.empty()) return true;  // the document's own object
    json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return value(std::move(done));
  }
  bool value(json given) {
    if (!open_.empty()) {
      json& above = open_.back();
      if (above.is_array()) {
        above.push_back(std::move(given));
      } else {
        above[keys_.back()] = std::move(given);
      }
    } else if (in_list_) {
      products_.add(in_document_object_ ? key_ : std::string(), number_++, given);
    } else if (in_document_object_) {
      document_[key_] = std::move(given);
    }
    return true;
  }

  JsonProducts& products_;
  json document_ = json::object();
  std::vector<json> open_;
  std::vector<std::string> keys_;  // per open value the name of its member that comes next
  std::string key_;                // the same for the document's object
  std::size_t depth_ = 0;
  std::uint64_t number_ = 0;
  bool in_document_object_ = false;
  bool in_list_ = false;
  std::optional<Error> problem_;
};

}  // namespace

Result<void> read_json_catalog(TextStream& text, ProductBuilder& builder) {
  Bytes::Source source(text);
  JsonProducts products(builder);
  ElementReader reader(products);
  json::sax_parse(Bytes(source), Bytes(), &reader);
  if (reader.problem()) return std::unexpected(std::move(*reader.problem()));
  if (!reader.document().empty()) products.add_document(reader.document());
  if (products.seen() == 0 && reader.is_object()) {
    return fail(ErrorCode::kInvalidArgument, "the JSON holds no products", {},
                "it is a list of Merchant Center's products, products.json of Shopify, or JSON-LD of schema.org");
  }
  return {};
}

}  // namespace noren::tools
