// Constants, against what go/constant computes.

#include <criterion/criterion.h>
#include <string.h>

#include "vm/types/constant.h"

// An expression of literals, each after the letter of its kind, with operators between, evaluated
// from left to right; and its text, float64 bits, float32 bits, integer value, int64 value and
// sign, as Go 1.26 prints them.
struct constant_case {
  const char *expression;
  const char *want;
};

static const struct constant_case cases[] = {
    // clang-format off
    {"I 4631358342084225615 == I 1203733996",
     "false"},
    {"F 0.019706012665245833 * F 0xd3d69c3f0ede405.1e9281ap-421 + C '\\377'",
     "255 406fe00000000000 437f0000 unknown 0 1"},
    {"I 0b110110111100110011101111001110010001011101000010011000011110",
     "989893563627349534 43ab799de722e84c 5d5bccef 989893563627349534 989893563627349534 1"},
    {"F 470223.851563917981377052",
     "470223.851563918 411cb33f68005f29 48e599fb unknown 0 1"},
    {"I 0x15efb1f5f3f68d64",
     "1580677664148458852 43b5efb1f5f3f68d 5daf7d90 1580677664148458852 1580677664148458852 1"},
    {"I 2583702783323965562 - I 6",
     "2583702783323965556 43c1ed93ff069b44 5e0f6ca0 2583702783323965556 2583702783323965556 1"},
    {"F .375562099776362624e1940 != I 2517803353987928448",
     "true"},
    {"I 12140297731734082086",
     "12140297731734082086 43e50f600ee0efb2 5f287b00 12140297731734082086 0 1"},
    {"F 0xb779ce1425cdcae.3867af91p846 / F 0.1 / I 7 / I 7",
     "7.91259e+271 7862b8d655a5d115 7f800000 unknown 0 1"},
    {"I 4188187138 - F .308574200847948467e636 + F 3.855430414607469e-09",
     "-3.08574e+635 fff0000000000000 ff800000 unknown 0 -1"},
    {"F 1e-1000000000 / F 0xd735d31720e5d84.162384c5p-235",
     "0 0000000000000000 00000000 0 0 0"},
    {"F .607076083101005809e1762",
     "6.07076e+1761 7ff0000000000000 7f800000 unknown 0 1"},
    {"C '\\'' * J 1e1000i - J 0x1p-180i * F 264004542546558848e341",
     "(0 + 1.02962e+1360i)"},
    {"I 9223372036854775808",
     "9223372036854775808 43e0000000000000 5f000000 9223372036854775808 0 1"},
    {"I 0o30136725066 / F 474469.18",
     "6841.56 40bab98e2fff793c 45d5cc71 unknown 0 1"},
    {"F 0x26902091a182f26.2b9eb77ep-725",
     "9.83974e-202 1633481048d0c179 00000000 unknown 0 1"},
    {"F 0x473d304d0312a59.3337e8a6p731 == F 128313812650453786e121",
     "false"},
    {"F 1412125.48 * F 4.9e-324 * I 0x5432fbb6 * F 847536.538601513648862414",
     "8.28429e-303 0136b96d8f6dedeb 00000000 unknown 0 1"},
    {"I 0210 >> I 315",
     "0 0000000000000000 00000000 0 0 0"},
    {"F 0x46c2cdc3d33b586.23c14460p-114 != F 1865233.9",
     "true"},
    {"F 350914452776934421e77 * J 402009.12644696730616658i == F 779324345610197092e-101",
     "false"},
    {"F 0.5 == I 0o6",
     "false"},
    {"F .202159052281614415e-1237 / F 1026641515827757544e306",
     "1.96913e-1562 0000000000000000 00000000 unknown 0 1"},
    {"F .904681501202691647e-1440",
     "0.904682e-1440 0000000000000000 00000000 unknown 0 1"},
    {"F 408820.569243852434046067 >= F .450933971710800149e1269",
     "false"},
    {"F .55029667577521978e539 / F 560335.148332284571366144 / I 0xFFFF_FFFF / F 1123361.6",
     "2.03549e+517 7ff0000000000000 7f800000 unknown 0 1"},
    {"F 4.408029147330177e-10 != I 0x3299b171c5c0d6da",
     "true"},
    {"F 626018.0294217251",
     "626018.0294217251 41231ac40f105d46 4918d620 unknown 0 1"},
    {"I 0406230051072361605622 >> I 512",
     "0 0000000000000000 00000000 0 0 0"},
    {"I 463490863516025717092198138018",
     "463490863516025717092198138018 4617667aa0264062 70bb33d5 463490863516025717092198138018 0 1"},
    {"F 1602693.56 <= F .346286549162090557e-509",
     "false"},
    {"F .1098491966347821131e300 == I 2",
     "false"},
    {"I 046556144025 * I 0o254210752607023030575",
     "16125559217881326101440083777 45ca0d5ffe6a0d3f 6e506b00 16125559217881326101440083777 0 1"},
    {"F .583591348935459726e-1320 > F .10326072248000338e562",
     "false"},
    {"F 0.004066238786159148 < F 11129659.5",
     "true"},
    {"F 0x1p-1001 > F 1462295.57",
     "false"},
    {"I 0xFFFF_FFFF < F 0x1p-56",
     "false"},
    {"F 0.0013677883743312249",
     "0.00136779 3f5668eb957a7f34 3ab3475d unknown 0 1"},
    {"I 1_000_000",
     "1000000 412e848000000000 49742400 1000000 1000000 1"},
    {"I 0o2731271464533657064156 / F 39804677.5",
     "6.77661e+11 4263b8f822142fcc 531dc7c1 unknown 0 1"},
    {"F 40227920.5 * I 0o3642566524746611624302 >= I 0x3b8ad7b3",
     "true"},
    {"F 773984339.7211643 / F 153.4228268322928",
     "5.04478e+06 41533e8ae35f74c3 4a99f457 unknown 0 1"},
    {"I 050154152254 <= I 1834325167",
     "false"},
    {"I 0b1100110011111011100111001011101111001011011111100111001010100001 > F 75657959.5",
     "true"},
    {"F 385022.1098520283343146481",
     "385022.1098520283 41177ff8707d0cd4 48bbffc4 unknown 0 1"},
    {"F 2961608.37 * C '\\u1234' - F 1419124.23",
     "1.37997e+10 4209b432bf3fc28f 504da196 unknown 0 1"},
    {"F .464008417679905148e1395 * F 0.03834407535215498 != F 0x1p712",
     "true"},
    {"F .99336813831237169e22 * I 04263347015 * J 873056752587872048e-26i / I 4626298155",
     "(0 + 1.09463e+13i)"},
    {"F 0x1p-119 * I 1098687620454375536385708073135",
     "1.65312e-06 3ebbbc1a32a1f4d2 35dde0d2 unknown 0 1"},
    {"C 'a' - I 0 - F 0.0008018552904094578",
     "96.9992 40583ff2dcc6701a 42c1ff97 unknown 0 1"},
    {"I 18446744073709551615 == C 'a'",
     "false"},
    {"F 1e5 < I 1",
     "false"},
    {"F 1047961371728002615e-148",
     "1.04796e-130 24f2989e401e2f11 00000000 unknown 0 1"},
    {"I 0x8f99e02b736e2ebf / I 7",
     "1.47822e+18 43b483b24f59a207 5da41d92 unknown 0 1"},
    {"J 669700778924543941e299i",
     "(0 + 6.69701e+316i)"},
    {"F 1093331091002565069e-64",
     "1.09333e-46 3663f94bec548e20 00000000 unknown 0 1"},
    {"F 0x1p-131 + F 0x1p-334 == F .686892057573619070e-535",
     "false"},
    {"I 0x1 / F 77345045.5 / F 2082826.59",
     "6.20747e-15 3cfbf4b8bf010601 27dfa5c6 unknown 0 1"},
    {"I 11399192290362473016",
     "11399192290362473016 43e3c6421fc32da7 5f1e3211 11399192290362473016 0 1"},
    {"F 0x1p-847",
     "1.0656e-255 0b00000000000000 00000000 unknown 0 1"},
    {"I 222740499 ^ I 0x1edcc88dc9f0c8dd",
     "2223872827230390478 43bedcc88dc4b609 5df6e644 2223872827230390478 2223872827230390478 1"},
    {"J 30101811.5i",
     "(0 + 3.01018e+07i)"},
    {"I 04041413272 * I 6 << I 162 == F 0x1p460",
     "false"},
    {"I 5468194732 > I 015473051155",
     "true"},
    {"F 646785.90 / I 7",
     "92397.9857142857 40f68edfc57c57c5 47b476fe unknown 0 1"},
    {"I 0x422e06064448d1ff",
     "4768755679417127423 43d08b8181911234 5e845c0c 4768755679417127423 4768755679417127423 1"},
    {"I 1 / F 868950346886590607e-145 * I 2796461935",
     "3.21821e+136 5c46236d12c73bcd 7f800000 unknown 0 1"},
    {"I 1",
     "1 3ff0000000000000 3f800000 1 1 1"},
    {"I 8312684704963335777",
     "8312684704963335777 43dcd725ac964a66 5ee6b92d 8312684704963335777 8312684704963335777 1"},
    {"I 0xfe3729a93b7c9a1",
     "1144884738511063457 43afc6e535276f93 5d7e372a 1144884738511063457 1144884738511063457 1"},
    {"F .126746355443391785e-843 - F 0x1p-690",
     "-1.94672e-208 94d0000000000000 00000000 unknown 0 -1"},
    {"I 5 * F .131230392933622827e-651 > I 0o1352476134607454434505",
     "false"},
    {"F 0xc86a17a0360f634.3d2763a2p-433",
     "4.06912e-113 28990d42f406c1ec 00000000 unknown 0 1"},
    {"F 165665087006557077e-44",
     "1.65665e-27 3a60681be377716d 130340df unknown 0 1"},
    {"F 603103.881733037067267407 > F 881855.1104994460159165890",
     "false"},
    {"F 0.0029017578706804926 / F 2434969.74 - I 0270452041377171520523 > F 0x1p-686",
     "false"},
    {"J 88885789.5i - F 0x1p-440 - I 54 + I 9223372036854775808",
     "(9.22337e+18 + 8.88858e+07i)"},
    {"F 88459895.5 / F 0x1p-642 * F 710540.1093763737271531046 == F .518367660121892207e883",
     "false"},
    {"I 0o200 - I 0x53945a84f252ca1e8b0bfebf7",
     "-413865668830232364120685931383 c614e516a13c94b3 f0a728b5 -413865668830232364120685931383 0 -1"},
    {"I 6913265769",
     "6913265769 41f9c10106900000 4fce0808 6913265769 6913265769 1"},
    {"F 846175.76093346176299030 / I 845844354 - F 1e99999999999999999999",
     "unknown"},
    {"F 51917882.5 / I 7 / F 348930878441005004e331",
     "2.12559e-342 0000000000000000 00000000 unknown 0 1"},
    {"I 1767597486",
     "1767597486 41da56d96b800000 4ed2b6cb 1767597486 1767597486 1"},
    {"I 0b10001010101001110010011101111101100101110001101110011110011001 ^ I 0x292e949c",
     "2497749429258842885 43c154e4efa6743a 5e0aa727 2497749429258842885 2497749429258842885 1"},
    {"F 1e100000",
     "1e+100000 7ff0000000000000 7f800000 unknown 0 1"},
    {"F 1e-100000",
     "1e-100000 0000000000000000 00000000 unknown 0 1"},
    {"F 3e1000000 * F 3e1000000",
     "9e+2000000 7ff0000000000000 7f800000 unknown 0 1"},
    {"F 1e646456993",
     "unknown"},
    {"F 1e-1000000000",
     "0 0000000000000000 00000000 0 0 0"},
    {"F 4.9e-324",
     "4.94066e-324 0000000000000001 00000000 unknown 0 1"},
    {"F 2.4e-324",
     "2.4e-324 0000000000000000 00000000 unknown 0 1"},
    {"F 3.4028236e38",
     "3.40282e+38 47effffff514a7bc 7f800000 340282360000000000000000000000000000000 0 1"},
    {"I 9223372036854775807 + I 1",
     "9223372036854775808 43e0000000000000 5f000000 9223372036854775808 0 1"},
    {"I 0x8000000000000000 >> I 1",
     "4611686018427387904 43d0000000000000 5e800000 4611686018427387904 4611686018427387904 1"},
    {"F 1000000.5",
     "1.0000005e+06 412e848100000000 49742408 unknown 0 1"},
    {"F 0.00001",
     "1e-05 3ee4f8b588e368f1 3727c5ac unknown 0 1"},
    {"F 0.1 + F 0.2",
     "0.3 3fd3333333333333 3e99999a unknown 0 1"},
    {"F 0.5 == F 0x1p-1",
     "true"},
    {"J 2i * J 2i",
     "(-4 + 0i)"},
    {"J 1.5i / F 0.5",
     "(0 + 3i)"},
    {"C '\\'' + I 1",
     "40 4044000000000000 42200000 40 40 1"},
    // clang-format on
};

