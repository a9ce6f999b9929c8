#include "text/company_parts.h"

#include "text/normalise.h"

/* The next word at or behind *at; FALSE: there is none. */
static gboolean
next_word(const guint8 **at, const guint8 *end, HnSlice *ret_word)
{
    while (*at < end && **at == ' ')
        (*at)++;
    const guint8 *start = *at;
    while (*at < end && **at != ' ')
        (*at)++;
    *ret_word = hn_slice(start, (gsize)(*at - start));
    return ret_word->n_bytes > 0;
}

/* @part, empty or not, goes on up to the end of @word. */
static void
extend(HnSlice *part, HnSlice word)
{
    if (part->n_bytes == 0)
        *part = word;
    else
        part->n_bytes = (gsize)(word.bytes + word.n_bytes - part->bytes);
}

static HnSlice
behind_sign(HnSlice word)
{
    return hn_slice(word.bytes + 1, word.n_bytes - 1);
}

HnCompanyParts
hn_company_parts(HnSlice canonical)
{
    HnCompanyParts parts = { .brand = { NULL, 0 } };
    if (canonical.n_bytes == 0)
        return parts;
    const guint8 *at = canonical.bytes, *end = at + canonical.n_bytes;
    HnSlice word;
    while (next_word(&at, end, &word)) {
        const guint8 sign = word.n_bytes > 1 ? word.bytes[0] : 0;
        if (parts.unit.n_bytes > 0)
            extend(&parts.place, word);
        else if (sign == '#')
            extend(&parts.numbers, word);
        else if (sign == '~')
            extend(&parts.regions, word);
        else if (sign == '+')
            extend(&parts.activities, word);
        else if (sign == '@')
            parts.unit = behind_sign(word);
        else if (sign == '=')
            parts.form = hn_slice_equal(word, hn_slice_of("=-")) ? parts.form : behind_sign(word);
        else
            extend(&parts.brand, word);
    }
    return parts;
}

void
hn_company_bare(HnSlice text, GByteArray *out)
{
    hn_normalise(text, HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_STRIP_MARKS, out);
    guint kept = 0;
    for (guint i = 0; i < out->len; i++) {
        const gboolean is_stroked =
            i + 1 < out->len && out->data[i] == 0xC4 && out->data[i + 1] == 0x91;
        out->data[kept++] = is_stroked ? 'd' : out->data[i];
        i += is_stroked ? 1 : 0;
    }
    g_byte_array_set_size(out, kept);
}

static void
drop_signs(GByteArray *out)
{
    guint kept = 0;
    for (guint i = 0; i < out->len; i++)
        if (out->data[i] != ' ' && out->data[i] != '&')
            out->data[kept++] = out->data[i];
    g_byte_array_set_size(out, kept);
}

void
hn_company_core(const HnCompanyParts *parts, GByteArray *out)
{
    hn_company_bare(parts->brand, out);
    drop_signs(out);
    if (out->len > 0)
        return;
    const HnSlice others[] = { parts->activities, parts->numbers, parts->regions };
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (others[i].n_bytes > 0)
            g_byte_array_append(out, others[i].bytes, (guint)others[i].n_bytes);
    drop_signs(out);
}

void
hn_company_initials(const HnCompanyParts *parts, GByteArray *out)
{
    hn_company_bare(parts->brand, out);
    guint n = 0;
    for (guint i = 0; i < out->len; i++) {
        const gboolean begins = i == 0 || out->data[i - 1] == ' ';
        if (begins && g_ascii_isalnum((char)out->data[i]))
            out->data[n++] = out->data[i]; /* never ahead of what is read */
        else if (begins && out->data[i] != '&') {
            n = 0; /* of another script */
            break;
        }
    }
    g_byte_array_set_size(out, n < 2 ? 0 : n);
}
