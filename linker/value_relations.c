#include "linker/value_relations.h"

#include "records/pair_scope.h"
#include "text/company_parts.h"
#include "text/tax_code.h"

#define ENDS 2u
/* Which end a value speaks for; a household's business has neither branches nor is it one. */
enum { FROM, TO, HOUSEHOLD };

/* A row has a value that may relate it. */
typedef struct {
    guint64 entity;
    guint32 row, valid_from, valid_to;
    guint32 end;
} Claim;

/* What an entity says of a value at one end. */
typedef struct {
    guint64 entity;
    guint32 row; /* the first one */
    guint32 valid_from, valid_to;
    guint32 n_rows; /* 0: nothing */
    guint32 n_claims;
    const Claim *claims; /* [n_claims] of the entity, of both ends */
} Holder;

typedef struct {
    const HnValueRelationsInput *input;
    HnDictionary *join;        /* values, or firms, by which ends meet; NULL: codes themselves */
    guint32 n_keys;            /* keys are 1..n_keys */
    guint32 *keys[ENDS];       /* [distinct values + 1] key of each; 0: it relates nobody */
    guint8 *kind_of_row[ENDS]; /* [n_rows] NAME_OF_...; NULL: not asked */
    gsize *start;              /* [n_keys + 2] where claims of a key start, later: end */
    Claim *claims;             /* NULL: they are counted */
    GArray *holders[ENDS];     /* Holder, of one key, ascending by entity */
    HnPairScope scope;         /* of one entity type; with meets, else all 0 */
} Search;

static const HnValueRelationsEnd *
end_of(const HnValueRelationsInput *input, guint end)
{
    return end == FROM ? &input->from : &input->to;
}

static guint
attribute_of(const HnValueRelationsInput *input, guint end)
{
    return end == FROM ? input->relation->from_attribute : input->relation->to_attribute;
}

/* Both ends are one attribute: its rows are looked at once. */
static gboolean
is_one_attribute(const HnValueRelationsInput *input)
{
    return input->from.table == input->to.table &&
           input->relation->from_attribute == input->relation->to_attribute;
}

/* ---- keys ---- */

/* The part of a value by which ends meet. */
static HnSlice
meeting_part(HnRelationBy by, HnSlice value)
{
    if (by != HN_BY_BRANCH)
        return value;
    return hn_tax_code_confirmed_parent(value) == 0 ? hn_slice(NULL, 0) : hn_tax_code_parent(value);
}

static void
make_keys(Search *search)
{
    const HnValueRelationsInput *input = search->input;
    const HnRelationBy by = input->relation->by;
    if (by == HN_BY_SAME) {
        search->n_keys = hn_dictionary_size(input->from.table->values[attribute_of(input, FROM)]);
        return;
    }
    search->join = hn_dictionary_new();
    for (guint i = 0; i < ENDS; i++) {
        const guint end = i == 0 ? TO : FROM; /* what nobody has at the other end is no key */
        const HnDictionary *values = end_of(input, end)->table->values[attribute_of(input, end)];
        const guint32 n = hn_dictionary_size(values);
        search->keys[end] = g_new0(guint32, (gsize)n + 1);
        for (guint32 code = 1; code <= n; code++) {
            const HnSlice part = meeting_part(by, hn_dictionary_value(values, code));
            if (part.n_bytes > 0)
                search->keys[end][code] = end == TO ? hn_dictionary_intern(search->join, part)
                                                    : hn_dictionary_find(search->join, part);
        }
    }
    search->n_keys = hn_dictionary_size(search->join);
}

/* What the name of a row says of its tax code. */
enum { NAME_OF_UNIT = 1, NAME_OF_HOUSEHOLD = 2 };

static guint8
name_kind(HnSlice name)
{
    const HnCompanyParts parts = hn_company_parts(name);
    if (hn_slice_equal(parts.form, hn_slice_of("hkd")))
        return NAME_OF_HOUSEHOLD;
    return parts.unit.n_bytes > 0 ? NAME_OF_UNIT : 0;
}

static guint8 *
kinds_of_rows(const HnValueRelationsEnd *end)
{
    const HnRecordTable *table = end->table;
    guint8 *kind = g_new0(guint8, (gsize)table->n_rows + 1);
    for (guint a = 0; a < table->n_attributes; a++) {
        const HnDictionary *names = table->values[a];
        const guint32 n_names = hn_dictionary_size(names);
        if (end->type->attributes[a].type != HN_TYPE_COMPANY || end->type->attributes[a].many)
            continue;
        g_autofree guint8 *kind_of = g_new0(guint8, (gsize)n_names + 1);
        for (guint32 name = 1; name <= n_names; name++)
            kind_of[name] = name_kind(hn_dictionary_value(names, name));
        for (guint32 row = 0; row < table->n_rows; row++)
            kind[row] |= kind_of[hn_record_table_line(table, row)[a]];
    }
    return kind;
}

