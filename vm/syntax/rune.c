// Runes in messages: see rune.h. After strconv.Quote and fmt's %U.

#include "mem/invariant.h"
#include "vm/syntax/rune.h"

#include <stdio.h>
#include <unictype.h>
#include <unistr.h>

uint32_t rune_decode(const char *at, const char *end, int *size) {
  invariant_debug(at < end);
  ucs4_t rune;
  int n = u8_mbtoucr(&rune, (const uint8_t *)at, (size_t)(end - at));
  if (n <= 0) {
    *size = 1;
    return rune_error;
  }
  *size = n;
  return rune;
}

// As strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
static bool is_printable(uint32_t rune) {
  const uint32_t mask = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N |
                        UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S;
  return rune == ' ' || (rune <= 0x10FFFF && uc_is_general_category_withtable(rune, mask));
}

int rune_encode(char utf8[rune_utf8_bytes], uint32_t rune) {
  int n = u8_uctomb((uint8_t *)utf8, rune, rune_utf8_bytes - 1);
  n = n > 0 ? n : 0;
  utf8[n] = '\0';
  return n;
}

const char *rune_code_text(char text[rune_text_bytes], uint32_t rune) {
  if (is_printable(rune)) {
    char utf8[rune_utf8_bytes];
    rune_encode(utf8, rune);
    snprintf(text, rune_text_bytes, "U+%04X '%s'", rune, utf8);
  } else {
    snprintf(text, rune_text_bytes, "U+%04X", rune);
  }
  return text;
}

const char *rune_escaped_text(char text[rune_text_bytes], uint32_t rune, char quote) {
  static const char escapes[] = "\aa\bb\ff\nn\rr\tt\vv\\\\";
  for (int i = 0; escapes[i] != '\0'; i += 2) {
    if (rune == (unsigned char)escapes[i]) {
      snprintf(text, rune_text_bytes, "\\%c", escapes[i + 1]);
      return text;
    }
  }
  if (rune == (unsigned char)quote)
    snprintf(text, rune_text_bytes, "\\%c", quote);
  else if (is_printable(rune))
    rune_encode(text, rune);
  else if (rune < 0x80)
    snprintf(text, rune_text_bytes, "\\x%02x", rune);
  else if (rune < 0x10000)
    snprintf(text, rune_text_bytes, "\\u%04x", rune);
  else
    snprintf(text, rune_text_bytes, "\\U%08x", rune);
  return text;
}

const char *rune_quoted_text(char text[rune_text_bytes], uint32_t rune) {
  char bare[rune_text_bytes];
  snprintf(text, rune_text_bytes, "'%.16s'", rune_escaped_text(bare, rune, '\''));
  return text;
}
