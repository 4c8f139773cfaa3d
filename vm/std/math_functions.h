// Elementary functions whose results agree with Go's to the last bit, where the C library's need
// not.
//
// Go computes them by the classical methods of the Cephes library and of Sun's fdlibm; the same
// methods with the same coefficients in the same order of operations give the same bits. (Exp as Go
// has it for amd64 with fused multiply-add.)

#ifndef VOLE_VM_STD_MATH_FUNCTIONS_H
#define VOLE_VM_STD_MATH_FUNCTIONS_H

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

#endif
