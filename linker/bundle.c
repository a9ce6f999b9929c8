#include "linker/bundle.h"

#include <jansson.h>

#include "base/base_error.h"
#include "base/io.h"
#include "linker/interaction_json.h"
#include "linker/linker_error.h"
#include "linker/splink_model.h"

#define JSON_BYTES_MAX ((gsize)64 << 20)
#define TERMS_BYTES_MAX ((gsize)4 << 30)
#define SUPPORT_OF_EARLIER 26214 /* .4 */

void
hn_bundle_free(HnBundle *bundle)
{
    if (bundle == NULL)
        return;
    g_free(bundle->entity_type);
    g_free(bundle->deciding_part);
    hn_model_free(bundle->model);
    hn_oversize_list_free(bundle->oversize);
    g_free(bundle);
}

/* ---- terms.hns: term tables, oversize values, weights of words, terms of spellings ---- */

static void
encode_term_table(const HnTermTable *terms, GByteArray *out)
{
    hn_put_zigzag(out, terms->unseen_units);
    hn_put_varint(out, terms->n_total);
    hn_put_varint(out, terms->n);
    for (guint i = 0; i < terms->n; i++) {
        hn_put_slice(out, terms->terms[i].value);
        hn_put_varint(out, terms->terms[i].count);
        hn_put_zigzag(out, terms->terms[i].adjust_units);
    }
}

static gboolean
weighs_spellings(const HnModel *model)
{
    for (guint c = 0; c < model->n_comparisons; c++)
        if (model->comparisons[c].spellings.unseen_units != 0 ||
            model->comparisons[c].spellings.n > 0)
            return TRUE;
    return FALSE;
}

static gboolean
weighs_tokens(const HnModel *model)
{
    for (guint c = 0; c < model->n_comparisons; c++)
        if (model->comparisons[c].tokens.unseen_units > 0)
            return TRUE;
    return FALSE;
}

static void
encode_terms(const HnModel *model, const HnOversizeList *oversize, const HnEntityType *type,
             GByteArray *out)
{
    hn_put_varint(out, model->n_comparisons);
    for (guint c = 0; c < model->n_comparisons; c++)
        encode_term_table(&model->comparisons[c].terms, out);
    hn_put_varint(out, oversize->n);
    for (guint i = 0; i < oversize->n; i++) {
        const HnOversize *item = &oversize->items[i];
        const guint n_parts = type->rules[item->rule].n_parts;
        hn_put_varint(out, item->rule);
        hn_put_varint(out, n_parts);
        for (guint part = 0; part < n_parts; part++)
            hn_put_slice(out, item->values[part]);
        hn_put_varint(out, item->n_refinements);
        for (guint r = 0; r < item->n_refinements; r++)
            hn_put_varint(out, item->refinements[r]);
    }
    const gboolean has_spellings = weighs_spellings(model);
    const gboolean has_tokens = has_spellings || weighs_tokens(model);
    for (guint c = 0; has_tokens && c < model->n_comparisons; c++)
        encode_term_table(&model->comparisons[c].tokens, out);
    for (guint c = 0; has_spellings && c < model->n_comparisons; c++)
        encode_term_table(&model->comparisons[c].spellings, out);
}

static gboolean
decode_term_table(HnCursor *cursor, HnArena *arena, HnTermTable *ret_terms)
{
    ret_terms->unseen_units = (gint32)hn_get_zigzag(cursor);
    ret_terms->n_total = hn_get_varint(cursor);
    const guint64 n = hn_get_varint(cursor);
    if (!hn_cursor_ok(cursor) || n > hn_cursor_left(cursor) / 3)
        return FALSE;
    ret_terms->n = (guint)n;
    ret_terms->terms = hn_arena_array(arena, HnTerm, MAX(n, 1));
    for (guint i = 0; i < n; i++) {
        HnTerm *term = &ret_terms->terms[i];
        const HnSlice value = hn_get_slice(cursor);
        term->count = (guint32)hn_get_varint(cursor);
        term->adjust_units = (gint32)hn_get_zigzag(cursor);
        if (!hn_cursor_ok(cursor) || ABS(term->adjust_units) > HN_WEIGHT_CLAMP_UNITS)
            return FALSE;
        term->value = hn_arena_copy(arena, value);
        if (i > 0 && hn_slice_compare(term[-1].value, term->value) >= 0)
            return FALSE;
    }
    return ABS(ret_terms->unseen_units) <= HN_WEIGHT_CLAMP_UNITS;
}

