#include "insight/card.h"

#include "base/json_field.h"
#include "insight/report_files.h"
#include "insight/report_page.h"
#include "linker/linker_error.h"

const char *const hn_card_words[HN_CARD_WORDS] = { "completeness", "uniqueness", "validity",
                                                   "consistency",  "accuracy",   "timeliness" };

/* The nights that are looked at, tonight first. */
typedef struct {
    const HnProject *project;
    GPtrArray *nights; /* json_t: metrics.json */
} Nights;

/* One source of an entity type, tonight. */
typedef struct {
    const json_t *card;
    const char *entity_type;
    double right[HN_CARD_WORDS]; /* NaN: nothing was asked */
} Card;

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

/* ---- nights ---- */

static void
decref(gpointer data)
{
    json_decref(data);
}

/* FALSE: there is none, or it is none. */
static gboolean
add_night(Nights *nights, const char *run_id, GError **error)
{
    g_autoptr(GBytes) text = hn_report_read(nights->project, run_id, "metrics.json", error);
    gsize n_bytes = 0;
    const char *bytes = text == NULL ? NULL : g_bytes_get_data(text, &n_bytes);
    json_t *metrics = json_loadb(bytes == NULL ? "" : bytes, n_bytes, JSON_ALLOW_NUL, NULL);
    if (json_is_object(metrics)) {
        g_ptr_array_add(nights->nights, metrics);
        return TRUE;
    }
    json_decref(metrics);
    if (error != NULL && *error == NULL)
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "run %s left no metrics.json: it is not of this store, or was abandoned",
                    run_id);
    return FALSE;
}

/* The night that the last one was compared with; NULL: there is none any more. */
static const json_t *
night_at(Nights *nights, guint n)
{
    while (nights->nights->len <= n) {
        const json_t *last = nights->nights->pdata[nights->nights->len - 1];
        const char *earlier = text_of(last, "based_on");
        if (*earlier == '\0' || !add_night(nights, earlier, NULL))
            return NULL;
    }
    return nights->nights->pdata[n];
}

static const json_t *
find_in(const json_t *list, const char *key, const char *name)
{
    for (gsize i = 0; i < json_array_size(list); i++)
        if (strcmp(text_of(json_array_get(list, i), key), name) == 0)
            return json_array_get(list, i);
    return NULL;
}

static const json_t *
card_in(const json_t *metrics, const char *entity_type, const char *source)
{
    const json_t *type = find_in(json_object_get(metrics, "types"), "entity_type", entity_type);
    return find_in(json_object_get(type, "cards"), "source_dataset", source);
}

/* Since its last accepted delivery; 0: tonight. */
static guint
silent_nights(Nights *nights, const char *feed)
{
    guint n = 0;
    for (; n < HN_CARD_NIGHTS_MAX; n++) {
        const json_t *night = night_at(nights, n);
        const json_t *landed = find_in(json_object_get(night, "feeds"), "feed", feed);
        if (landed == NULL || strcmp(text_of(landed, "state"), "landed") == 0)
            break;
    }
    return n;
}

/* ---- what is right ---- */

static void
weigh_words(Card *card)
{
    const json_t *measures = json_object_get(card->card, "measures");
    for (guint w = 0; w < HN_CARD_WORDS; w++) {
        double wrong = 0, of = 0;
        for (gsize i = 0; i < json_array_size(measures); i++) {
            const json_t *measure = json_array_get(measures, i);
            const double n = hn_fact_number(measure, "of");
            if (strcmp(text_of(measure, "word"), hn_card_words[w]) != 0 || !isfinite(n))
                continue;
            wrong += hn_fact_number(measure, "count");
            of += n;
        }
        card->right[w] = of > 0 ? 1 - wrong / of : (double)NAN;
    }
}

static double
worst_of(const Card *card)
{
    double worst = 2;
    for (guint w = 0; w < HN_CARD_WORDS; w++)
        if (isfinite(card->right[w]))
            worst = MIN(worst, card->right[w]);
    return worst;
}

static gint
compare_cards(gconstpointer a, gconstpointer b)
{
    const Card *x = a, *y = b;
    const double worst_x = worst_of(x), worst_y = worst_of(y);
    if (worst_x != worst_y)
        return worst_x < worst_y ? -1 : 1;
    const gint order =
        strcmp(text_of(x->card, "source_dataset"), text_of(y->card, "source_dataset"));
    return order != 0 ? order : strcmp(x->entity_type, y->entity_type);
}

/* @source: NULL = all. */
static GArray *
find_cards(const json_t *metrics, const char *source)
{
    GArray *cards = g_array_new(FALSE, TRUE, sizeof(Card));
    const json_t *types = json_object_get(metrics, "types"), *type, *one;
    gsize t, i;
    json_array_foreach(types, t, type)
    {
        json_array_foreach(json_object_get(type, "cards"), i, one)
        {
            Card card = { .card = one, .entity_type = text_of(type, "entity_type") };
            if (source != NULL && strcmp(text_of(one, "source_dataset"), source) != 0)
                continue;
            weigh_words(&card);
            g_array_append_val(cards, card);
        }
    }
    g_array_sort(cards, compare_cards);
    return cards;
}

/* ---- writing ---- */

