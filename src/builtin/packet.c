/* skboutput: packets into capture files. */
#include "builtin/object.h"

/* What stands before the packet's bytes in a record, behind the id of the action. */
struct packet_record {
	uint64_t boot_ns;
	uint32_t skip;	 /* bytes before those that are wanted */
	uint32_t wanted; /* from there on */
	uint32_t length; /* of the whole packet from there on */
	uint32_t bytes;	 /* that the kernel was asked for; what follows them is padding */
};

/* A record of the kernel is shorter than 64 KiB. */
enum { RECORD_ID = 8, MAX_CAPTURE = 65000 };

static bool is_skb(const struct type *t)
{
	return t->kind == TYPE_POINTER && t->inner->kind == TYPE_STRUCT && t->inner->name &&
	       !strcmp(t->inner->name, "sk_buff");
}

static const struct type *check_skboutput(struct sema *s, struct expr *e)
{
	const char *path = sema_string_arg(s, e, e->args.data[0]);
	const struct type *t = e->args.data[1]->type;

	if (!path)
		return type_error(s->types);
	if (!is_skb(t)) {
		sema_error(s, D_CALL_TYPE, e->span,
			   "skboutput() only supports 'struct sk_buff *' as the second argument (%s provided)",
			   t->kind == TYPE_POINTER ? type_name(s->types, t) : sema_type_word(t));
		return type_error(s->types);
	}
	if (!sema_integer_arg(s, e, e->args.data[2]) || !sema_integer_arg(s, e, e->args.data[3]))
		return type_error(s->types);
	sema_action(s, e, e->builtin)->data = path;
	s->unit->uses_ctx = true;
	return fn_u32(s);
}

static ir_ref skb_length(struct lower *l, const struct expr *skb, ir_ref p)
{
	struct type_member m;

	if (!type_find_member(l->types, type_complete(l->types, skb->type->inner), "len", &m))
		return ir_const(&l->b, 0);
	return lower_read(l, p, (int32_t)m.offset, 4, false, SPACE_KERNEL);
}

static void fill_record(struct lower *l, ir_ref record, const struct expr *e, ir_ref skip, ir_ref wanted, ir_ref length,
			ir_ref bytes)
{
	const struct action *a = e->annot;
	struct ir_builder *b = &l->b;

	ir_memzero(b, record, 0, RECORD_ID + sizeof(struct packet_record));
	ir_store(b, record, 0, 4, ir_const(b, a->id));
	ir_store(b, record, RECORD_ID + offsetof(struct packet_record, boot_ns), 8,
		 ir_call(b, BPF_FUNC_ktime_get_boot_ns, 0));
	ir_store(b, record, RECORD_ID + offsetof(struct packet_record, skip), 4, skip);
	ir_store(b, record, RECORD_ID + offsetof(struct packet_record, wanted), 4, wanted);
	ir_store(b, record, RECORD_ID + offsetof(struct packet_record, length), 4, length);
	ir_store(b, record, RECORD_ID + offsetof(struct packet_record, bytes), 4, bytes);
}

/*
 * The helper copies from the packet's start and no more than there is: asked for what lies before the wanted bytes, too,
 * and for what the packet has of them.
 */
static struct value lower_skboutput(struct lower *l, const struct expr *e)
{
	struct ir_builder *b = &l->b;
	ir_ref result = lower_slot_addr(l, 8, 8, NULL), record = lower_slot_addr(l, RECORD_ID + sizeof(struct packet_record), 8, "packet");
	struct ir_map *m = lower_hidden_map(l->shared, IR_MAP_PACKETS, false, 0);
	struct ir_block *inside = lower_block(l), *none = lower_block(l);

	ir_store(b, result, 0, 8, ir_const(b, 0));
	ir_ref wanted = fn_clamp(l, lower_reg(l, e->args.data[2]), MAX_CAPTURE), skip = lower_reg(l, e->args.data[3]);
	ir_ref skb = fn_object_address(l, e->args.data[1], none);
	ir_ref length = skb_length(l, e->args.data[1], skb);
	ir_condbr(b, ir_binary(b, IR_ule, skip, length), inside, none);
	lower_start(l, inside);
	ir_ref bytes = ir_binary(b, IR_add, skip, wanted);
	ir_ref capped = fn_min(l, fn_clamp(l, bytes, MAX_CAPTURE), length);
	fill_record(l, record, e, skip, wanted, ir_binary(b, IR_sub, length, skip), capped);
	ir_ref flags = ir_binary(b, IR_or, ir_binary(b, IR_shl, capped, ir_const(b, 32)), ir_const(b, BPF_F_CURRENT_CPU));
	ir_store(b, result, 0, 8, ir_call(b, BPF_FUNC_skb_output, 5, skb, ir_map_ptr(b, m), flags, record,
					  ir_const(b, RECORD_ID + sizeof(struct packet_record))));
	ir_br(b, none);
	lower_start(l, none);
	return fn_reg(e, ir_load(b, result, 0, 4, false));
}

static int open_file(struct run *r, const struct action *a) { return run_pcap_open(r, a->data); }

static int act_skboutput(struct run *r, const struct action *a, const void *payload, size_t size)
{
	struct packet_record head;

	if (size < sizeof(head))
		return 0;
	memcpy(&head, payload, sizeof(head));
	const uint8_t *packet = (const uint8_t *)payload + sizeof(head);
	uint32_t have = MIN(head.bytes, (uint32_t)(size - sizeof(head)));
	uint32_t skip = MIN(head.skip, have);
	return run_pcap_write(r, a->data, head.boot_ns + r->boot_to_wall_ns, packet + skip, MIN(have - skip, head.wanted),
			      head.length);
}

static const struct builtin skboutput = {
	.name = "skboutput",
	.signature = "uint32 skboutput(L string path, struct sk_buff *skb, int length, int offset)",
	.flags = BUILTIN_STATEMENT,
	.min_args = 4,
	.max_args = 4,
	.probes = PROBE_FENTRY | PROBE_FEXIT | PROBE_RAWTRACEPOINT,
	.check = check_skboutput,
	.lower = lower_skboutput,
	.prepare = open_file,
	.act = act_skboutput,
};

const struct builtin *const fn_packet[] = { &skboutput, NULL };
