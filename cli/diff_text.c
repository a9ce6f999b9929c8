#include "cli/diff_text.h"

#include "cli/record_name.h"
#include "cli/say.h"
#include "records/entity_id.h"

static const char *
kind_word(HnDiffKind kind)
{
    static const char *const words[HN_DIFF_KINDS] = { "gộp",  "tách",       "chuyển", "mới",
                                                      "thêm", "ngừng dùng", "rút",    "cập nhật" };
    return HN_SAY(hn_diff_kind_name(kind), words[kind]);
}

static const char *
state_word(const char *state)
{
    if (strcmp(state, "dry") == 0)
        return HN_SAY("dry run", "chạy thử");
    return strcmp(state, "held") == 0 ? HN_SAY("held", "bị giữ lại")
                                      : HN_SAY("published", "đã công bố");
}

static void
print_totals(const HnRunDiff *diff)
{
    printf(HN_SAY("  entities   %" G_GUINT64_FORMAT " -> %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT
                  " merged (%" G_GUINT64_FORMAT " against an identifier), %" G_GUINT64_FORMAT
                  " split, %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT
                  " retired, %" G_GUINT64_FORMAT " with other values\n",
                  "  thực thể   %" G_GUINT64_FORMAT " -> %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT
                  " gộp (%" G_GUINT64_FORMAT " trái với số định danh), %" G_GUINT64_FORMAT
                  " tách, %" G_GUINT64_FORMAT " mới, %" G_GUINT64_FORMAT
                  " ngừng dùng, %" G_GUINT64_FORMAT " có giá trị khác\n"),
           diff->n_entities[0], diff->n_entities[1], diff->entities[HN_DIFF_MERGED], diff->n_strong,
           diff->entities[HN_DIFF_SPLIT], diff->entities[HN_DIFF_NEW],
           diff->entities[HN_DIFF_RETIRED], diff->entities[HN_DIFF_UPDATED]);
    printf(HN_SAY("  records    %" G_GUINT64_FORMAT " -> %" G_GUINT64_FORMAT ":",
                  "  bản ghi    %" G_GUINT64_FORMAT " -> %" G_GUINT64_FORMAT ":"),
           diff->n_records[0], diff->n_records[1]);
    for (guint i = 0; i < HN_DIFF_UPDATED; i++)
        printf("%s %" G_GUINT64_FORMAT " %s", i == 0 ? "" : ",", diff->rows[i],
               kind_word((HnDiffKind)i));
    putchar('\n');
}

/* "person.full_name 20, person.birth_date 3"; FALSE: all are 0. */
static gboolean
print_attributes(const HnRunDiff *diff, const char *before, const guint64 *counts)
{
    const char *comma = before;
    for (guint i = 0; i < diff->attributes->len; i++) {
        if (counts[i] == 0)
            continue;
        printf("%s%s %" G_GUINT64_FORMAT, comma, (const char *)diff->attributes->pdata[i],
               counts[i]);
        comma = ", ";
    }
    return comma != before;
}

static void
print_sources(const HnRunDiff *diff)
{
    g_autoptr(GPtrArray) sources = hn_run_diff_sources(diff);
    if (sources->len > 0)
        puts(HN_SAY("by source, the most records first", "theo nguồn, nhiều bản ghi nhất trước"));
    for (guint i = 0; i < sources->len; i++) {
        const HnDiffSource *source = sources->pdata[i];
        const char *comma = ": ";
        printf("  %-10s %" G_GUINT64_FORMAT, source->name, hn_diff_source_rows(source));
        for (guint k = 0; k < HN_DIFF_UPDATED; k++) {
            if (source->rows[k] == 0)
                continue;
            printf("%s%" G_GUINT64_FORMAT " %s", comma, source->rows[k], kind_word((HnDiffKind)k));
            comma = ", ";
        }
        print_attributes(diff, HN_SAY("; golden values: ", "; giá trị vàng: "), source->values);
        putchar('\n');
    }
}

/* A source may write anything into an id; a terminal obeys control characters. */
static void
print_name(const HnRunDiff *diff, const HnDiffRow *row)
{
    const HnDiffSource *source = diff->sources->pdata[row->source];
    g_autofree char *name = hn_record_name_format(source->name, hn_run_diff_id(diff, row));
    for (char *at = name; *at != '\0'; at++)
        if (g_ascii_iscntrl(*at))
            *at = '?';
    fputs(name, stdout);
}

static void
print_rows(const HnRunDiff *diff, const HnDiffItem *item)
{
    g_autofree guint64 *counts = hn_run_diff_by_source(diff, item);
    const char *comma = "";
    for (guint s = 0; s < diff->sources->len; s++) {
        if (counts[s] == 0)
            continue;
        printf("%s%s %" G_GUINT64_FORMAT, comma,
               ((const HnDiffSource *)diff->sources->pdata[s])->name, counts[s]);
        comma = ", ";
    }
    fputs(HN_SAY(" (first ", " (đầu tiên "), stdout);
    print_name(diff, hn_run_diff_rows(diff, item));
    putchar(')');
}

static void
print_names(const HnRunDiff *diff, guint64 attributes)
{
    const char *comma = "";
    for (guint i = 0; i < diff->attributes->len; i++) {
        if ((attributes >> i & 1) == 0)
            continue;
        printf("%s%s", comma, (const char *)diff->attributes->pdata[i]);
        comma = ", ";
    }
}

static void
print_item(const HnRunDiff *diff, const HnDiffItem *item)
{
    char id[HN_ENTITY_ID_CHARS + 1], other[HN_ENTITY_ID_CHARS + 1] = "";
    hn_entity_id_format('e', item->entity, id);
    if (item->other != 0)
        hn_entity_id_format('e', item->other, other);
    fputs("  ", stdout);
    hn_say_padded(stdout, kind_word(item->kind), 10);
    if (item->other != 0)
        printf(" %s -> %s  ", other, id);
    else
        printf(" %s  ", id);
    if (item->n > 0)
        print_rows(diff, item);
    else
        print_names(diff, item->attributes);
    if (item->kind == HN_DIFF_MERGED && item->attributes != 0) {
        fputs(HN_SAY("; different ", "; khác nhau ở "), stdout);
        print_names(diff, item->attributes);
    }
    putchar('\n');
}

void
hn_diff_text_print(const HnRunDiff *diff, const HnDiffRun runs[2], guint limit)
{
    printf("%s (%s) -> %s (%s)\n", runs[0].run_id, state_word(runs[0].state), runs[1].run_id,
           state_word(runs[1].state));
    print_totals(diff);
    if (print_attributes(diff, HN_SAY("  golden     ", "  giá trị    "), diff->updated))
        putchar('\n');
    print_sources(diff);
    const guint n = MIN(diff->items->len, limit);
    if (n > 0)
        printf(HN_SAY("changes, the worst first (%u of %u)\n",
                      "thay đổi, nặng nhất trước (%u trên %u)\n"),
               n, diff->items->len);
    for (guint i = 0; i < n; i++)
        print_item(diff, &g_array_index(diff->items, HnDiffItem, i));
}