static double
share_of(const json_t *measure)
{
    const double of = hn_fact_number(measure, "of");
    return of > 0 ? hn_fact_number(measure, "count") / of : (double)NAN;
}

static const json_t *
same_measure(const json_t *card, const json_t *measure)
{
    static const char *const keys[] = { "word", "measure", "attribute" };
    const json_t *measures = json_object_get(card, "measures");
    for (gsize i = 0; i < json_array_size(measures); i++) {
        const json_t *one = json_array_get(measures, i);
        gboolean is_same = TRUE;
        for (guint k = 0; k < G_N_ELEMENTS(keys); k++)
            is_same = is_same && strcmp(text_of(one, keys[k]), text_of(measure, keys[k])) == 0;
        if (is_same)
            return one;
    }
    return NULL;
}

static void
put_number(HnJsonWriter *json, const char *key, const json_t *object, const char *of)
{
    if (json_is_number(json_object_get(object, of)))
        hn_field_uint(json, key, hn_fact_count(object, of));
    else
        hn_field_text(json, key, NULL);
}

static void
put_measure(HnJsonWriter *json, const json_t *measure, const json_t *before)
{
    hn_json_object(json);
    hn_field_text(json, "word", text_of(measure, "word"));
    hn_field_text(json, "measure", text_of(measure, "measure"));
    hn_field_text(json, "attribute", json_string_value(json_object_get(measure, "attribute")));
    put_number(json, "count", measure, "count");
    put_number(json, "of", measure, "of");
    hn_field_double(json, "share", share_of(measure));
    put_number(json, "count_before", before, "count");
    put_number(json, "of_before", before, "of");
    hn_field_double(json, "share_before", share_of(before));
    hn_json_end_object(json);
}

static void
put_silent(HnJsonWriter *json, guint n)
{
    hn_json_object(json);
    hn_field_text(json, "word", "timeliness");
    hn_field_text(json, "measure", "silent");
    hn_field_text(json, "attribute", NULL);
    hn_field_uint(json, "count", n);
    hn_field_text(json, "of", NULL);
    hn_field_text(json, "share", NULL);
    hn_field_text(json, "count_before", NULL);
    hn_field_text(json, "of_before", NULL);
    hn_field_text(json, "share_before", NULL);
    hn_json_end_object(json);
}

static const char *
owner_of(const HnProject *project, const char *feed)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (strcmp(project->feeds[i].name, feed) == 0)
            return project->feeds[i].owner;
    return NULL;
}

static void
put_card(Nights *nights, const Card *card, HnJsonWriter *json)
{
    const json_t *tonight = nights->nights->pdata[0];
    const char *source = text_of(card->card, "source_dataset");
    const char *feed = text_of(card->card, "feed");
    const json_t *before = card_in(night_at(nights, 1), card->entity_type, source);
    const json_t *landed = find_in(json_object_get(tonight, "feeds"), "feed", feed);
    const json_t *rows = find_in(json_object_get(tonight, "sources"), "source_dataset", source);
    hn_json_object(json);
    hn_field_text(json, "source", source);
    hn_field_text(json, "feed", feed);
    hn_field_text(json, "owner", owner_of(nights->project, feed));
    hn_field_text(json, "entity_type", card->entity_type);
    hn_field_text(json, "state", landed == NULL ? "absent" : text_of(landed, "state"));
    put_number(json, "records", card->card, "records");
    put_number(json, "records_before", before, "records");
    put_number(json, "new", rows, "new");
    put_number(json, "changed", rows, "changed");
    hn_field_object(json, "right");
    for (guint w = 0; w < HN_CARD_WORDS; w++)
        hn_field_double(json, hn_card_words[w], card->right[w]);
    hn_json_end_object(json);
    hn_field_array(json, "measures");
    const json_t *measures = json_object_get(card->card, "measures"), *measure;
    gsize i;
    json_array_foreach(measures, i, measure)
        put_measure(json, measure, same_measure(before, measure));
    put_silent(json, silent_nights(nights, feed));
    hn_json_end_array(json);
    hn_json_end_object(json);
}

static void
put_cards(Nights *nights, const GArray *cards, HnJsonWriter *json)
{
    const json_t *tonight = nights->nights->pdata[0];
    hn_json_object(json);
    hn_field_uint(json, "schema", 1);
    hn_field_text(json, "project", text_of(tonight, "project"));
    hn_field_text(json, "run_id", text_of(tonight, "run_id"));
    hn_field_text(json, "started", text_of(tonight, "started"));
    hn_field_text(json, "before", json_string_value(json_object_get(tonight, "based_on")));
    hn_field_array(json, "sources");
    for (guint i = 0; i < cards->len; i++)
        put_card(nights, &g_array_index(cards, Card, i), json);
    hn_json_end_array(json);
    hn_json_end_object(json);
}

gboolean
hn_card_write(const HnProject *project, const char *run_id, const char *source, HnJsonWriter *json,
              GError **error)
{
    g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func(decref);
    Nights nights = { project, read };
    if (!add_night(&nights, run_id, error))
        return FALSE;
    g_autoptr(GArray) cards = find_cards(read->pdata[0], source);
    if (source != NULL && cards->len == 0) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "run %s has no card of a source '%s'", run_id, source);
        return FALSE;
    }
    put_cards(&nights, cards, json);
    return TRUE;
}
