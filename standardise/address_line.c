#include "standardise/address_line.h"

#include "text/address_fields.h"

typedef enum { IN_NOTHING, IN_STREET, IN_PLACE } Field;

/* Numbers by what they count, each written "12/34". */
typedef enum { OF_LANE, OF_SUBLANE, OF_HOUSE, NUMBER_KINDS } NumberKind;

/* A GByteArray would be called for each word and sign. */
typedef struct {
    guint8 *bytes;
    gsize n, n_max;
} Text;

struct _HnAddressLine {
    const HnGazetteer *gazetteer;
    Text numbers[NUMBER_KINDS], street, places, out;
};

/* The walk over the words. */
typedef struct {
    HnAddressLine *line;
    const HnAddressWords *words;
    const guint8 *is_used;
    guint at;
    Field field;
    gboolean has_word;   /* the field in hand has a word already */
    gboolean needs_word; /* and must get one: "thôn" alone is no place */
} Walk;

HnAddressLine *
hn_address_line_new(const HnGazetteer *gazetteer)
{
    HnAddressLine *line = g_new0(HnAddressLine, 1);
    line->gazetteer = gazetteer;
    return line;
}

void
hn_address_line_free(HnAddressLine *line)
{
    if (line == NULL)
        return;
    for (guint i = 0; i < NUMBER_KINDS; i++)
        g_free(line->numbers[i].bytes);
    g_free(line->street.bytes);
    g_free(line->places.bytes);
    g_free(line->out.bytes);
    g_free(line);
}

static void
make_room(Text *out, gsize n_bytes)
{
    out->n_max = 2 * (out->n + n_bytes) + 64;
    out->bytes = g_realloc(out->bytes, out->n_max);
}

static inline void
put(Text *out, HnSlice text)
{
    if (G_UNLIKELY(out->n + text.n_bytes > out->n_max))
        make_room(out, text.n_bytes);
    if (text.n_bytes > 0)
        memcpy(out->bytes + out->n, text.bytes, text.n_bytes);
    out->n += text.n_bytes;
}

static inline void
put_sign(Text *out, char sign)
{
    if (G_UNLIKELY(out->n == out->n_max))
        make_room(out, 1);
    out->bytes[out->n++] = (guint8)sign;
}

static gboolean
is_free(const Walk *walk, guint i)
{
    return i < walk->words->n && !walk->is_used[i] &&
           walk->words->words[i].segment == walk->words->words[walk->at].segment;
}

static gboolean
is_number(const Walk *walk, guint i)
{
    return is_free(walk, i) && hn_address_word_is(walk->words, i, HN_WORD_NUMBER);
}

/* "12bis": the French way to count houses. */
static gboolean
is_suffix(const Walk *walk, guint i)
{
    const HnSlice word = hn_address_word(walk->words, i);
    const HnSlice before = hn_address_word(walk->words, i - 1);
    return hn_address_word_is(walk->words, i, HN_WORD_GLUED) &&
           hn_address_word_is(walk->words, i - 1, HN_WORD_NUMBER) &&
           g_ascii_isdigit((char)before.bytes[before.n_bytes - 1]) &&
           (hn_slice_equal(word, hn_slice_of("bis")) || hn_slice_equal(word, hn_slice_of("ter")));
}

/* "12/34/5", "12-14", "12bis": from word @i on; returns the word behind. */
static guint
put_number(const Walk *walk, guint i, Text *out)
{
    const HnAddressWords *words = walk->words;
    put(out, hn_address_word(words, i++));
    while (is_free(walk, i)) {
        const gboolean number = hn_address_word_is(words, i, HN_WORD_NUMBER);
        if (number && hn_address_word_is(words, i, HN_WORD_SLASH))
            put_sign(out, '/');
        else if (number && hn_address_word_is(words, i, HN_WORD_DASH))
            put_sign(out, '-');
        else if (!is_suffix(walk, i))
            break;
        put(out, hn_address_word(words, i++));
    }
    return i;
}

/* ---- words before names and numbers ---- */

