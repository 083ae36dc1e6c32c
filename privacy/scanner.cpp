#include "privacy/scanner.h"

#include <cstddef>
#include <cstring>

#include "privacy/character.h"
#include "privacy/number_finder.h"
#include "privacy/plain_text.h"

namespace noren::privacy {
namespace {

bool is_one_of(int c, const char* characters) { return c > 0 && c < 0x80 && std::strchr(characters, c) != nullptr; }

// Finds an address as its characters go by: something, an @, a label, a dot and two letters of a top-level domain; or an address in
// brackets for a host. RFC 5321 allows more to the left of the @ than anyone types; here it must only be there.
class EmailFinder {
 public:
  // True where c completes an address.
  bool take(int c) {
    const bool word = is_alphanumeric(c) || c == PlainText::kOther;
    bool found = false;
    switch (state_) {
      case State::kNone: break;
      case State::kHost:
        state_ = word ? State::kLabel : c == '[' ? State::kLiteral : State::kNone;
        scale_ = is_digit(c);
        break;
      case State::kLiteral:
        found = is_digit(c) || c == 'I';  // "[IPv6:…]"
        state_ = State::kNone;
        break;
      case State::kTop:
        // Japanese text ends sentences with an ideographic dot: what follows one is a domain only in ASCII.
        if (is_letter(c) || (c == PlainText::kOther && !ideographic_)) {
          found = ++letters_ == 2;
          break;
        }
        if (letters_ == 0 && !is_digit(c)) {
          state_ = State::kNone;
          break;
        }
        [[fallthrough]];
      case State::kLabel:
        // "shoe@2x.jpg" is a picture for sharp screens.
        if ((word || c == '-') && !(scale_ && c == 'x')) {
          state_ = State::kLabel;
          scale_ = scale_ && is_digit(c);
        } else if (c == '.' || c == PlainText::kIdeographicDot) {
          state_ = State::kTop;
          ideographic_ = c != '.';
          letters_ = 0;
        } else {
          state_ = State::kNone;
        }
    }
    if (c == '@') state_ = local_ ? State::kHost : State::kNone;
    local_ = word || is_one_of(c, "._+-'\"!#$%*^`{|}~)");
    return found;
  }

 private:
  enum class State : std::uint8_t { kNone, kHost, kLiteral, kLabel, kTop };
  State state_ = State::kNone;
  bool local_ = false;        // what came last may stand before an @
  bool scale_ = false;        // only digits and dots since the @
  bool ideographic_ = false;  // the last dot
  unsigned letters_ = 0;      // since the last dot
};

// Finds addresses in base64: none of its signs but letters and digits occur in what encodes one, and a word is its beginning.
class EncodedEmailFinder {
 public:
  bool take(int c) {
    if (!is_alphanumeric(c)) {
      *this = EncodedEmailFinder();
      return false;
    }
    if (!printable_) return false;
    const int value = is_digit(c) ? c - '0' + 52 : c >= 'a' ? c - 'a' + 26 : c - 'A';
    bits_ = bits_ << 6 | static_cast<unsigned>(value);
    bit_count_ += 6;
    if (bit_count_ < 8) return false;
    bit_count_ -= 8;
    const int byte = static_cast<int>(bits_ >> bit_count_ & 0xffu);
    printable_ = byte >= ' ' && byte <= '~';
    return email_.take(byte);
  }

 private:
  EmailFinder email_;
  unsigned bits_ = 0;
  unsigned bit_count_ = 0;
  bool printable_ = true;  // all that was decoded
};

// Finds long random strings. Words, and what shops make of words and numbers, change seldom between letters and digits, or are short.
class TokenFinder {
 public:
  // True where a token ends right before c.
  bool take(int c) {
    if (is_alphanumeric(c)) {
      if (stretch_ > 0 && is_digit(c) != is_digit(before_)) ++changes_;
      hexadecimal_ = hexadecimal_ && is_hexadecimal(c);
      if (length_ < kWebToken.size() && c == kWebToken[length_]) ++web_token_;
      ++length_;
      if (++stretch_ > longest_) longest_ = stretch_;
      before_ = c;
      return false;
    }
    // 8-4-4-4-12 hexadecimal digits
    uuid_ = !hexadecimal_ || stretch_ != kUuid[uuid_] ? (hexadecimal_ && stretch_ == kUuid[0] ? 1 : 0) : uuid_ + 1;
    const bool uuid = uuid_ == sizeof kUuid - 1;
    if (uuid) uuid_ = 0;
    stretch_ = 0;
    hexadecimal_ = true;
    if (c == '-' || c == '_') {
      ++length_;
      return uuid;
    }
    const bool random = length_ >= 32 && longest_ >= 16 && changes_ * 8 >= length_;
    const bool web_token = web_token_ == kWebToken.size() && longest_ >= 16;
    *this = TokenFinder();
    return uuid || random || web_token;
  }

