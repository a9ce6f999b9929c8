#include "records/pair_label.h"

#include <string.h>

#define NUMBER_CHARS_MAX 32 /* 0.1 in binary has 55 decimals; nobody is that sure */

const HnInputColumn hn_pair_label_columns[HN_PAIR_LABEL_COLUMNS] = {
    { .name = "id_a", .other = "unique_id_l" },
    { .name = "id_b", .other = "unique_id_r" },
    { .name = "match", .other = "clerical_match_score" },
    { .name = "source_a", .other = "source_dataset_l", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "source_b", .other = "source_dataset_r", .may_lack = TRUE, .may_be_none = TRUE },
};

gboolean
hn_pair_label_score(HnSlice word, double *ret_score)
{
    static const char *const words[2][5] = { { "0", "false", "no", "different", "n" },
                                             { "1", "true", "yes", "same", "y" } };
    for (guint match = 0; match < 2; match++)
        for (guint i = 0; i < G_N_ELEMENTS(words[0]); i++)
            if (strlen(words[match][i]) == word.n_bytes &&
                g_ascii_strncasecmp(words[match][i], (const char *)word.bytes, word.n_bytes) == 0) {
                *ret_score = match;
                return TRUE;
            }
    char text[NUMBER_CHARS_MAX + 1];
    char *end = NULL;
    if (word.n_bytes == 0 || word.n_bytes > NUMBER_CHARS_MAX)
        return FALSE;
    memcpy(text, word.bytes, word.n_bytes);
    text[word.n_bytes] = '\0';
    if (strspn(text, "0123456789.eE-+") != word.n_bytes)
        return FALSE; /* no spaces, "nan", or hexadecimals */
    const double score = g_ascii_strtod(text, &end);
    if (end != text + word.n_bytes || !(score >= 0 && score <= 1))
        return FALSE;
    *ret_score = score == 0 ? 0 : score; /* -0 is 0 */
    return TRUE;
}

gboolean
hn_pair_label_split(HnSlice id, HnSlice *ret_source, HnSlice *ret_record_id)
{
    const guint8 *colon = id.n_bytes == 0 ? NULL : memchr(id.bytes, ':', id.n_bytes);
    if (colon == NULL)
        return FALSE;
    const gsize n = (gsize)(colon - id.bytes);
    *ret_source = hn_slice(id.bytes, n);
    *ret_record_id = hn_slice(colon + 1, id.n_bytes - n - 1);
    return TRUE;
}