/* ---- claims ---- */

/* FALSE: it says nothing, as a register may write the firm's code for its branch. */
static gboolean
branch_end(const Search *search, guint end, guint32 row, HnSlice code, guint *ret_end)
{
    const guint8 name = search->kind_of_row[end][row];
    const gboolean is_branch = code.n_bytes == HN_TAX_CODE_BYTES;
    *ret_end = (name & NAME_OF_HOUSEHOLD) != 0 ? HOUSEHOLD : is_branch ? FROM : TO;
    if (*ret_end == TO && (name & NAME_OF_UNIT) != 0)
        return FALSE;
    return *ret_end == HOUSEHOLD || *ret_end == end || is_one_attribute(search->input);
}

static void
claim(Search *search, guint end, guint32 row, const HnSetMember *member)
{
    const HnValueRelationsInput *input = search->input;
    const HnValueRelationsEnd *of = end_of(input, end);
    const HnDictionary *values = of->table->values[attribute_of(input, end)];
    const guint32 key =
        search->keys[end] == NULL ? member->value : search->keys[end][member->value];
    guint at = end;
    if (key == 0 ||
        (input->relation->by == HN_BY_BRANCH &&
         !branch_end(search, end, row, hn_dictionary_value(values, member->value), &at)))
        return;
    if (search->claims == NULL) {
        search->start[key + 1]++;
        return;
    }
    search->claims[search->start[key]++] =
        (Claim){ of->entity_of[row], row, member->valid_from, member->valid_to, at };
}

static void
look_at_rows(Search *search)
{
    const guint n_ends = is_one_attribute(search->input) ? 1 : ENDS;
    for (guint end = 0; end < n_ends; end++) {
        const HnRecordTable *table = end_of(search->input, end)->table;
        const guint attribute = attribute_of(search->input, end);
        const HnValueSets *sets = table->sets[attribute];
        for (guint32 row = 0; row < table->n_rows; row++) {
            const guint32 code = hn_record_table_line(table, row)[attribute];
            if (code == 0)
                continue;
            const HnSetMember one = { .value = code };
            guint n = 1;
            const HnSetMember *members =
                sets == NULL ? &one : hn_value_sets_members(sets, code, &n);
            for (guint i = 0; i < n; i++)
                claim(search, end, row, &members[i]);
        }
    }
}

static void
collect(Search *search)
{
    search->start = g_new0(gsize, (gsize)search->n_keys + 2);
    look_at_rows(search);
    for (gsize key = 1; key <= search->n_keys; key++)
        search->start[key + 1] += search->start[key];
    search->claims = g_new(Claim, search->start[search->n_keys + 1] + 1);
    look_at_rows(search); /* the start of each key becomes its end */
}

/* ---- holders ---- */

static gint
compare_claims(gconstpointer a, gconstpointer b)
{
    const Claim *x = a, *y = b;
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The last day that an end of validity may mean: its unknown parts are 00. */
static guint32
last_day(guint32 valid_to)
{
    return valid_to == 0           ? G_MAXUINT32
           : valid_to % 10000 == 0 ? valid_to + 9999
           : valid_to % 100 == 0   ? valid_to + 99
                                   : valid_to;
}

/* 0 is open at either side, so it holds for longer than any day. */
static void
widen(Holder *holder, const Claim *claim)
{
    if (holder->n_rows++ == 0) {
        holder->entity = claim->entity;
        holder->row = claim->row;
        holder->valid_from = claim->valid_from;
        holder->valid_to = claim->valid_to;
        return;
    }
    holder->valid_from = MIN(holder->valid_from, claim->valid_from);
    if (last_day(claim->valid_to) > last_day(holder->valid_to))
        holder->valid_to = claim->valid_to;
}

/* Claims of one entity. One with rows of a firm and of its branch is what most of them are. */
static void
add_holder(Search *search, const Claim *claims, gsize n)
{
    Holder at[ENDS + 1] = { { 0 } };
    for (gsize i = 0; i < n; i++)
        widen(&at[claims[i].end], &claims[i]);
    if (search->input->relation->by == HN_BY_BRANCH) {
        const gboolean is_firm = at[TO].n_rows > at[FROM].n_rows;
        at[is_firm ? FROM : TO].n_rows = 0;
        if (at[HOUSEHOLD].n_rows > 0)
            return;
    }
    for (guint end = 0; end < ENDS; end++) {
        at[end].claims = claims;
        at[end].n_claims = (guint32)n;
        if (at[end].n_rows > 0)
            g_array_append_val(search->holders[end], at[end]);
    }
}

static void
gather_holders(Search *search, Claim *claims, gsize n)
{
    qsort(claims, n, sizeof *claims, compare_claims);
    for (guint end = 0; end < ENDS; end++)
        g_array_set_size(search->holders[end], 0);
    for (gsize first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && claims[end].entity == claims[first].entity;)
            end++;
        add_holder(search, claims + first, end - first);
    }
}