static gboolean
decode_oversize(HnCursor *cursor, HnOversizeList *list)
{
    const guint64 n = hn_get_varint(cursor);
    if (!hn_cursor_ok(cursor) || n > hn_cursor_left(cursor))
        return FALSE;
    list->n = (guint)n;
    list->items = g_new0(HnOversize, MAX(n, 1));
    for (guint i = 0; i < n; i++) {
        HnOversize *item = &list->items[i];
        item->rule = (guint)hn_get_varint(cursor);
        const guint64 n_parts = hn_get_varint(cursor);
        if (item->rule >= HN_RULES_MAX || n_parts > HN_KEY_PARTS_MAX)
            return FALSE;
        for (guint64 part = 0; part < n_parts; part++)
            item->values[part] = hn_arena_copy(list->arena, hn_get_slice(cursor));
        item->n_refinements = (guint)hn_get_varint(cursor);
        if (!hn_cursor_ok(cursor) || item->n_refinements > HN_KEY_PARTS_MAX)
            return FALSE;
        for (guint r = 0; r < item->n_refinements; r++)
            item->refinements[r] = (guint)hn_get_varint(cursor);
    }
    return hn_cursor_ok(cursor);
}

/* They stand behind the weights of words, and only where a level weighs names by them. */
static gboolean
decode_spellings(HnCursor *cursor, HnModel *model)
{
    for (guint c = 0; c < model->n_comparisons; c++)
        if (!decode_term_table(cursor, model->arena, &model->comparisons[c].spellings))
            return FALSE;
    return hn_cursor_done(cursor);
}

/* They stand at the end, and only where a level weighs words. */
static gboolean
decode_tokens(HnCursor *cursor, HnModel *model)
{
    for (guint c = 0; c < model->n_comparisons; c++) {
        HnTermTable *tokens = &model->comparisons[c].tokens;
        if (!decode_term_table(cursor, model->arena, tokens) || tokens->unseen_units < 0)
            return FALSE;
        for (guint i = 0; i < tokens->n; i++)
            if (tokens->terms[i].adjust_units <= 0)
                return FALSE;
    }
    return hn_cursor_done(cursor) || decode_spellings(cursor, model);
}

static gboolean
decode_terms(HnSlice bytes, HnBundle *bundle)
{
    HnCursor cursor = hn_cursor(bytes.bytes, bytes.n_bytes);
    if (hn_get_varint(&cursor) != bundle->model->n_comparisons)
        return FALSE;
    for (guint c = 0; c < bundle->model->n_comparisons; c++)
        if (!decode_term_table(&cursor, bundle->model->arena, &bundle->model->comparisons[c].terms))
            return FALSE;
    bundle->oversize = hn_oversize_list_new();
    return decode_oversize(&cursor, bundle->oversize) &&
           (hn_cursor_done(&cursor) || decode_tokens(&cursor, bundle->model));
}

/* ---- hopnhat.json ---- */

static void
put_doubles(HnJsonWriter *json, const char *key, const double *values, guint n)
{
    hn_json_key(json, key);
    hn_json_array(json);
    for (guint i = 0; i < n; i++)
        hn_json_double(json, values[i]);
    hn_json_end_array(json);
}

/* Nothing without labels: what was learned so has the bytes that it always had. */
static void
put_labels(HnJsonWriter *json, const HnLabels *labels)
{
    if (labels->n == 0)
        return;
    hn_json_key(json, "labels");
    hn_json_object(json);
    hn_json_key(json, "match");
    hn_json_uint(json, labels->n_match);
    hn_json_key(json, "different");
    hn_json_uint(json, labels->n_different);
    hn_json_key(json, "unsure");
    hn_json_uint(json, labels->n_unsure);
    hn_json_key(json, "decided");
    hn_json_uint(json, labels->n_decided);
    hn_json_key(json, "sha256");
    hn_json_string(json, labels->digest);
    hn_json_end_object(json);
}