static gboolean
is_form_here(const Walk *walk, const HnAddressForm *form, guint n)
{
    const guint32 marks = hn_address_words_marks(walk->words, walk->at, walk->at + n);
    if (n == 1 && walk->words->words[walk->at].n_bytes == 1) /* "P.", "K12": else of a name */
        return hn_address_word_is(walk->words, walk->at, HN_WORD_DOTTED) ||
               is_number(walk, walk->at + 1);
    for (guint i = 0; marks != 0 && i < form->n_marks; i++)
        if (form->marks[i] == marks)
            return TRUE;
    return marks == 0; /* Láng is no làng */
}

/* The longest form at the word in hand, of *ret_n words; NULL: none. */
static const HnAddressForm *
form_here(const Walk *walk, guint *ret_n)
{
    const guint n_max = hn_gazetteer_form_words(walk->line->gazetteer, walk->words, walk->at);
    guint n = 0;
    while (n < n_max && is_free(walk, walk->at + n))
        n++;
    for (; n > 0; n--) {
        if (n == 1 && hn_address_word_is(walk->words, walk->at, HN_WORD_NUMBER))
            break;
        const HnAddressForm *form =
            hn_gazetteer_form(walk->line->gazetteer, walk->words, walk->at, walk->at + n);
        if (form == NULL || form->kind == HN_ADDRESS_NONE || !is_form_here(walk, form, n))
            continue;
        *ret_n = n;
        return form;
    }
    return NULL;
}

/* ---- fields ---- */

static Text *
bytes_of_field(const Walk *walk)
{
    return walk->field == IN_STREET ? &walk->line->street : &walk->line->places;
}

static void
open_field(Walk *walk, Field field, const char *word)
{
    walk->field = field;
    walk->has_word = *word != '\0';
    walk->needs_word = TRUE;
    if (field == IN_PLACE && walk->line->places.n > 0)
        put_sign(&walk->line->places, ' ');
    put(bytes_of_field(walk), hn_slice_of(word));
}

static void
put_word(Walk *walk, guint i)
{
    const gboolean is_slash = hn_address_word_is(walk->words, i, HN_WORD_SLASH) &&
                              hn_address_word_is(walk->words, i, HN_WORD_NUMBER);
    if (walk->has_word)
        put_sign(bytes_of_field(walk), is_slash ? '/' : '_');
    put(bytes_of_field(walk), hn_address_word(walk->words, i));
    walk->has_word = TRUE;
    walk->needs_word = FALSE;
}

/* The first bare words are the street, others a place. */
static void
take_word(Walk *walk)
{
    if (walk->field == IN_NOTHING) {
        open_field(walk, walk->line->street.n == 0 ? IN_STREET : IN_PLACE, "");
        if (walk->field == IN_PLACE)
            put_sign(&walk->line->places, '_');
    }
    put_word(walk, walk->at++);
}

static void
take_numbers(Walk *walk, NumberKind kind, guint at)
{
    Text *out = &walk->line->numbers[kind];
    walk->field = IN_NOTHING;
    if (out->n > 0 && kind == OF_HOUSE) { /* one more number is no house's */
        open_field(walk, IN_PLACE, "so_");
        out = &walk->line->places;
    } else if (out->n > 0) {
        put_sign(out, '/');
    }
    walk->at = put_number(walk, at, out);
    walk->field = IN_NOTHING;
}

/* The word behind a form, if a number is: "5", "B2". */
static gboolean
number_follows(const Walk *walk, guint i)
{
    return is_number(walk, i) ||
           (is_free(walk, i) && walk->words->words[i].n_bytes == 1 && is_number(walk, i + 1));
}

/* "chung cư - tổ 5": what a dash parts off is no name of the building. */
static gboolean
name_follows(const Walk *walk, guint i)
{
    return is_free(walk, i) &&
           (!hn_address_word_behind_dash(walk->words, i) || number_follows(walk, i));
}

/* "tổ 5" is one word; "thôn Đông" are two. */
static void
take_place(Walk *walk, const HnAddressForm *form, guint at)
{
    open_field(walk, IN_PLACE, form->word);
    walk->at = at;
    if (!number_follows(walk, at))
        return;
    if (!is_number(walk, at)) { /* "lo_b2": "lob" would be no word again */
        put_sign(&walk->line->places, '_');
        put(&walk->line->places, hn_address_word(walk->words, at++));
    }
    walk->at = put_number(walk, at, &walk->line->places);
    walk->field = IN_NOTHING;
}