static enum token literal_token(char letter) {
  switch (letter) {
  case 'I':
    return TOKEN_INT;
  case 'F':
    return TOKEN_FLOAT;
  case 'J':
    return TOKEN_IMAGINARY;
  case 'C':
    return TOKEN_CHAR;
  default:
    return TOKEN_STRING;
  }
}

static enum token operator_token(const char *text) {
  if (strcmp(text, "//") == 0)
    return TOKEN_QUO;
  for (int t = TOKEN_ADD; t <= TOKEN_GEQ; t++) {
    if (strcmp(token_text((enum token)t), text) == 0)
      return (enum token)t;
  }
  return TOKEN_EOF;
}

static struct constant *apply(struct constant_pool *pool, struct constant *x, const char *text,
                              struct constant *y) {
  enum token op = operator_token(text);
  if (op == TOKEN_SHL || op == TOKEN_SHR) {
    uint64_t count;
    cr_assert(constant_uint64_value(y, &count));
    return constant_shift(pool, x, op, (unsigned)count);
  }
  if (op >= TOKEN_EQL && op <= TOKEN_GEQ)
    return constant_bool(pool, constant_compare(pool, x, op, y));
  return constant_binary(pool, x, op, y, strcmp(text, "//") == 0);
}

static struct constant *literal(struct constant_pool *pool, char **words) {
  const char *letter = strtok_r(NULL, " ", words);
  const char *text = strtok_r(NULL, " ", words);
  return constant_from_literal(pool, literal_token(letter[0]), text, strlen(text));
}

