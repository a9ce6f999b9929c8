#include "base/cpu.h"

#include <stdatomic.h>

enum { NOT_ASKED, NO, YES };

gboolean
hn_cpu_has_avx2(void)
{
    static _Atomic int avx2 = NOT_ASKED; /* two threads that ask at once find the same */
    int known = atomic_load_explicit(&avx2, memory_order_relaxed);
    if (known == NOT_ASKED) {
        known = NO;
#ifdef __x86_64__
        if (g_strcmp0(g_getenv("HOPNHAT_CPU"), "baseline") != 0 && __builtin_cpu_supports("avx2"))
            known = YES;
#endif
        atomic_store_explicit(&avx2, known, memory_order_relaxed);
    }
    return known == YES;
}
