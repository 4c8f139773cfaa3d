// The gamma function, after Cephes (gamma.c), and its logarithm, after FreeBSD's msun
// (e_lgamma_r.c), as in package math of Go.

#include <math.h>

#include "vm/std/support/math_functions.h"
#include "vm/std/support/math_kernel.h"

// Stirling's formula for x > 33, as two factors; their product may overflow.
static double stirling(double x, double *factor) {
  static const double c[] = {7.87311395793093628397e-04,  -2.29549961613378126380e-04,
                             -2.68132617805781232825e-03, 3.47222221605458667310e-03,
                             8.33333333333482257126e-02,  1};
  *factor = 1;
  if (x > 200)
    return INFINITY;
  double series = 2.506628274631000502417 * polynomial(c, 6, 1 / x), exponential = math_exp(x);
  *factor = series;
  if (x <= 143.01608)
    return math_pow(x, x - 0.5) / exponential;
  double root = math_pow(x, 0.5 * x - 0.25);
  *factor = series * (root / exponential);
  return root;
}

// Returns gamma(x) for |x| > 33. A negative x, which is no integer, goes by reflection.
static double gamma_large(double x) {
  double size = fabs(x), factor, y = stirling(size, &factor), whole = floor(size);
  if (x > 0)
    return y * factor;
  double sign = (int64_t)whole & 1 ? 1 : -1, rest = size - whole;
  if (rest > 0.5)
    rest = size - (whole + 1);
  double z = fabs(size * math_sin(M_PI * rest));
  if (z == 0)
    return sign * INFINITY;
  double product = z * y * factor;
  return sign * (isinf(product) ? M_PI / z / y / factor : M_PI / product);
}

// Returns product * gamma(x) for x near 0.
static double gamma_near_0(double x, double product) {
  if (x == 0)
    return INFINITY;
  return product / ((1 + 0.57721566490153286060651209008240243 * x) * x);
}

// Moves x to 2 <= x < 3 by gamma(x+1) = x*gamma(x); there gamma is a quotient of polynomials.
double math_gamma(double x) {
  static const double p[] = {1.60119522476751861407e-04, 1.19135147006586384913e-03,
                             1.04213797561761569935e-02, 4.76367800457137231464e-02,
                             2.07448227648435975150e-01, 4.94214826801497100753e-01,
                             9.99999999999999996796e-01};
  static const double q[] = {-2.31581873324120129819e-05, 5.39605580493303397842e-04,
                             -4.45641913851797240494e-03, 1.18139785222060435552e-02,
                             3.58236398605498653373e-02,  -2.34591795718243348568e-01,
                             7.14304917030273074085e-02,  1.00000000000000000320e+00};
  double product = 1;
  if (isnan(x) || (x < 0 && x == floor(x)))
    return math_nan();
  if (x == 0 || isinf(x))
    return copysign(INFINITY, x);
  if (fabs(x) > 33)
    return gamma_large(x);
  while (x >= 3) {
    x--;
    product *= x;
  }
  while (x < 2) {
    if (fabs(x) < 1e-09)
      return gamma_near_0(x, product);
    product /= x;
    x++;
  }
  if (x == 2)
    return product;
  x -= 2;
  return product * polynomial(p, 7, x) / polynomial(q, 8, x);
}

// Returns -sin(pi*x) for x > 0.
static double minus_sin_pi(double x) {
  if (x < 0.25)
    return -math_sin(M_PI * x);
  if (x == floor(x))
    return 0;
  x = fmod(x, 2);
  switch ((int)(x * 4)) {
  case 0:
    return -math_sin(M_PI * x);
  case 1:
  case 2:
    return -math_cos(M_PI * (0.5 - x));
  case 3:
  case 4:
    return -math_sin(M_PI * (1 - x));
  case 5:
  case 6:
    return math_cos(M_PI * (x - 1.5));
  default:
    return -math_sin(M_PI * (x - 2));
  }
}

// Returns the logarithm near its minimum at 1.46; y is the distance from that.
static double lgamma_minimum(double y) {
  static const double t0[] = {3.15632070903625950361e-04, -1.40346469989232843813e-03,
                              6.10053870246291332635e-03, -3.27885410759859649565e-02,
                              4.83836122723810047042e-01};
  static const double t1[] = {-3.12754168375120860518e-04, 8.81081882437654011382e-04,
                              -3.68452016781138256760e-03, 1.79706750811820387126e-02,
                              -1.47587722994593911752e-01};
  static const double t2[] = {3.35529192635519073543e-04, -5.38595305356740546715e-04,
                              2.25964780900612472250e-03, -1.03142241298341437450e-02,
                              6.46249402391333854778e-02};
  double z = y * y, w = z * y;
  double first = polynomial(t0, 5, w), second = polynomial(t1, 5, w), third = polynomial(t2, 5, w);
  return -1.21486290535849611461e-01 +
         (z * first - (-3.63867699703950536541e-18 - w * (second + y * third)));
}