static const char *describe(struct constant_pool *pool, struct constant *x) {
  struct region *region = pool->region;
  const char *text = constant_text(region, x);
  if (constant_kind(x) != CONSTANT_INT && constant_kind(x) != CONSTANT_FLOAT)
    return text;
  double d = constant_float64_value(x) + 0.0;
  float f = constant_float32_value(x) + 0.0F;
  uint64_t d_bits;
  uint32_t f_bits;
  memcpy(&d_bits, &d, sizeof d_bits);
  memcpy(&f_bits, &f, sizeof f_bits);
  int64_t integer;
  if (!constant_int64_value(x, &integer))
    integer = 0;
  return region_printf(region, "%s %016llx %08x %s %lld %d", text, (unsigned long long)d_bits,
                       f_bits, constant_text(region, constant_to_int(pool, x)), (long long)integer,
                       constant_sign(x));
}

Test(constant, as_go_computes_them) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct region region;
    struct constant_pool pool;
    region_init(&region);
    constant_pool_init(&pool, &region);
    char *words;
    char *text = region_printf(&region, "x %s", cases[i].expression);
    strtok_r(text, " ", &words);
    struct constant *x = literal(&pool, &words);
    for (const char *op; (op = strtok_r(NULL, " ", &words)) != NULL;)
      x = apply(&pool, x, op, literal(&pool, &words));
    const char *got = describe(&pool, x);
    cr_expect_str_eq(got, cases[i].want, "%s\ngot  %s\nwant %s", cases[i].expression, got,
                     cases[i].want);
    constant_pool_free(&pool);
    region_free(&region);
  }
}

