// Natives of packages that hash: blocks of md5, sha1, sha256 and sha512, and the checksums of zlib.
//
// A digest of Go begins with the words of its state. A call may be given megabytes, so it pauses.

#include <string.h>
#include <zlib.h>

#include "runtime/bulk.h"
#include "vm/std/natives.h"

static uint32_t rotate_left(uint32_t x, int n) {
  return x << n | x >> (32 - n);
}

static uint32_t rotate_right(uint32_t x, int n) {
  return x >> n | x << (32 - n);
}

static uint64_t rotate_right_64(uint64_t x, int n) {
  return x >> n | x << (64 - n);
}

static uint32_t load_big(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
  return __builtin_bswap32(word);
}

static uint64_t load_big_64(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return __builtin_bswap64(word);
}

static const uint32_t md5_sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

static void md5_block(void *state, const uint8_t *block) {
  static const int shifts[4][4] = {
      {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  uint32_t *s = state, words[16], a = s[0], b = s[1], c = s[2], d = s[3];
  memcpy(words, block, sizeof words);
  for (int i = 0; i < 64; i++) {
    uint32_t f;
    int word;
    switch (i / 16) {
    case 0:
      f = (b & c) | (~b & d);
      word = i;
      break;
    case 1:
      f = (d & b) | (~d & c);
      word = 5 * i + 1;
      break;
    case 2:
      f = b ^ c ^ d;
      word = 3 * i + 5;
      break;
    default:
      f = c ^ (b | ~d);
      word = 7 * i;
    }
    uint32_t next = b + rotate_left(a + f + md5_sines[i] + words[word % 16], shifts[i / 16][i % 4]);
    a = d;
    d = c;
    c = b;
    b = next;
  }
  s[0] += a;
  s[1] += b;
  s[2] += c;
  s[3] += d;
}

static void sha1_block(void *state, const uint8_t *block) {
  static const uint32_t constants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
  uint32_t *h = state, words[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
  for (int i = 0; i < 80; i++) {
    words[i] = i < 16 ? load_big(block + 4 * i)
                      : rotate_left(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    uint32_t f = i < 20              ? (b & c) | (~b & d)
                 : i < 40 || i >= 60 ? b ^ c ^ d
                                     : (b & c) | (b & d) | (c & d);
    uint32_t next = rotate_left(a, 5) + f + e + constants[i / 20] + words[i];
    e = d;
    d = c;
    c = rotate_left(b, 30);
    b = a;
    a = next;
  }
  h[0] += a;
  h[1] += b;
  h[2] += c;
  h[3] += d;
  h[4] += e;
}

static const uint64_t sha2_roots[80] = {
    UINT64_C(0x428a2f98d728ae22), UINT64_C(0x7137449123ef65cd), UINT64_C(0xb5c0fbcfec4d3b2f),
    UINT64_C(0xe9b5dba58189dbbc), UINT64_C(0x3956c25bf348b538), UINT64_C(0x59f111f1b605d019),
    UINT64_C(0x923f82a4af194f9b), UINT64_C(0xab1c5ed5da6d8118), UINT64_C(0xd807aa98a3030242),
    UINT64_C(0x12835b0145706fbe), UINT64_C(0x243185be4ee4b28c), UINT64_C(0x550c7dc3d5ffb4e2),
    UINT64_C(0x72be5d74f27b896f), UINT64_C(0x80deb1fe3b1696b1), UINT64_C(0x9bdc06a725c71235),
    UINT64_C(0xc19bf174cf692694), UINT64_C(0xe49b69c19ef14ad2), UINT64_C(0xefbe4786384f25e3),
    UINT64_C(0x0fc19dc68b8cd5b5), UINT64_C(0x240ca1cc77ac9c65), UINT64_C(0x2de92c6f592b0275),
    UINT64_C(0x4a7484aa6ea6e483), UINT64_C(0x5cb0a9dcbd41fbd4), UINT64_C(0x76f988da831153b5),
    UINT64_C(0x983e5152ee66dfab), UINT64_C(0xa831c66d2db43210), UINT64_C(0xb00327c898fb213f),
    UINT64_C(0xbf597fc7beef0ee4), UINT64_C(0xc6e00bf33da88fc2), UINT64_C(0xd5a79147930aa725),
    UINT64_C(0x06ca6351e003826f), UINT64_C(0x142929670a0e6e70), UINT64_C(0x27b70a8546d22ffc),
    UINT64_C(0x2e1b21385c26c926), UINT64_C(0x4d2c6dfc5ac42aed), UINT64_C(0x53380d139d95b3df),
    UINT64_C(0x650a73548baf63de), UINT64_C(0x766a0abb3c77b2a8), UINT64_C(0x81c2c92e47edaee6),
    UINT64_C(0x92722c851482353b), UINT64_C(0xa2bfe8a14cf10364), UINT64_C(0xa81a664bbc423001),
    UINT64_C(0xc24b8b70d0f89791), UINT64_C(0xc76c51a30654be30), UINT64_C(0xd192e819d6ef5218),
    UINT64_C(0xd69906245565a910), UINT64_C(0xf40e35855771202a), UINT64_C(0x106aa07032bbd1b8),
    UINT64_C(0x19a4c116b8d2d0c8), UINT64_C(0x1e376c085141ab53), UINT64_C(0x2748774cdf8eeb99),
    UINT64_C(0x34b0bcb5e19b48a8), UINT64_C(0x391c0cb3c5c95a63), UINT64_C(0x4ed8aa4ae3418acb),
    UINT64_C(0x5b9cca4f7763e373), UINT64_C(0x682e6ff3d6b2b8a3), UINT64_C(0x748f82ee5defb2fc),
    UINT64_C(0x78a5636f43172f60), UINT64_C(0x84c87814a1f0ab72), UINT64_C(0x8cc702081a6439ec),
    UINT64_C(0x90befffa23631e28), UINT64_C(0xa4506cebde82bde9), UINT64_C(0xbef9a3f7b2c67915),
    UINT64_C(0xc67178f2e372532b), UINT64_C(0xca273eceea26619c), UINT64_C(0xd186b8c721c0c207),
    UINT64_C(0xeada7dd6cde0eb1e), UINT64_C(0xf57d4f7fee6ed178), UINT64_C(0x06f067aa72176fba),
    UINT64_C(0x0a637dc5a2c898a6), UINT64_C(0x113f9804bef90dae), UINT64_C(0x1b710b35131c471b),
    UINT64_C(0x28db77f523047d84), UINT64_C(0x32caab7b40c72493), UINT64_C(0x3c9ebe0a15c9bebc),
    UINT64_C(0x431d67c49c100d4c), UINT64_C(0x4cc5d4becb3e42b6), UINT64_C(0x597f299cfc657e2a),
    UINT64_C(0x5fcb6fab3ad6faec), UINT64_C(0x6c44198c4a475817)};

// SHA-256 has the high halves of the first 64 constants of SHA-512.
static void sha256_block(void *state, const uint8_t *block) {
  uint32_t *h = state, words[64], v[8];
  memcpy(v, h, sizeof v);
  for (int i = 0; i < 64; i++) {
    if (i < 16) {
      words[i] = load_big(block + 4 * i);
    } else {
      uint32_t x = words[i - 15], y = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] +
                 (rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3) +
                 (rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10);
    }
    uint32_t e = rotate_right(v[4], 6) ^ rotate_right(v[4], 11) ^ rotate_right(v[4], 25);
    uint32_t a = rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^ rotate_right(v[0], 22);
    uint32_t first =
        v[7] + e + ((v[4] & v[5]) ^ (~v[4] & v[6])) + (uint32_t)(sha2_roots[i] >> 32) + words[i];
    uint32_t second = a + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof v[0]);
    v[4] += first;
    v[0] = first + second;
  }
  for (int i = 0; i < 8; i++)
    h[i] += v[i];
}

static void sha512_block(void *state, const uint8_t *block) {
  uint64_t *h = state, words[80], v[8];
  memcpy(v, h, sizeof v);
  for (int i = 0; i < 80; i++) {
    if (i < 16) {
      words[i] = load_big_64(block + 8 * i);
    } else {
      uint64_t x = words[i - 15], y = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] +
                 (rotate_right_64(x, 1) ^ rotate_right_64(x, 8) ^ x >> 7) +
                 (rotate_right_64(y, 19) ^ rotate_right_64(y, 61) ^ y >> 6);
    }
    uint64_t e = rotate_right_64(v[4], 14) ^ rotate_right_64(v[4], 18) ^ rotate_right_64(v[4], 41);
    uint64_t a = rotate_right_64(v[0], 28) ^ rotate_right_64(v[0], 34) ^ rotate_right_64(v[0], 39);
    uint64_t first = v[7] + e + ((v[4] & v[5]) ^ (~v[4] & v[6])) + sha2_roots[i] + words[i];
    uint64_t second = a + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof v[0]);
    v[4] += first;
    v[0] = first + second;
  }
  for (int i = 0; i < 8; i++)
    h[i] += v[i];
}

