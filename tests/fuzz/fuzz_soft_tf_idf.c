/* Any two texts: soft TF-IDF is the slow reference's, the same both ways round. */
#include "tests/reference/word_lists.h"
#include "tests/reference/words_reference.h"
#include "text/soft_tf_idf.h"

#define BYTES_MAX 400 /* the reference is quadratic */

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const gsize n = MIN(size, BYTES_MAX);
    const gsize split = n == 0 ? 0 : data[0] % n;
    const char *text = n == 0 ? "" : (const char *)data;
    g_autofree char *a = g_utf8_make_valid(text, (gssize)split);
    g_autofree char *b = g_utf8_make_valid(text + split, (gssize)(n - split));
    g_auto(WordLists) lists = word_lists_new(a, b, NULL);
    const double expected = soft_tf_idf_reference(a, b, NULL);
    g_assert(hn_soft_tf_idf(&lists.a, &lists.b) == expected);
    g_assert(hn_soft_tf_idf(&lists.b, &lists.a) == expected);
    return 0;
}
