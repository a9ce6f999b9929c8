/* Ways to read a value again: bytes of a legacy encoding, typed keys, UTF-8, look-alikes, escapes.
 * All give a text and a gain; the choice between them stands here.
 */
#include "standardise/text_repair.h"

#include "base/codec.h"
#include "standardise/byte_reading.h"
#include "standardise/escaped_letters.h"
#include "standardise/key_reading.h"
#include "standardise/look_alikes.h"
#include "standardise/lost_letters.h"
#include "standardise/shown_utf8.h"
#include "standardise/text_scan.h"
#include "standardise/word_weight.h"
#include "text/letter_parts.h"
#include "text/utf8.h"

#define ROUNDS_MAX 8u
#define KNOWN_ENOUGH (10u * HN_BIT) /* no reading of such a word can gain enough */
#define GAIN_WITHOUT_NAMES (30 * (gint)HN_BIT)
#define APART (3 * (gint)HN_BIT)
#define GAIN_OF_ESCAPE (12 * (gint)HN_BIT) /* nobody writes &#7877; for itself */
#define ESCAPES_MAX 64u                    /* more say no more */
#define JOINED_BYTES_MAX 256u              /* of a text whose letters are put together at once */

struct _HnTextRepair {
    guint damages;
    const HnVietLexicon *lexicon;
    const HnLegacyBytes *bytes;
    const HnLostWords *lost; /* NULL: lost letters are not listed */
    gboolean for_comparing;
    GByteArray *read[HN_DAMAGES]; /* the last reading of each */
    GByteArray *taken;
};

HnTextRepair *
hn_text_repair_new(guint damages, const HnCountryTables *tables, GError **error)
{
    const HnVietLexicon *lexicon = hn_viet_lexicon_of(tables, error);
    const HnLegacyBytes *bytes = lexicon == NULL ? NULL : hn_legacy_bytes_of(tables, error);
    const gboolean has_lost = (damages & 1u << HN_DAMAGE_LOST_LETTERS) != 0;
    const HnLostWords *lost = bytes == NULL || !has_lost ? NULL : hn_lost_words_of(tables, error);
    if (bytes == NULL || (has_lost && lost == NULL))
        return NULL;
    HnTextRepair *repair = g_new0(HnTextRepair, 1);
    repair->damages = damages;
    repair->lexicon = lexicon;
    repair->bytes = bytes;
    repair->lost = lost;
    repair->taken = g_byte_array_new();
    for (guint i = 0; i < HN_DAMAGES; i++)
        repair->read[i] = g_byte_array_new();
    return repair;
}

void
hn_text_repair_free(HnTextRepair *repair)
{
    if (repair == NULL)
        return;
    for (guint i = 0; i < HN_DAMAGES; i++)
        g_byte_array_unref(repair->read[i]);
    g_byte_array_unref(repair->taken);
    g_free(repair);
}

/* ---- words as they stand ---- */

/* The next word of letters from *at on, apostrophes and signs left out; FALSE: there is none. */
static gboolean
next_word(HnSlice text, gsize *at, HnSlice *ret)
{
    const guint8 *end = text.bytes + text.n_bytes, *p = text.bytes + *at;
    while (p < end && *p < 0x80 && !g_ascii_isalpha((char)*p))
        p++;
    const guint8 *start = p;
    while (p < end && (*p >= 0x80 || g_ascii_isalpha((char)*p)))
        p++;
    *at = (gsize)(p - text.bytes);
    *ret = hn_slice(start, (gsize)(p - start));
    return p > start;
}

gboolean
hn_text_repair_is_plain(const HnTextRepair *repair, HnSlice raw)
{
    HnSlice word;
    for (gsize at = 0; next_word(raw, &at, &word);) {
        HnVietWord read;
        if (hn_utf8_is_ascii(word))
            continue;
        if (!hn_viet_word_read(word, &read) ||
            hn_viet_lexicon_known(repair->lexicon, &read) > KNOWN_ENOUGH)
            return FALSE;
    }
    return TRUE;
}

guint
hn_text_repair_vietnamese(const HnTextRepair *repair, HnSlice raw, guint *ret_words)
{
    HnSlice word;
    guint n = 0;
    *ret_words = 0;
    for (gsize at = 0; next_word(raw, &at, &word);) {
        HnVietWord read;
        ++*ret_words;
        if (!hn_viet_word_read(word, &read))
            continue;
        n += hn_viet_lexicon_known(repair->lexicon, &read) != G_MAXUINT ||
                     hn_viet_lexicon_is_syllable(repair->lexicon, &read) ||
                     hn_viet_lexicon_is_bare_syllable(repair->lexicon, &read)
                 ? 1
                 : 0;
    }
    return n;
}