 private:
  static constexpr std::string_view kWebToken = "eyJ";  // how base64 of JSON begins
  static constexpr std::uint8_t kUuid[] = {8, 4, 4, 4, 12, 0};
  std::size_t length_ = 0;   // of letters, digits, hyphens and underscores without a break
  std::size_t stretch_ = 0;  // of letters and digits alone
  std::size_t longest_ = 0;  // stretch so far
  std::size_t changes_ = 0;  // from letter to digit or back, within a stretch
  std::size_t web_token_ = 0;
  unsigned uuid_ = 0;        // how many of its parts have come
  bool hexadecimal_ = true;  // the stretch so far
  int before_ = 0;
};

// ISO 13616: country, two check digits, up to 30 letters and digits, in one or in fours; modulo 97 it is 1.
class BankAccountFinder {
 public:
  // True where an account's number ends right before c.
  bool take(int c) {
    if (is_alphanumeric(c)) {
      const int upper = is_letter(c) ? c & ~0x20 : c;
      if (length_ < 4) {
        head_[length_] = upper;
        if (is_letter(upper) != (length_ < 2)) bad_ = true;
      } else {
        rest_ = append(rest_, upper);
      }
      digits_ += is_digit(c) ? 1u : 0u;
      ++length_;
      return false;
    }
    unsigned sum = rest_;
    for (const int h : head_) sum = append(sum, h);
    const bool found = !bad_ && length_ >= 15 && length_ <= 34 && digits_ >= 10 && sum == 1 && is_country();
    if (bad_ || c != ' ' || length_ % 4 != 0 || spaced_ == length_ || length_ > 34) {
      *this = BankAccountFinder();
    } else {
      spaced_ = length_;
    }
    return found;
  }

 private:
  static unsigned append(unsigned sum, int c) {
    return (is_letter(c) ? sum * 100 + static_cast<unsigned>(c - 'A' + 10)
                         : sum * 10 + static_cast<unsigned>(c - '0')) %
           97;
  }
  bool is_country() const {
    constexpr std::string_view kCountries = "ADATBEBGCHCYCZDEDKEEESFIFRGBGRHRHUIEISITLILTLULVMCMTNLNOPLPTROSESISKSMVA";
    for (std::size_t i = 0; i < kCountries.size(); i += 2) {
      if (kCountries[i] == head_[0] && kCountries[i + 1] == head_[1]) return true;
    }
    return false;
  }

  int head_[4] = {'0', '0', '0', '0'};
  unsigned rest_ = 0;       // what follows the head, modulo 97
  std::size_t length_ = 0;  // letters and digits
  std::size_t spaced_ = 0;  // how many stood before the last space
  std::size_t digits_ = 0;
  bool bad_ = false;  // the head is no account's
};

}  // namespace

PersonalDataSet find_personal_data(std::string_view text) {
  PlainText plain(text);
  EmailFinder email;
  EncodedEmailFinder encoded_email;
  NumberFinder numbers;
  TokenFinder tokens;
  BankAccountFinder accounts;
  unsigned found = 0;
  for (int c = 0; c != PlainText::kEnd;) {
    c = plain.next();
    const int shown = c == PlainText::kEnd ? '\n' : c;
    found |= numbers.take(shown);
    if (email.take(shown)) found |= static_cast<unsigned>(PersonalData::kEmail);
    if (encoded_email.take(shown)) found |= static_cast<unsigned>(PersonalData::kEmail);
    if (tokens.take(shown)) found |= static_cast<unsigned>(PersonalData::kToken);
    if (accounts.take(shown)) found |= static_cast<unsigned>(PersonalData::kBankAccount);
  }
  return static_cast<PersonalDataSet>(found);
}

}  // namespace noren::privacy
