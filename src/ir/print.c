/*
 * The text form, as docs/ir.md describes it. How an operation's operands are written is a column of one table, which
 * the parser reads too (ir/text.h).
 */
#include "ir/text.h"

#include <inttypes.h>
#include <linux/bpf.h>

const enum ir_form ir_forms[IR_OP_COUNT] = {
	[IR_undef] = FORM_NONE,	      [IR_hidden_zero] = FORM_NONE, [IR_const] = FORM_IMM,	    [IR_param] = FORM_IMM,
	[IR_phi] = FORM_PHI,	      [IR_zext] = FORM_WIDTH,	    [IR_sext] = FORM_WIDTH,
	[IR_bswap] = FORM_WIDTH,      [IR_slot] = FORM_SLOT,	    [IR_map_ptr] = FORM_MAP,
	[IR_map_value] = FORM_MAP_OFF, [IR_func_addr] = FORM_FUNC,  [IR_load] = FORM_LOAD,
	[IR_load_ctx] = FORM_LOAD,    [IR_store] = FORM_STORE,	    [IR_atomic_add] = FORM_STORE,
	[IR_memzero] = FORM_MEMZERO,  [IR_memcpy] = FORM_MEMCPY,    [IR_call] = FORM_HELPER,
	[IR_call_kfunc] = FORM_KFUNC, [IR_call_func] = FORM_CALL,   [IR_br] = FORM_BR,
	[IR_condbr] = FORM_CONDBR,
};

const char *const ir_func_kind_names[] = { "program", "callback", "subprog" };
const char *const ir_map_role_names[] = { "user",   "events", "lost",	"scratch",
					  "stacks", "stacks2", "global", "refused", "table", "home" };

const struct ir_bit_name ir_bit_names[] = {
	{ IR_SIGNED, "signed" },
	{ IR_KERNEL_PTR, "pointer" },
	{ IR_FUNC_ARG, "func_arg" },
	{ IR_MAYBE_NULL, "maybe_null" },
	{ 0, NULL },
};

const char *const ir_helper_names[] = {
#define HELPER(name) [BPF_FUNC_##name] = #name
	__BPF_FUNC_MAPPER(HELPER)
#undef HELPER
};
const size_t ir_helper_count = ARRAY_LEN(ir_helper_names);

static void put_value(const struct ir_insn *v, struct strbuf *out)
{
	if (v)
		strbuf_printf(out, "%%%u", v->id);
	else
		strbuf_puts(out, "%none");
}

static void put_values(const struct ir_insn *insn, struct strbuf *out)
{
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		strbuf_puts(out, i ? ", " : "");
		put_value(insn->args[i], out);
	}
}

static void put_call_args(const struct ir_insn *insn, struct strbuf *out)
{
	strbuf_putc(out, '(');
	put_values(insn, out);
	strbuf_putc(out, ')');
}

static void put_address(const struct ir_insn *base, int64_t off, struct strbuf *out)
{
	put_value(base, out);
	if (off)
		strbuf_printf(out, " %c %" PRIu64, off < 0 ? '-' : '+', off < 0 ? -(uint64_t)off : (uint64_t)off);
}

static void put_bits(int64_t imm2, struct strbuf *out)
{
	for (const struct ir_bit_name *n = ir_bit_names; n->name; n++)
		if (imm2 & n->bit)
			strbuf_printf(out, " %s", n->name);
}

static void put_phi(const struct ir_insn *phi, struct strbuf *out)
{
	for (uint32_t i = 0; i < phi->arg_count; i++) {
		strbuf_puts(out, i ? ", " : " ");
		if (phi->block && i < phi->block->preds.len)
			strbuf_printf(out, "b%u: ", phi->block->preds.data[i]->id);
		put_value(phi->args[i], out);
	}
}

static void put_helper(const struct ir_insn *insn, struct strbuf *out)
{
	uint64_t n = insn->imm;

	strbuf_puts(out, insn->imm2 & IR_CALL_PURE ? " pure " : " ");
	if (n < ir_helper_count && ir_helper_names[n])
		strbuf_puts(out, ir_helper_names[n]);
	else
		strbuf_u64(out, n);
	put_call_args(insn, out);
}

static void put_memory(const struct ir_insn *insn, struct strbuf *out)
{
	switch (ir_forms[insn->op]) {
	case FORM_LOAD:
		strbuf_printf(out, " %u, ", ir_size(insn));
		put_address(insn->args[0], insn->imm, out);
		put_bits(insn->imm2, out);
		break;
	case FORM_STORE:
		strbuf_printf(out, " %" PRId64 ", ", insn->imm2);
		put_address(insn->args[0], insn->imm, out);
		strbuf_puts(out, ", ");
		put_value(insn->args[1], out);
		break;
	case FORM_MEMZERO:
		strbuf_printf(out, " %" PRId64 ", ", insn->imm2);
		put_address(insn->args[0], insn->imm, out);
		break;
	default: /* FORM_MEMCPY */
		strbuf_printf(out, " %u, ", ir_memcpy_size(insn));
		put_address(insn->args[0], ir_memcpy_dst(insn), out);
		strbuf_puts(out, ", ");
		put_address(insn->args[1], ir_memcpy_src(insn), out);
		break;
	}
}

static void put_branch(const struct ir_insn *insn, struct strbuf *out)
{
	const struct ir_block *const *succ = (const struct ir_block *const *)insn->block->succ;

	if (insn->op == IR_condbr) {
		strbuf_putc(out, ' ');
		put_value(insn->args[0], out);
		strbuf_printf(out, ", b%u, b%u", succ[0]->id, succ[1]->id);
	} else {
		strbuf_printf(out, " b%u", succ[0]->id);
	}
}

