/* A copy of text/'s distance would be shorter, but config/ may not include text/, and these words
 * are ASCII and few: three rows of a table on the stack are enough. */
#include "config/did_you_mean.h"

#include <string.h>

#define WORD_CHARS_MAX 40

static guint
min3(guint a, guint b, guint c)
{
    return MIN(a, MIN(b, c));
}

/* Both at most WORD_CHARS_MAX long. */
static guint
distance(const char *a, gsize n_a, const char *b, gsize n_b)
{
    guint rows[3][WORD_CHARS_MAX + 1];
    guint *before = rows[0];
    guint *last = rows[1];
    guint *now = rows[2];
    for (guint j = 0; j <= n_b; j++)
        before[j] = last[j] = j;
    for (guint i = 1; i <= n_a; i++) {
        now[0] = i;
        for (guint j = 1; j <= n_b; j++) {
            const guint differs = g_ascii_tolower(a[i - 1]) == g_ascii_tolower(b[j - 1]) ? 0 : 1;
            now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + differs);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = MIN(now[j], before[j - 2] + 1);
        }
        guint *reused = before;
        before = last;
        last = now;
        now = reused;
    }
    return last[n_b];
}

const char *
hn_did_you_mean(const char *word, const char *const *candidates)
{
    const gsize n_word = strlen(word);
    const char *nearest = NULL;
    guint nearest_distance = (guint)MIN(n_word, WORD_CHARS_MAX) / 3 + 2;
    if (n_word > WORD_CHARS_MAX)
        return NULL;
    for (gsize i = 0; candidates[i] != NULL; i++) {
        const gsize n_candidate = strlen(candidates[i]);
        if (n_candidate > WORD_CHARS_MAX)
            continue;
        const guint d = distance(word, n_word, candidates[i], n_candidate);
        if (d < nearest_distance && d < MAX(n_word, n_candidate)) {
            nearest = candidates[i];
            nearest_distance = d;
        }
    }
    return nearest;
}
