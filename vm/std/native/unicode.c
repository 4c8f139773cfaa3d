// Natives of package unicode: what libunistring says of a rune.
//
// A class of runes is a number: categories come first, then scripts, then properties. The tables in
// unicode/tables.go have the same numbers.

#include <unictype.h>

#include "vm/std/natives.h"
#include "vm/std/support/rune_class.h"

static const char *const categories[] = {
    "C",  "Cc", "Cf", "Co", "Cs", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",
    "Mc", "Me", "Mn", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Pe", "Pf",
    "Pi", "Po", "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs",
};
static const char *const scripts[] = {
    "Adlam",
    "Ahom",
    "Anatolian_Hieroglyphs",
    "Arabic",
    "Armenian",
    "Avestan",
    "Balinese",
    "Bamum",
    "Bassa_Vah",
    "Batak",
    "Bengali",
    "Bhaiksuki",
    "Bopomofo",
    "Brahmi",
    "Braille",
    "Buginese",
    "Buhid",
    "Canadian_Aboriginal",
    "Carian",
    "Caucasian_Albanian",
    "Chakma",
    "Cham",
    "Cherokee",
    "Chorasmian",
    "Common",
    "Coptic",
    "Cuneiform",
    "Cypriot",
    "Cypro_Minoan",
    "Cyrillic",
    "Deseret",
    "Devanagari",
    "Dives_Akuru",
    "Dogra",
    "Duployan",
    "Egyptian_Hieroglyphs",
    "Elbasan",
    "Elymaic",
    "Ethiopic",
    "Georgian",
    "Glagolitic",
    "Gothic",
    "Grantha",
    "Greek",
    "Gujarati",
    "Gunjala_Gondi",
    "Gurmukhi",
    "Han",
    "Hangul",
    "Hanifi_Rohingya",
    "Hanunoo",
    "Hatran",
    "Hebrew",
    "Hiragana",
    "Imperial_Aramaic",
    "Inherited",
    "Inscriptional_Pahlavi",
    "Inscriptional_Parthian",
    "Javanese",
    "Kaithi",
    "Kannada",
    "Katakana",
    "Kawi",
    "Kayah_Li",
    "Kharoshthi",
    "Khitan_Small_Script",
    "Khmer",
    "Khojki",
    "Khudawadi",
    "Lao",
    "Latin",
    "Lepcha",
    "Limbu",
    "Linear_A",
    "Linear_B",
    "Lisu",
    "Lycian",
    "Lydian",
    "Mahajani",
    "Makasar",
    "Malayalam",
    "Mandaic",
    "Manichaean",
    "Marchen",
    "Masaram_Gondi",
    "Medefaidrin",
    "Meetei_Mayek",
    "Mende_Kikakui",
    "Meroitic_Cursive",
    "Meroitic_Hieroglyphs",
    "Miao",
    "Modi",
    "Mongolian",
    "Mro",
    "Multani",
    "Myanmar",
    "Nabataean",
    "Nag_Mundari",
    "Nandinagari",
    "New_Tai_Lue",
    "Newa",
    "Nko",
    "Nushu",
    "Nyiakeng_Puachue_Hmong",
    "Ogham",
    "Ol_Chiki",
    "Old_Hungarian",
    "Old_Italic",
    "Old_North_Arabian",
    "Old_Permic",
    "Old_Persian",
    "Old_Sogdian",
    "Old_South_Arabian",
    "Old_Turkic",
    "Old_Uyghur",
    "Oriya",
    "Osage",
    "Osmanya",
    "Pahawh_Hmong",
    "Palmyrene",
    "Pau_Cin_Hau",
    "Phags_Pa",
    "Phoenician",
    "Psalter_Pahlavi",
    "Rejang",
    "Runic",
    "Samaritan",
    "Saurashtra",
    "Sharada",
    "Shavian",
    "Siddham",
    "SignWriting",
    "Sinhala",
    "Sogdian",
    "Sora_Sompeng",
    "Soyombo",
    "Sundanese",
    "Syloti_Nagri",
    "Syriac",
    "Tagalog",
    "Tagbanwa",
    "Tai_Le",
    "Tai_Tham",
    "Tai_Viet",
    "Takri",
    "Tamil",
    "Tangsa",
    "Tangut",
    "Telugu",
    "Thaana",
    "Thai",
    "Tibetan",
    "Tifinagh",
    "Tirhuta",
    "Toto",
    "Ugaritic",
    "Vai",
    "Vithkuqi",
    "Wancho",
    "Warang_Citi",
    "Yezidi",
    "Yi",
    "Zanabazar_Square",
};
static const char *const properties[] = {
    "ASCII_Hex_Digit",
    "Bidi_Control",
    "Dash",
    "Deprecated",
    "Diacritic",
    "Extender",
    "Hex_Digit",
    "Hyphen",
    "IDS_Binary_Operator",
    "IDS_Trinary_Operator",
    "Ideographic",
    "Join_Control",
    "Logical_Order_Exception",
    "Noncharacter_Code_Point",
    "Other_Alphabetic",
    "Other_Default_Ignorable_Code_Point",
    "Other_Grapheme_Extend",
    "Other_ID_Continue",
    "Other_ID_Start",
    "Other_Lowercase",
    "Other_Math",
    "Other_Uppercase",
    "Pattern_Syntax",
    "Pattern_White_Space",
    "Prepended_Concatenation_Mark",
    "Quotation_Mark",
    "Radical",
    "Regional_Indicator",
    "STerm",
    "Sentence_Terminal",
    "Soft_Dotted",
    "Terminal_Punctuation",
    "Unified_Ideograph",
    "Variation_Selector",
    "White_Space",
};
enum {
  category_count = sizeof categories / sizeof categories[0],
  script_count = sizeof scripts / sizeof scripts[0],
  property_count = sizeof properties / sizeof properties[0],
};

