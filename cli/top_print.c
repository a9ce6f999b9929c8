#include "cli/top_print.h"

#include <stdio.h>

#include "cli/say.h"
#include "insight/report_page.h"
#include "linker/linker_error.h"

const char *const hn_top_print_lists[] = { "bridges", "clusters", "cases", NULL };

gboolean
hn_top_print_knows(const char *list)
{
    return g_strv_contains(hn_top_print_lists, list);
}

static const json_t *
items_of(const json_t *type, const char *list)
{
    const json_t *value = hn_fact_at(type, list);
    if (json_is_array(value))
        return value;
    return hn_fact_at(value, g_str_equal(list, "bridges") ? "weakest" : "heaviest");
}

static void
print_bridge(HnReportPage *page, const json_t *bridge)
{
    g_autofree char *sides =
        g_strdup_printf("%" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT,
                        hn_fact_count(bridge, "n_nodes_l"), hn_fact_count(bridge, "n_nodes_r"));
    printf("  %+8.2f  %10s  %-11s  %s:%s  %s:%s\n", hn_fact_number(bridge, "match_weight"), sides,
           hn_page_text(page, bridge, "cluster_id"), hn_page_text(page, bridge, "source_dataset_l"),
           hn_page_text(page, bridge, "unique_id_l"),
           hn_page_text(page, bridge, "source_dataset_r"),
           hn_page_text(page, bridge, "unique_id_r"));
}

static void
print_cluster(HnReportPage *page, const json_t *cluster)
{
    printf("  %8" G_GUINT64_FORMAT "  %8" G_GUINT64_FORMAT "  %7.2f  %7" G_GUINT64_FORMAT
           "  %-11s  %s:%s\n",
           hn_fact_count(cluster, "n_nodes"), hn_fact_count(cluster, "n_edges"),
           hn_fact_number(cluster, "density"), hn_fact_count(cluster, "n_bridges"),
           hn_page_text(page, cluster, "cluster_id"), hn_page_text(page, cluster, "source_dataset"),
           hn_page_text(page, cluster, "unique_id"));
}

static void
print_case(HnReportPage *page, const json_t *one)
{
    printf("  %+8.2f  %-11s  %-6s  %-11s  %-11s  %s:%s  %s:%s\n",
           hn_fact_number(one, "match_weight"), hn_page_text(page, one, "case_id"),
           hn_page_text(page, one, "kind"), hn_page_text(page, one, "entity_id_l"),
           hn_page_text(page, one, "entity_id_r"), hn_page_text(page, one, "source_dataset_l"),
           hn_page_text(page, one, "unique_id_l"), hn_page_text(page, one, "source_dataset_r"),
           hn_page_text(page, one, "unique_id_r"));
}

static void
print_words(HnReportPage *page, const HnTopPrint *print, const json_t *type)
{
    const json_t *items = items_of(type, print->list);
    const gsize n = MIN(json_array_size(items), print->n);
    const gboolean bridges = g_str_equal(print->list, "bridges");
    const gboolean clusters = g_str_equal(print->list, "clusters");
    const guint64 n_all =
        clusters ? json_array_size(items) : hn_fact_count(hn_fact_at(type, print->list), "count");
    printf(HN_SAY("%s: %" G_GSIZE_FORMAT " of %" G_GUINT64_FORMAT " %s\n",
                  "%s: %" G_GSIZE_FORMAT " trên tổng số %" G_GUINT64_FORMAT " %s\n"),
           hn_page_text(page, type, "entity_type"), n, n_all,
           bridges    ? HN_SAY("links that alone hold an entity of three records or more together",
                               "liên kết duy nhất giữ một thực thể từ ba bản ghi trở lên")
           : clusters ? HN_SAY("of the largest entities", "thực thể lớn nhất")
                      : HN_SAY("doubtful pairs of entities", "cặp thực thể còn nghi ngờ"));
    if (n > 0)
        puts(bridges ? HN_SAY("    weight       sides  entity       one end  other end",
                              "  trọng số    hai phía  thực thể     đầu này  đầu kia")
             : clusters
                 ? HN_SAY("   records     links  density  bridges  entity       first record",
                          "   bản ghi  liên kết   mật độ  cầu nối  thực thể     bản ghi đầu")
                 : HN_SAY("    weight  case         kind    entities                  one end  "
                          "other end",
                          "  trọng số  hồ sơ        loại    hai thực thể              đầu này  "
                          "đầu kia"));
    for (gsize i = 0; i < n; i++) {
        const json_t *item = json_array_get(items, i);
        if (bridges)
            print_bridge(page, item);
        else if (clusters)
            print_cluster(page, item);
        else
            print_case(page, item);
    }
}

static void
print_json(const HnTopPrint *print, const json_t *type)
{
    const json_t *items = items_of(type, print->list);
    for (gsize i = 0; i < MIN(json_array_size(items), print->n); i++) {
        char *line = json_dumps(json_array_get(items, i), JSON_COMPACT | JSON_PRESERVE_ORDER);
        puts(line);
        free(line);
    }
}

gboolean
hn_top_print(const HnTopPrint *print, HnSlice metrics, GError **error)
{
    json_t *root = json_loadb((const char *)metrics.bytes, metrics.n_bytes, JSON_ALLOW_NUL, NULL);
    const json_t *type;
    gsize i;
    if (!json_is_object(root)) {
        json_decref(root);
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "the run left no metrics.json: an earlier version did it; the next run leaves "
                    "one");
        return FALSE;
    }
    HnReportPage page;
    hn_page_init(&page, HN_LANGUAGE_EN);
    json_array_foreach(hn_fact_at(root, "types"), i, type)
    {
        if (print->json)
            print_json(print, type);
        else
            print_words(&page, print, type);
    }
    hn_page_clear(&page);
    json_decref(root);
    return TRUE;
}
