/* Records read from the ring: each names the call site that sent it, whose builtin acts on it. */
#include <stdio.h>

#include "run/internal.h"

struct record_head {
	uint32_t id, reserved;
};

/* A record that ends in a text is sent as long as the text is (lower/record.c): the rest of its type is zero. */
static const uint8_t *complete_payload(struct run *r, const uint8_t *payload, size_t size, size_t wanted)
{
	strbuf_clear(&r->payload);
	strbuf_add(&r->payload, payload, size);
	strbuf_pad(&r->payload, 0, wanted - size);
	return (const uint8_t *)r->payload.data;
}

void run_act_on_record(void *ctx, const void *record, size_t size)
{
	struct run *r = ctx;
	struct record_head head;
	if (size < sizeof(head) || r->exited)
		return;
	memcpy(&head, record, sizeof(head));
	const uint8_t *payload = (const uint8_t *)record + sizeof(head);
	size -= sizeof(head);
	if (head.id == RUNTIME_WARNING_ID) {
		run_show_warning(r, payload, size);
		return;
	}
	if (head.id >= r->compiled->sema.actions.len)
		return;
	const struct action *a = r->compiled->sema.actions.data[head.id];
	if (a->payload && size < a->payload->size) {
		payload = complete_payload(r, payload, size, a->payload->size);
		size = a->payload->size;
	}
	int err = a->builtin->act(r, a, payload, size);
	if (err < 0)
		run_warning(r, "%s: %s", a->builtin->name, strerror(-err));
}

int run_prepare_actions(struct run *r)
{
	for (size_t i = 0; i < r->compiled->sema.actions.len; i++) {
		const struct action *a = r->compiled->sema.actions.data[i];
		int err = a->builtin->prepare ? a->builtin->prepare(r, a) : 0;
		if (!err)
			continue;
		strbuf_clear(&r->text);
		strbuf_printf(&r->text, "%s(): %s", a->builtin->name, strerror(-err));
		r->out.ops->message(&r->out, "error", DIAG_ERROR, strbuf_str(&r->text), a->span, NULL, 0);
		return -1;
	}
	return 0;
}

enum run_ring_state run_read_records(struct run *r, bool hold)
{
	bool was_full;
	if (!r->ring)
		return RING_CAUGHT_UP;
	out_batch_begin(&r->out);
	enum run_ring_state state = run_ring_drain(r->ring, hold, run_act_on_record, r, &was_full);
	out_batch_end(&r->out);
	if (was_full)
		run_check_lost(r);
	return state;
}

void run_drain(struct run *r)
{
	while (run_read_records(r, false) == RING_HAS_MORE)
		;
	run_packets_read(r);
}

/* ---- for the builtins ---- */

void run_exit(struct run *r, int code)
{
	r->exiting = r->exited = true;
	r->exit_code = code & 255;
}

void run_output_text(struct run *r, const char *type, const char *bytes, size_t n)
{
	r->out.ops->text(&r->out, type, bytes, n);
}

void run_output_line(struct run *r, const char *type, const char *bytes, size_t n)
{
	r->out.ops->line(&r->out, type, bytes, n);
}

const char *run_string(struct run *r, uint32_t index)
{
	return index < r->compiled->sema.strings.len ? r->compiled->sema.strings.data[index] : "";
}
