/* Updates over the line protocol; updates.h describes them. */
#include "updates.h"

#include <string.h>

#include "board.h"
#include "console.h"
#include "thimble_app.h"

/* The model whose image is kept: a package that takes updates has one. */
#define MODEL 0u

/* Bytes of a digest that are shown, and where that of the content lies in an image's header. */
#define SHOWN_BYTES 8u
#define CONTENT_AT 96u

static thimble_update_device_data device;
static thimble_update_boot_data started;
static thimble_update_data update;

/* Whether a package was ever begun since the start. */
static int begun;

const thimble_update_device_data *thimble_updates_device(void)
{
    return &device;
}

thimble_update_data *thimble_updates_memory(void)
{
    begun = 0;
    return &update;
}

static int is_good(void)
{
    uint32_t failed;
    return thimble_app_load(MODEL, started.image, started.image_bytes) == 0
           && (started.trial == 0 || thimble_app_check(MODEL, &failed) == 0);
}

/* An image that is not on trial was, once: it is not given up for one that is older. */
void thimble_updates_start(void)
{
    thimble_updates_describe(&device);
    thimble_update_boot(&device, &started);
    if (!is_good() && started.trial != 0) {
        (void)thimble_update_reject(&device);
        thimble_board_restart();
    }
}

static void answer_boot(void)
{
    thimble_put_text("ok boot");
    thimble_put_blank_unsigned(started.slot);
    thimble_put_blank_unsigned(started.trial);
    thimble_put(' ');
    thimble_put_count(started.sequence);
    thimble_put(' ');
    thimble_put_bytes((const uint8_t *)started.image + CONTENT_AT, SHOWN_BYTES);
    thimble_end_line();
}

static void answer(int reason)
{
    thimble_put_text("ok update");
    thimble_put_blank_unsigned((uint32_t)reason);
    thimble_put_blank_unsigned(begun ? thimble_update_received(&update) : 0u);
    thimble_end_line();
}

static void begin(void)
{
    begun = 1;
    thimble_update_begin(&update, &device);
    answer(THIMBLE_UPDATE_OK);
}

static enum thimble_served feed(void)
{
    uint32_t at = 0;
    size_t count = 0;
    int reason;
    const uint8_t *const bytes = thimble_request_chunk(&at, &count);
    if (bytes == NULL) {
        return THIMBLE_MALFORMED;
    }
    reason = begun ? thimble_update_feed_at(&update, at, bytes, count) : THIMBLE_UPDATE_ORDER;
    answer(reason == THIMBLE_UPDATE_OK ? thimble_update_skip(&update) : reason);
    return THIMBLE_ANSWERED;
}

static void answer_selftest(void)
{
    uint32_t failed = 0;
    const int status = thimble_app_check(MODEL, &failed);
    thimble_put_text("ok selftest ");
    thimble_put_signed(status);
    thimble_put_blank_unsigned(failed);
    thimble_end_line();
}

static void restart(void)
{
    thimble_put_text("ok bye");
    thimble_end_line();
    thimble_board_restart();
}

enum thimble_served thimble_updates_serve(void)
{
    if (thimble_request_is('b')) {
        answer_boot();
    } else if (thimble_request_is('n')) {
        begin();
    } else if (thimble_request_letter() == 'f') {
        return feed();
    } else if (thimble_request_is('e')) {
        answer(begun ? thimble_update_end(&update) : THIMBLE_UPDATE_ORDER);
    } else if (thimble_request_is('v')) {
        answer_selftest();
    } else if (thimble_request_is('c')) {
        answer(thimble_update_confirm(&device));
    } else if (thimble_request_is('d')) {
        answer(thimble_update_reject(&device));
    } else if (thimble_request_is('r')) {
        restart();
    } else {
        return THIMBLE_UNKNOWN;
    }
    return THIMBLE_ANSWERED;
}