struct fixture {
  struct region region;
  struct constant_pool pool;
};

static void set_up(struct fixture *f) {
  region_init(&f->region);
  constant_pool_init(&f->pool, &f->region);
}

static void tear_down(struct fixture *f) {
  constant_pool_free(&f->pool);
  region_free(&f->region);
}

static struct constant *string(struct fixture *f, const char *literal_text) {
  return constant_from_literal(&f->pool, TOKEN_STRING, literal_text, strlen(literal_text));
}

Test(constant, strings) {
  struct fixture f;
  set_up(&f);
  size_t size;
  const char *bytes = constant_string_value(string(&f, "\"a\\n\\x00\\u4e16\\377\""), &size);
  cr_expect_eq(size, 7);
  cr_expect_arr_eq(bytes, "a\n\0\xe4\xb8\x96\xff", 7);
  bytes = constant_string_value(string(&f, "`a\r\n\\n`"), &size);
  cr_expect_eq(size, 4);
  cr_expect_arr_eq(bytes, "a\n\\n", 4);
  cr_expect_null(string(&f, "\"\\q\""));
  cr_expect_null(string(&f, "\"\\ud800\""));
  cr_expect_str_eq(constant_text(&f.region, string(&f, "\"\\t\\\"\\xff世\"")),
                   "\"\\t\\\"\\xff世\"");
  tear_down(&f);
}