/* ---- readings ---- */

gboolean
hn_repair_reading_convinces(const HnRepairReading *reading)
{
    return reading->gain >= HN_REPAIR_GAIN_MIN &&
           (reading->n_known > 0 || reading->gain >= GAIN_WITHOUT_NAMES);
}

static gboolean
read_utf8(HnTextRepair *repair, HnSlice raw, HnRepairReading *ret)
{
    guint gain = 0;
    if (!hn_shown_utf8_read(repair->lexicon, raw, repair->read[HN_DAMAGE_UTF8_AS_CP1252], &gain))
        return FALSE;
    ret->gain = (gint)gain;
    ret->n_changed = ret->n_known = 1; /* the bytes themselves are the evidence */
    return TRUE;
}

static gboolean
read_escapes(HnTextRepair *repair, HnSlice raw, HnRepairReading *ret)
{
    const guint n = hn_escaped_letters_read(raw, repair->read[HN_DAMAGE_ESCAPES]);
    ret->gain = (gint)MIN(n, ESCAPES_MAX) * GAIN_OF_ESCAPE;
    ret->n_changed = ret->n_known = n; /* each is evidence by itself */
    return n > 0;
}

/* Signs of VIQR beside the hook, which a lost letter becomes, too. */
static gboolean
has_sign_beside_hook(HnSlice text)
{
    for (gsize i = 0; i < text.n_bytes; i++)
        if (text.bytes[i] != 0 && strchr("'`~.^(+*", text.bytes[i]) != NULL)
            return TRUE;
    return FALSE;
}

/* Hooks alone are keys only if each word that they make is a name: "Ti?n" is no Tỉn. */
static gboolean
read_viqr(HnTextRepair *repair, HnSlice raw, HnRepairReading *ret)
{
    return hn_key_reading(repair->lexicon, HN_DAMAGE_VIQR, raw, repair->read[HN_DAMAGE_VIQR],
                          ret) &&
           (ret->n_known == ret->n_changed || memchr(raw.bytes, '?', raw.n_bytes) == NULL ||
            has_sign_beside_hook(raw));
}

static gboolean
read_shown(HnTextRepair *repair, HnSlice raw, HnTextDamage damage, HnRepairReading *ret)
{
    GByteArray *out = repair->read[damage];
    switch (damage) {
    case HN_DAMAGE_TCVN3:
    case HN_DAMAGE_VNI:
    case HN_DAMAGE_VISCII:
    case HN_DAMAGE_WINDOWS_1258:
        return hn_byte_reading(repair->lexicon, &repair->bytes[damage],
                               /* loses_case= */ damage == HN_DAMAGE_TCVN3, raw, out, ret);
    case HN_DAMAGE_VIQR:
        return read_viqr(repair, raw, ret);
    case HN_DAMAGE_TELEX:
    case HN_DAMAGE_VNI_KEYS:
        return hn_key_reading(repair->lexicon, damage, raw, out, ret);
    case HN_DAMAGE_UTF8_AS_CP1252:
        return read_utf8(repair, raw, ret);
    case HN_DAMAGE_LOOK_ALIKES:
        return hn_look_alike_reading(repair->lexicon, raw, out, ret);
    case HN_DAMAGE_LOST_LETTERS:
        return repair->lost != NULL && hn_lost_letters_read(repair->lexicon, repair->lost, raw,
                                                            repair->for_comparing, out, ret);
    case HN_DAMAGE_ESCAPES:
        return read_escapes(repair, raw, ret);
    }
    g_assert_not_reached();
}

gboolean
hn_text_repair_read(HnTextRepair *repair, HnSlice raw, HnTextDamage damage, HnRepairReading *ret)
{
    *ret = (HnRepairReading){ 0 };
    if ((hn_text_scan(raw) & 1u << damage) == 0 || !read_shown(repair, raw, damage, ret))
        return FALSE;
    const GByteArray *out = repair->read[damage];
    ret->text = hn_slice(out->data, out->len);
    return !hn_slice_equal(ret->text, raw);
}

/* ---- the choice ---- */

/* Damages whose bytes are the evidence: nothing else is asked, and what lies below them is read in
 * the next round. */