/* FALSE: the form is but a word of a name here. */
static gboolean
take_form(Walk *walk, const HnAddressForm *form, guint n)
{
    const guint behind = walk->at + n;
    if (walk->field != IN_NOTHING && walk->needs_word)
        return FALSE;
    const gboolean in_name = walk->field == IN_STREET || (walk->field == IN_PLACE && n == 1);
    switch ((HnAddressFormKind)form->kind) {
    case HN_ADDRESS_NUMBER:
    case HN_ADDRESS_LANE:
    case HN_ADDRESS_SUBLANE:
        if (!is_number(walk, behind))
            return FALSE;
        take_numbers(walk,
                     form->kind == HN_ADDRESS_NUMBER ? OF_HOUSE
                     : form->kind == HN_ADDRESS_LANE ? OF_LANE
                                                     : OF_SUBLANE,
                     behind);
        return TRUE;
    case HN_ADDRESS_STREET:
        if (!name_follows(walk, behind) || in_name || walk->line->street.n > 0)
            return FALSE;
        open_field(walk, IN_STREET, "");
        walk->at = behind;
        return TRUE;
    case HN_ADDRESS_ROAD:
        if (!number_follows(walk, behind))
            return FALSE;
        open_field(walk, walk->line->street.n > 0 ? IN_PLACE : IN_STREET, form->word);
        walk->at = behind;
        return TRUE;
    case HN_ADDRESS_HAMLET:
    case HN_ADDRESS_PLACE:
        if (!name_follows(walk, behind) || (in_name && !number_follows(walk, behind)) ||
            (form->needs_number && !number_follows(walk, behind)))
            return FALSE;
        take_place(walk, form, behind);
        return TRUE;
    case HN_ADDRESS_NONE:
    default:
        return FALSE;
    }
}

static void
take_next(Walk *walk)
{
    guint n = 0;
    const HnAddressForm *form = form_here(walk, &n);
    if (form != NULL && take_form(walk, form, n))
        return;
    if (walk->field == IN_NOTHING && is_number(walk, walk->at))
        take_numbers(walk, OF_HOUSE, walk->at);
    else
        take_word(walk);
}

/* "số 12/34 hẻm 12" says the lane twice. */
static gboolean
begins_with(const Text *whole, const Text *part)
{
    return part->n > 0 && whole->n > part->n && memcmp(whole->bytes, part->bytes, part->n) == 0 &&
           whole->bytes[part->n] == '/';
}

static HnSlice
put_together(HnAddressLine *line)
{
    Text *out = &line->out;
    if (begins_with(&line->numbers[OF_HOUSE], &line->numbers[OF_LANE]))
        line->numbers[OF_LANE].n = 0;
    for (guint i = 0; i < NUMBER_KINDS; i++) {
        if (line->numbers[i].n > 0 && out->n > 0)
            put_sign(out, '/');
        put(out, hn_slice(line->numbers[i].bytes, line->numbers[i].n));
    }
    if (line->street.n > 0) {
        if (out->n > 0)
            put_sign(out, ' ');
        put_sign(out, '_');
        put(out, hn_slice(line->street.bytes, line->street.n));
    }
    if (line->places.n > 0 && out->n > 0)
        put_sign(out, ' ');
    put(out, hn_slice(line->places.bytes, line->places.n));
    return hn_slice(out->bytes, out->n);
}

HnSlice
hn_address_line_make(HnAddressLine *line, const HnAddressWords *words, const guint8 *is_used)
{
    Walk walk = { .line = line, .words = words, .is_used = is_used };
    for (guint i = 0; i < NUMBER_KINDS; i++)
        line->numbers[i].n = 0;
    line->street.n = line->places.n = line->out.n = 0;
    while (walk.at < words->n) {
        const gboolean is_apart =
            walk.at > 0 && (is_used[walk.at - 1] ||
                            words->words[walk.at].segment != words->words[walk.at - 1].segment ||
                            hn_address_word_behind_dash(words, walk.at));
        if (is_used[walk.at]) {
            walk.at++;
            continue;
        }
        if (is_apart)
            walk.field = IN_NOTHING;
        take_next(&walk);
    }
    return put_together(line);
}