static void
put_populations(HnJsonWriter *json, const HnEntityType *type, HnPopulation *const *populations)
{
    if (populations == NULL)
        return;
    hn_json_key(json, "populations");
    hn_json_array(json);
    for (guint a = 0; a < type->n_attributes; a++) {
        if (populations[a] == NULL)
            continue;
        hn_json_object(json);
        hn_json_key(json, "attribute");
        hn_json_string(json, type->attributes[a].name);
        hn_json_key(json, "values");
        hn_json_uint(json, populations[a]->n);
        hn_json_key(json, "total");
        hn_json_uint(json, populations[a]->n_total);
        hn_json_key(json, "sha256");
        hn_json_string(json, populations[a]->digest);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_training(HnJsonWriter *json, const HnEntityType *type, const HnTraining *training)
{
    hn_json_key(json, "training");
    hn_json_object(json);
    hn_json_key(json, "patterns");
    hn_json_uint(json, training->n_patterns);
    hn_json_key(json, "expected_matches");
    hn_json_double(json, training->expected_matches);
    hn_json_key(json, "unseen_levels");
    hn_json_uint(json, training->n_unseen_levels);
    put_labels(json, &training->labels);
    put_populations(json, type, training->populations);
    hn_json_key(json, "passes");
    hn_json_array(json);
    for (guint i = 0; i < training->n_passes; i++) {
        const HnTrainingPass *pass = &training->passes[i];
        hn_json_object(json);
        hn_json_key(json, "rule");
        hn_json_string(json, type->rules[i].name);
        hn_json_key(json, "pairs");
        hn_json_uint(json, pass->n_pairs);
        hn_json_key(json, "patterns");
        hn_json_uint(json, pass->n_patterns);
        hn_json_key(json, "share");
        hn_json_double(json, pass->share);
        hn_json_key(json, "used");
        hn_json_bool(json, pass->used);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    hn_json_end_object(json);
}

static void
write_sidecar(const HnEntityType *type, const char *deciding_part, const HnTraining *training,
              GByteArray *out)
{
    const HnModel *model = training->model;
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "entity_type");
    hn_json_string(&json, type->name);
    hn_json_key(&json, "lambda");
    hn_json_double(&json, model->lambda);
    hn_json_key(&json, "prior_units");
    hn_json_int(&json, model->prior_units);
    hn_json_key(&json, "threshold_match_units");
    hn_json_int(&json, model->threshold_match_units);
    hn_json_key(&json, "threshold_review_units");
    hn_json_int(&json, model->threshold_review_units);
    hn_json_key(&json, "cluster_support");
    hn_json_uint(&json, model->cluster_support);
    hn_json_key(&json, "comparisons");
    hn_json_array(&json);
    for (guint c = 0; c < model->n_comparisons; c++) {
        const HnComparisonModel *comparison = &model->comparisons[c];
        const guint n = type->comparisons[c].n_levels;
        hn_json_object(&json);
        hn_json_key(&json, "name");
        hn_json_string(&json, type->comparisons[c].name);
        put_doubles(&json, "m", comparison->m, n);
        put_doubles(&json, "u", comparison->u, n);
        hn_json_key(&json, "weight_units");
        hn_json_array(&json);
        for (guint level = 0; level < n; level++)
            hn_json_int(&json, comparison->weight_units[level]);
        hn_json_end_array(&json);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_key(&json, "interactions");
    hn_interactions_put(&json, type, model);
    hn_relatives_put(&json, type, model);
    put_training(&json, type, training);
    hn_json_key(&json, "deciding_part");
    hn_json_raw(&json, hn_slice_of(deciding_part));
    hn_json_end_object(&json);
    hn_json_newline(&json);
}

static gboolean
bad_sidecar(const char *id, const char *what, GError **error)
{
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_BUNDLE, "bundle %.12s: hopnhat.json: %s",
                id, what);
    return FALSE;
}

static gboolean
read_units(json_t *object, const char *key, gint32 units_max, gint32 *ret_units)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || ABS(json_integer_value(value)) > units_max)
        return FALSE;
    *ret_units = (gint32)json_integer_value(value);
    return TRUE;
}

/* Earlier bundles have none: it was the same for all. */
static gboolean
read_support(json_t *root, guint32 *ret_support)
{
    gint32 support = SUPPORT_OF_EARLIER;
    if (json_object_get(root, "cluster_support") != NULL &&
        (!read_units(root, "cluster_support", 65536, &support) || support < 0))
        return FALSE;
    *ret_support = (guint32)support;
    return TRUE;
}

