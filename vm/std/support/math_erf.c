// The error function, its complement and its inverse.
//
// Methods and coefficients of the first two are those of FreeBSD's msun (s_erf.c), as in package
// math of Go. The inverse is M. J. Wichura's algorithm AS 241 (PPND16), translated to erf.

#include <math.h>

#include "vm/std/support/math_functions.h"
#include "vm/std/support/math_kernel.h"

static const double erf_1 = 8.45062911510467529297e-01; // erf(1), to the bits of a float32

// Returns (erf(x) - x)/x for |x| < 27/32.
static double erf_near_0(double x) {
  static const double near_r[] = {-2.37630166566501626084e-05, -5.77027029648944159157e-03,
                                  -2.84817495755985104766e-02, -3.25042107247001499370e-01,
                                  1.28379167095512558561e-01};
  static const double near_s[] = {-3.96022827877536812320e-06, 1.32494738004321644526e-04,
                                  5.08130628187576562776e-03,  6.50222499887672944485e-02,
                                  3.97917223959155352819e-01,  1};
  double z = x * x;
  return polynomial(near_r, 5, z) / polynomial(near_s, 6, z);
}

// Returns erf(x) - erf_1 for 27/32 <= x < 5/4.
static double erf_near_1(double x) {
  static const double one_r[] = {-2.16637559486879084300e-03, 3.54783043256182359371e-02,
                                 -1.10894694282396677476e-01, 3.18346619901161753674e-01,
                                 -3.72207876035701323847e-01, 4.14856118683748331666e-01,
                                 -2.36211856075265944077e-03};
  static const double one_s[] = {1.19844998467991074170e-02,
                                 1.36370839120290507362e-02,
                                 1.26171219808761642112e-01,
                                 7.18286544141962662868e-02,
                                 5.40397917702171048937e-01,
                                 1.06420880400844228286e-01,
                                 1};
  double s = x - 1;
  return polynomial(one_r, 7, s) / polynomial(one_s, 7, s);
}

// Returns 1 - erf(x) for 5/4 <= x < 28. exp(-x*x) is a product of two powers; the first is of a
// number with few enough bits that its square is exact.
static double erf_tail(double x) {
  static const double far_r[] = {-9.81432934416914548592e+00, -8.12874355063065934246e+01,
                                 -1.84605092906711035994e+02, -1.62396669462573470355e+02,
                                 -6.23753324503260060396e+01, -1.05586262253232909814e+01,
                                 -6.93858572707181764372e-01, -9.86494403484714822705e-03};
  static const double far_s[] = {
      -6.04244152148580987438e-02, 6.57024977031928170135e+00, 1.08635005541779435134e+02,
      4.29008140027567833386e+02,  6.45387271733267880336e+02, 4.34565877475229228821e+02,
      1.37657754143519042600e+02,  1.96512716674392571292e+01, 1};
  static const double tail_r[] = {-4.83519191608651397019e+02, -1.02509513161107724954e+03,
                                  -6.37566443368389627722e+02, -1.60636384855821916062e+02,
                                  -1.77579549177547519889e+01, -7.99283237680523006574e-01,
                                  -9.86494292470009928597e-03};
  static const double tail_s[] = {-2.24409524465858183362e+01, 4.74528541206955367215e+02,
                                  2.55305040643316442583e+03,  3.19985821950859553908e+03,
                                  1.53672958608443695994e+03,  3.25792512996573918826e+02,
                                  3.03380607434824582924e+01,  1};
  double s = 1 / (x * x), quotient;
  if (x < 2.857142857142857142857) // 1/0.35
    quotient = polynomial(far_r, 8, s) / polynomial(far_s, 9, s);
  else
    quotient = polynomial(tail_r, 7, s) / polynomial(tail_s, 8, s);
  double z = double_from_bits(double_bits(x) & UINT64_C(0xffffffff00000000));
  return math_exp(-z * z - 0.5625) * math_exp((z - x) * (z + x) + quotient) / x;
}

