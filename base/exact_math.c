#include "base/exact_math.h"

#include <float.h>
#include <string.h>

/* ln 2 in two parts; the upper has 33 zero low bits, so k * LN2_HIGH is exact. */
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define LN2 0.69314718055994530942
#define ATANH_TERMS 11 /* s < 0.1716: s^22 / 23 < 2^-60 */
#define EXP_TERMS 14   /* r < 0.3466: r^14 / 14! < 2^-57 */

static guint64
bits_of(double x)
{
    guint64 bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double
double_of(guint64 bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* x = m * 2^k with m in [sqrt(1/2), sqrt(2)). */
static double
split(double x, gint64 *ret_k)
{
    gint64 k = 0;
    if (x < DBL_MIN) { /* subnormal */
        x *= 0x1p54;
        k = -54;
    }
    const guint64 bits = bits_of(x);
    k += (gint64)(bits >> 52) - 1023;
    double m = double_of((bits & G_GUINT64_CONSTANT(0x000fffffffffffff)) |
                         G_GUINT64_CONSTANT(0x3ff0000000000000));
    if (m > 1.4142135623730951) {
        m *= 0.5;
        k++;
    }
    *ret_k = k;
    return m;
}

/* ln m for m near 1: 2 atanh((m - 1) / (m + 1)). */
static double
log_near_one(double m)
{
    const double s = (m - 1.0) / (m + 1.0), z = s * s;
    double sum = 0;
    for (int i = ATANH_TERMS; i >= 1; i--)
        sum = (sum + 1.0 / (2 * i + 1)) * z;
    return 2.0 * s + 2.0 * s * sum;
}

double
hn_log(double x)
{
    g_assert(x > 0 && x <= DBL_MAX);
    gint64 k;
    const double m = split(x, &k);
    return (double)k * LN2_HIGH + (log_near_one(m) + (double)k * LN2_LOW);
}

double
hn_log2(double x)
{
    g_assert(x > 0 && x <= DBL_MAX);
    gint64 k;
    const double m = split(x, &k);
    return (double)k + log_near_one(m) * 1.4426950408889634;
}

double
hn_exp(double x)
{
    if (x < -745.0)
        return 0.0;
    if (x > 709.0)
        return DBL_MAX;
    const double scaled = x * 1.4426950408889634;
    const gint64 k = (gint64)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    const double r = (x - (double)k * LN2_HIGH) - (double)k * LN2_LOW;
    double sum = 0;
    for (int i = EXP_TERMS; i >= 1; i--)
        sum = (sum + 1.0) * r / i;
    /* Two steps, so that a subnormal result is rounded once and 2^k never overflows on the way. */
    const gint64 half = k / 2;
    const double first = double_of((guint64)(half + 1023) << 52);
    const double second = double_of((guint64)(k - half + 1023) << 52);
    return (1.0 + sum) * first * second;
}

double
hn_exp2(double x)
{
    return hn_exp(x * LN2);
}
