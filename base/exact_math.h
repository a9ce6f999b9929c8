/* base/exact_math.h - logarithm and exponential with the same bits on every x86-64.
 *
 * Data walk: training's EM and the weights of a model; nothing that is drawn on a chart needs it.
 * Why: glibc's log and exp give other last bits with and without FMA, and a model's digest would
 *   follow. These use only + - * / in a fixed order, compiled without contraction (DESIGN 4.6).
 * Source: Muller (2016), Elementary Functions, 3rd ed., 11.3: range reduction and polynomials
 *   (atanh series for the logarithm, Taylor for the exponential).
 * Accuracy: relative error below 1e-15 (tests/unit/test_exact_math.c, against glibc).
 * Cost: about 20 ns.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

double hn_log(double x);  /* natural; x > 0 and finite, else asserts */
double hn_log2(double x); /* the same */
double hn_exp(double x);  /* any finite x; below -745 gives 0, above 709 gives the largest double */
double hn_exp2(double x); /* 2^x, as far as hn_exp() goes */
