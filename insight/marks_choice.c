#include "insight/marks_choice.h"

#include "insight/level_choice.h"

#define VIETNAMESE_MIN 0.5 /* of a column's words: syllables, with marks or without */
#define VALUES_MIN 30.0    /* of three words or more, to judge by */
#define UNMARKED_MIN 0.03
#define MARKED_MIN 0.03
#define MARKS_OF_ONE 0.3 /* of a column's values that have marks, where all are written with them */
#define MARKS_OF_NONE 0.02 /* where none are */

typedef struct {
    gdouble n_long, n_unmarked;
} Seen;

/* TRUE: of the attribute's columns one has marks and another has none. */
static gboolean
look_at(const HnAttributePlan *plan, const HnPlannedAttribute *attribute, Seen *seen)
{
    gboolean has_one = FALSE, has_none = FALSE;
    for (guint f = 0; f < plan->n_files; f++) {
        const HnPlannedMap *map = &attribute->maps[f];
        for (guint c = 0; c < map->n_columns; c++) {
            const HnColumnProfile *profile = &plan->files[f].profiles[map->columns[c]];
            const gdouble n = (gdouble)profile->n_sample;
            if (profile->vietnamese < VIETNAMESE_MIN || n < VALUES_MIN)
                continue;
            seen->n_long += profile->long_names * n;
            seen->n_unmarked += profile->long_unmarked * n;
            has_one |= profile->marked > MARKS_OF_ONE;
            has_none |= profile->marked < MARKS_OF_NONE;
        }
    }
    return has_one && has_none;
}

gboolean
hn_marks_choice_drops(const HnAttributePlan *plan, gdouble *ret_share)
{
    Seen seen = { 0 };
    gboolean differ = FALSE;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        if (attribute->compared && hn_level_choice_type(attribute) == HN_TYPE_NAME)
            differ |= look_at(plan, attribute, &seen);
    }
    *ret_share = seen.n_long > 0 ? seen.n_unmarked / seen.n_long : 0;
    return differ || (seen.n_long >= VALUES_MIN && *ret_share >= UNMARKED_MIN &&
                      *ret_share <= 1 - MARKED_MIN);
}
