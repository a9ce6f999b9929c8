#include "tests/reference/config_fixture.h"

const char hn_config_fixture[] =
    "schema: 1\n"
    "project: { name: people }\n"
    "entities:\n"
    "  person:\n"
    "    attributes:\n"
    "      full_name: { type: name }\n"
    "      birth_date: date\n"
    "      national_id: { type: digits, holds: one_at_a_time, check_digit: false }\n"
    "      phone: { type: phone, values: many, holds: many, survivorship: [most_recent, authority] "
    "}\n"
    "    comparisons:\n"
    "      - { attribute: full_name, levels: [exact, {jaro_winkler: 0.92}, {osa: 2}, initial], "
    "term_frequency: true }\n"
    "      - { name: tokens, attribute: full_name, levels: [{token_set: 0.5}, else] }\n"
    "      - { attribute: birth_date, levels: [exact, date_swapped, {date_days: 31}] }\n"
    "    blocking:\n"
    "      - [national_id]\n"
    "      - [full_name.prefix(3), birth_date.year]\n"
    "      - full_name.each_token\n"
    "    refinements: [birth_date, full_name.prefix(4)]\n"
    "    block_size_max: 500\n"
    "    thresholds: { match: 8.5, review: -2 }\n"
    "    one_record_per_source: [civil]\n"
    "sources:\n"
    "  tax:\n"
    "    from: { file: [b.jsonl.zst, a.jsonl.zst] }\n"
    "    map: { full_name: name }\n"
    "  civil:\n"
    "    from: { file: civil.csv, encoding: windows-1258, delimiter: ';', record_max: 2M, "
    "where: { column: source, value: civil } }\n"
    "    entity: person\n"
    "    key: [record_id, part]\n"
    "    delivery: changes\n"
    "    operation: { column: op, delete: D, upsert: [U, N] }\n"
    "    authority: 60\n"
    "    issues: [national_id]\n"
    "    map:\n"
    "      full_name: { columns: [ho, dem, ten], join: '' }\n"
    "      birth_date: { column: ngay_sinh, format: ['%d/%m/%Y', '%Y'] }\n"
    "      phone:\n"
    "        - { columns: [phone1, phone2], split: ';', kind: mobile, valid_from: f, valid_to: t "
    "}\n"
    "        - { column: home, kind: home }\n"
    "  homes:\n"
    "    from: { file: homes.csv }\n"
    "    relation: household\n"
    "    from_source: '=civil'\n"
    "    from_id: a\n"
    "    to_source: s\n"
    "    to_id: b\n"
    "    valid_from: since\n"
    "relations:\n"
    "  household: { from: person, to: person }\n"
    "gates: { max_entity_churn: 5%, min_row_ratio: 0.4, max_quarantine: 12.5% }\n"
    "training: { pairs_max: 300000 }\n";

HnProject *
hn_config_fixture_parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    HnProject *project = hn_project_parse(hn_slice_of(text), "/data/people.yaml", &error);
    g_assert_no_error(error);
    return project;
}

char *
hn_config_fixture_change(const char *from, const char *to)
{
    const char *at = strstr(hn_config_fixture, from);
    g_assert_nonnull(at);
    return g_strdup_printf("%.*s%s%s", (int)(at - hn_config_fixture), hn_config_fixture, to,
                           at + strlen(from));
}

void
hn_config_fixture_assert_refused(const HnConfigWrong *cases, gsize n_cases)
{
    for (gsize i = 0; i < n_cases; i++) {
        g_autofree char *text = hn_config_fixture_change(cases[i].from, cases[i].to);
        g_autoptr(GError) error = NULL;
        g_assert_null(hn_project_parse(hn_slice_of(text), "people.yaml", &error));
        g_assert_error(error, HN_CONFIG_ERROR, (gint)cases[i].code);
        if (strstr(error->message, cases[i].message) == NULL)
            g_error("case %zu: '%s' does not hold '%s'", i, error->message, cases[i].message);
    }
}
