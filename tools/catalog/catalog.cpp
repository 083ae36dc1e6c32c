#include "tools/catalog/catalog.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

#include "core/base/slug.h"
#include "core/model/shop_model.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

using nlohmann::json;

// "Apparel > Shoes > Running shoes" as slugs; levels that are empty are left out, those below the fifth dropped.
std::vector<std::string> category_path(std::string_view text) {
  std::vector<std::string> path;
  for (;;) {
    const std::size_t end = text.find('>');
    std::string level = slug(text.substr(0, end));
    if (!level.empty() && path.size() < model::kMaxCategoryDepth) path.push_back(std::move(level));
    if (end == std::string_view::npos) return path;
    text.remove_prefix(end + 1);
  }
}

// Takes the events of nlohmann's SAX parser; only one product is in memory at a time beside the finished ones.
// Depth 1 is the array, depth 2 a product; what lies deeper is read only for lists of texts.
class ProductReader {
 public:
  explicit ProductReader(std::string currency) { catalog_.currency = std::move(currency); }

  bool null() { return outside_scalar(); }
  bool boolean(bool) { return outside_scalar(); }
  bool number_integer(json::number_integer_t value) { return scalar(std::to_string(value)); }
  bool number_unsigned(json::number_unsigned_t value) { return scalar(std::to_string(value)); }
  bool number_float(json::number_float_t, const std::string& text) { return scalar(text); }
  bool string(std::string& value) { return scalar(value); }
  bool binary(json::binary_t&) { return true; }

  bool start_object(std::size_t) {
    if (depth_ == 0) return not_an_array();
    ++depth_;
    if (depth_ == 2) product_ = {};
    // Not a shape of these fields: the text makes the problem visible when the product is finished.
    if (std::string* field = depth_ == 3 ? find_field() : nullptr) *field = "{…}";
    return true;
  }
  bool key(std::string& name) {
    if (depth_ == 2) {
      key_ = name;
      in_list_ = false;
    }
    return true;
  }
  bool end_object() {
    if (depth_-- == 2) finish_product();
    return true;
  }
  bool start_array(std::size_t) {
    in_list_ = ++depth_ == 3;
    return true;
  }
  bool end_array() {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 3, column 5: …"
    std::string_view message = error.what();
    if (const auto at = message.find("line "); at != std::string_view::npos) message.remove_prefix(at);
    problem_ = Error{ErrorCode::kInvalidJson, {}, "not valid JSON: " + std::string(message), {}};
    return false;
  }

  Result<Catalog> finish(const std::string& path) {
    if (problem_) {
      problem_->path = path;
      return std::unexpected(std::move(*problem_));
    }
    return std::move(catalog_);
  }

 private:
  struct Fields {
    std::string id, product_type, brand, price, sale_price, availability;
  };

  bool not_an_array() {
    problem_ = Error{ErrorCode::kInvalidArgument,
                     {},
                     "the catalogue is no array",
                     "it is [ { \"id\": …, \"price\": \"1200 JPY\" }, … ]"};
    return false;
  }

  bool outside_scalar() { return depth_ != 0 || not_an_array(); }

  bool scalar(const std::string& value) {
    if (depth_ == 0) return not_an_array();
    std::string* field = depth_ == 2 || (depth_ == 3 && in_list_) ? find_field() : nullptr;
    // Of a list of texts (product_type may be one) the first counts.
    if (field != nullptr && (depth_ == 2 || field->empty())) *field = value;
    return true;
  }

  std::string* find_field() {
    if (key_ == "id") return &product_.id;
    if (key_ == "product_type") return &product_.product_type;
    if (key_ == "brand") return &product_.brand;
    if (key_ == "price") return &product_.price;
    if (key_ == "sale_price") return &product_.sale_price;
    if (key_ == "availability") return &product_.availability;
    return nullptr;
  }

  void finish_product() {
    const std::size_t number = number_++;
    if (product_.id.empty() || !ids_.insert(product_.id).second) {
      ++catalog_.skipped;
      return report(number, "id",
                    product_.id.empty() ? "the product has no id" : "\"" + product_.id + "\" is there twice");
    }
    Product product;
    product.id = product_.id;
    product.categories = category_path(product_.product_type);
    product.brand = slug(product_.brand);
    product.price = price(number, "price", product_.price);
    if (const float sale = price(number, "sale_price", product_.sale_price); sale >= 0) product.price = sale;
    product.in_stock = availability(number);
    catalog_.products.push_back(std::move(product));
  }

  float price(std::size_t number, const char* field, const std::string& text) {
    if (text.empty()) return -1;
    const auto price = parse_price(text);
    if (!price || price->amount > static_cast<double>(model::kMaxPrice)) {
      report(number, field, "\"" + text + "\" is no price such as \"1200 JPY\"");
      return -1;
    }
    if (catalog_.currency.empty()) catalog_.currency = price->currency;
    if (!price->currency.empty() && price->currency != catalog_.currency) {
      report(number, field, "\"" + text + "\" is not in " + catalog_.currency + ", the currency of this shop");
      return -1;
    }
    return static_cast<float>(price->amount);
  }

  bool availability(std::size_t number) {
    const std::string words = slug(product_.availability);  // "in stock" and "in_stock" are both in use
    if (words.empty() || words == "in_stock" || words == "in-stock" || words == "preorder" || words == "backorder")
      return true;
    if (words != "out_of_stock" && words != "out-of-stock") {
      report(number, "availability",
             "\"" + product_.availability +
                 "\" is none of in_stock, out_of_stock, preorder and backorder; taken as out_of_stock");
    }
    return false;
  }

  void report(std::size_t number, const char* field, const std::string& message) {
    ++catalog_.problem_count;
    if (catalog_.problems.size() == Catalog::kToldProblems) return;
    catalog_.problems.push_back("[" + std::to_string(number) + "]." + field + ": " + message);
  }

  Catalog catalog_;
  Fields product_;
  std::string key_;
  std::unordered_set<std::string> ids_;
  std::size_t depth_ = 0;
  bool in_list_ = false;  // at depth 3: of a field's values, not of an object's members
  std::size_t number_ = 0;
  std::optional<Error> problem_;
};

}  // namespace

Result<Catalog> read_catalog(std::FILE* file, const std::string& path, const std::string& currency) {
  ProductReader reader(currency);
  json::sax_parse(file, &reader);
  return reader.finish(path);
}

}  // namespace noren::tools
