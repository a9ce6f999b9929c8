#include "standardise/standardiser.h"

#include "standardise/code_value.h"
#include "standardise/filler.h"
#include "standardise/folded_text.h"
#include "text/date_value.h"
#include "text/normalise.h"
#include "text/utf8.h"

#define TEXT_FLAGS                                                                                 \
    (HN_NORMALISE_FOLD_CASE | HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE |           \
     HN_NORMALISE_COLLAPSE_SPACES)
#define NAME_FLAGS (TEXT_FLAGS | HN_NORMALISE_PUNCTUATION_TO_SPACE | HN_NORMALISE_JOIN_APOSTROPHES)

struct _HnStandardiser {
    HnAttributeType type;
    guint n_formats;
    HnDateFormat *formats;
    GByteArray *scratch;
};

HnStandardiser *
hn_standardiser_new(const HnAttribute *attribute, const char *const *date_formats, GError **error)
{
    g_autoptr(HnStandardiser) standardiser = g_new0(HnStandardiser, 1);
    standardiser->type = attribute->type;
    standardiser->scratch = g_byte_array_new();
    guint n = 0;
    while (date_formats != NULL && date_formats[n] != NULL)
        n++;
    standardiser->formats = g_new0(HnDateFormat, n);
    standardiser->n_formats = n;
    for (guint i = 0; i < n; i++)
        if (!hn_date_format_compile(date_formats[i], &standardiser->formats[i], error)) {
            g_prefix_error(error, "attribute '%s': ", attribute->name);
            return NULL;
        }
    return g_steal_pointer(&standardiser);
}

void
hn_standardiser_free(HnStandardiser *standardiser)
{
    if (standardiser == NULL)
        return;
    g_byte_array_unref(standardiser->scratch);
    g_free(standardiser->formats);
    g_free(standardiser);
}

static void
apply_date(HnStandardiser *standardiser, HnSlice raw, GByteArray *out)
{
    g_byte_array_set_size(out, 0);
    if (!hn_utf8_is_ascii(raw)) { /* full-width digits, no-break spaces */
        hn_fold_digits(raw, standardiser->scratch);
        raw = hn_slice(standardiser->scratch->data, standardiser->scratch->len);
    }
    guint32 date = 0;
    if (!hn_date_parse(raw, standardiser->formats, standardiser->n_formats, &date))
        return;
    char text[HN_DATE_TEXT_BYTES];
    g_byte_array_append(out, (const guint8 *)text, hn_date_format(date, text));
}

gboolean
hn_standardiser_apply(HnStandardiser *standardiser, HnSlice raw, GByteArray *out)
{
    switch (standardiser->type) {
    case HN_TYPE_TEXT:
    case HN_TYPE_CATEGORY:
        hn_folded_text(raw, TEXT_FLAGS, standardiser->scratch, out);
        break;
    case HN_TYPE_NAME:
        hn_folded_text(raw, NAME_FLAGS, standardiser->scratch, out);
        break;
    case HN_TYPE_EMAIL:
        hn_normalise(raw, TEXT_FLAGS, out);
        break;
    case HN_TYPE_DATE:
        apply_date(standardiser, raw, out);
        break;
    case HN_TYPE_DIGITS:
        hn_code_value(raw, TRUE, standardiser->scratch, out);
        break;
    case HN_TYPE_PHONE:
        hn_code_value(raw, FALSE, standardiser->scratch, out);
        break;
    }
    if (hn_is_filler(hn_slice(out->data, out->len), standardiser->type))
        g_byte_array_set_size(out, 0);
    return out->len > 0;
}