Test(constant, long_strings_are_cut) {
  struct fixture f;
  set_up(&f);
  struct constant *x = string(&f, "\"\"");
  struct constant *ten = string(&f, "\"0123456789\"");
  for (int i = 0; i < 100000; i++)
    x = constant_binary(&f.pool, x, TOKEN_ADD, ten, false);
  size_t size;
  const char *bytes = constant_string_value(x, &size);
  cr_expect_eq(size, 1000000);
  cr_expect_eq(bytes[999999], '9');
  cr_expect_str_eq(constant_text(&f.region, x),
                   "\"01234567890123456789012345678901234567890123456789012345678901234567...");
  tear_down(&f);
}

// A string of a gigabyte: nothing here may write it out.
Test(constant, doubled_strings_take_no_memory) {
  struct fixture f;
  set_up(&f);
  struct constant *x = string(&f, "\"0123456789\""), *y = string(&f, "\"01234\"");
  y = constant_binary(&f.pool, y, TOKEN_ADD, string(&f, "\"56789\""), false);
  for (int i = 0; i < 27; i++) {
    if (i == 12) {
      cr_expect(constant_compare(&f.pool, x, TOKEN_EQL, y));
      y = constant_binary(&f.pool, y, TOKEN_ADD, string(&f, "\"/\""), false);
      cr_expect(constant_compare(&f.pool, x, TOKEN_LSS, y));
    }
    x = constant_binary(&f.pool, x, TOKEN_ADD, x, false);
    y = constant_binary(&f.pool, y, TOKEN_ADD, y, false);
  }
  cr_expect_eq(constant_string_size(x), 10ul << 27);
  cr_expect(constant_compare(&f.pool, x, TOKEN_EQL, x));
  cr_expect(constant_compare(&f.pool, x, TOKEN_GTR, y));
  cr_expect(constant_compare(&f.pool, x, TOKEN_NEQ, string(&f, "\"0\"")));
  cr_expect_str_eq(constant_text(&f.region, x),
                   "\"01234567890123456789012345678901234567890123456789012345678901234567...");
  cr_expect_lt(f.region.total_bytes, 1 << 20, "%zu", f.region.total_bytes);
  x = constant_binary(&f.pool, x, TOKEN_ADD, x, false);
  cr_expect_eq(constant_kind(x), CONSTANT_UNKNOWN);
  tear_down(&f);
}

