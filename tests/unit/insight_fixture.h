/* tests/unit/insight_fixture.h - small files made of text, scanned and planned.
 *
 * Data walk: the tests of insight/.
 * Threads: belongs to one thread.
 */
#pragma once
#include <glib/gstdio.h>

#include "insight/attribute_plan.h"

typedef struct {
    char *folder;
    GPtrArray *paths; /* with a NULL at the end */
} InsightFiles;

static inline InsightFiles
insight_files_new(void)
{
    InsightFiles files = { g_dir_make_tmp("hn-insight-XXXXXX", NULL), g_ptr_array_new() };
    g_assert_nonnull(files.folder);
    g_ptr_array_add(files.paths, NULL);
    return files;
}

static inline void
insight_files_add_bytes(InsightFiles *files, const char *name, const void *bytes, gsize n_bytes)
{
    char *path = g_build_filename(files->folder, name, NULL);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)n_bytes, NULL));
    g_ptr_array_insert(files->paths, (gint)files->paths->len - 1, path);
}

static inline void
insight_files_add(InsightFiles *files, const char *name, const char *text)
{
    insight_files_add_bytes(files, name, text, strlen(text));
}

static inline void
insight_files_clear(InsightFiles *files)
{
    for (guint i = 0; files->paths->pdata[i] != NULL; i++) {
        g_unlink(files->paths->pdata[i]);
        g_free(files->paths->pdata[i]);
    }
    g_rmdir(files->folder);
    g_free(files->folder);
    g_ptr_array_unref(files->paths);
}

static inline HnScan *
insight_files_scan(const InsightFiles *files, GError **error)
{
    const HnScanOptions options = { .paths = (const char *const *)files->paths->pdata };
    return hn_scan_new(&options, error);
}

static inline HnAttributePlan *
insight_files_plan(const InsightFiles *files, const HnAttributePlanOptions *options, GError **error)
{
    const HnAttributePlanOptions none = { 0 };
    HnScan *scan = insight_files_scan(files, error);
    return scan == NULL ? NULL
                        : hn_attribute_plan_new(scan, options == NULL ? &none : options, error);
}

/* By the country's tables; @key NULL = found. */
static inline HnAttributePlan *
insight_files_plan_vn(const InsightFiles *files, const char *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    const HnScanOptions options = { .paths = (const char *const *)files->paths->pdata,
                                    .tables = tables };
    const char *const keys[] = { key, NULL };
    const HnAttributePlanOptions keyed = { .keys = key == NULL ? NULL : keys };
    HnScan *scan = hn_scan_new(&options, &error);
    g_assert_no_error(error);
    HnAttributePlan *plan = hn_attribute_plan_new(scan, &keyed, &error);
    g_assert_no_error(error);
    return plan;
}

/* "birth_date:date=dob|%Y-%m-%d;" an attribute; "-" before its name: not compared. Columns of a
 * file with "+", files with ",". */
static inline char *
insight_plan_text(const HnAttributePlan *plan)
{
    GString *text = g_string_new(NULL);
    for (guint a = 0; a < plan->n_attributes; a++) {
        const HnPlannedAttribute *attribute = &plan->attributes[a];
        g_string_append_printf(text, "%s%s:%s%s=", attribute->compared ? "" : "-", attribute->name,
                               hn_attribute_type_name(attribute->type), attribute->many ? "*" : "");
        for (guint f = 0; f < plan->n_files; f++) {
            const HnPlannedMap *map = &attribute->maps[f];
            for (guint c = 0; c < map->n_columns; c++)
                g_string_append_printf(text, "%s%s", c == 0 ? (f == 0 ? "" : ",") : "+",
                                       plan->files[f].scanned->columns[map->columns[c]].name);
            if (map->split != NULL)
                g_string_append_printf(text, "/%s", map->split);
            for (guint i = 0; map->date_formats != NULL && map->date_formats[i] != NULL; i++)
                g_string_append_printf(text, "|%s", map->date_formats[i]);
        }
        g_string_append(text, "; ");
    }
    return g_string_free(text, FALSE);
}

/* The profile of the only column of @text, a CSV. */
static inline HnColumnProfile
insight_profile_of(const char *text)
{
    HnColumnProfile profile;
    InsightFiles files = insight_files_new();
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "one.csv", text);
    g_autoptr(HnScan) scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    hn_column_profile_make(scan, 0, 0, &profile);
    insight_files_clear(&files);
    return profile;
}

/* Names that a register may hold; the i-th of each. */
static inline const char *
insight_given(guint i)
{
    static const char *const names[] = { "Anna",  "James", "Maria", "Peter", "Laura", "Thomas",
                                         "Julia", "David", "Emma",  "Paul",  "Sarah", "Martin" };
    return names[i % G_N_ELEMENTS(names)];
}

static inline const char *
insight_surname(guint i)
{
    static const char *const names[] = { "Smith",  "Johnson", "Miller",  "Wagner",   "Nguyen",
                                         "Brown",  "Taylor",  "Schmidt", "Anderson", "Thompson",
                                         "Wilson", "Fischer", "Becker" };
    return names[i % G_N_ELEMENTS(names)];
}
