/* hopnhat profile: what the columns of files hold, without any value unless asked. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/profile_contract.h"
#include "cli/profile_json.h"
#include "cli/profile_words.h"
#include "cli/say.h"
#include "insight/attribute_plan.h"

#define SHAPES_SHOWN 3u
#define EXAMPLE_BYTES_MAX 60u

static char *
shapes_of(const HnColumnProfile *profile)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < MIN(profile->n_top_shapes, SHAPES_SHOWN); i++)
        g_string_append_printf(text, "%s%s %.0f %%", i == 0 ? "" : ", ",
                               profile->top_shapes[i].text, 100 * profile->top_shapes[i].share);
    return g_string_free(text, FALSE);
}

static void
print_example(const HnScan *scan, guint file, guint column)
{
    const HnScannedFile *scanned = &scan->files[file];
    for (guint i = 0; i < scanned->n_sample; i++) {
        const HnSlice text = hn_sample_text(&scan->rows[scanned->first_sample + i], column);
        if (text.n_bytes == 0 || text.n_bytes > EXAMPLE_BYTES_MAX)
            continue;
        g_autofree char *shown = g_strndup((const char *)text.bytes, text.n_bytes);
        for (char *c = shown; *c != '\0'; c++)
            *c = g_ascii_iscntrl(*c) ? '?' : *c;
        printf(HN_SAY("      example  %s\n", "      ví dụ    %s\n"), shown);
        return;
    }
}

static void
print_share(const char *what, gdouble share)
{
    if (share > 0)
        printf(HN_SAY("      text     %.3g %% %s\n", "      chữ      %.3g %% %s\n"), 100 * share,
               what);
}

static void
print_damage(const HnDamageVerdict *damage)
{
    g_autofree char *found = hn_damage_verdict_text(damage, hn_say_language());
    if (*found != '\0')
        printf(HN_SAY("      damage   %s; repaired: %.3g %%\n",
                      "      hỏng chữ %s; sửa được: %.3g %%\n"),
               found, 100 * damage->repaired);
    print_share(HN_SAY("have a letter lost to ? or U+FFFD that may be several",
                       "mất chữ, chỉ còn ? hoặc U+FFFD, không rõ là chữ nào"),
                damage->lost);
    print_share(HN_SAY("have bytes of an old encoding that no reading explains",
                       "còn byte của bảng mã cũ mà không cách đọc nào giải thích được"),
                damage->left);
    print_share(HN_SAY("have letters and marks apart (NFD): read alike",
                       "viết rời chữ và dấu (NFD): đọc như nhau"),
                damage->decomposed);
    print_share(HN_SAY("have invisible characters: left out", "có ký tự vô hình: bỏ đi"),
                damage->invisible);
    print_share(HN_SAY("have another letter for d with stroke: read alike",
                       "dùng ký tự khác thay chữ đ: đọc như nhau"),
                damage->other_d);
}

static void
print_column(const HnAttributePlan *plan, guint file, guint column, gboolean unmask)
{
    const HnColumnProfile *profile = &plan->files[file].profiles[column];
    const HnColumnMeaning *meaning = &plan->files[file].meanings[column];
    g_autofree char *shapes = shapes_of(profile);
    printf(HN_SAY("  %-24s %-13s %3.0f %%   filled %5.1f %%   distinct %s%" G_GUINT64_FORMAT "%s\n",
                  "  %-24s %-13s %3.0f %%   có dữ liệu %5.1f %%   khác nhau %s%" G_GUINT64_FORMAT
                  "%s\n"),
           plan->files[file].scanned->columns[column].name, hn_meaning_name(meaning->meaning),
           100 * meaning->confidence, 100 * profile->filled_share,
           profile->distinct_is_exact ? "" : HN_SAY("about ", "khoảng "), profile->n_distinct,
           profile->is_unique && profile->n_filled > 1 ? HN_SAY(", none twice", ", không lặp")
                                                       : "");
    printf(HN_SAY("      because  %s\n", "      vì       %s\n"), meaning->evidence);
    if (*shapes != '\0')
        printf(HN_SAY("      shapes   %s\n", "      dạng     %s\n"), shapes);
    print_damage(&profile->damage);
    if (unmask)
        print_example(plan->scan, file, column);
}

static void
print_file(const HnAttributePlan *plan, guint file, gboolean unmask)
{
    const HnScannedFile *scanned = plan->files[file].scanned;
    const HnFileForm *form = &scanned->form;
    const char delimiter[] = { form->delimiter, '\0' };
    printf("%s\n  %s", scanned->path, form->format == HN_RECORDS_CSV ? "csv" : "jsonl");
    if (form->format == HN_RECORDS_CSV)
        printf(HN_SAY(" cut at '%s'", " ngăn bằng '%s'"),
               form->delimiter == '\t' ? "\\t" : delimiter);
    printf(HN_SAY(", %s; %" G_GUINT64_FORMAT " records, %" G_GUINT64_FORMAT
                  " in quarantine; source %s%s\n",
                  ", %s; %" G_GUINT64_FORMAT " bản ghi, %" G_GUINT64_FORMAT
                  " cách ly; nguồn %s%s\n"),
           form->encoding, scanned->n_rows, scanned->n_quarantined,
           plan->files[file].source_column == G_MAXUINT
               ? ""
               : HN_SAY("by column, else ", "theo cột, nếu không thì "),
           plan->files[file].source);
    printf(HN_SAY("  key: %s\n", "  khoá: %s\n"), plan->files[file].key_evidence);
    for (guint c = 0; c < scanned->n_columns; c++)
        print_column(plan, file, c, unmask);
}

static void
print_map(const HnAttributePlan *plan, guint file, const HnPlannedMap *map)
{
    for (guint i = 0; i < map->n_columns; i++)
        printf("%s%s", i == 0 ? (plan->n_files == 1 ? "  <- " : "\n      <- ") : " + ",
               plan->files[file].scanned->columns[map->columns[i]].name);
    if (map->split != NULL)
        printf(HN_SAY(" split at '%s'", " tách ở '%s'"), map->split);
    for (guint i = 0; map->date_formats != NULL && map->date_formats[i] != NULL; i++)
        printf("%s%s", i == 0 ? HN_SAY(" read as ", " đọc theo ") : ", ", map->date_formats[i]);
}

static void
print_attributes(const HnAttributePlan *plan)
{
    printf(HN_SAY("attributes of a %s\n", "thuộc tính của %s\n"), plan->entity);
    for (guint a = 0; a < plan->n_attributes; a++) {
        const HnPlannedAttribute *attribute = &plan->attributes[a];
        printf("  %-24s %-9s%s", attribute->name, hn_attribute_type_name(attribute->type),
               attribute->many ? HN_SAY(" many", " nhiều") : "");
        for (guint f = 0; f < plan->n_files; f++)
            print_map(plan, f, &attribute->maps[f]);
        if (!attribute->compared)
            printf(HN_SAY("\n      not compared: %s", "\n      không so sánh: %s"),
                   attribute->reason);
        putchar('\n');
    }
    for (guint i = 0; i < plan->n_warnings; i++)
        printf(HN_SAY("note: %s\n", "lưu ý: %s\n"), plan->warnings[i]);
}

static guint
this_year(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(hn_clock_wall_us() / G_USEC_PER_SEC);
    return (guint)g_date_time_get_year(now);
}

/* What `profile` was asked for. */
typedef struct {
    gboolean json, unmask, write_contract;
    char *config, *output;
} Asked;

