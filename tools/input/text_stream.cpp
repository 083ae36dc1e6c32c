#include "tools/input/text_stream.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace noren::tools {
namespace {

constexpr std::size_t kFirstChunk = 8 * 1024;  // grows to kChunk
constexpr std::size_t kChunk = 256 * 1024;
constexpr std::size_t kSample = 4 * 1024;  // bytes from the first that is not ASCII, to tell the encoding by
constexpr std::size_t kLongestCharacter = 4;
constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

struct TextStream::Converter {
  explicit Converter(Encoding from) : handle(iconv_open("UTF-8", iconv_name(from))) {}
  ~Converter() {
    if (good()) iconv_close(handle);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): what iconv_open() returns where it fails
  bool good() const { return handle != reinterpret_cast<iconv_t>(-1); }

  iconv_t handle;
};

TextStream::TextStream(std::FILE* file, std::optional<Encoding> encoding)
    : bytes_(file), encoding_(encoding), raw_(kFirstChunk) {
  take();
  const std::string_view beginning(raw_.data(), raw_end_);
  if (!encoding_) encoding_ = find_utf16(beginning);
  if (!encoding_ && beginning.starts_with(kByteOrderMark)) encoding_ = Encoding::kUtf8;
  const bool wide = encoding_ == Encoding::kUtf16Little || encoding_ == Encoding::kUtf16Big;
  if (encoding_ == Encoding::kUtf8 && beginning.starts_with(kByteOrderMark)) raw_begin_ = kByteOrderMark.size();
  if (wide && find_utf16(beginning.substr(0, 2)) == encoding_) raw_begin_ = 2;
  produce();
}

TextStream::~TextStream() = default;

// More of the file behind what is left of it. False where there is no more.
bool TextStream::take() {
  if (raw_ended_) return false;
  std::memmove(raw_.data(), raw_.data() + raw_begin_, raw_end_ - raw_begin_);
  raw_end_ -= raw_begin_;
  raw_begin_ = 0;
  if (has_taken_ && raw_.size() < kChunk) raw_.resize(raw_.size() * 2);
  has_taken_ = true;
  const std::size_t got = bytes_.read(std::span(raw_).subspan(raw_end_));
  raw_end_ += got;
  raw_ended_ = raw_end_ < raw_.size();
  return got > 0;
}

// Makes more of the text ready. False at its end.
bool TextStream::produce() {
  ready_.clear();
  ready_begin_ = 0;
  while (ready_.empty()) {
    if (raw_end_ - raw_begin_ < kLongestCharacter) take();
    if (raw_begin_ == raw_end_) return false;
    if (!encoding_) {
      const std::string_view rest(raw_.data() + raw_begin_, raw_end_ - raw_begin_);
      const std::size_t ascii = ascii_prefix(rest);
      ready_.insert(ready_.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(ascii));
      raw_begin_ += ascii;
      if (ascii == rest.size()) continue;
      if (raw_end_ - raw_begin_ < kSample) take();
      encoding_ = find_encoding_of({raw_.data() + raw_begin_, raw_end_ - raw_begin_});
      if (!ready_.empty()) continue;
    }
    if (encoding_ == Encoding::kUtf8) {
      raw_begin_ += pass_utf8();
    } else {
      convert();
    }
  }
  return true;
}

// Returns how many bytes of what was taken are used up.
std::size_t TextStream::pass_utf8() {
  std::string_view rest(raw_.data() + raw_begin_, raw_end_ - raw_begin_);
  const std::size_t whole = rest.size();
  while (!rest.empty()) {
    const std::size_t good = valid_utf8(rest);
    ready_.insert(ready_.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(good));
    rest.remove_prefix(good);
    if (rest.size() < kLongestCharacter && !raw_ended_) break;  // perhaps only cut
    if (rest.empty()) break;
    replace(1);
    rest.remove_prefix(1);
  }
  return whole - rest.size();
}

void TextStream::replace(std::size_t bytes) {
  ready_.insert(ready_.end(), kReplacement.begin(), kReplacement.end());
  replaced_ += bytes;
}

void TextStream::convert() {
  if (!converter_) converter_ = std::make_unique<Converter>(*encoding_);
  const bool wide = encoding_ == Encoding::kUtf16Little || encoding_ == Encoding::kUtf16Big;
  constexpr std::size_t kGrowth = 3;  // bytes of UTF-8 that one byte of the others becomes at most
  while (raw_begin_ < raw_end_) {
    char* in = raw_.data() + raw_begin_;
    std::size_t in_left = raw_end_ - raw_begin_;
    const std::size_t before = ready_.size();
    ready_.resize(before + in_left * kGrowth + kLongestCharacter);
    char* out = ready_.data() + before;
    std::size_t out_left = ready_.size() - before;
    errno = 0;
    const bool all =
        converter_->good() && iconv(converter_->handle, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1);
    const int problem = converter_->good() ? errno : EILSEQ;
    ready_.resize(ready_.size() - out_left);
    raw_begin_ = raw_end_ - in_left;
    if (all) return;
    if (problem == E2BIG) continue;
    if (problem == EINVAL && !raw_ended_) return;  // cut in the middle of a character
    const std::size_t skipped = std::min<std::size_t>(wide ? 2 : 1, in_left);
    replace(skipped);
    raw_begin_ += skipped;
  }
}

std::size_t TextStream::read(std::span<char> to) {
  if (ready_begin_ == ready_.size() && !produce()) return 0;
  const std::size_t part = std::min(to.size(), ready_.size() - ready_begin_);
  std::memcpy(to.data(), ready_.data() + ready_begin_, part);
  ready_begin_ += part;
  return part;
}

std::string_view TextStream::peek(std::size_t size) {
  return {ready_.data() + ready_begin_, std::min(size, ready_.size() - ready_begin_)};
}

std::string TextStream::description() const {
  std::string text;
  if (encoding() != Encoding::kUtf8) text = "read as " + std::string(name(encoding()));
  if (replaced_ == 0) return text;
  text += (text.empty() ? "" : "; ") + std::to_string(replaced_) + (replaced_ == 1 ? " byte makes" : " bytes make");
  return text + " no character in " + std::string(name(encoding())) +
         "; is the file of mixed encodings? see --encoding";
}

}  // namespace noren::tools
