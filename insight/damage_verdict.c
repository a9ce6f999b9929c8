#include "insight/damage_verdict.h"

#include "base/exact_math.h"
#include "standardise/text_scan.h"
#include "text/utf8.h"

#define GAIN_MIN (9 * BIT) /* of a value that speaks for a damage */
#define BIT 16             /* gains are in sixteenths of a bit */
#define FOREIGN_BITS 24    /* more for each value, where all others are of another language */
#define PRIOR_BITS 4       /* of each value: that it was not damaged in just this way */
#define EVIDENCE_BITS 10   /* beyond what chance gives among so many values */
#define VALUE_BITS_MAX 40  /* one value alone does not speak for a column without end */
#define BETTER (8 * BIT)   /* than what a listed damage makes of a value */
#define SURE_MAX 0.999

#define ALL_BYTES                                                                                  \
    (1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_VNI | 1u << HN_DAMAGE_VISCII |                        \
     1u << HN_DAMAGE_WINDOWS_1258)

/* A value that some reading makes likelier. */
typedef struct {
    guint64 count;
    gint gain[HN_DAMAGES]; /* 0: no convincing reading */
} Gains;

typedef struct {
    const HnValueTally *values;
    HnTextRepair *repair;
    GArray *gains; /* of Gains */
    gsize stride;  /* every so many values are looked at */
    guint64 n;     /* values looked at */
    guint64 n_distinct;
    guint64 n_strangers; /* of them, explained by nothing: another language */
} Finder;

