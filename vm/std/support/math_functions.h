// Functions of numbers that agree with Go's to the last bit, which those of the C library need not.
//
// Go uses the methods of the Cephes library and of Sun's fdlibm, today FreeBSD's msun. The same
// methods, coefficients and order of operations give the same bits. math_exp is Go's for amd64 with
// fused multiply-add.

#ifndef VOLE_VM_STD_SUPPORT_MATH_FUNCTIONS_H
#define VOLE_VM_STD_SUPPORT_MATH_FUNCTIONS_H

// math_functions.c

double math_exp(double x);
double math_exp2(double x);
double math_log(double x);
double math_log2(double x);
double math_log10(double x);
double math_pow(double x, double y);
double math_sin(double x);
double math_cos(double x);
double math_tan(double x);
double math_asin(double x);
double math_acos(double x);
double math_atan(double x);
double math_atan2(double y, double x);
double math_sinh(double x);
double math_cosh(double x);
double math_tanh(double x);
double math_cbrt(double x);
double math_hypot(double x, double y);

// math_hyperbolic.c

double math_expm1(double x);
double math_log1p(double x);
double math_asinh(double x);
double math_acosh(double x);
double math_atanh(double x);

// math_erf.c

double math_erf(double x);
double math_erfc(double x);
double math_erfinv(double x);

// math_gamma.c

double math_gamma(double x);
double math_lgamma(double x, int *sign);

// math_bessel.c

double math_j0(double x);
double math_j1(double x);
double math_y0(double x);
double math_y1(double x);

#endif