static const HnTextDamage by_themselves[] = { HN_DAMAGE_ESCAPES, HN_DAMAGE_UTF8_AS_CP1252 };

static gboolean
is_by_itself(guint damage)
{
    for (guint i = 0; i < G_N_ELEMENTS(by_themselves); i++)
        if (by_themselves[i] == damage)
            return TRUE;
    return FALSE;
}

/* FALSE: @text shows no sign of it among @signs, or the reading does not convince. */
static gboolean
convincing(HnTextRepair *repair, HnSlice text, guint signs, HnTextDamage damage,
           HnRepairReading *ret)
{
    *ret = (HnRepairReading){ 0 };
    if ((signs & 1u << damage) == 0 || !read_shown(repair, text, damage, ret))
        return FALSE;
    ret->text = hn_slice(repair->read[damage]->data, repair->read[damage]->len);
    return !hn_slice_equal(ret->text, text) && hn_repair_reading_convinces(ret);
}

/* FALSE: nothing convinces, or two do alike. */
static gboolean
best_reading(HnTextRepair *repair, HnSlice text, guint signs, HnSlice *ret)
{
    HnRepairReading best = { 0 }, reading;
    gint next_gain = G_MININT;
    for (guint i = 0; i < G_N_ELEMENTS(by_themselves); i++)
        if (convincing(repair, text, signs, by_themselves[i], &reading)) {
            *ret = reading.text;
            return TRUE;
        }
    for (guint i = 0; i < HN_DAMAGES; i++) {
        if (is_by_itself(i) || !convincing(repair, text, signs, (HnTextDamage)i, &reading))
            continue;
        if (best.n_changed == 0 || reading.gain > best.gain) {
            if (best.n_changed > 0 && !hn_slice_equal(best.text, reading.text))
                next_gain = best.gain;
            best = reading;
        } else if (!hn_slice_equal(best.text, reading.text)) {
            next_gain = MAX(next_gain, reading.gain);
        }
    }
    *ret = best.text;
    return best.n_changed > 0 && (next_gain == G_MININT || best.gain - next_gain >= APART);
}

/* VISCII and windows-1258 have the capital d with stroke where windows-1252 shows eth. */
static gboolean
may_be_eth(const HnTextRepair *repair, guint signs)
{
    const guint with_eth = 1u << HN_DAMAGE_VISCII | 1u << HN_DAMAGE_WINDOWS_1258;
    return (repair->damages & with_eth) != 0 &&
           (signs & (HN_SCAN_OTHER_D | HN_SCAN_OUTSIDE)) == HN_SCAN_OTHER_D;
}

/* Of some names an eth is all that an encoding changed (Ðinh Minh Khánh). Alone it is no evidence
 * of one; in a column that has it, it is no Icelandic letter. FALSE: a word with it is none. */
static gboolean
read_eth(HnTextRepair *repair, HnSlice text, HnSlice *ret)
{
    GByteArray *out = repair->read[HN_DAMAGE_VISCII];
    gsize n_put = 0;
    HnSlice word;
    g_byte_array_set_size(out, 0);
    for (gsize at = 0; next_word(text, &at, &word);) {
        HnVietWord read;
        if (memmem(word.bytes, word.n_bytes, "\xC3\x90", 2) == NULL &&
            memmem(word.bytes, word.n_bytes, "\xC3\xB0", 2) == NULL)
            continue;
        if (!hn_viet_word_read(word, &read) || !hn_viet_word_is_cased(&read) ||
            (hn_viet_lexicon_known(repair->lexicon, &read) == G_MAXUINT &&
             !hn_viet_lexicon_is_syllable(repair->lexicon, &read)))
            return FALSE;
        hn_put_bytes(out, text.bytes + n_put, (gsize)(word.bytes - text.bytes) - n_put);
        hn_viet_word_put(&read, out);
        n_put = at;
    }
    hn_put_bytes(out, text.bytes + n_put, text.n_bytes - n_put);
    *ret = hn_slice(out->data, out->len);
    return n_put > 0;
}

/* Without damages whose signs are in ASCII, text of ASCII is sound. */
static gboolean
is_soundly_ascii(const HnTextRepair *repair, HnSlice text)
{
    const guint in_ascii = 1u << HN_DAMAGE_VISCII | 1u << HN_DAMAGE_VIQR | 1u << HN_DAMAGE_TELEX |
                           1u << HN_DAMAGE_VNI_KEYS | 1u << HN_DAMAGE_LOST_LETTERS |
                           1u << HN_DAMAGE_ESCAPES;
    return (repair->damages & in_ascii) == 0 && hn_utf8_is_ascii(text);
}