// Returns the logarithm near 2; y is 2 minus the number.
static double lgamma_near_2(double y) {
  static const double even[] = {2.52144565451257326939e-05, 2.20862790713908385557e-04,
                                1.19270763183362067845e-03, 7.38555086081402883957e-03,
                                6.73523010531292681824e-02, 7.72156649015328655494e-02};
  static const double odd[] = {4.48640949618915160150e-05, 1.08011567247583939954e-04,
                               5.10069792153511336608e-04, 2.89051383673415629091e-03,
                               2.05808084325167332806e-02, 3.22467033424113591611e-01};
  double z = y * y;
  return y * polynomial(even, 6, z) + z * polynomial(odd, 6, z) - 0.5 * y;
}

// Returns the logarithm near 1; y is the number minus 1.
static double lgamma_near_1(double y) {
  static const double u[] = {1.33810918536787660377e-02, 2.28963728064692451092e-01,
                             9.77717527963372745603e-01, 1.45492250137234768737e+00,
                             6.32827064025093366517e-01, -7.72156649015328655494e-02};
  static const double v[] = {3.21709242282423911810e-03, 1.04222645593369134254e-01,
                             7.69285150456672783825e-01, 2.12848976379893395361e+00,
                             2.45597793713041134822e+00, 1.0};
  return -0.5 * y + y * polynomial(u, 6, y) / polynomial(v, 6, y);
}

// Returns the logarithm for 0 < x < 2: up to 0.9, that of x+1 minus log(x).
static double lgamma_to_2(double x) {
  const double lowest = 1.461632144968362245, minimum = 1.46163214496836224576;
  if (x > 0.9) {
    if (x >= lowest + 0.27)
      return lgamma_near_2(2 - x);
    return x >= lowest - 0.27 ? lgamma_minimum(x - minimum) : lgamma_near_1(x - 1);
  }
  double below = -math_log(x);
  if (x >= 0.731632144968362245)
    return below + lgamma_near_2(1 - x);
  return below + (x >= 0.191632144968362245 ? lgamma_minimum(x - 0.46163214496836224576)
                                            : lgamma_near_1(x));
}

// Returns the logarithm for 2 <= x < 8.
static double lgamma_to_8(double x) {
  static const double r[] = {7.32668430744625636189e-06,
                             7.77942496381893596434e-04,
                             1.86459191715652901344e-02,
                             1.71933865632803078993e-01,
                             7.21935547567138069525e-01,
                             1.39200533467621045958e+00,
                             1.0};
  static const double s[] = {3.19475326584100867617e-05, 1.84028451407337715652e-03,
                             2.66422703033638609560e-02, 1.46350472652464452805e-01,
                             3.25778796408930981787e-01, 2.14982415960608852501e-01,
                             -7.72156649015328655494e-02};
  int whole = (int)x;
  double y = x - whole, product = 1;
  double result = 0.5 * y + y * polynomial(s, 7, y) / polynomial(r, 7, y);
  if (whole < 3)
    return result;
  for (int i = whole - 1; i >= 2; i--)
    product *= y + i;
  return result + math_log(product);
}

static double lgamma_positive(double x) {
  static const double w[] = {-1.63092934096575273989e-03, 8.36339918996282139126e-04,
                             -5.95187557450339963135e-04, 7.93650558643019558500e-04,
                             -2.77777777728775536470e-03, 8.33333333333329678849e-02,
                             4.18938533204672725052e-01};
  if (x == 1 || x == 2)
    return 0;
  if (x < 2)
    return lgamma_to_2(x);
  if (x < 8)
    return lgamma_to_8(x);
  double log = math_log(x), z = 1 / x;
  if (x >= 0x1p58)
    return x * (log - 1);
  return (x - 0.5) * (log - 1) + (w[6] + z * polynomial(w, 6, z * z));
}

double math_lgamma(double x, int *sign) {
  *sign = 1;
  if (isnan(x) || isinf(x))
    return x;
  if (x == 0)
    return INFINITY;
  double size = fabs(x);
  if (size < 0x1p-70) {
    *sign = x < 0 ? -1 : 1;
    return -math_log(size);
  }
  if (x > 0)
    return lgamma_positive(x);
  double t = minus_sin_pi(size);
  if (t == 0) // an integer
    return INFINITY;
  *sign = t < 0 ? -1 : 1;
  return math_log(M_PI / fabs(t * size)) - lgamma_positive(size);
}
