/* insight/file_slots.h - the attributes of one file, before they are joined with other files'.
 *
 * Data walk: attribute_plan.c makes the slots of each file and joins them.
 * Way: every column is a slot; then columns that are one thing together become one: year, month and
 *   day a date, latitude and longitude a point, several telephones a set, parts of a name a name;
 *   and what is there twice is compared once.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

#define HN_SLOT_COLUMNS_MAX 16

typedef struct {
    HnMeaning meaning;
    guint n_columns;
    guint columns[HN_SLOT_COLUMNS_MAX];
    const char *join; /* static; NULL = a space */
    char split[8];    /* "" = none */
    guint n_date_forms;
    HnDateForm date_forms[HN_PROFILE_DATE_FORMS];
    HnPlannedShape shape;
    gboolean many;
    gboolean is_mixture; /* names of which each record fills one column */
    gdouble confidence;
    char *evidence; /* owned */
    char *reason;   /* why it is not compared; owned; NULL if it is */
    gdouble filled_share;
} HnSlot;

/* How a file holds the names of its records. */
typedef enum {
    HN_NAMES_NONE,
    HN_NAMES_PARTS, /* given name and surname, each in its column */
    HN_NAMES_WHOLE, /* in one column */
    HN_NAMES_MIXED, /* each record has one of several columns filled: persons and firms */
} HnNameStyle;

typedef struct {
    const HnScan *scan;
    guint file;
    const HnColumnProfile *profiles; /* [n_columns] */
    HnColumnMeaning *meanings;       /* [n_columns], changed where other columns tell more */
    guint key_column, source_column; /* G_MAXUINT: none */
    gboolean *is_used;               /* [n_columns] by a slot, or by none for good */
    guint *tells_about;              /* [n_columns] the column it tells about; G_MAXUINT: none */
    GArray *slots;                   /* of HnSlot */
} HnSlotMaker;

HnNameStyle hn_file_slots_name_style(const HnSlotMaker *maker);
/* TRUE: one column has the whole address, with town and all. */
gboolean hn_file_slots_whole_address(const HnSlotMaker *maker);
/* Fills maker->slots. @whole_names, @whole_address: another file has them in one column, so that
 * the parts are joined here. */
void hn_file_slots_make(HnSlotMaker *maker, gboolean whole_names, gboolean whole_address);

/* For the files of this module. */
/* A slot of @n columns that are thereby used; borrowed until the next one is added. */
HnSlot *hn_slot_add(HnSlotMaker *maker, HnMeaning meaning, const guint *columns, guint n);
/* Unused columns of @meaning into @ret [HN_SLOT_COLUMNS_MAX], the fullest first: the same
 * whatever the order in which the file has them. */
guint hn_slot_columns_of(const HnSlotMaker *maker, HnMeaning meaning, guint *ret);
void hn_slot_clear(HnSlot *slot);