static bool is_code_point(int32_t rune) {
  return rune >= 0 && rune <= 0x10FFFF;
}

static bool has_category(int32_t rune, uint32_t mask) {
  return is_code_point(rune) && uc_is_general_category_withtable((ucs4_t)rune, mask);
}

static bool in_category(int32_t rune, const char *name) {
  uint32_t mask = uc_general_category_byname(name).bitmask;
  // Go's category C has no unassigned code points.
  if (strcmp(name, "C") == 0)
    mask &= ~(uint32_t)UC_CATEGORY_MASK_Cn;
  return has_category(rune, mask);
}

static bool in_script(int32_t rune, const char *name) {
  const uc_script_t *script = uc_script_byname(name);
  return script && is_code_point(rune) && uc_is_script((ucs4_t)rune, script);
}

static bool in_property(int32_t rune, const char *name) {
  if (strcmp(name, "STerm") == 0)
    name = "Sentence_Terminal";
  else if (strcmp(name, "Noncharacter_Code_Point") == 0)
    name = "Not_a_Character";
  uc_property_t property = uc_property_byname(name);
  return uc_property_is_valid(property) && is_code_point(rune) &&
         uc_is_property((ucs4_t)rune, property);
}

// func isClass(class int, r rune) bool
static bool unicode_is_class(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t class = args[0];
  int32_t rune = (int32_t)args[1];
  if (class < category_count)
    results[0] = in_category(rune, categories[class]);
  else if ((class -= category_count) < script_count)
    results[0] = in_script(rune, scripts[class]);
  else if ((class -= script_count) < property_count)
    results[0] = in_property(rune, properties[class]);
  return true;
}

enum {
  mask_print = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P |
               UC_CATEGORY_MASK_S
};

static bool is(uint64_t *args, uint64_t *results, uint32_t mask) {
  results[0] = has_category((int32_t)args[0], mask);
  return true;
}

static bool unicode_is_letter(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t rune = args[0];
  if (rune < 0x80) {
    results[0] = (rune | 0x20) - 'a' < 26;
    return true;
  }
  return is(args, results, UC_CATEGORY_MASK_L);
}

static bool unicode_is_digit(struct g *g, uint64_t *args, uint64_t *results) {
  uint64_t rune = args[0];
  if (rune < 0x80) {
    results[0] = rune - '0' < 10;
    return true;
  }
  return is(args, results, UC_CATEGORY_MASK_Nd);
}

static bool unicode_is_space(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = rune_is_space((int32_t)args[0]);
  return true;
}

static bool unicode_is_print(struct g *g, uint64_t *args, uint64_t *results) {
  if (args[0] != ' ')
    return is(args, results, mask_print);
  results[0] = 1;
  return true;
}

// Functions that look for categories: name, function, categories.
#define CATEGORIZED(X)                                                                             \
  X("IsUpper", is_upper, UC_CATEGORY_MASK_Lu)                                                      \
  X("IsLower", is_lower, UC_CATEGORY_MASK_Ll)                                                      \
  X("IsTitle", is_title, UC_CATEGORY_MASK_Lt)                                                      \
  X("IsMark", is_mark, UC_CATEGORY_MASK_M)                                                         \
  X("IsNumber", is_number, UC_CATEGORY_MASK_N)                                                     \
  X("IsPunct", is_punct, UC_CATEGORY_MASK_P)                                                       \
  X("IsSymbol", is_symbol, UC_CATEGORY_MASK_S)                                                     \
  X("IsControl", is_control, UC_CATEGORY_MASK_Cc)                                                  \
  X("IsGraphic", is_graphic, mask_print | UC_CATEGORY_MASK_Zs)

#define DEFINE_CATEGORIZED(name, function, mask)                                                   \
  static bool unicode_##function(struct g *g, uint64_t *args, uint64_t *results) {                 \
    return is(args, results, mask);                                                                \
  }
CATEGORIZED(DEFINE_CATEGORIZED)

// Functions from a rune to a rune: name, function in support/rune_class.h.
#define MAPPED(X)                                                                                  \
  X("ToUpper", rune_to_upper)                                                                      \
  X("ToLower", rune_to_lower)                                                                      \
  X("ToTitle", rune_to_title)                                                                      \
  X("SimpleFold", rune_simple_fold)

#define DEFINE_MAPPED(name, function)                                                              \
  static bool unicode_##function(struct g *g, uint64_t *args, uint64_t *results) {                 \
    results[0] = (uint64_t)(int64_t)function((int32_t)args[0]);                                    \
    return true;                                                                                   \
  }
MAPPED(DEFINE_MAPPED)

// clang-format off
#define CATEGORIZED_ROW(name, function, mask) {name, unicode_##function, 1, 1},
#define MAPPED_ROW(name, function) {name, unicode_##function, 1, 1},
const struct native_entry natives_unicode[] = {
    CATEGORIZED(CATEGORIZED_ROW)
    MAPPED(MAPPED_ROW)
    {"isClass", unicode_is_class, 2, 1},
    {"IsLetter", unicode_is_letter, 1, 1},
    {"IsDigit", unicode_is_digit, 1, 1},
    {"IsSpace", unicode_is_space, 1, 1},
    {"IsPrint", unicode_is_print, 1, 1},
    {NULL},
};
// clang-format on