// func block(dig *digest, p []byte): calls add for each whole block of p.
static bool add_blocks(uint64_t *args, int64_t size, void (*add)(void *, const uint8_t *)) {
  const uint8_t *bytes = (const uint8_t *)args[1];
  int64_t next = bulk_steps;
  for (int64_t at = 0; at + size <= (int64_t)args[2]; at += size) {
    add((void *)args[0], bytes + at);
    next = bulk_step(at, next);
  }
  return true;
}

static bool digest_md5(struct g *g, uint64_t *args, uint64_t *results) {
  return add_blocks(args, 64, md5_block);
}

static bool digest_sha1(struct g *g, uint64_t *args, uint64_t *results) {
  return add_blocks(args, 64, sha1_block);
}

static bool digest_sha256(struct g *g, uint64_t *args, uint64_t *results) {
  return add_blocks(args, 64, sha256_block);
}

static bool digest_sha512(struct g *g, uint64_t *args, uint64_t *results) {
  return add_blocks(args, 128, sha512_block);
}

// Continues a checksum with the bytes of a slice.
static uint64_t checksum(uint64_t sum, const uint64_t *slice,
                         uLong (*add)(uLong, const Bytef *, z_size_t)) {
  struct go_slice bytes = native_slice(slice);
  for (int64_t at = 0; at < bytes.len; at += bulk_piece) {
    int64_t size = bytes.len - at < bulk_piece ? bytes.len - at : bulk_piece;
    sum = add(sum, (const Bytef *)bytes.ptr + at, (z_size_t)size);
    bulk_pause();
  }
  return sum;
}

// func archUpdateIEEE(crc uint32, p []byte) uint32
static bool crc32_update(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = checksum(args[0], args + 1, crc32_z);
  return true;
}

// func update(d digest, p []byte) digest
static bool adler32_update(struct g *g, uint64_t *args, uint64_t *results) {
  results[0] = checksum(args[0], args + 1, adler32_z);
  return true;
}

const struct native_entry natives_md5[] = {
    {"block", digest_md5, 4, 0},
    {NULL},
};
const struct native_entry natives_sha1[] = {
    {"block", digest_sha1, 4, 0},
    {NULL},
};
const struct native_entry natives_sha256[] = {
    {"block", digest_sha256, 4, 0},
    {NULL},
};
const struct native_entry natives_sha512[] = {
    {"block", digest_sha512, 4, 0},
    {NULL},
};
const struct native_entry natives_crc32[] = {
    {"archUpdateIEEE", crc32_update, 4, 1},
    {NULL},
};
const struct native_entry natives_adler32[] = {
    {"update", adler32_update, 4, 1},
    {NULL},
};