static int
print_words(const HnAttributePlan *plan, const Asked *asked)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnSourceWordList) words = hn_source_words_new(plan, this_year(), &error);
    if (words == NULL) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    if (asked->json) {
        hn_profile_json_print(plan, words);
        return HN_EXIT_DONE;
    }
    for (guint f = 0; f < plan->n_files; f++)
        print_file(plan, f, asked->unmask);
    print_attributes(plan);
    hn_profile_words_print(words, hn_say_language());
    return HN_EXIT_DONE;
}

static int
profile_files(const char *const *paths, const Asked *asked)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    const HnScanOptions scanned = { .paths = paths, .tables = tables };
    HnScan *scan = tables == NULL ? NULL : hn_scan_new(&scanned, &error);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(hn_thread_default_count());
    const HnAttributePlanOptions all = { .pool = pool, .takes_all = TRUE };
    g_autoptr(HnAttributePlan) plan =
        scan == NULL ? NULL : hn_attribute_plan_new(scan, &all, &error);
    if (plan == NULL) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    return asked->write_contract ? hn_profile_contract_files(plan, asked->output)
                                 : print_words(plan, asked);
}

static int
profile(const char *const *names, const Asked *asked)
{
    if (!asked->write_contract && (asked->config != NULL || asked->output != NULL))
        hn_command_complain("profile: -c and -o are for --write-contract");
    else if (asked->write_contract && (asked->json || asked->unmask))
        hn_command_complain("profile: --write-contract goes without --json and --unmask");
    else if (asked->config != NULL)
        return hn_profile_contract_project(asked->config, names, asked->output);
    else if (*names == NULL)
        hn_command_complain("profile takes one or more files; see hopnhat profile --help");
    else
        return profile_files(names, asked);
    return HN_EXIT_USAGE;
}

/* As of the other commands. */
static void
take_stdout(Asked *asked)
{
    if (asked->write_contract && g_strcmp0(asked->output, "-") == 0)
        g_clear_pointer(&asked->output, g_free);
}

int
hn_command_profile(int argc, char **argv)
{
    Asked asked = { 0 };
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &asked.json, "One object instead of words", NULL },
        { "unmask", 0, 0, G_OPTION_ARG_NONE, &asked.unmask, "Show a value of each column", NULL },
        { "write-contract", 0, 0, G_OPTION_ARG_NONE, &asked.write_contract,
          "Draft a contract for each file or source", NULL },
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &asked.config,
          "With --write-contract: its sources in place of files", "FILE" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &asked.output,
          "With --write-contract: a new file for it; - stdout", "FILE" },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "FILE... [OPTION...] | [SOURCE...] -c FILE --write-contract",
        .examples =
            "  hopnhat profile people.csv\n"
            "  hopnhat profile tax.csv.zst health.jsonl --json\n"
            "  hopnhat profile people.csv --write-contract\n"
            "  hopnhat profile -c hopnhat.yaml civil --write-contract -o civil-contract.yaml\n",
        .options = entries,
    };
    int exit_code;
    if (hn_command_parse(&help, &argc, &argv, &exit_code)) {
        take_stdout(&asked);
        exit_code = profile((const char *const *)argv + 1, &asked);
    }
    g_free(asked.config);
    g_free(asked.output);
    return exit_code;
}