/* A letter is missing inside of a word: Nguy?n, ??c; not "Ai?". */
static gboolean
has_lost_letter(HnSlice text)
{
    for (gsize i = 0; i + 1 < text.n_bytes; i++) {
        const gboolean is_mark = text.bytes[i] == '?';
        const gboolean is_replaced = i + 2 < text.n_bytes && text.bytes[i] == 0xEF &&
                                     text.bytes[i + 1] == 0xBF && text.bytes[i + 2] == 0xBD;
        if (is_replaced ||
            (is_mark && (g_ascii_isalpha((char)text.bytes[i + 1]) || text.bytes[i + 1] >= 0x80)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_stranger(const Finder *finder, HnSlice text)
{
    guint n_words = 0;
    const guint n = hn_text_repair_vietnamese(finder->repair, text, &n_words);
    return n_words > 0 && 2 * n < n_words;
}

static void
look_at(Finder *finder, const HnTallyEntry *entry, HnDamageVerdict *verdict)
{
    const guint signs = hn_text_scan(entry->text);
    const gdouble n = (gdouble)entry->count;
    Gains gains = { .count = entry->count };
    gboolean explained = FALSE;
    verdict->decomposed += (signs & HN_SCAN_DECOMPOSED) != 0 ? n : 0;
    verdict->invisible += (signs & HN_SCAN_INVISIBLE) != 0 ? n : 0;
    verdict->other_d += (signs & HN_SCAN_OTHER_D) != 0 ? n : 0;
    const gboolean is_plain =
        (signs & ALL_BYTES) != 0 && hn_text_repair_is_plain(finder->repair, entry->text);
    for (guint d = 0; d < HN_DAMAGES; d++) {
        HnRepairReading reading;
        if ((signs & 1u << d) == 0 || (is_plain && (ALL_BYTES & 1u << d) != 0) ||
            !hn_text_repair_read(finder->repair, entry->text, (HnTextDamage)d, &reading) ||
            !hn_repair_reading_convinces(&reading))
            continue;
        gains.gain[d] = reading.gain;
        explained = TRUE;
    }
    /* Digits of escapes are no keys; what lies below them is looked at when they are read. */
    for (guint d = 0; d < HN_DAMAGE_ESCAPES && gains.gain[HN_DAMAGE_ESCAPES] > 0; d++)
        gains.gain[d] = 0;
    finder->n += entry->count;
    finder->n_distinct++;
    if (explained)
        g_array_append_val(finder->gains, gains);
    else if (is_stranger(finder, entry->text))
        finder->n_strangers += entry->count;
}

/* The best of what is listed makes of a value. */
static gint
listed_gain(const Gains *gains, guint listed)
{
    gint best = 0;
    for (guint d = 0; d < HN_DAMAGES; d++)
        if ((listed & 1u << d) != 0)
            best = MAX(best, gains->gain[d]);
    return best;
}

static gint
least_gain(const Finder *finder)
{
    const gdouble strangers = (gdouble)finder->n_strangers / (gdouble)MAX(finder->n, 1);
    return GAIN_MIN + (gint)(FOREIGN_BITS * BIT * strangers);
}

static gboolean
explains(const Finder *finder, const Gains *gains, guint damage, guint listed)
{
    const gint already = listed_gain(gains, listed);
    /* An escape is one in any language. */
    const gint least = damage == HN_DAMAGE_ESCAPES ? GAIN_MIN : least_gain(finder);
    return gains->gain[damage] >= least &&
           (already < HN_REPAIR_GAIN_MIN || gains->gain[damage] - already >= BETTER);
}

/* In bits, each distinct value once: that a value is frequent shows nothing. */
static gdouble
evidence_for(const Finder *finder, guint damage, guint listed)
{
    gdouble bits = 0;
    for (guint i = 0; i < finder->gains->len; i++) {
        const Gains *gains = &g_array_index(finder->gains, Gains, i);
        if (explains(finder, gains, damage, listed))
            bits += MIN((gdouble)gains->gain[damage] / BIT - PRIOR_BITS, VALUE_BITS_MAX);
    }
    return bits;
}

/* The damage that says most about what is not explained yet; FALSE: chance says as much. */
static gboolean
next_damage(const Finder *finder, guint listed, guint *ret_damage, gdouble *ret_sure)
{
    gdouble most = 0;
    for (guint d = 0; d < HN_DAMAGES; d++) {
        const gdouble bits = (listed & 1u << d) != 0 ? 0 : evidence_for(finder, d, listed);
        if (bits > most) {
            most = bits;
            *ret_damage = d;
        }
    }
    const gdouble beyond = most - hn_log2((gdouble)MAX(finder->n_distinct, 1));
    *ret_sure = MIN(SURE_MAX, 1 - hn_exp2(-MAX(beyond, 0)));
    return beyond >= EVIDENCE_BITS;
}

static gdouble
share_explained(const Finder *finder, guint damage)
{
    guint64 n = 0;
    for (guint i = 0; i < finder->gains->len; i++) {
        const Gains *gains = &g_array_index(finder->gains, Gains, i);
        gboolean is_best = gains->gain[damage] >= HN_REPAIR_GAIN_MIN;
        for (guint d = 0; d < HN_DAMAGES; d++)
            is_best &= d == damage || gains->gain[d] < gains->gain[damage];
        n += is_best ? gains->count : 0;
    }
    return (gdouble)n / (gdouble)MAX(finder->n, 1);
}

/* ---- what would become of the values ---- */

static void
count_repaired(const Finder *finder, HnTextRepair *listed, HnDamageVerdict *verdict)
{
    const HnTallyEntry *entries = hn_value_tally_entries(finder->values);
    for (gsize i = 0; i < hn_value_tally_size(finder->values); i += finder->stride) {
        const HnSlice text = entries[i].text;
        const gdouble n = (gdouble)entries[i].count;
        const HnSlice repaired = listed == NULL ? text : hn_text_repair_apply(listed, text);
        verdict->lost += has_lost_letter(repaired) ? n : 0;
        if (!hn_slice_equal(repaired, text))
            verdict->repaired += n;
        else if ((hn_text_scan(text) & ALL_BYTES) != 0 &&
                 !hn_text_repair_is_plain(finder->repair, text))
            verdict->left += n;
    }
}

static void
make_shares(const Finder *finder, HnDamageVerdict *verdict)
{
    gdouble *counts[] = { &verdict->repaired,   &verdict->left,      &verdict->lost,
                          &verdict->decomposed, &verdict->invisible, &verdict->other_d };
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
        *counts[i] /= (gdouble)MAX(finder->n, 1);
}

/* Lists what the values show, beside what is listed already. */
static void
list_damages(Finder *finder, HnDamageVerdict *verdict)
{
    guint damage = 0, listed = 0;
    gdouble sure = 0;
    while (next_damage(finder, listed, &damage, &sure)) {
        listed |= 1u << damage;
        verdict->of[damage].sure = MAX(verdict->of[damage].sure, sure);
    }
    for (guint d = 0; d < HN_DAMAGES; d++)
        if ((listed & 1u << d) != 0)
            verdict->of[d].share = MAX(verdict->of[d].share, share_explained(finder, d));
    verdict->damages |= listed;
}

static void
look_at_all(Finder *finder, HnDamageVerdict *verdict)
{
    const gsize n = hn_value_tally_size(finder->values);
    finder->stride = MAX(n / HN_DAMAGE_VALUES, 1);
    for (gsize i = 0; i < n; i += finder->stride)
        look_at(finder, &hn_value_tally_entries(finder->values)[i], verdict);
    list_damages(finder, verdict);
}

/* What lies below UTF-8 that was read wrong: TCVN3 shown, saved, and shown again. */
static void
look_below(const Finder *above, HnTextRepair *listed, HnDamageVerdict *verdict)
{
    g_autoptr(HnValueTally) repaired = hn_value_tally_new(HN_DAMAGE_VALUES * 2, TRUE);
    g_autoptr(GArray) gains = g_array_new(FALSE, FALSE, sizeof(Gains));
    const HnTallyEntry *entries = hn_value_tally_entries(above->values);
    for (gsize i = 0; i < hn_value_tally_size(above->values); i += above->stride)
        hn_value_tally_add(repaired, hn_text_repair_apply(listed, entries[i].text),
                           entries[i].count);
    HnDamageVerdict below = { 0 };
    Finder finder = { .values = repaired, .repair = above->repair, .gains = gains };
    look_at_all(&finder, &below);
    for (guint d = 0; d < HN_DAMAGES; d++)
        if ((below.damages & ~verdict->damages & 1u << d) != 0)
            verdict->of[d] = below.of[d];
    verdict->damages |= below.damages;
}

gboolean
hn_damage_verdict_find(const HnValueTally *values, const HnCountryTables *tables,
                       HnDamageVerdict *ret, GError **error)
{
    *ret = (HnDamageVerdict){ 0 };
    g_autoptr(HnTextRepair) repair = hn_text_repair_new(HN_DAMAGES_ALL, tables, error);
    if (repair == NULL)
        return FALSE;
    g_autoptr(GArray) gains = g_array_new(FALSE, FALSE, sizeof(Gains));
    Finder finder = { .values = values, .repair = repair, .gains = gains };
    look_at_all(&finder, ret);
    if ((ret->damages & 1u << HN_DAMAGE_UTF8_AS_CP1252) != 0) {
        g_autoptr(HnTextRepair) listed = hn_text_repair_new(ret->damages, tables, error);
        look_below(&finder, listed, ret);
    }
    g_autoptr(HnTextRepair) listed =
        ret->damages == 0 ? NULL : hn_text_repair_new(ret->damages, tables, error);
    count_repaired(&finder, listed, ret);
    make_shares(&finder, ret);
    return TRUE;
}

char *
hn_damage_verdict_text(const HnDamageVerdict *verdict, HnLanguage language)
{
    GString *text = g_string_new(NULL);
    for (guint d = 0; d < HN_DAMAGES; d++)
        if ((verdict->damages & 1u << d) != 0)
            g_string_append_printf(text,
                                   HN_IN(language, "%s%s in %.3g %% of the values (%.1f %% sure)",
                                         "%s%s ở %.3g %% giá trị (chắc %.1f %%)"),
                                   text->len == 0 ? "" : ", ", hn_text_damage_name((HnTextDamage)d),
                                   100 * verdict->of[d].share, 100 * verdict->of[d].sure);
    return g_string_free(text, FALSE);
}