static double erf_positive(double x) {
  if (x >= 6)
    return 1;
  if (x >= 1.25)
    return 1 - erf_tail(x);
  if (x >= 0.84375)
    return erf_1 + erf_near_1(x);
  if (x >= 0x1p-28)
    return x + x * erf_near_0(x);
  if (x < 2.848094538889218e-306) // times 8, or the product is denormal
    return 0.125 * (8 * x + 1.02703333676410069053e+00 * x);
  return x + 1.28379167095512586316e-01 * x;
}

double math_erf(double x) {
  if (isnan(x))
    return math_nan();
  return x < 0 ? -erf_positive(-x) : erf_positive(x);
}

double math_erfc(double x) {
  double size = fabs(x);
  if (isnan(x))
    return math_nan();
  if (size >= 28 || x <= -6)
    return x < 0 ? 2 : 0;
  if (size >= 1.25)
    return x < 0 ? 2 - erf_tail(size) : erf_tail(size);
  if (size >= 0.84375)
    return x < 0 ? 1 + erf_1 + erf_near_1(size) : 1 - erf_1 - erf_near_1(size);
  double y = size;
  if (size >= 0.25)
    y = 0.5 + (size * erf_near_0(size) + (size - 0.5));
  else if (size >= 0x1p-56)
    y = size + size * erf_near_0(size);
  return x < 0 ? 1 + y : 1 - y;
}

double math_erfinv(double x) {
  static const double inverse_a[] = {8.8709406962545514830200e2, 1.1819493347062294404278e4,
                                     2.3782041382114385731252e4, 1.6235862515167575384252e4,
                                     4.8548868893843886794648e3, 6.9706266534389598238465e2,
                                     4.7072688112383978012285e1, 1.1975323115670912564578e0};
  static const double inverse_b[] = {5.2264952788528545610e3, 2.8729085735721942674e4,
                                     3.9307895800092710610e4, 2.1213794301586595867e4,
                                     5.3941960214247511077e3, 6.8718700749205790830e2,
                                     4.2313330701600911252e1, 1.0000000000000000000e0};
  static const double inverse_c[] = {7.74545014278341407640e-4, 2.27238449892691845833e-2,
                                     2.41780725177450611770e-1, 1.27045825245236838258e0,
                                     3.64784832476320460504e0,  5.76949722146069140550e0,
                                     4.63033784615654529590e0,  1.42343711074968357734e0};
  static const double inverse_d[] = {1.4859850019840355905497876e-9, 7.7441459065157709165577218e-4,
                                     2.1494160384252876777097297e-2, 2.0945065210512749128288442e-1,
                                     9.7547832001787427186894837e-1, 2.3707661626024532365971225e0,
                                     2.9036514445419946173133295e0,  1.4142135623730950488016887e0};
  static const double inverse_e[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                     1.24266094738807843860e-3, 2.65321895265761230930e-2,
                                     2.96560571828504891230e-1, 1.78482653991729133580e0,
                                     5.46378491116411436990e0,  6.65790464350110377720e0};
  static const double inverse_f[] = {2.891024605872965461538222e-15, 2.010321207683943062279931e-7,
                                     2.611088405080593625138020e-5,  1.112800997078859844711555e-3,
                                     2.103693768272068968719679e-2,  1.936480946950659106176712e-1,
                                     8.482908416595164588112026e-1,  1.414213562373095048801689e0};
  double size = x < 0 ? -x : x, y; // -0 stays
  if (isnan(x) || size > 1)
    return math_nan();
  if (size == 1)
    return x < 0 ? -INFINITY : INFINITY;
  double r = 0.180625 - 0.25 * size * size;
  if (size <= 0.85) {
    y = size * polynomial(inverse_a, 8, r) / polynomial(inverse_b, 8, r);
  } else {
    r = sqrt(M_LN2 - math_log(1 - size));
    if (r <= 5)
      y = polynomial(inverse_c, 8, r - 1.6) / polynomial(inverse_d, 8, r - 1.6);
    else
      y = polynomial(inverse_e, 8, r - 5) / polynomial(inverse_f, 8, r - 5);
  }
  return x < 0 ? -y : y;
}