static gboolean
read_comparison(json_t *object, HnComparisonModel *ret_model)
{
    json_t *m = json_object_get(object, "m"), *u = json_object_get(object, "u");
    json_t *weights = json_object_get(object, "weight_units");
    const gsize n = json_array_size(weights);
    if (n == 0 || n > HN_LEVELS_MAX || json_array_size(m) != n || json_array_size(u) != n)
        return FALSE;
    for (gsize level = 0; level < n; level++) {
        json_t *weight = json_array_get(weights, level);
        if (!json_is_integer(weight) || ABS(json_integer_value(weight)) > HN_WEIGHT_CLAMP_UNITS)
            return FALSE;
        ret_model->weight_units[level] = (gint32)json_integer_value(weight);
        ret_model->m[level] = json_number_value(json_array_get(m, level));
        ret_model->u[level] = json_number_value(json_array_get(u, level));
    }
    return TRUE;
}

static gboolean
parse_sidecar(HnSlice text, HnBundle *bundle, GError **error)
{
    json_error_t problem;
    json_t *root =
        json_loadb((const char *)text.bytes, text.n_bytes, JSON_REJECT_DUPLICATES, &problem);
    if (root == NULL)
        return bad_sidecar(bundle->id, problem.text, error);
    json_t *comparisons = json_object_get(root, "comparisons");
    const gsize n = json_array_size(comparisons);
    const char *type = json_string_value(json_object_get(root, "entity_type"));
    gboolean ok = type != NULL && n > 0 && n <= HN_COMPARISONS_MAX &&
                  json_is_number(json_object_get(root, "lambda"));
    if (ok) {
        bundle->entity_type = g_strdup(type);
        bundle->model = hn_model_new((guint)n);
        bundle->model->lambda = json_number_value(json_object_get(root, "lambda"));
        HnModel *model = bundle->model;
        ok = read_units(root, "prior_units", HN_WEIGHT_CLAMP_UNITS, &model->prior_units) &&
             read_units(root, "threshold_match_units", HN_THRESHOLD_UNITS_MAX,
                        &model->threshold_match_units) &&
             read_units(root, "threshold_review_units", HN_THRESHOLD_UNITS_MAX,
                        &model->threshold_review_units) &&
             read_support(root, &model->cluster_support);
    }
    ok = ok && hn_interactions_read(json_object_get(root, "interactions"), bundle->model) &&
         hn_relatives_read(json_object_get(root, "relatives"), bundle->model);
    for (gsize c = 0; ok && c < n; c++)
        ok = read_comparison(json_array_get(comparisons, c), &bundle->model->comparisons[c]);
    const json_t *training = json_object_get(root, "training");
    bundle->learned = json_integer_value(json_object_get(training, "patterns")) > 0 ||
                      json_array_size(json_object_get(training, "passes")) == 0; /* imported */
    if (ok) {
        char *deciding = json_dumps(json_object_get(root, "deciding_part"),
                                    JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
        bundle->deciding_part = g_strdup(deciding);
        free(deciding);
    }
    json_decref(root);
    return ok && bundle->deciding_part != NULL
               ? TRUE
               : bad_sidecar(bundle->id, "a field is missing or wrong", error);
}

/* ---- the folder ---- */

static void
bundle_id(HnSlice model, HnSlice sidecar, HnSlice terms, char *ret_id)
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    const HnSlice contents[] = { model, sidecar, terms };
    for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
        const guint64 n_bytes = GUINT64_TO_LE((guint64)contents[i].n_bytes);
        hn_digest_update(digest, &n_bytes, sizeof n_bytes);
        hn_digest_update(digest, contents[i].bytes, contents[i].n_bytes);
    }
    guint8 bytes[HN_DIGEST_BYTES];
    hn_digest_finish(digest, bytes);
    hn_hex(bytes, sizeof bytes, ret_id);
}

static char *
bundle_folder(HnStore *store, const char *id)
{
    g_autofree char *relative = g_build_filename("bundles", id, NULL);
    return hn_store_path(store, relative);
}

/* The sidecar is written last: a folder without it is a killed attempt and is written again. */
static gboolean
write_folder(HnStore *store, const char *folder, HnSlice model, HnSlice sidecar, HnSlice terms,
             GError **error)
{
    g_autofree char *model_path = g_build_filename(folder, "model.json", NULL);
    g_autofree char *terms_path = g_build_filename(folder, "terms.hns", NULL);
    g_autofree char *sidecar_path = g_build_filename(folder, "hopnhat.json", NULL);
    if (g_file_test(sidecar_path, G_FILE_TEST_EXISTS))
        return TRUE;
    return hn_io_make_folder(folder, error) &&
           hn_io_write_file(model_path, model.bytes, model.n_bytes, error) &&
           hn_io_unlink(terms_path, error) &&
           hn_sealed_write(terms_path, "TERM", hn_store_seal_key(store), terms, NULL, error) &&
           hn_io_write_file(sidecar_path, sidecar.bytes, sidecar.n_bytes, error);
}