/* ---- relations ---- */

/* Of the claims of @holder at @end those that may be held against some claim of @other at
 * @other_end. */
static Holder
lawful_part(const Search *search, const Holder *holder, guint end, const Holder *other,
            guint other_end)
{
    Holder part = { .claims = holder->claims, .n_claims = holder->n_claims };
    for (guint32 i = 0; i < holder->n_claims; i++) {
        const Claim *claim = &holder->claims[i];
        gboolean may = FALSE;
        for (guint32 k = 0; !may && k < other->n_claims && claim->end == end; k++)
            may = other->claims[k].end == other_end &&
                  hn_pair_scope_may_compare(&search->scope, claim->row, other->claims[k].row);
        if (may)
            widen(&part, claim);
    }
    return part;
}

/* Nothing where the two never held the value at the same time. */
static void
relate(const Search *search, const Holder *from, const Holder *to, GArray *derived)
{
    const gboolean ends_first = last_day(from->valid_to) <= last_day(to->valid_to);
    const HnDerivedRelation relation = {
        .type = search->input->type,
        .from_entity = from->entity,
        .to_entity = to->entity,
        .valid_from = MAX(from->valid_from, to->valid_from),
        .valid_to = ends_first ? from->valid_to : to->valid_to,
        .from_row = from->row,
        .to_row = to->row,
    };
    if (from->entity != to->entity && relation.valid_from <= last_day(relation.valid_to))
        g_array_append_val(derived, relation);
}

static void
relate_lawful(const Search *search, const Holder *from, const Holder *to, GArray *derived)
{
    const guint to_end = search->input->relation->by == HN_BY_SAME ? FROM : TO;
    const Holder left = lawful_part(search, from, FROM, to, to_end);
    const Holder right = lawful_part(search, to, to_end, from, FROM);
    if (left.n_rows > 0 && right.n_rows > 0)
        relate(search, &left, &right, derived);
}

/* FALSE: too many hold the value. */
static gboolean
relate_holders(Search *search, GArray *derived)
{
    const HnRelationBy by = search->input->relation->by;
    const guint32 at_most = search->input->relation->at_most;
    GArray *from = search->holders[FROM];
    GArray *to = by == HN_BY_SAME ? from : search->holders[TO];
    if (from->len == 0 || to->len == 0)
        return TRUE;
    if (to->len > at_most || (by != HN_BY_BRANCH && from->len > at_most))
        return FALSE;
    for (guint i = 0; i < from->len; i++)
        for (guint k = by == HN_BY_SAME ? i + 1 : 0; k < to->len; k++)
            (search->scope.meets == NULL ? relate : relate_lawful)(
                search, &g_array_index(from, Holder, i), &g_array_index(to, Holder, k), derived);
    return TRUE;
}

static void
search_clear(Search *search)
{
    hn_dictionary_free(search->join);
    for (guint end = 0; end < ENDS; end++) {
        g_free(search->keys[end]);
        g_free(search->kind_of_row[end]);
        g_array_unref(search->holders[end]);
    }
    g_free(search->start);
    g_free(search->claims);
    hn_pair_scope_clear(&search->scope);
}

guint64
hn_value_relations_find(const HnValueRelationsInput *input, GArray *derived)
{
    const HnRelationBy by = input->relation->by;
    guint64 n_common = 0;
    if (by == HN_BY_NOTHING)
        return 0;
    g_assert(by != HN_BY_SAME || is_one_attribute(input));
    Search search = { .input = input };
    for (guint end = 0; end < ENDS; end++) {
        search.holders[end] = g_array_new(FALSE, FALSE, sizeof(Holder));
        if (by == HN_BY_BRANCH && (end == FROM || !is_one_attribute(input)))
            search.kind_of_row[end] = kinds_of_rows(end_of(input, end));
    }
    if (input->from.table == input->to.table && input->from.type->meetings.n > 0)
        hn_pair_scope_init(&search.scope, input->from.table, input->from.type);
    make_keys(&search);
    collect(&search);
    for (gsize key = 1, first = 0; key <= search.n_keys; key++) {
        const gsize end = search.start[key];
        if (end - first > 1) {
            gather_holders(&search, search.claims + first, end - first);
            n_common += !relate_holders(&search, derived);
        }
        first = end;
    }
    search_clear(&search);
    return n_common;
}
