/* config/project.h - a project's configuration, checked: entity types, sources, decisions about
 * runs.
 *
 * Data walk: cli/ loads it; connect/ drivers get an HnFeed's `from`, linker/ everything else. One
 *   YAML file; docs/configuration.md documents every key. An error names file:line:column, the
 *   key's path and what would be right; unknown keys are errors (with "did you mean"). Paths are
 *   relative to the file.
 * Threads: immutable after load.
 */
#pragma once
#include "base/hash.h"
#include "config/contract.h"
#include "config/share.h"
#include "records/connection.h"
#include "records/country_tables.h"
#include "records/schema.h"

typedef enum { HN_FORMAT_CSV, HN_FORMAT_JSONL } HnFileFormat;
typedef enum { HN_DELIVERY_SNAPSHOT, HN_DELIVERY_CHANGES } HnDelivery;

/* One delivery's way in. A feed usually is one source; with source_column it carries several. */
typedef struct {
    char **paths; /* NULL-terminated, absolute, sorted globs expanded at run time by connect; "-" =
                     stdin; NULL where rows come from a connection */
    const HnConnection *connection; /* of the project; NULL: files */
    char *table, *query;            /* one of them where there is a connection */
    HnFileFormat format;
    char *encoding; /* "utf-8" (default), "windows-1258", "tcvn3", "viscii", "utf-16" ... as iconv
                       names */
    char delimiter; /* CSV; ',' default */
    guint64 record_bytes_max; /* 1 MiB default */
    char *where_column; /* only rows whose column has where_value belong to the feed; or NULL */
    char *where_value;
} HnFeedFrom;

/* How one attribute is filled from the columns of a feed. */
typedef struct {
    guint attribute;     /* index in the entity type */
    char **columns;      /* NULL-terminated, >= 1; several are joined, or give several values if the
                            attribute is many */
    char *join;          /* " " default; used when the attribute holds one value */
    char *split;         /* separator inside one column for attributes with many values; or NULL */
    char **date_formats; /* NULL-terminated or NULL = the unambiguous ones */
    guint years_to;      /* the latest year that two digits mean; 0: as without the key */
    char **male, **female; /* words for a sex besides those that all know; or NULL */
    guint repairs;         /* damages that are undone: bit of each HnTextDamage */
    char *kind;            /* constant kind of these values ("maiden", "old"), or NULL */
    char *number;          /* column with a personal number, which tells what is missing; or NULL */
    gboolean january_is_filler; /* `january_first: year`: that day says no more than its year */
    char *valid_from;           /* column with the start of validity, or NULL */
    char *valid_to;
} HnFieldMap;

typedef struct {
    char *name;     /* [a-z0-9_-]+ : the source's name unless source_column is given */
    guint entity;   /* index of the entity type; G_MAXUINT for a relation feed */
    guint relation; /* index of the relation type, or G_MAXUINT */
    HnFeedFrom from;
    char *source_column; /* the value names the source of each row; or NULL */
    char *
        *key; /* NULL-terminated columns; several are joined by "|" ; NULL = no key (keyed hash) */
    HnDelivery delivery;
    char *operation_column;  /* changes: says what a row does; "operation" default */
    char **operation_delete; /* its words for a withdrawal, in either case; "delete" default */
    char *
        *operation_upsert; /* its words for what is new or changed; what else it says is refused */
    HnContract *contract;  /* what the source promised; or NULL */
    char *since_column;    /* incremental: rows are read from its last value on; NULL: all rows */
    guint64 overlap;       /* of it: seconds, or units of a number, before that value */
    guint sweep_days; /* of it: all keys are read after so many days; 0: every night; G_MAXUINT:
                         never */
    char *owner;      /* who answers for it, in words for people; or NULL */
    guint n_shares;
    HnShare *shares;     /* why its values may be handed on */
    char *receives;      /* target that says what its owner may be told; or NULL */
    HnSourceMeets meets; /* with whom its records may be compared */
    gint32 authority;    /* 0..100, 50 default */
    char **issues;       /* NULL-terminated attribute names this source is the issuer of; or NULL */
    guint n_map;
    HnFieldMap *map;
    /* relation feeds: columns of both ends and validity */
    char *from_source, *from_id, *to_source, *to_id; /* columns; a source may be given as "=name" */
    char *relation_valid_from, *relation_valid_to;   /* columns or NULL */
} HnFeed;

/* Which values say that two entities are related, beside the records that are delivered. */
typedef enum {
    HN_BY_NOTHING, /* delivered alone */
    HN_BY_BRANCH,  /* the tax code of a branch holds that of its firm */
    HN_BY_EQUAL,   /* a value of one end is a value of the other */
    HN_BY_SAME,    /* both hold one value of one attribute */
} HnRelationBy;

typedef struct {
    char *name; /* branch_of, household ... */
    guint from_entity, to_entity;
    HnRelationBy by;
    guint from_attribute, to_attribute; /* index in each end's entity type */
    guint32 at_most; /* entities of one value at one end; more of them relate nobody */
} HnRelationType;

#define HN_TARGET_STREAM_BYTES_MAX 200

/* Who is told what after a night: the rows of a table, or change sets in a folder. */
typedef struct {
    char *name;                     /* [a-z0-9_-]+ */
    char *owner;                    /* who receives, in words for people; or NULL */
    char *stream;                   /* PROJECT/NAME: what the target knows it by */
    const HnConnection *connection; /* of the project; NULL: folder */
    char *table;                    /* [schema.]table, with a connection */
    char *folder;                   /* absolute, without one */
    char *sign_key_file;            /* absolute, 32 bytes as 64 hex digits; or NULL */
    guint entity;                   /* index of the entity type */
    gboolean is_golden;             /* a row for each entity; else one for each record */
    char **sources;                 /* whose records it is told of; NULL = all */
    char **values_from;             /* whose values may reach it; NULL = all */
    guint n_values;
    guint
        *values; /* attributes of the golden record that it gets, after the columns of every row */
    guint n_columns, n_key;
    char **columns; /* [n_columns], NULL-terminated; the key first */
    guint8
        audience[HN_DIGEST_BYTES]; /* what decides who is told what: another one, another stream */
} HnTarget;

