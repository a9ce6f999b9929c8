#include "scoring/address_forms.h"

#include "base/codec.h"
#include "text/address_fields.h"
#include "text/one_slip.h"

#define PARTS (HN_UNIT_DISTRICTS + 1)
#define STREET_SLIP_MIN 5u /* letters; a slip in a shorter name is another name */

/* Numbers of each value, ascending, one value behind the other. */
struct _HnUnitForms {
    guint64 *start[PARTS]; /* [n_values + 2] */
    guint32 *numbers[PARTS];
};

typedef struct {
    guint32 numbers;  /* number of the sorted numbers; 0: none */
    guint32 street_n; /* number of the street; 0: none */
    HnSlice street, compact;
    guint64 first_place;
    guint32 n_places;
} Line;

struct _HnAddressForms {
    Line *lines;      /* [n_values + 1] */
    GArray *places;   /* of guint32: numbers of places, ascending for each line */
    guint8 *is_named; /* by number of a place: it has a name, no number alone */
};

/* ---- units ---- */

static void
fill_part(HnUnitForms *forms, HnUnitPart part, const HnDictionary *values)
{
    const guint32 n_values = hn_dictionary_size(values);
    guint32 numbers[HN_UNIT_CODES_MAX];
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint32));
    forms->start[part] = g_new0(guint64, (gsize)n_values + 2);
    for (guint32 code = 1; code <= n_values; code++) {
        const guint n =
            hn_unit_numbers(hn_dictionary_value(values, code), part, numbers, HN_UNIT_CODES_MAX);
        g_array_append_vals(all, numbers, n);
        forms->start[part][code + 1] = all->len;
    }
    forms->numbers[part] = (guint32 *)(void *)g_array_free(g_steal_pointer(&all), FALSE);
}

HnUnitForms *
hn_unit_forms_new(const HnDictionary *values)
{
    HnUnitForms *forms = g_new0(HnUnitForms, 1);
    for (guint part = 0; part < PARTS; part++)
        fill_part(forms, (HnUnitPart)part, values);
    return forms;
}

void
hn_unit_forms_free(HnUnitForms *forms)
{
    for (guint part = 0; forms != NULL && part < PARTS; part++) {
        g_free(forms->start[part]);
        g_free(forms->numbers[part]);
    }
    g_free(forms);
}

static gboolean
have_common(const guint32 *a, const guint32 *a_end, const guint32 *b, const guint32 *b_end)
{
    while (a < a_end && b < b_end) {
        if (*a == *b)
            return TRUE;
        if (*a < *b)
            a++;
        else
            b++;
    }
    return FALSE;
}

gboolean
hn_unit_forms_meet(const HnUnitForms *forms, HnUnitPart part, guint32 a, guint32 b)
{
    const guint64 *start = forms->start[part];
    const guint32 *numbers = forms->numbers[part];
    return have_common(numbers + start[a], numbers + start[a + 1], numbers + start[b],
                       numbers + start[b + 1]);
}

static gboolean
is_unknown(const HnUnitForms *forms, HnUnitPart part, guint32 value)
{
    return forms->start[part][value] == forms->start[part][value + 1];
}

gboolean
hn_unit_forms_may_meet(const HnUnitForms *forms, guint32 a, guint32 b)
{
    static const HnUnitPart parts[] = { HN_UNIT_COMMUNES, HN_UNIT_DISTRICTS, HN_UNIT_PROVINCES };
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (!is_unknown(forms, parts[i], a) && !is_unknown(forms, parts[i], b))
            return hn_unit_forms_meet(forms, parts[i], a, b);
    return TRUE;
}

/* ---- address lines ---- */

/* Tables that number what lines have; they do not last. */
typedef struct {
    HnAddressForms *forms;
    HnArena *arena;
    HnDictionary *numbers, *streets, *places;
    GByteArray *buffer;
} Build;

static void
number_numbers(Build *build, HnAddressFields *fields, Line *line)
{
    hn_address_fields_sort_numbers(fields);
    g_byte_array_set_size(build->buffer, 0);
    for (guint i = 0; i < fields->n_numbers; i++) {
        hn_put_bytes(build->buffer, fields->numbers[i].bytes, fields->numbers[i].n_bytes);
        hn_put_bytes(build->buffer, (const guint8 *)"/", 1);
    }
    line->numbers = fields->n_numbers == 0
                        ? 0
                        : hn_dictionary_intern(build->numbers,
                                               hn_slice(build->buffer->data, build->buffer->len));
}

static void
number_street(Build *build, HnSlice street, Line *line)
{
    if (street.n_bytes == 0)
        return;
    line->street_n = hn_dictionary_intern(build->streets, street);
    line->street = street;
    g_byte_array_set_size(build->buffer, 0);
    for (gsize i = 0; i < street.n_bytes; i++)
        if (street.bytes[i] != '_')
            hn_put_bytes(build->buffer, street.bytes + i, 1);
    line->compact = hn_arena_copy(build->arena, hn_slice(build->buffer->data, build->buffer->len));
}