Test(constant, unary_operators) {
  struct fixture f;
  set_up(&f);
  struct constant *x = constant_unary(&f.pool, TOKEN_SUB, constant_int64(&f.pool, INT64_MIN), 0);
  cr_expect_str_eq(constant_text(&f.region, x), "9223372036854775808");
  x = constant_unary(&f.pool, TOKEN_XOR, constant_int64(&f.pool, 1), 8);
  cr_expect_str_eq(constant_text(&f.region, x), "254");
  x = constant_unary(&f.pool, TOKEN_XOR, constant_int64(&f.pool, 1), 0);
  cr_expect_str_eq(constant_text(&f.region, x), "-2");
  cr_expect_not(
      constant_bool_value(constant_unary(&f.pool, TOKEN_NOT, constant_bool(&f.pool, true), 0)));
  tear_down(&f);
}

Test(constant, rounding_and_range) {
  struct fixture f;
  set_up(&f);
  struct constant *big = constant_from_literal(&f.pool, TOKEN_FLOAT, "1e400", 5);
  cr_expect_eq(constant_kind(constant_round_float64(&f.pool, big)), CONSTANT_UNKNOWN);
  struct constant *tenth = constant_from_literal(&f.pool, TOKEN_FLOAT, "0.1", 3);
  struct constant *rounded = constant_round_float32(&f.pool, tenth);
  cr_expect(constant_float64_value(rounded) == (double)0.1F);
  uint64_t u;
  struct constant *most = constant_from_literal(&f.pool, TOKEN_INT, "18446744073709551615", 20);
  cr_expect(constant_uint64_value(most, &u));
  cr_expect_eq(u, UINT64_MAX);
  int64_t i;
  cr_expect_not(constant_int64_value(most, &i));
  cr_expect_not(constant_uint64_value(constant_int64(&f.pool, -1), &u));
  cr_expect_eq(constant_bit_length(constant_int64(&f.pool, INT64_MIN)), 64);
  tear_down(&f);
}

Test(constant, what_does_not_go_together_is_unknown) {
  struct fixture f;
  set_up(&f);
  struct constant *one = constant_int64(&f.pool, 1);
  struct constant *zero = constant_int64(&f.pool, 0);
  struct constant *text = string(&f, "\"a\"");
  cr_expect_eq(constant_kind(constant_binary(&f.pool, one, TOKEN_ADD, text, false)),
               CONSTANT_UNKNOWN);
  cr_expect_eq(constant_kind(constant_binary(&f.pool, one, TOKEN_QUO, zero, true)),
               CONSTANT_UNKNOWN);
  cr_expect_eq(constant_kind(constant_binary(&f.pool, one, TOKEN_QUO, zero, false)),
               CONSTANT_UNKNOWN);
  cr_expect_eq(constant_kind(constant_unary(&f.pool, TOKEN_SUB, text, 0)), CONSTANT_UNKNOWN);
  cr_expect_eq(constant_kind(constant_shift(&f.pool, one, TOKEN_SHL, 1U << 31)), CONSTANT_UNKNOWN);
  cr_expect_not(constant_compare(&f.pool, one, TOKEN_EQL, text));
  cr_expect_eq(constant_kind(NULL), CONSTANT_UNKNOWN);
  cr_expect_null(constant_from_literal(&f.pool, TOKEN_FLOAT, "1e99999999999999999999", 22));
  tear_down(&f);
}
