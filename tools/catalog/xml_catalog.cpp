// Merchant Center's feed as XML: RSS 2.0 (item) or Atom (entry), fields with or without the prefix g:.
#include <expat.h>

#include <memory>
#include <string>
#include <string_view>

#include "tools/catalog/readers.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::size_t kMaxFieldBytes = 4096;  // descriptions are longer, and not read

class FeedReader {
 public:
  explicit FeedReader(ProductBuilder& builder) : builder_(builder) {}

  Result<void> read(TextStream& text) {
    // The text is UTF-8 by now, whatever its first line says.
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"),
                                                                              &XML_ParserFree);
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &FeedReader::start, &FeedReader::end);
    XML_SetCharacterDataHandler(parser_, &FeedReader::characters);
    XML_SetEntityDeclHandler(parser_, &FeedReader::entity);
    std::string part(16 * 1024, '\0');
    for (;;) {
      const std::size_t got = text.read(part);
      if (XML_Parse(parser_, part.data(), static_cast<int>(got), got == 0 ? 1 : 0) != XML_STATUS_OK) return problem();
      if (got == 0) break;
    }
    if (items_ == 0) {
      return fail(ErrorCode::kInvalidArgument, "the XML holds no products", {},
                  "a feed of Merchant Center has them as <item> (RSS) or <entry> (Atom)");
    }
    builder_.catalog().format = "Merchant Center, XML";
    return {};
  }

 private:
  std::unexpected<Error> problem() const {
    const std::string place = "line " + std::to_string(XML_GetCurrentLineNumber(parser_)) + ", column " +
                              std::to_string(XML_GetCurrentColumnNumber(parser_) + 1);
    if (has_entities_)
      return fail(ErrorCode::kInvalidArgument, "declares entities of its own at " + place, {}, "feeds need none");
    return fail(ErrorCode::kInvalidArgument,
                "not valid XML at " + place + ": " + XML_ErrorString(XML_GetErrorCode(parser_)));
  }

  static FeedReader& self(void* data) { return *static_cast<FeedReader*>(data); }

  static void XMLCALL start(void* data, const XML_Char* name, const XML_Char** /*attributes*/) {
    FeedReader& reader = self(data);
    ++reader.depth_;
    const std::string plain = plain_name(name);
    if (reader.item_depth_ == 0 && (plain == "item" || plain == "entry")) {
      reader.item_depth_ = reader.depth_;
      reader.product_ = {};
      reader.line_ = XML_GetCurrentLineNumber(reader.parser_);
    } else if (reader.item_depth_ > 0 && reader.depth_ == reader.item_depth_ + 1) {
      std::string* field = find_field(reader.product_, name, reader.builder_.options().id_field);
      // Of several the first counts; but the id of Merchant Center (g:id) before that of Atom.
      const bool is_prefixed = std::string_view(name).find(':') != std::string_view::npos;
      const bool is_better_id = field == &reader.product_.id && is_prefixed && !reader.id_is_prefixed_;
      reader.field_ = field == nullptr || field->empty() || is_better_id ? field : nullptr;
      if (reader.field_ == &reader.product_.id) reader.id_is_prefixed_ = is_prefixed;
      if (reader.field_ != nullptr) reader.field_->clear();
    }
  }

  static void XMLCALL end(void* data, const XML_Char* /*name*/) {
    FeedReader& reader = self(data);
    if (reader.depth_ == reader.item_depth_) {
      ++reader.items_;
      reader.builder_.add(reader.product_, {"line ", reader.line_, ", "});
      reader.item_depth_ = 0;
    } else if (reader.depth_ == reader.item_depth_ + 1 && reader.field_ != nullptr) {
      *reader.field_ = std::string(trim_lines(*reader.field_));
      reader.field_ = nullptr;
    }
    --reader.depth_;
  }

  static void XMLCALL characters(void* data, const XML_Char* text, int length) {
    FeedReader& reader = self(data);
    const bool is_own = reader.depth_ == reader.item_depth_ + 1;
    if (reader.field_ == nullptr || !is_own || reader.field_->size() > kMaxFieldBytes) return;
    reader.field_->append(text, static_cast<std::size_t>(length));
  }

  // Entities that stand for others can make gigabytes out of a line.
  static void XMLCALL entity(void* data, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
                             const XML_Char*, const XML_Char*) {
    self(data).has_entities_ = true;
    XML_StopParser(self(data).parser_, XML_FALSE);
  }

  static std::string_view trim_lines(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
  }

  ProductBuilder& builder_;
  XML_Parser parser_ = nullptr;
  ProductFields product_;
  std::string* field_ = nullptr;
  std::size_t depth_ = 0;
  std::size_t item_depth_ = 0;  // 0: outside of a product
  std::uint64_t line_ = 0;
  std::uint64_t items_ = 0;
  bool id_is_prefixed_ = false;
  bool has_entities_ = false;
};

}  // namespace

Result<void> read_xml_catalog(TextStream& text, ProductBuilder& builder) { return FeedReader(builder).read(text); }

}  // namespace noren::tools
