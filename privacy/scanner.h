// Finds what names a person, or opens her accounts, in text that should hold neither: the safety net behind the inbound gate's
// closed list of fields. What it finds refuses an event; it does not clean text and gives no places to do so.
// What it finds and what not, with measured precision and recall: docs/personal-data.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace noren::privacy {

// Kinds of personal data, as bits.
enum class PersonalData : std::uint8_t {
  kEmail = 1,      // also in quotes, internationalized, and in base64
  kTelephone = 2,  // E.164; national numbers of Japan and others with a leading 0; North American ones with separators
  kCard = 4,       // payment cards: 14 to 19 digits, an issuer's range, the Luhn check; no GTIN-14
  kMyNumber = 8,   // Japan's individual number: 12 digits and its check digit; no UPC-A
  kBankAccount = 16,  // IBAN
  kToken = 32,        // long random strings: keys, hashes, JSON Web Tokens, UUIDs
};
using PersonalDataSet = std::uint8_t;
inline constexpr std::size_t kPersonalDataKinds = 6;
inline constexpr unsigned kAllPersonalData = (1u << kPersonalDataKinds) - 1;

constexpr unsigned operator|(PersonalData a, PersonalData b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr bool has(unsigned set, PersonalData kind) { return (set & static_cast<unsigned>(kind)) != 0; }

// All kinds found in UTF-8 text, read as PlainText does. One pass, O(bytes), constant memory; damaged UTF-8 is no error.
PersonalDataSet find_personal_data(std::string_view text);

}  // namespace noren::privacy