/* "tổ 5, tổ 5" is one place. */
static gboolean
has_number(const GArray *numbers, guint64 from, guint32 number)
{
    for (guint64 i = from; i < numbers->len; i++)
        if (g_array_index(numbers, guint32, i) == number)
            return TRUE;
    return FALSE;
}

static void
number_places(Build *build, HnSlice places, Line *line)
{
    GArray *numbers = build->forms->places;
    line->first_place = numbers->len;
    while (places.n_bytes > 0) {
        const guint8 *space = memchr(places.bytes, ' ', places.n_bytes);
        const gsize n = space == NULL ? places.n_bytes : (gsize)(space - places.bytes);
        const guint32 place = hn_dictionary_intern(build->places, hn_slice(places.bytes, n));
        const gsize n_gone = MIN(n + 1, places.n_bytes);
        places = hn_slice(places.bytes + n_gone, places.n_bytes - n_gone);
        if (place != 0 && !has_number(numbers, line->first_place, place))
            g_array_append_val(numbers, place);
    }
    line->n_places = (guint32)(numbers->len - line->first_place);
    guint32 *own = &g_array_index(numbers, guint32, line->first_place);
    for (guint32 i = 1; i < line->n_places; i++) {
        const guint32 moved = own[i];
        guint32 k = i;
        for (; k > 0 && own[k - 1] > moved; k--)
            own[k] = own[k - 1];
        own[k] = moved;
    }
}

static void
tell_names(Build *build)
{
    const guint32 n = hn_dictionary_size(build->places);
    build->forms->is_named = g_new0(guint8, (gsize)n + 1);
    for (guint32 place = 1; place <= n; place++) {
        const HnSlice text = hn_dictionary_value(build->places, place);
        build->forms->is_named[place] = memchr(text.bytes, '_', text.n_bytes) != NULL;
    }
}

HnAddressForms *
hn_address_forms_new(const HnDictionary *values, HnArena *arena)
{
    const guint32 n_values = hn_dictionary_size(values);
    HnAddressForms *forms = g_new0(HnAddressForms, 1);
    g_autoptr(HnDictionary) numbers = hn_dictionary_new();
    g_autoptr(HnDictionary) streets = hn_dictionary_new();
    g_autoptr(HnDictionary) places = hn_dictionary_new();
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    Build build = { forms, arena, numbers, streets, places, buffer };
    forms->lines = g_new0(Line, (gsize)n_values + 1);
    forms->places = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 code = 1; code <= n_values; code++) {
        HnAddressFields fields = hn_address_fields(hn_dictionary_value(values, code));
        Line *line = forms->lines + code;
        number_numbers(&build, &fields, line);
        number_street(&build, fields.street, line);
        number_places(&build, fields.places, line);
    }
    tell_names(&build);
    return forms;
}

void
hn_address_forms_free(HnAddressForms *forms)
{
    if (forms == NULL)
        return;
    g_free(forms->lines);
    g_array_unref(forms->places);
    g_free(forms->is_named);
    g_free(forms);
}

/* "minh_khai" is the end of "nguyen_thi_minh_khai". */
static gboolean
is_end_of(HnSlice shorter, HnSlice longer)
{
    const gsize from = longer.n_bytes - shorter.n_bytes;
    return longer.n_bytes > shorter.n_bytes && longer.bytes[from - 1] == '_' &&
           memchr(shorter.bytes, '_', shorter.n_bytes) != NULL &&
           memcmp(longer.bytes + from, shorter.bytes, shorter.n_bytes) == 0;
}

static gboolean
streets_alike(const Line *a, const Line *b)
{
    if (a->street_n == b->street_n || hn_slice_equal(a->compact, b->compact))
        return TRUE;
    if (is_end_of(a->street, b->street) || is_end_of(b->street, a->street))
        return TRUE;
    return MIN(a->compact.n_bytes, b->compact.n_bytes) >= STREET_SLIP_MIN &&
           hn_is_one_slip(a->compact, b->compact);
}

static gboolean
share_place(const HnAddressForms *forms, const Line *a, const Line *b)
{
    const guint32 *x = &g_array_index(forms->places, guint32, a->first_place);
    const guint32 *y = &g_array_index(forms->places, guint32, b->first_place);
    guint n_common = 0;
    for (guint32 i = 0, k = 0; i < a->n_places && k < b->n_places;) {
        if (x[i] == y[k] && forms->is_named[x[i]])
            return TRUE;
        n_common += x[i] == y[k] ? 1 : 0;
        if (x[i] <= y[k])
            i++;
        else
            k++;
    }
    return n_common > 0 && n_common == MIN(a->n_places, b->n_places);
}

gboolean
hn_address_forms_same_street(const HnAddressForms *forms, guint32 a, guint32 b)
{
    const Line *x = forms->lines + a, *y = forms->lines + b;
    if (x->street_n != 0 && y->street_n != 0)
        return streets_alike(x, y);
    return share_place(forms, x, y);
}

gboolean
hn_address_forms_same_house(const HnAddressForms *forms, guint32 a, guint32 b)
{
    const Line *x = forms->lines + a, *y = forms->lines + b;
    return x->numbers != 0 && x->numbers == y->numbers && hn_address_forms_same_street(forms, a, b);
}