HnBundle *
hn_bundle_seal(HnStore *store, const HnProject *project, guint entity, const HnTraining *training,
               GError **error)
{
    const HnEntityType *type = &project->entities[entity];
    g_autofree char *deciding = hn_project_deciding_part(project, entity);
    g_autoptr(GByteArray) model = g_byte_array_new();
    g_autoptr(GByteArray) sidecar = g_byte_array_new();
    g_autoptr(GByteArray) terms = g_byte_array_new();
    hn_splink_model_write(type, training->model, model);
    write_sidecar(type, deciding, training, sidecar);
    encode_terms(training->model, training->oversize, type, terms);
    char id[HN_DIGEST_HEX_CHARS + 1];
    bundle_id(hn_slice(model->data, model->len), hn_slice(sidecar->data, sidecar->len),
              hn_slice(terms->data, terms->len), id);
    g_autofree char *folder = bundle_folder(store, id);
    if (!write_folder(store, folder, hn_slice(model->data, model->len),
                      hn_slice(sidecar->data, sidecar->len), hn_slice(terms->data, terms->len),
                      error))
        return NULL;
    return hn_bundle_load(store, id, error);
}

HnBundle *
hn_bundle_load(HnStore *store, const char *id, GError **error)
{
    g_autoptr(HnBundle) bundle = g_new0(HnBundle, 1);
    g_strlcpy(bundle->id, id, sizeof bundle->id);
    g_autofree char *folder = bundle_folder(store, id);
    g_autofree char *model_path = g_build_filename(folder, "model.json", NULL);
    g_autofree char *terms_path = g_build_filename(folder, "terms.hns", NULL);
    g_autofree char *sidecar_path = g_build_filename(folder, "hopnhat.json", NULL);
    g_autoptr(GBytes) model = hn_io_read_file(model_path, JSON_BYTES_MAX, error);
    g_autoptr(GBytes) sidecar =
        model == NULL ? NULL : hn_io_read_file(sidecar_path, JSON_BYTES_MAX, error);
    if (sidecar == NULL)
        return NULL;
    g_autoptr(GByteArray) terms =
        hn_sealed_read(terms_path, "TERM", hn_store_seal_key(store), NULL, TERMS_BYTES_MAX, error);
    if (terms == NULL)
        return NULL;
    gsize n_model = 0, n_sidecar = 0;
    const void *model_bytes = g_bytes_get_data(model, &n_model);
    const void *sidecar_bytes = g_bytes_get_data(sidecar, &n_sidecar);
    char found[HN_DIGEST_HEX_CHARS + 1];
    bundle_id(hn_slice(model_bytes, n_model), hn_slice(sidecar_bytes, n_sidecar),
              hn_slice(terms->data, terms->len), found);
    if (strcmp(found, id) != 0) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                    "bundle %.12s: its content was changed (it has the digest %.12s)", id, found);
        return NULL;
    }
    if (!parse_sidecar(hn_slice(sidecar_bytes, n_sidecar), bundle, error))
        return NULL;
    if (!decode_terms(hn_slice(terms->data, terms->len), bundle)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                    "bundle %.12s: terms.hns is damaged", id);
        return NULL;
    }
    return g_steal_pointer(&bundle);
}

static gint
compare_ids(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *
hn_bundle_list(HnStore *store, const char *entity_type, GError **error)
{
    g_autofree char *folder = hn_store_path(store, "bundles");
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (strlen(name) != HN_DIGEST_HEX_CHARS)
            continue;
        g_autofree char *sidecar = g_build_filename(folder, name, "hopnhat.json", NULL);
        if (!g_file_test(sidecar, G_FILE_TEST_EXISTS))
            continue;
        g_autoptr(HnBundle) bundle = hn_bundle_load(store, name, error);
        if (bundle == NULL)
            return NULL;
        if (strcmp(bundle->entity_type, entity_type) == 0)
            g_ptr_array_add(ids, g_strdup(name));
    }
    g_ptr_array_sort(ids, compare_ids);
    return g_steal_pointer(&ids);
}
