/* bench/read_files - a file through the reader's batches: MB/s and ns a record, best of three.
 * Digest and validation are part of it. usage: read_files FILE... */
#include <stdio.h>

#include "bench/bench_people.h"
#include "connect/file_reader.h"

static void
time_file(const char *path, HnRecordFormat format)
{
    const char *const paths[] = { path, NULL };
    const HnFileReaderOptions options = { .paths = paths, .format = format };
    double best = 1e9;
    HnReaderTotals totals = { 0 };
    for (guint round = 0; round < 3; round++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HnReader) reader = hn_file_reader_new(&options, &error);
        g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
        gboolean more = reader != NULL;
        const double start = bench_seconds();
        while (more && reader->next(reader, batch, &more, &error))
            ;
        best = MIN(best, bench_seconds() - start);
        if (error != NULL) {
            fprintf(stderr, "%s\n", error->message);
            return;
        }
        reader->totals(reader, &totals);
    }
    printf("%8.1f MB/s  %7.1f ns/record  %10" G_GUINT64_FORMAT " records  %s\n",
           (double)totals.n_bytes / best / 1e6, best * 1e9 / (double)totals.n_read, totals.n_read,
           path);
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        HnRecordFormat format;
        if (hn_record_format_of_path(argv[i], &format))
            time_file(argv[i], format);
        else
            fprintf(stderr, "%s: the name does not tell the format\n", argv[i]);
    }
    return 0;
}