/* Of what is listed, and HN_SCAN_DECOMPOSED. */
static guint
signs_of(const HnTextRepair *repair, HnSlice text)
{
    const guint bytes = (1u << HN_LEGACY_ENCODINGS) - 1;
    if (is_soundly_ascii(repair, text))
        return 0;
    const guint all = hn_text_scan(text);
    if ((all & HN_SCAN_DECOMPOSED) != 0)
        return all & (repair->damages | HN_SCAN_DECOMPOSED);
    const guint signs = all & (repair->damages | (may_be_eth(repair, all) ? HN_SCAN_OTHER_D : 0));
    return (signs & bytes) != 0 && hn_text_repair_is_plain(repair, text) ? signs & ~bytes : signs;
}

static HnSlice
take(HnTextRepair *repair, HnSlice better)
{
    g_byte_array_set_size(repair->taken, 0);
    hn_put_bytes(repair->taken, better.bytes, better.n_bytes);
    return hn_slice(repair->taken->data, repair->taken->len);
}

/* What shows bytes may have been taken apart since, as by a file system: á is then a and a mark.
 * FALSE: it is not put together otherwise. */
static gboolean
compose(HnTextRepair *repair, HnSlice text)
{
    guint8 joined[JOINED_BYTES_MAX];
    const gsize n = text.n_bytes > JOINED_BYTES_MAX ? 0 : hn_letter_parts_join(text, joined);
    if (n > 0) {
        const gboolean changes = !hn_slice_equal(hn_slice(joined, n), text);
        if (changes)
            take(repair, hn_slice(joined, n));
        return changes;
    }
    if (memchr(text.bytes, '\0', text.n_bytes) != NULL) /* GLib would end there */
        return FALSE;
    g_autofree char *composed = g_utf8_normalize((const char *)text.bytes, (gssize)text.n_bytes,
                                                 G_NORMALIZE_DEFAULT_COMPOSE);
    if (composed == NULL || hn_slice_equal(hn_slice_of(composed), text))
        return FALSE;
    take(repair, hn_slice_of(composed));
    return TRUE;
}

/* *ret_signs: those that are left. */
static HnSlice
repair_rounds(HnTextRepair *repair, HnSlice raw, guint *ret_signs)
{
    HnSlice text = raw, better;
    gboolean is_read = FALSE; /* to be put together alone is no repair */
    for (guint round = 0; round < ROUNDS_MAX; round++) {
        guint signs = signs_of(repair, text);
        if ((signs & HN_SCAN_DECOMPOSED) != 0 && compose(repair, text)) {
            text = hn_slice(repair->taken->data, repair->taken->len);
            signs = signs_of(repair, text);
        }
        *ret_signs = signs &= ~HN_SCAN_DECOMPOSED;
        if (signs == 0)
            break;
        /* Two readings that do alike are no eth either. */
        if (!best_reading(repair, text, signs, &better) &&
            (better.bytes != NULL || (signs & HN_SCAN_OTHER_D) == 0 ||
             !read_eth(repair, text, &better)))
            break;
        text = take(repair, better);
        is_read = TRUE;
    }
    return is_read ? text : raw;
}

HnSlice
hn_text_repair_apply(HnTextRepair *repair, HnSlice raw)
{
    guint signs = 0;
    return repair_rounds(repair, raw, &signs);
}

/* Where no word is clear enough to be shown. */
static HnSlice
compared_letters(HnTextRepair *repair, HnSlice text)
{
    HnRepairReading reading = { 0 };
    repair->for_comparing = TRUE;
    const gboolean done = read_shown(repair, text, HN_DAMAGE_LOST_LETTERS, &reading);
    repair->for_comparing = FALSE;
    const GByteArray *out = repair->read[HN_DAMAGE_LOST_LETTERS];
    return done ? take(repair, hn_slice(out->data, out->len)) : text;
}

HnSlice
hn_text_repair_compared(HnTextRepair *repair, HnSlice raw)
{
    guint signs = 0;
    repair->for_comparing = TRUE;
    const HnSlice text = repair_rounds(repair, raw, &signs);
    repair->for_comparing = FALSE;
    return (signs & HN_SCAN_LOST) == 0 ? text : compared_letters(repair, text);
}