typedef struct {
    gdouble entity_churn_max; /* (merged + split) / entities of the last night; 0.05 default */
    gdouble row_ratio_min;    /* rows now / rows last accepted; 0.5 default: at or below it holds */
    gboolean hold_on_quarantine; /* quarantined share above quarantine_max holds */
    gdouble quarantine_max;      /* 0.10 default */
    gdouble strong_merges_max; /* entities merged against an identifier / those of the last night */
    guint64 entity_records_max;  /* of the largest entity */
    gdouble pair_growth_max;     /* pairs a record / those of the last night */
    gdouble refused_sources_max; /* of all sources */
} HnGates;
#define HN_GATES_DEFAULT                                                                           \
    {                                                                                              \
        .entity_churn_max = 0.05, .row_ratio_min = 0.5, .quarantine_max = 0.10,                    \
        .strong_merges_max = 0.001, .entity_records_max = 100, .pair_growth_max = 5.0,             \
        .refused_sources_max = 0.5                                                                 \
    }

typedef struct _HnProject HnProject;
struct _HnProject {
    char *path;   /* of the YAML file, absolute */
    char *folder; /* of the file */
    char *name;
    char *state;             /* absolute */
    char *anchor;            /* absolute */
    char *seal_key_file;     /* absolute, 32 bytes as 64 hex digits; or NULL */
    char *metrics;           /* absolute: the file for a monitor; or NULL */
    char *reference;         /* absolute: a site's folder of reference tables; or NULL */
    HnCountryTables *tables; /* NULL before hn_project_open_tables() */
    gboolean require_basis;  /* what reaches a target has a legal basis, or is refused */
    guint n_entities;
    HnEntityType *entities;
    guint n_relations;
    HnRelationType *relations;
    guint n_connections;
    HnConnection *connections; /* ascending by name bytes */
    guint fetch_at_once;       /* connections that are read side by side; 8 default */
    guint fetch_attempts; /* to read a source before its last accepted state stands; 3 default */
    guint n_feeds;
    HnFeed *feeds; /* ascending by name bytes */
    guint n_targets;
    HnTarget *targets; /* ascending by name bytes */
    HnGates gates;
    /* As they stand in the file itself, of hn_project_load_connections() alone; or NULL. */
    char *project_text, *connections_text, *targets_text;
    char *settings_text; /* fetch, gates and training */
    char **not_copied;   /* names of other sections, and of those that cannot be copied; but for
                            schema, entities and sources */
    guint32 training_pairs_max; /* pairs that training looks at per rule; 100,000 default */
};

/* @error: HN_CONFIG_ERROR_SYNTAX, _UNKNOWN_KEY, _VALUE, _MISSING, or HN_BASE_ERROR_* for the file;
 * load also HN_COUNTRY_TABLES_ERROR_*.
 */
HnProject *hn_project_load(const char *path, GError **error);
/* As load, and as if @part were a file of sources.d at @part_path, which is not there yet. */
HnProject *hn_project_load_with(const char *path, HnSlice part, const char *part_path,
                                GError **error);
/* The connections alone, of a file that may hold nothing else or be missing, and of sources.d
 * beside it: for who has no sources yet. */
HnProject *hn_project_load_connections(const char *path, GError **error);
/* As load, of a text that is not at @path yet. The reference tables are not opened. */
HnProject *hn_project_parse_beside(HnSlice yaml, const char *path, GError **error);
HnProject *hn_project_parse(HnSlice yaml, const char *path, GError **error);
/* Opens the reference tables, which every attribute borrows then; of hn_project_parse() only: load
 * does it. @error: HN_COUNTRY_TABLES_ERROR_*, or HN_BASE_ERROR_* of a file. */
gboolean hn_project_open_tables(HnProject *project, GError **error);
/* Tables that are open already, in place of that; the project keeps a reference. */
void hn_project_use_tables(HnProject *project, HnCountryTables *tables);
void hn_project_free(HnProject *project);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnProject, hn_project_free)

/* In the deciding part: of an attribute, the tables that some source's `repair` reads, by name. */
#define HN_DECIDING_REPAIR_TABLES "repair_tables"
/* In the deciding part: names of the sources then, ascending. They decide nothing themselves. */
#define HN_DECIDING_SOURCES "sources"
/* The deciding part (entity types: attributes, comparisons, rules, thresholds, one per source;
 * mappings' types are not in it, versions of the reference tables are) of one entity type as
 * canonical JSON text: what a bundle seals (DESIGN 4.5). */
char *hn_project_deciding_part(const HnProject *project, guint entity);
/* SHA-256 over the whole configuration's meaning (comments and order of keys do not count). */
void hn_project_digest(const HnProject *project, guint8 ret_digest[HN_DIGEST_BYTES]);
/* The same of one source: what is read of it and where, and what it means. */
void hn_project_feed_digest(const HnProject *project, const HnFeed *feed,
                            guint8 ret_digest[HN_DIGEST_BYTES]);
/* Of who is told what: HnTarget.audience. */
void hn_project_target_digest(const HnProject *project, const HnTarget *target,
                              guint8 ret_digest[HN_DIGEST_BYTES]);