static void put_operands(const struct ir_insn *insn, struct strbuf *out)
{
	switch (ir_forms[insn->op]) {
	case FORM_NONE: break;
	case FORM_ARGS:
		strbuf_putc(out, ' ');
		put_values(insn, out);
		break;
	case FORM_WIDTH:
		strbuf_printf(out, " %" PRId64 ", ", insn->imm);
		put_values(insn, out);
		break;
	case FORM_IMM: strbuf_printf(out, " %" PRId64, insn->imm); break;
	case FORM_SLOT: strbuf_printf(out, " s%" PRId64, insn->imm); break;
	case FORM_MAP: strbuf_printf(out, " m%" PRId64, insn->imm); break;
	case FORM_MAP_OFF: strbuf_printf(out, " m%" PRId64 " + %" PRId64, insn->imm, insn->imm2); break;
	case FORM_FUNC: strbuf_printf(out, " f%" PRId64, insn->imm); break;
	case FORM_PHI: put_phi(insn, out); break;
	case FORM_HELPER: put_helper(insn, out); break;
	case FORM_KFUNC:
		strbuf_printf(out, " %" PRId64, insn->imm);
		put_call_args(insn, out);
		break;
	case FORM_CALL:
		strbuf_printf(out, " f%" PRId64, insn->imm);
		put_call_args(insn, out);
		break;
	case FORM_BR:
	case FORM_CONDBR: put_branch(insn, out); break;
	default: put_memory(insn, out); break;
	}
}

void ir_print_insn(const struct ir_insn *insn, struct strbuf *out)
{
	if (insn->id != IR_NO_ID)
		strbuf_printf(out, "%%%u = ", insn->id);
	strbuf_puts(out, ir_ops[insn->op].name);
	put_operands(insn, out);
}

static void put_span(const struct span *s, struct strbuf *out)
{
	unsigned line, col;

	if (!s || !s->source)
		return;
	source_locate(s->source, s->begin, &line, &col);
	strbuf_printf(out, " !%u:%u", line, col);
}

static void put_block(const struct ir_block *b, bool spans, struct strbuf *out)
{
	strbuf_printf(out, "b%u:\n", b->id);
	for (const struct ir_insn *i = b->first; i; i = i->next) {
		strbuf_putc(out, '\t');
		ir_print_insn(i, out);
		if (spans)
			put_span(i->span, out);
		strbuf_putc(out, '\n');
	}
}

static void put_slot(const struct ir_slot *s, struct strbuf *out)
{
	strbuf_printf(out, "slot s%u size %u align %u", s->index, s->size, s->align);
	if (s->name)
		strbuf_printf(out, " \"%s\"", s->name);
	strbuf_puts(out, s->whole_frame ? " whole_frame" : "");
	strbuf_puts(out, s->must_be_stack ? " stack" : "");
	strbuf_putc(out, '\n');
}

static void put_hex(const void *data, uint64_t size, struct strbuf *out)
{
	const unsigned char *p = data;

	for (uint64_t i = 0; i < size; i++)
		strbuf_printf(out, "%02x", p[i]);
}

static void put_func(const struct ir_func *f, bool spans, struct strbuf *out)
{
	strbuf_printf(out, "func f%u %s \"%s\" params %u", f->index, ir_func_kind_names[f->kind], f->name,
		      f->param_count);
	if (f->code) {
		strbuf_printf(out, " code %u ", f->code_len);
		put_hex(f->code, (uint64_t)f->code_len * sizeof(*f->code), out);
	}
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < f->slots.len; i++)
		put_slot(&f->slots.data[i], out);
	for (const struct ir_block *b = f->first; b; b = b->next)
		put_block(b, spans, out);
}

static void put_map_types(const struct ir_map *m, struct strbuf *out)
{
	if (!m->key_type && !m->value_type)
		return;
	strbuf_puts(out, " ; ");
	if (m->home)
		strbuf_printf(out, "in m%u at %u: ", m->home->index, m->home_at);
	if (m->key_type)
		type_print(m->key_type, out);
	strbuf_puts(out, m->key_type ? " -> " : "");
	if (m->value_type)
		type_print(m->value_type, out);
}

static void put_data(const struct ir_map *m, struct strbuf *out)
{
	strbuf_puts(out, " data ");
	put_hex(m->data, (uint64_t)m->value_size * m->max_entries, out);
}

static void put_map(const struct ir_map *m, struct strbuf *out)
{
	strbuf_printf(out, "map m%u %s \"%s\" type %u key %u value %u entries %u flags %u", m->index,
		      ir_map_role_names[m->role], m->name, m->bpf_type, m->key_size, m->value_size, m->max_entries,
		      m->flags);
	if (m->is_scalar)
		strbuf_puts(out, " scalar");
	if (m->per_cpu)
		strbuf_puts(out, " per_cpu");
	if (m->kernel_stack)
		strbuf_puts(out, " kernel_stack");
	if (m->present_offset != UINT32_MAX)
		strbuf_printf(out, " present %u", m->present_offset);
	if (m->depth)
		strbuf_printf(out, " depth %u", m->depth);
	if (m->data)
		put_data(m, out);
	put_map_types(m, out);
	strbuf_putc(out, '\n');
}

static void print_module(const struct ir_module *m, bool spans, struct strbuf *out)
{
	for (size_t i = 0; i < m->maps.len; i++)
		put_map(m->maps.data[i], out);
	for (size_t i = 0; i < m->funcs.len; i++) {
		if (i || m->maps.len)
			strbuf_putc(out, '\n');
		put_func(m->funcs.data[i], spans, out);
	}
}

void ir_print(const struct ir_module *m, struct strbuf *out)
{
	print_module(m, false, out);
}

void ir_print_spans(const struct ir_module *m, struct strbuf *out)
{
	print_module(m, true, out);
}
